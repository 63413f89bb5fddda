import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { SMALL_CATALOG, writeCatalog } from '../support/catalog.ts';
import { temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { runProgram } from '../support/program.ts';

const directory = temporaryDirectory();
const weights = writeFixture(
  directory,
  'own.txt',
  '1\trs1\t5\tG\tA\t0.5\n1\trs2\t6\tA\tG\t0.25\n1\trs3\t7\tT\tC\t-1\n',
);
const genome = writeFixture(directory, 'sample.vcf', vcfText(['1 5 A G 0/1', '1 6 A G 1/1', '1 7 C T 1/1']));

describe('score convert', () => {
  it('makes a scoring file that scores as worked out by hand', async () => {
    const output = join(directory, 'own_score.txt.gz');
    const answer = await runProgram(['score', 'convert', weights, '--build', 'GRCh38', '--output', output]);
    expect(answer.stderr).toContain('3 rows written');
    expect(answer.stderr).toContain('prs-cs');
    expect(answer.code).toBe(0);
    expect(statSync(output).mode & 0o777).toBe(0o600);
    expect(gunzipSync(readFileSync(output)).toString()).toContain('#pgs_name=own\n');
    const { stdout } = await runProgram([
      'compute',
      '--vcf',
      genome,
      '--scoring-file',
      output,
      '--format',
      'json',
      '--build',
      'GRCh38',
    ]);
    // One G: 0.5; no A: 0; two T: -2.
    expect(JSON.parse(stdout)[0]).toMatchObject({ score: -1.5, variants_matched: 3, variants_total: 3 });
  });

  it('needs a build, an output and one file', async () => {
    const output = join(directory, 'x.txt');
    for (const [argv, message] of [
      [['score', 'convert', weights, '--output', output], 'needs --build'],
      [['score', 'convert', weights, '--build', 'GRCh38'], 'needs --output'],
      [['score', 'convert', '--build', 'GRCh38'], 'needs one file'],
      [
        ['score', 'convert', weights, '--build', 'GRCh38', '--output', output, '--columns', 'weight'],
        '--columns does not understand "weight"',
      ],
      [['score', 'convert', weights, '--build', 'GRCh38', '--output', weights], 'named twice'],
      [
        ['score', 'convert', weights, '--build', 'GRCh38', '--output', output, '--layout', 'gcta'],
        'There is no layout "gcta"',
      ],
    ] as const) {
      const answer = await runProgram(argv);
      expect(answer.stderr).toContain(message);
      expect(answer.code).toBe(2);
    }
  });

  it('leaves nothing behind when a row cannot be mapped', async () => {
    const bad = writeFixture(directory, 'bad.txt', '1\trs1\t5\tG\tA\t0.5\n1\trs2\t6\tA\tG\tNA\n');
    const output = join(directory, 'bad_score.txt');
    const answer = await runProgram(['score', 'convert', bad, '--build', 'GRCh38', '--output', output]);
    expect(answer.stderr).toContain(`${bad}:2: the weight "NA" is no number.`);
    expect(answer.code).toBe(1);
    expect(() => statSync(output)).toThrow();
  });
});

describe('score search and score fetch', () => {
  const options = ['--option', `directory=${directory}`, '--option', 'build=GRCh38'];

  it('find own files, and give them as scoring files', async () => {
    const found = await runProgram(['score', 'search', 'own', '--source', 'local-files', ...options]);
    expect(found.stdout).toContain('local-files:own.txt');
    expect(found.stdout).not.toContain('bad.txt');
    const fetched = await runProgram(['score', 'fetch', 'local-files:own.txt', '--build', 'GRCh38', ...options]);
    expect(fetched.stdout).toContain('1\t7\tT\tC\t-1\trs3\n');
    expect(fetched.code).toBe(0);
  });

  it('search the catalogue, and say where a source is not', async () => {
    const catalog = writeCatalog(SMALL_CATALOG);
    const found = await runProgram(['score', 'search', 'PGS000001', '--json', '--catalog', catalog]);
    expect(JSON.parse(found.stdout)[0]).toMatchObject({ id: 'PGS000001' });
    for (const [argv, message] of [
      [['score', 'fetch', 'huggingface:PGS000001', '--build', 'GRCh38'], 'Did you mean hugging-face?'],
      [['score', 'fetch', 'PGS000001', '--build', 'GRCh38'], '"PGS000001" is not SOURCE:SCORE'],
      [['score', 'fetch', 'pgs-catalog:PGS000001'], 'needs --build'],
      [['score', 'search', 'x', '--option', 'directory=y'], 'pgs-catalog has no option "directory".'],
    ] as const) {
      const answer = await runProgram(argv);
      expect(answer.stderr).toContain(message);
      expect(answer.code).toBe(2);
    }
  });
});
