/** Bundles as the real program makes and uses them: made beside a server, used where there is no network at all. */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { scoringGzip, startCatalogServer } from '../support/catalogServer.ts';
import { temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { runProgram } from '../support/program.ts';

const IDS = ['PGS000001', 'PGS000002'];
const isolated = ['unshare', '-rn'];
const canIsolate = spawnSync('unshare', ['-rn', 'true']).status === 0;

/** A bundle of all that the test server has. */
async function makeBundle(name: string) {
  const server = await startCatalogServer(IDS);
  const licensed = scoringGzip('PGS000002', 'GRCh38', 300, '#HmPOS_build=GRCh38\n#license=CC BY-NC \u001b[2J4.0');
  server.files.set('scores/PGS000002/ScoringFiles/Harmonized/PGS000002_hmPOS_GRCh38.txt.gz', licensed);
  const directory = temporaryDirectory();
  const env = { PRS_EBI_URL: server.ebiUrl, PRS_CACHE_DIR: join(directory, 'cache') };
  expect((await runProgram(['catalog', 'bulk', 'metadata'], { env })).code).toBe(0);
  const ids = writeFixture(directory, 'ids.txt', 'PGS000001 # the first\n\npgs000002,PGS000001\n');
  const bundle = join(directory, name);
  const made = await runProgram(['bundle', 'create', bundle, '--scores', `@${ids}`, '--build', 'GRCh38'], { env });
  expect([made.code, made.stderr]).toEqual([0, '']);
  expect(made.stdout).toMatch(/bundle.*: 10 files, .* made 20.* by just-prs-tui/);
  return { server, env, bundle, directory };
}

describe('a bundle', () => {
  it.runIf(canIsolate)('made beside the network computes the same score without it', async () => {
    const { bundle, directory, env } = await makeBundle('bundle.tar');
    expect(statSync(bundle).mode & 0o777).toBe(0o600);
    const vcf = writeFixture(directory, 'one.vcf', vcfText(['1 2000 A G 0/1', '1 2007 A G 1/1']));
    const compute = ['compute', '--vcf', vcf, '--pgs-id', IDS.join(','), '--format', 'json'];
    const expected = await runProgram(compute, { env });
    const node = { env: { PRS_CACHE_DIR: temporaryDirectory() }, through: isolated };
    expect((await runProgram(compute, node)).code).toBe(1);
    const used = await runProgram(['bundle', 'use', bundle], node);
    expect([used.code, used.stderr]).toEqual([0, '']);
    expect(used.stdout).toMatch(/^10 new, 0 there already, 0 other, 0 of another release; all is in /);
    const { code, stdout } = await runProgram(compute, node);
    expect([code, stdout]).toEqual([0, expected.stdout]);
    expect((await runProgram(['catalog', 'status'], node)).stdout).toMatch(/^scores +2$/m);
  });

  it('in a directory serves as a catalogue where it lies', async () => {
    const { bundle, directory, env } = await makeBundle('bundle');
    const vcf = writeFixture(directory, 'one.vcf', vcfText(['1 2000 A G 0/1']));
    const compute = ['compute', '--vcf', vcf, '--pgs-id', 'PGS000002', '--format', 'json', '--offline'];
    const { code, stdout } = await runProgram([...compute, '--catalog', bundle], {
      env: { PRS_CACHE_DIR: temporaryDirectory() },
    });
    expect([code, stdout]).toEqual([0, (await runProgram(compute, { env })).stdout]);
  });

  it('is replaced over other files only with --yes', async () => {
    const { bundle } = await makeBundle('bundle.tar');
    const catalog = temporaryDirectory();
    const use = ['bundle', 'use', bundle, '--catalog', catalog];
    await runProgram(use);
    const score = join(catalog, 'scores', 'PGS000001_hmPOS_GRCh38.txt.gz');
    writeFileSync(score, 'mine');
    const refused = await runProgram(use);
    expect([refused.code, refused.stdout]).toEqual([
      1,
      'would be replaced: scores/PGS000001_hmPOS_GRCh38.txt.gz (newer here)\n' +
        '0 new, 9 there already, 1 other, 0 of another release\n',
    ]);
    expect(refused.stderr).toContain('hint: Say --yes to replace them');
    expect(readFileSync(score, 'utf8')).toBe('mine');
    expect((await runProgram([...use, '--yes', '--json'])).stdout).toContain('"applied": true');
    expect(readFileSync(score, 'utf8')).not.toBe('mine');
  });

  it('tells what is in it, and the terms of use of every score', async () => {
    const { bundle, env } = await makeBundle('bundle.tar');
    await runProgram(['bundle', 'add', bundle, '--scores', 'PGS000002', '--build', 'GRCh37'], { env });
    const { code, stdout, stderr } = await runProgram(['bundle', 'inspect', bundle, '--verify']);
    expect([code, stderr]).toEqual([0, 'All 11 files are what the manifest says.\n']);
    expect(stdout).toContain(`Metadata fetched 20`);
    expect(stdout).toMatch(/^PGS000002 {2}GRCh37 +300 +[\d.]+ kB$/m);
    expect(stdout).toMatch(
      /Terms of use\n {2}PGS000001, PGS000002\n {4}not stated\n {2}PGS000002\n {4}CC BY-NC \?\[2J4\.0\n$/,
    );
    const inspection = JSON.parse((await runProgram(['bundle', 'inspect', bundle, '--json'])).stdout);
    expect(inspection).toMatchObject({ form: 'archive', verified: false, manifest: { format_version: 1 } });
  });

  it('is not made by wrong usage', async () => {
    const directory = temporaryDirectory();
    const bundle = join(directory, 'x.tar');
    const empty = writeFixture(directory, 'ids.txt', '# none\n');
    const fasta = writeFixture(directory, 'x.fa', '>1\nACGT\n');
    for (const [argv, code] of [
      [['create', bundle, '--build', 'GRCh38'], 2],
      [['create', bundle, '--scores', 'PGS000001'], 2],
      [['create', '--scores', 'PGS000001', '--build', 'GRCh38'], 2],
      [['create', bundle, '--scores', `@${empty}`, '--build', 'GRCh38'], 2],
      [['create', bundle, '--scores', '@nowhere', '--build', 'GRCh38'], 1],
      [['create', bundle, '--scores', 'PGS1', '--build', 'GRCh38'], 2],
      [['create', bundle, '--scores', 'PGS000001', '--build', 'GRCh38', '--reference', fasta], 1],
      [['create', bundle, '--scores', 'PGS000001', '--build', 'GRCh38', '--offline'], 1],
      [['add', bundle, '--build', 'GRCh38'], 2],
      [['inspect', bundle], 1],
      [['use'], 2],
    ] as const)
      expect([argv, (await runProgram(['bundle', ...argv])).code]).toEqual([argv, code]);
    expect(existsSync(bundle)).toBe(false);
  });
});

describe('catalog bulk', () => {
  it('names all ids, and fetches those or some, going on where it stopped', async () => {
    const server = await startCatalogServer(IDS);
    const env = { PRS_EBI_URL: server.ebiUrl, PRS_CACHE_DIR: temporaryDirectory() };
    const bulk = ['catalog', 'bulk', 'scores', '--build', 'GRCh38'];
    expect((await runProgram([...bulk, '--all'], { env })).stderr).toContain('just-prs-tui catalog update');
    await runProgram(['catalog', 'bulk', 'metadata'], { env });
    expect((await runProgram(['catalog', 'bulk', 'ids'], { env })).stdout).toBe('PGS000001\nPGS000002\n');
    expect((await runProgram(['catalog', 'bulk', 'ids', 'breast', 'cancer', '--json'], { env })).stdout).toBe(
      '[\n  "PGS000001"\n]\n',
    );
    const some = await runProgram([...bulk, '--ids', 'PGS000001,PGS000404', '--json'], { env });
    expect([some.code, JSON.parse(some.stdout).map((one: { status: string }) => one.status)]).toEqual([
      3,
      ['downloaded', 'failed'],
    ]);
    expect(some.stderr).toContain('Start it again');
    expect((await runProgram(bulk, { env })).code).toBe(2);
    expect((await runProgram([...bulk, '--ids', 'PGS000001', '--all'], { env })).code).toBe(2);
  });
});
