import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type ComputeRequest, createSession, NO_FILTERS, type Progress } from '../src/core/index.ts';
import { DEFAULT_POLICIES } from '../src/core/model/result.ts';
import { compressBgzf } from '../src/core/vcf/bgzf.ts';
import { temporaryDirectory, vcfText, writeFixture } from './support/genotypes.ts';
import { scoringText } from './support/scoring.ts';

const directory = temporaryDirectory();
const session = createSession({ cacheDirectory: directory, toolVersion: 'test', threads: 2 });
afterAll(() => session.close());

const records = Array.from({ length: 400_000 }, (_, i) => `1 ${i * 10 + 5} A G 0/1 PASS 30 50 rs${i}`);
const vcf = writeFixture(directory, 'large.vcf.gz', Buffer.concat([...compressBgzf([vcfText(records)])]));
const score = writeFixture(directory, 'score.txt', scoringText(['1 5 G A 1', '1 15 G A 2'], '#genome_build=GRCh38\n'));

const request: ComputeRequest = {
  genotypes: vcf,
  scores: Array(3).fill({ kind: 'file', path: score }),
  build: null,
  forceBuild: false,
  filters: NO_FILTERS,
  policies: { ...DEFAULT_POLICIES, ambiguous: 'auto', chromosomes: 'all' },
  population: 'EUR',
};

describe('work in a thread', () => {
  it('scores as it would here, and tells how far it is', async () => {
    const seen: Progress[] = [];
    const scores: number[] = [];
    for await (const outcome of session.compute(request, { onProgress: (p) => seen.push(p) }))
      if (outcome.status === 'ok') scores.push(outcome.result.score);
    expect(scores).toEqual([3, 3, 3]);
    expect(seen.map(({ phase }) => phase)).toContain('Scoring score.txt');
    expect(seen.find(({ unit }) => unit === 'bytes')).toMatchObject({
      phase: 'Reading large.vcf.gz',
      total: statSync(vcf).size,
    });
  });

  it('keeps its kind of error across the thread', async () => {
    const failing = session.normalize({
      vcf: join(directory, 'nowhere.vcf'),
      output: join(directory, 'x.parquet'),
      filters: NO_FILTERS,
    });
    await expect(failing).rejects.toMatchObject({
      code: 'file_system',
      message: expect.stringContaining('does not exist'),
    });
  });

  it('can be cancelled and leaves nothing behind', async () => {
    const folder = join(directory, 'cancelled');
    const interruption = new AbortController();
    const own = createSession({ cacheDirectory: directory, toolVersion: 'test', threads: 2 });
    const running = own.normalize(
      { vcf, output: join(folder, 'x.parquet'), filters: NO_FILTERS },
      { signal: interruption.signal, onProgress: () => interruption.abort() },
    );
    await expect(running).rejects.toMatchObject({ code: 'cancelled', exitCode: 130 });
    await own.close();
    expect(readdirSync(folder)).toEqual([]);
  });

  it('refuses to start when it is already cancelled', async () => {
    const running = session.compute(request, { signal: AbortSignal.abort() });
    await expect(running[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'cancelled' });
  });

  it('ends with the session, also in the middle of work that nobody waits for', async () => {
    const own = createSession({ cacheDirectory: directory, toolVersion: 'test', threads: 2 });
    const outcomes = own.compute(request)[Symbol.asyncIterator]();
    await outcomes.next();
    await own.close();
    await expect(outcomes.next()).rejects.toMatchObject({ code: 'cancelled' });
  });
});

describe('a normalised genome', () => {
  it('scores the same from the index that its first run kept, and anew when it changes', async () => {
    const output = join(directory, 'kept', 'large.parquet');
    await session.normalize({ vcf, output, filters: NO_FILTERS });
    const scoreOf = async () => {
      const own = createSession({ cacheDirectory: join(directory, 'cache'), toolVersion: 'test', threads: 2 });
      const scores: number[] = [];
      for await (const outcome of own.compute({ ...request, genotypes: output }))
        if (outcome.status === 'ok') scores.push(outcome.result.score);
      await own.close();
      return scores;
    };
    expect(await scoreOf()).toEqual([3, 3, 3]);
    const [kept] = readdirSync(join(directory, 'cache', 'index'));
    expect(statSync(join(directory, 'cache', 'index', String(kept))).mode & 0o777).toBe(0o600);
    expect(await scoreOf()).toEqual([3, 3, 3]);
    const homozygous = writeFixture(directory, 'other.vcf', vcfText(['1 5 A G 1/1', '1 15 A G 1/1']));
    await session.normalize({ vcf: homozygous, output, filters: NO_FILTERS });
    expect(await scoreOf()).toEqual([6, 6, 6]);
  });
});

describe('many scores of a normalised genome', () => {
  const parquet = join(directory, 'many.parquet');
  const files = Array.from({ length: 30 }, (_, i) =>
    writeFixture(directory, `many${i}.txt`, scoringText([`1 ${i * 10 + 5} G A ${i}`], '#genome_build=GRCh38\n')),
  );
  const many: ComputeRequest = {
    ...request,
    genotypes: parquet,
    scores: [...files.slice(0, 20), join(directory, 'nowhere.txt'), ...files.slice(20)].map((path) => ({
      kind: 'file',
      path,
    })),
  };

  it('are shared out to threads, and come in the order asked for, failures among them', async () => {
    await session.normalize({ vcf, output: parquet, filters: NO_FILTERS });
    const seen: Progress[] = [];
    const answers: (number | string)[] = [];
    for await (const outcome of session.compute(many, { onProgress: (p) => seen.push(p) }))
      answers.push(outcome.status === 'ok' ? outcome.result.score : outcome.error.code);
    const weights = files.map((_, i) => i);
    expect(answers).toEqual([...weights.slice(0, 20), 'file_system', ...weights.slice(20)]);
    const counts = seen.filter(({ unit }) => unit === 'scores');
    expect(counts.every(({ total }) => total === 31)).toBe(true);
    expect(counts.at(-1)?.done).toBeGreaterThan(20);
  });

  it('can be cancelled in the middle', async () => {
    const interruption = new AbortController();
    const running = session.compute(many, { signal: interruption.signal });
    const seen: number[] = [];
    const consume = async () => {
      for await (const outcome of running) {
        seen.push(outcome.status === 'ok' ? outcome.result.score : -1);
        interruption.abort();
      }
    };
    await expect(consume()).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen.length).toBeLessThan(31);
  });

  it('fail together when the genome cannot be read', async () => {
    const running = session.compute({ ...many, build: 'GRCh37' });
    await expect(running[Symbol.asyncIterator]().next()).rejects.toMatchObject({ code: 'build_mismatch' });
  });
});

describe('inspectGenotypes', () => {
  it('reads the header of a VCF only', async () => {
    expect(await session.inspectGenotypes(vcf)).toEqual({
      path: vcf,
      kind: 'vcf',
      compression: 'bgzf',
      bytes: statSync(vcf).size,
      samples: ['S1'],
      genome_build: 'GRCh38',
      build_cue: 'header line ##reference=GRCh38',
      synthetic: false,
      records: null,
    });
  });

  it('reads the manifest of a normalised Parquet', async () => {
    const output = join(directory, 'normal', 'large.parquet');
    await session.normalize({ vcf, output, filters: NO_FILTERS });
    expect(await session.inspectGenotypes(output)).toMatchObject({
      kind: 'parquet',
      samples: ['S1'],
      genome_build: 'GRCh38',
      records: 400_000,
    });
  });
});

describe('completePath', () => {
  it('offers directories and genotype files that continue what was typed', async () => {
    expect(await session.completePath(join(directory, 'l'))).toEqual([join(directory, 'large.vcf.gz')]);
    expect(await session.completePath(`${directory}/`)).toContain(`${directory}/normal/`);
    expect(await session.completePath(join(directory, 'score'))).toEqual([]);
    expect(await session.completePath('/nowhere/at/all/')).toEqual([]);
    writeFileSync(join(directory, 'earlier.json'), '[]');
    expect(await session.completePath(join(directory, 'ear'), 'results')).toEqual([join(directory, 'earlier.json')]);
    expect(await session.completePath(join(directory, 'l'), 'results')).toEqual([]);
  });
});

describe('openScoringFile', () => {
  it('shows header and variants as text, and how many there are', async () => {
    const view = await session.openScoringFile({ kind: 'file', path: score }, 'GRCh38', 1);
    expect(view.header).toEqual({ genome_build: 'GRCh38' });
    expect(view.variants).toEqual({
      columns: ['chr_name', 'chr_position', 'effect_allele', 'other_allele', 'effect_weight', 'allelefrequency_effect'],
      rows: [['1', '5', 'G', 'A', '1', null]],
      total: 2,
    });
  });

  it('says where a score that is not there should be', async () => {
    const missing = session.openScoringFile({ kind: 'id', pgs_id: 'PGS000123' }, 'GRCh37', 1);
    await expect(missing).rejects.toMatchObject({
      code: 'score_not_found',
      hint: expect.stringContaining('catalog download PGS000123 --build GRCh37'),
    });
  });
});
