/** Commands of the catalogue, through the real program. */
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { SMALL_CATALOG, writeCatalog } from '../support/catalog.ts';
import { temporaryDirectory } from '../support/genotypes.ts';

const program = fileURLToPath(new URL('../../dist/main.js', import.meta.url));
const home = temporaryDirectory();
const catalog = writeCatalog(SMALL_CATALOG);

interface Answer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const run = (words: string, ...more: string[]): Promise<Answer> =>
  new Promise((resolve) => {
    const environment = { PATH: process.env.PATH, HOME: home, PRS_CATALOG_DIR: catalog };
    const argv = ['catalog', ...words.split(' ').filter((word) => word !== ''), ...more];
    execFile(process.execPath, [program, ...argv], { env: environment, cwd: home }, (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr }),
    );
  });

describe('catalog scores', () => {
  it('lists them as a table', async () => {
    expect(await run('scores list --build GRCh38')).toEqual({
      code: 0,
      stderr: '',
      stdout: [
        'PGS ID     Name      Trait                    Variants  Build            Publication',
        '─────────  ────────  ───────────────────────  ────────  ───────────────  ───────────────',
        'PGS000001  PRS77_BC  Breast cancer                  77  GRCh37 (lifted)  Mavaddat N 2015',
        'PGS000002  CAD1      Coronary artery disease     1,000  GRCh38           Doe J 2021',
        '',
      ].join('\n'),
    });
  });

  it('shows as many as asked for, and says what it left out', async () => {
    const { stdout, stderr } = await run('scores list --limit 1');
    expect(stdout.trim().split('\n')).toHaveLength(3);
    expect(stderr).toBe('1 of 3 scores; --all shows all.\n');
    expect((await run('scores list --limit 1 --all')).stderr).toBe('');
    expect((await run('scores list --limit 0')).code).toBe(2);
    expect((await run('scores list --native')).code).toBe(2);
  });

  it('finds by words, with typing errors and filters', async () => {
    const found = async (...words: string[]) =>
      JSON.parse((await run('scores search', ...words, '--json')).stdout).map((row: { pgs_id: string }) => row.pgs_id);
    expect(await found('brest', 'cancer')).toEqual(['PGS000001']);
    expect(await found('--term', 'coronary n:>100')).toEqual(['PGS000002']);
    expect(await found('nothing such')).toEqual([]);
    expect(await run('scores search xyzzy')).toEqual({ code: 0, stdout: '', stderr: 'No score was found.\n' });
  });

  it('refuses a filter it cannot read, and a search for nothing', async () => {
    expect(await run('scores search auroc:high')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('auroc:high is no range'),
    });
    expect((await run('scores search')).code).toBe(2);
  });

  it('tells everything about one', async () => {
    const { code, stdout } = await run('scores info pgs000001');
    expect(code).toBe(0);
    for (const part of [
      'PGS000001 – PRS77_BC',
      'EFO_0000305 breast carcinoma',
      'European 100.0 %',
      '22,627 in the GWAS',
      'Evaluations (2; the best first)',
      'PPM000001  European, 67,054 people, 33,673 cases: All breast cancer',
      'OR 1.55 [1.52, 1.58]; AUROC 0.622 [0.619, 0.627]',
      'Mavaddat N 2015; with age',
      'AUROC 0.58; R² = 0.01',
      'CC BY 4.0',
      'Mavaddat N et al. Prediction. JNCI (2015). doi:10.1093/jnci/djv036',
      'doi:10.1038/s41588-021-00783-5',
    ])
      expect(stdout).toContain(part);
    const african = await run('scores info PGS000001 --population AFR --json');
    expect(JSON.parse(african.stdout)).toMatchObject({ best_performance: { ppm_id: 'PPM000002' } });
  });

  it('tells little about a score of which little is known', async () => {
    const { code, stdout } = await run('scores info PGS000003');
    expect(code).toBe(0);
    expect(stdout).toContain('EFO_0000712 stroke, HP_0002140 Ischemic stroke');
    expect(stdout).toContain('Evaluations (0; the best first)');
    expect(stdout).toContain('not stated');
  });

  it('has an exit code for an id that is none, and for one that is not there', async () => {
    expect(await run('scores info PGS1')).toMatchObject({ code: 2, stderr: expect.stringContaining('not a PGS') });
    expect(await run('scores info PGS999999')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('not in the'),
    });
    expect((await run('scores info')).code).toBe(2);
  });
});

describe('catalog traits', () => {
  it('finds and tells', async () => {
    expect((await run('traits search breast')).stdout).toMatch(/^EFO_0000305 {2}breast carcinoma +1 {2}A carcinoma/m);
    const { code, stdout } = await run('traits info efo:0000305');
    expect(code).toBe(0);
    expect(stdout).toBe(
      'EFO_0000305 – breast carcinoma\nA carcinoma of the breast.\nhttp://www.ebi.ac.uk/efo/EFO_0000305\n\nScores (1)\n  PGS000001\n',
    );
    expect(JSON.parse((await run('traits info EFO_0000712 --json')).stdout)).toMatchObject({ pgs_ids: ['PGS000003'] });
    expect((await run('traits info EFO_1')).code).toBe(1);
  });
});

describe('catalog', () => {
  it('cleans, and then reads the cleaned tables', async () => {
    expect((await run('status')).stdout).toContain('the raw sheets, cleaned in memory');
    const cleaned = await run('bulk clean-metadata');
    expect(cleaned.code).toBe(0);
    expect(cleaned.stdout).toMatch(/^scores\.parquet +3 {2}[0-9a-f]{12}$/m);
    expect(existsSync(join(catalog, 'metadata', 'best_performance.parquet'))).toBe(true);
    expect(JSON.parse((await run('status --json')).stdout)).toMatchObject({
      source: 'cleaned',
      newest_release: '2022-01-02',
      tables: { scores: 3, performance: 2 },
    });
    expect((await run('scores search stroke')).stdout).toContain('PGS000003');
  });

  it('says what is missing in a folder without a catalogue', async () => {
    const { code, stderr } = await run('scores list', '--catalog', home);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^error: There is no pgs_all_metadata_scores\.csv in .*\nhint: /);
    expect(await run('status', '--catalog', home)).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('nothing'),
    });
  });

  it('shows the commands of a group, and refuses words that are none', async () => {
    expect(await run('')).toMatchObject({ code: 0, stdout: expect.stringContaining('catalog scores search WORDS') });
    expect((await run('scores')).stdout).not.toContain('catalog status');
    expect((await run('scores --help')).stdout).toContain('catalog scores info ID');
    expect((await run('scores list --help')).stdout).toContain('just-prs-tui catalog scores list [flags]');
    expect(await run('score')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Did you mean catalog scores?'),
    });
    expect((await run('status more')).code).toBe(2);
  });
});
