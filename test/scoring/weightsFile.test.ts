import { describe, expect, it } from 'vitest';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';
import { packWeights, unpackWeights } from '../../src/core/scoring/weightsFile.ts';
import { scoringText } from '../support/scoring.ts';

const pack = (text: string, stamp: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(Buffer.concat([...packWeights(parseScoringFile(Buffer.from(text), 'f.txt'), stamp)]));

const COLUMNS = 'chr_name\tchr_position\teffect_allele\tother_allele';
const header = '#pgs_id=PGS000001\n#genome_build=GRCh38\n#trait_reported=Größe\n#variants_number=9\n';

const FILES: Readonly<Record<string, string>> = {
  'in the order of the genome': scoringText(['1 5 A G 0.1', '1 9 A AT -1e-300', 'X 7 ACGT A 2'], header),
  'in any order, with rows that have no place': scoringText(['2 5 A G 1', '1 9 G A 2', '. . G A 3'], header),
  'with frequencies': scoringText(['1 5 A G 1 0.25', '1 6 A G 1'], header),
  'with a weight per dosage': `${header}${COLUMNS}\tdosage_0_weight\tdosage_1_weight\tdosage_2_weight\n1\t5\tA\tG\t0\t1\t3\n`,
  'of dominant, recessive and unsupported rows': `${header}${COLUMNS}\teffect_weight\teffect_type\n1\t5\tA\tG\t1\tdominant\n1\t6\tA\tG\t1\trecessive\n1\t7\tHLA-B*27\t\t1\tadditive\n`,
};

describe('a parsed scoring file', () => {
  it.each(Object.entries(FILES))('%s comes back from its file as it was', (_, text) => {
    const parsed = parseScoringFile(Buffer.from(text), 'f.txt');
    const { alleles, ...kept } = unpackWeights(pack(text, 'stamp'), 'stamp') ?? expect.fail();
    const { alleles: parsedAlleles, ...all } = parsed;
    expect(kept).toEqual(all);
    expect(alleles.pack()).toEqual(parsedAlleles.pack());
  });

  it('is refused for another file, and when it is cut short', () => {
    const bytes = pack(FILES['in any order, with rows that have no place'] as string, 'this');
    expect(unpackWeights(bytes, 'that')).toBeNull();
    expect(unpackWeights(bytes.subarray(0, bytes.length - 8), 'this')).toBeNull();
    expect(unpackWeights(new Uint8Array(0), 'this')).toBeNull();
  });
});
