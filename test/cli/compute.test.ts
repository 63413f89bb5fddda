/** What compute says of results beside the scores: columns, consensus, evidence, provenance. Through the real program. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SHEET_FILES } from '../../src/core/catalog/sheets.ts';
import { SMALL_CATALOG, writeCatalog } from '../support/catalog.ts';
import { startCatalogServer } from '../support/catalogServer.ts';
import { vcfText, writeFixture } from '../support/genotypes.ts';
import { type Answer, runProgram } from '../support/program.ts';
import { scoringText } from '../support/scoring.ts';

const catalog = writeCatalog({
  ...SMALL_CATALOG,
  scores: `${SMALL_CATALOG.scores}PGS000004,PRS313_BC,Breast cancer,breast carcinoma,EFO_0000305,GRCh38,2,PGP000002,,,2022-01-03,\n`,
});
mkdirSync(join(catalog, 'scores'));
const genome = writeFixture(
  catalog,
  'sample.vcf',
  vcfText(['1 5 A G 0/1', '1 6 A G 1/1', '1 7 C T 0/1', '1 8 C T 0/0']),
);

/** A score of the catalogue, which says little of itself. */
const writeScore = (pgs_id: string, rows: readonly string[], header = ''): string =>
  writeFixture(
    join(catalog, 'scores'),
    `${pgs_id}_hmPOS_GRCh38.txt.gz`,
    gzipSync(scoringText(rows, `#pgs_id=${pgs_id}\n#genome_build=GRCh38\n${header}`)),
  );
const first = writeScore('PGS000001', ['1 5 G A 0.5 0.5', '1 6 G A 0.25 0.5']);
writeScore('PGS000002', ['1 7 T C 1'], '#license=Mine\n#citation=Me (2020)\n');
writeScore('PGS000004', ['1 7 T C 1 0.5', '1 8 T C 1 0.5']);

const compute = (...words: readonly string[]): Promise<Answer> =>
  runProgram(['compute', '--vcf', genome, ...words], { env: { PRS_CATALOG_DIR: catalog } });
const all = ['--pgs-id', 'PGS000001,PGS000002,PGS000004'];

describe('columns', () => {
  const header = async (...words: readonly string[]) =>
    (await compute(...all, ...words)).stdout.split('\n')[0]?.split('\t');

  it('are the usual ones, unless others are asked for', async () => {
    const usual = await header('--format', 'tsv');
    expect(usual).toEqual([
      'pgs_id',
      'trait_reported',
      'score',
      'percentile',
      'percentile_method',
      'evidence_auroc',
      'evidence_grade',
      'coverage_grade',
      'evidence_ancestry',
      'match_rate',
      'variants_matched',
      'variants_total',
      'evidence_effect_size',
      'evidence_classification',
      'evidence_n_individuals',
      'withheld',
    ]);
    expect(await header('--format', 'tsv', '--columns', 'score,pgs_id')).toEqual(['score', 'pgs_id']);
    expect(await header('--format', 'tsv', '--columns', '+z_score,+policy_flip')).toEqual([
      ...(usual as string[]),
      'z_score',
      'policy_flip',
    ]);
    expect((await header('--format', 'tsv', '--columns', 'all'))?.length).toBeGreaterThan(90);
  });

  it('have values, each in the column of its name', async () => {
    const { stdout } = await compute(
      ...all,
      '--format',
      'csv',
      '--columns',
      'pgs_id,evidence_auroc,withheld,state_exact',
    );
    expect(stdout).toBe(
      'pgs_id,evidence_auroc,withheld,state_exact\r\nPGS000001,0.622,,2\r\nPGS000002,,unavailable,1\r\nPGS000004,,,2\r\n',
    );
  });

  it('are all known: each has a name that --columns all shows with a value for some score', async () => {
    const { stdout } = await compute('--pgs-id', 'PGS000001', '--format', 'json');
    const [result] = JSON.parse(stdout);
    const names = await header('--format', 'tsv', '--columns', 'all');
    for (const name of Object.keys(result))
      if (!['states', 'policies', 'evidence', 'provenance'].includes(name)) expect(names).toContain(name);
    for (const name of Object.keys(result.evidence)) expect(names).toContain(`evidence_${name}`);
    for (const name of Object.keys(result.provenance)) expect(names).toContain(`provenance_${name}`);
  });

  it('are refused when there is no such one, with the nearest', async () => {
    const { code, stderr } = await compute(...all, '--columns', 'percentle');
    expect(code).toBe(2);
    expect(stderr).toMatch(/There is no column "percentle"\.\nhint: The nearest are percentile, /);
    expect((await compute(...all, '--columns', 'auroc')).stderr).toContain('The nearest are evidence_auroc, ');
  });

  it('are no choice for JSON, for the consensus, or for a cohort', async () => {
    for (const words of [['--format', 'json'], ['--by-trait'], ['--sample', 'all', '-o', join(catalog, 'x.tsv')]])
      expect(await compute(...all, '--columns', 'score', ...words)).toMatchObject({ code: 2, stdout: '' });
  });
});

it('shows evidence and coverage as two grades', async () => {
  const { stdout, stderr } = await compute('--pgs-id', 'PGS000001');
  const [head, , row] = stdout.split('\n');
  expect(head?.trim().split(/ {2,}/)).toEqual([
    'PGS ID',
    'Trait',
    'PRS Score',
    'Percentile',
    'Pct. Method',
    'AUROC',
    'Evidence',
    'Coverage',
    'Population',
    'Match Rate',
    'Matched',
    'Total',
    'Effect Size',
  ]);
  // The score is of GRCh37, so 100 · (0.5 + 0.5 · 0.244^0.78) · log10(67054) ÷ 5.5 · 0.9 = 52.6; percentile: see below.
  expect(row?.trim().split(/ {2,}/)).toEqual([
    'PGS000001',
    'Breast cancer',
    '1.000000',
    '73.7',
    'theoretical',
    '0.622',
    'Normal',
    'A',
    'European',
    '100.0%',
    '2',
    '2',
    'OR=1.55 [1.52-1.58]',
  ]);
  expect(stderr).toContain('1 score: 1 with a percentile (1 theoretical), 0 withheld, 0 failed.');
});

it('counts what was withheld', async () => {
  const { stderr } = await compute('--pgs-id', 'PGS000001,PGS000002,PGS000777');
  expect(stderr).toContain('3 scores: 1 with a percentile (1 theoretical), 1 withheld (1 unavailable), 1 failed.');
});

describe('the AUROC', () => {
  it('gives a percentile only when asked to, and labelled', async () => {
    const rows = ['1 5 G A 0.5', '1 6 G A 0.25'];
    const file = writeFixture(catalog, 'bare.txt', scoringText(rows, '#pgs_id=PGS000001\n#genome_build=GRCh38\n'));
    const read = async (...words: readonly string[]) =>
      JSON.parse((await compute('-s', file, '--format', 'json', ...words)).stdout)[0];
    expect(await read()).toMatchObject({ percentile: null, percentile_method: 'unavailable' });
    expect(await read('--auroc-percentile')).toMatchObject({
      percentile_method: 'auroc_approx',
      percentile_source: 'AUROC 0.622 of PPM000001, with mean 0 assumed',
      withheld: [],
    });
  });
});

describe('provenance', () => {
  const hash = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

  it('is with every result in JSON, and takes from the catalogue what the file does not say', async () => {
    const { stdout } = await compute(...all, '--format', 'json');
    const results = JSON.parse(stdout);
    expect(results[0].provenance).toEqual({
      tool_version: expect.stringMatching(/^\d+\.\d+\.\d+/),
      genotypes_file: 'sample.vcf',
      genotypes_sha256: hash(genome),
      normalized_from: null,
      genome_build_evidence: expect.stringContaining('GRCh38'),
      scoring_file: 'PGS000001_hmPOS_GRCh38.txt.gz',
      scoring_file_sha256: hash(first),
      catalog_release: '2022-01-03',
      reference_alleles: null,
    });
    expect(results[0]).toMatchObject({
      trait_reported: 'Breast cancer',
      trait_efo: 'breast carcinoma',
      trait_efo_id: 'EFO_0000305',
      pgp_id: 'PGP000001',
      license: 'CC BY 4.0',
      citation: 'Mavaddat N et al. Prediction. JNCI (2015). doi:10.1093/jnci/djv036',
      population: 'EUR',
      evidence: { grade: 'Normal', ppm_id: 'PPM000001', ancestry: 'European', n_individuals: 67054 },
    });
    expect(results[1]).toMatchObject({ license: 'Mine', citation: 'Me (2020)' });
  });

  it('has the hash of the VCF that a Parquet was made of, from its manifest', async () => {
    const parquet = join(catalog, 'sample.parquet');
    await runProgram(['normalize', '--vcf', genome, '--output', parquet]);
    const words = ['compute', '--vcf', parquet, '-s', first, '--format', 'tsv'];
    const columns = 'provenance_genotypes_sha256,provenance_normalized_from,provenance_genotypes_file';
    expect((await runProgram([...words, '--columns', columns])).stdout.split('\n')[1]).toBe(
      `${hash(genome)}\tsample.vcf\tsample.parquet`,
    );
  });

  it('does without a catalogue, and tells of one that is broken', async () => {
    const words = ['compute', '--vcf', genome, '-s', first, '--format', 'json'];
    const [without] = JSON.parse((await runProgram(words)).stdout);
    expect(without).toMatchObject({ evidence: null, provenance: { catalog_release: null } });
    const broken = writeCatalog({ scores: 'no,sheet\n1,2\n' });
    const [result] = JSON.parse((await runProgram(words, { env: { PRS_CATALOG_DIR: broken } })).stdout);
    expect(result).toMatchObject({ score: 1, evidence: null });
    expect(result.warnings.join()).toContain('The catalogue was not used: ');
  });
});

describe('by trait', () => {
  it('says what the scores of a trait say together, in every format', async () => {
    const { code, stdout } = await compute(...all, '--by-trait');
    expect(code).toBe(0);
    // PGS000001: 1 − 0.75 = 0.25 above its mean, SD √(½·(0.25 + 0.0625)) = 0.3953: z 0.632. PGS000004: 1
    // copy where 2 are the mean and the SD is 1: z −1. Medians of two are means.
    expect(stdout.split('\n')[2]).toMatch(
      /^breast carcinoma +EFO_0000305 +Mixed +44\.8 +15\.9–73\.7 +-0\.18 +Wide spread +Usable +2 +2 +2 +–$/,
    );
    const json = JSON.parse((await compute(...all, '--by-trait', '--format', 'json')).stdout);
    expect(json).toHaveLength(2);
    expect(json[0]).toMatchObject({
      trait_efo_id: 'EFO_0000305',
      models: 2,
      usable: 2,
      votes: 2,
      pgs_ids: ['PGS000001', 'PGS000004'],
    });
    expect(json[1]).toMatchObject({ trait_efo_id: 'EFO_0001645', models: 1, usable: 0, signal: 'No percentile' });
    const tsv = (await compute(...all, '--by-trait', '--format', 'tsv')).stdout.split('\n');
    expect(tsv[0]).toMatch(/^trait\ttrait_efo_id\tsignal\tpercentile_median\t/);
    expect(tsv[1]).toMatch(/\tPGS000001 PGS000004$/);
  });

  it('gives versions of one score one vote, and says so', async () => {
    const copy = writeFixture(
      catalog,
      'copy.txt',
      scoringText(
        ['1 5 G A 0.51 0.5', '1 6 G A 0.25 0.5'],
        '#pgs_id=PGS900001\n#trait_efo=EFO_0000305\n#genome_build=GRCh38\n',
      ),
    );
    const { stdout, stderr } = await compute(...all, '-s', copy, '--by-trait', '--format', 'json', '--resume');
    expect(JSON.parse(stdout)[0]).toMatchObject({ models: 3, votes: 2 });
    expect(stderr).toContain('breast carcinoma: PGS000001, PGS900001 share one vote (same variants).');
    // A second run finds results and sketches in the cache.
    const again = await compute(...all, '-s', copy, '--by-trait', '--format', 'json', '--resume');
    expect(again.stdout).toBe(stdout);
  });

  it('takes all scores of a trait from the catalogue whose files are there', async () => {
    const { stdout, stderr } = await compute('--trait', 'EFO:0000305', '--by-trait', '--format', 'json');
    expect(JSON.parse(stdout)).toMatchObject([{ pgs_ids: ['PGS000001', 'PGS000004'] }]);
    expect(stderr).toContain('2 scores for EFO_0000305 (breast carcinoma).');
    const both = await compute('--trait', 'Breast Carcinoma', '--pgs-id', 'PGS000002', '--format', 'ndjson');
    expect(
      both.stdout
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line).pgs_id),
    ).toEqual(['PGS000002', 'PGS000001', 'PGS000004']);
  });

  it('says when files are missing, and refuses a trait that is not there', async () => {
    const none = await compute('--trait', 'HP_0002140');
    expect(none).toMatchObject({ code: 2, stdout: '' });
    expect(none.stderr).toContain('None of the 1 scores for HP_0002140 (Ischemic stroke) has a file on GRCh38');
    const unknown = await compute('--trait', 'EFO_9999999');
    expect(unknown).toMatchObject({ code: 1, stdout: '' });
    expect(unknown.stderr).toContain('has the trait EFO_9999999');
  });

  it('fetches the scores of a trait that are missing, when asked to', async () => {
    const server = await startCatalogServer(['PGS000001', 'PGS000004']);
    const directory = writeCatalog({ scores: readFileSync(join(catalog, 'metadata/raw', SHEET_FILES.scores), 'utf8') });
    const words = ['compute', '--vcf', genome, '--trait', 'EFO_0000305', '--format', 'ndjson'];
    const env = { PRS_CATALOG_DIR: directory, PRS_EBI_URL: server.ebiUrl };
    expect(await runProgram(words, { env })).toMatchObject({ code: 2, stdout: '' });
    expect(server.requests).toEqual([]);
    const { stdout } = await runProgram([...words, '--download'], { env });
    expect(stdout.match(/"pgs_id":"PGS00000\d"/g)).toEqual(['"pgs_id":"PGS000001"', '"pgs_id":"PGS000004"']);
    // Now one is there, and one is not.
    rmSync(join(directory, 'scores/PGS000004_hmPOS_GRCh38.txt.gz'));
    const part = await runProgram(words, { env });
    expect(part.stdout.trim().split('\n')).toHaveLength(1);
    expect(part.stderr).toContain('1 of 2 scores for EFO_0000305 (breast carcinoma) have a file here');
  });
});

it('says what it would take, and computes nothing', async () => {
  const { code, stdout } = await compute('--pgs-id', 'PGS000001,PGS000777', '--estimate');
  expect(code).toBe(0);
  expect(stdout).toMatch(/^Scores {4}2, [\d,]+ variants\nTime {6}about 1 s, from .*\nMemory {4}about 1\d\d .*\n/);
  expect(stdout).toMatch(/Download {2}1 score, about .*: PGS000777\n$/);
});
