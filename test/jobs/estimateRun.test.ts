import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { errors } from '../../src/core/errors.ts';
import { estimateRun, learnPace } from '../../src/core/jobs/estimateRun.ts';
import type { EstimateRequest } from '../../src/core/model/estimate.ts';
import type { ScoreOutcome } from '../../src/core/model/result.ts';
import { temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';

const directory = temporaryDirectory();
const places = (name: string) => ({
  cacheDirectory: join(directory, name),
  catalogDirectory: join(directory, name),
  pacePath: join(directory, name, 'state', 'pace.json'),
});
const genotypes = writeFixture(directory, 'genome.vcf', vcfText(['1 10 A G 0/1']));

const request = (...scores: EstimateRequest['scores']): EstimateRequest => ({
  genotypes,
  scores,
  build: 'GRCh38',
  dosage: 'auto',
});
const catalogued = (pgs_id: string, n_variants: number) => ({ reference: { kind: 'id', pgs_id } as const, n_variants });

it('counts variants, and what is not here yet', async () => {
  const at = places('missing');
  mkdirSync(join(at.catalogDirectory, 'scores'), { recursive: true });
  writeFileSync(join(at.catalogDirectory, 'scores', 'PGS000001_hmPOS_GRCh38.txt.gz'), gzipSync('here'));
  const found = await estimateRun(at, request(catalogued('PGS000001', 100), catalogued('PGS000002', 1_000_000)));
  expect(found).toMatchObject({ n_variants: 1_000_100, missing: ['PGS000002'], is_calibrated: false });
  // 1,500 bytes of header and 16 a row.
  expect(found.download_bytes).toBe(16_001_500);
  // Half a second to start and 1.1 µs a variant; the VCF of one record is nothing.
  expect(found.milliseconds).toBeCloseTo(500 + 1_000_100 * 1.1e-3, 0);
});

it('needs the memory of the largest score, and the time of all', async () => {
  const at = places('memory');
  const one = await estimateRun(at, request(catalogued('PGS000001', 2_000_000)));
  const three = await estimateRun(
    at,
    request(catalogued('PGS000001', 2_000_000), catalogued('PGS000002', 10), catalogued('PGS000003', 2_000_000)),
  );
  expect(three.memory_bytes).toBe(one.memory_bytes);
  expect(three.milliseconds).toBeGreaterThan(1.8 * (one.milliseconds - 500) + 500);
});

it('says what is wrong with the genotypes', async () => {
  const gone = { ...request(), genotypes: join(directory, 'gone.vcf') };
  await expect(estimateRun(places('gone'), gone)).rejects.toMatchObject({
    message: expect.stringContaining('gone.vcf'),
  });
});

it('learns the pace of the machine from a whole run, and from nothing else', async () => {
  const at = places('pace');
  const asked = request(catalogued('PGS000001', 1_000));
  const failed: ScoreOutcome = { status: 'failed', pgs_id: 'PGS000001', error: errors.cancelled() };
  const ok = { status: 'ok' } as ScoreOutcome;
  const run = async (outcome: ScoreOutcome, ms: number): Promise<void> => {
    const outcomes = async function* () {
      await new Promise((resolve) => setTimeout(resolve, ms));
      yield outcome;
    };
    for await (const _ of learnPace(at, asked, outcomes()));
  };
  await run(failed, 1100);
  await run(ok, 10);
  expect((await estimateRun(at, asked)).is_calibrated).toBe(false);
  const before = (await estimateRun(at, asked)).milliseconds;
  await run(ok, 1100);
  const after = await estimateRun(at, asked);
  expect(after.is_calibrated).toBe(true);
  expect(after.milliseconds).toBeGreaterThan(1000);
  expect(after.milliseconds).toBeGreaterThan(before);
  const { pace } = JSON.parse(readFileSync(at.pacePath, 'utf8')) as { pace: number };
  expect(pace).toBeCloseTo(after.milliseconds / before, 5);
});

it('takes a broken file of the pace for none', async () => {
  const at = places('broken');
  mkdirSync(join(at.cacheDirectory, 'state'), { recursive: true });
  writeFileSync(at.pacePath, '{"pace": "fast"}');
  expect((await estimateRun(at, request())).is_calibrated).toBe(false);
});
