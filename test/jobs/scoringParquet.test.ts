import { readFileSync, renameSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { describe, expect, it } from 'vitest';
import { locateScoringFile } from '../../src/core/jobs/locateScoringFile.ts';
import { readScoring } from '../../src/core/jobs/readScoring.ts';
import { scoringParquetTask } from '../../src/core/jobs/scoringParquet.ts';
import { quietContext, temporaryDirectory, writeFixture } from '../support/genotypes.ts';
import { hasRealData, realData } from '../support/realData.ts';

const HEADER = '###PGS CATALOG SCORING FILE\n#pgs_id=PGS000001\n#HmPOS_build=GRCh38\n#trait_reported=Größe "x"\n';
const COLUMNS =
  'rsID\tchr_name\teffect_allele\tother_allele\teffect_weight\tallelefrequency_effect\thm_chr\thm_pos\tvariant_description\n';
const ROWS = [
  'rs1\t1\tA\tG\t0.1\t0.25\t1\t100\t5" end',
  'rs2\tX\tAT\tA\t-1.0000000000000003e-05\tNA\tX\t7.2e+07\t"odd',
  '\t1\tC\t\t3\t0.5\t\t\t',
];

function bufferOf(path: string): ArrayBuffer {
  const bytes = readFileSync(path);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

/** All that scoring reads, whatever the file was. */
async function contentOf(path: string) {
  const { alleles, effects, others, warnings, firstLine, ...rest } = await readScoring(path, undefined);
  const texts = (ids: Int32Array) => Array.from(ids, (id) => (id < 0 ? null : alleles.text(id)));
  return { ...rest, effects: texts(effects), others: texts(others) };
}

describe('a scoring file as Parquet', () => {
  const directory = temporaryDirectory();
  const path = writeFixture(
    directory,
    'PGS000001_hmPOS_GRCh38.txt.gz',
    gzipSync(`${HEADER}${COLUMNS}${ROWS.join('\n')}\n`),
  );

  it('has the columns of the file with their types, and its header as a note', async () => {
    const made = await scoringParquetTask({ path }, quietContext);
    expect(made).toEqual({ path: join(directory, 'PGS000001_hmPOS_GRCh38.parquet'), rows: 3 });
    expect(statSync(made.path).mode & 0o777).toBe(0o600);
    const file = bufferOf(made.path);
    const rows = await parquetReadObjects({ file, compressors });
    expect(rows[1]).toEqual({
      rsID: 'rs2',
      chr_name: 'X',
      effect_allele: 'AT',
      other_allele: 'A',
      effect_weight: -1.0000000000000003e-5,
      allelefrequency_effect: null,
      hm_chr: 'X',
      hm_pos: 72_000_000n,
      variant_description: '"odd',
    });
    const notes = parquetMetadata(file).key_value_metadata ?? [];
    expect(JSON.parse(notes.find(({ key }) => key === 'pgs_catalog_header')?.value ?? '')).toEqual({
      pgs_id: 'PGS000001',
      HmPOS_build: 'GRCh38',
      trait_reported: 'Größe "x"',
    });
  });

  it('is found by its id and scored as the text is', async () => {
    const made = await scoringParquetTask({ path }, quietContext);
    const text = await contentOf(path);
    renameSync(path, join(directory, 'elsewhere.txt.gz'));
    const folder = join(directory, '..', 'none');
    await expect(locateScoringFile({ kind: 'id', pgs_id: 'PGS000001' }, folder, 'GRCh38')).rejects.toMatchObject({
      code: 'score_not_found',
    });
    expect(await contentOf(made.path)).toEqual(text);
  });

  it
    .skipIf(!hasRealData)
    .each([
      'ApplyPolygenicScore/PGS000662_hmPOS_GRCh38.txt.gz',
      'ApplyPolygenicScore/PGS003378_hmPOS_GRCh38.txt.gz',
      'diseasome/PGS000740_hmPOS_GRCh37.txt',
      'pygscatalog_calc/structured/PGS001229_hmPOS_GRCh38.txt.gz',
    ])('scores as %s does (needs ../shared/data)', async (name) => {
    const copy = writeFixture(directory, basename(name), readFileSync(join(realData, 'scoring_files', name)));
    const made = await scoringParquetTask({ path: copy }, quietContext);
    expect(await contentOf(made.path)).toEqual(await contentOf(copy));
  });
});
