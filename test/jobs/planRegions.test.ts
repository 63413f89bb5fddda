/** Reading the records around a few loci by an index gives what reading all of them gives. */
import { execFileSync } from 'node:child_process';
import { rmSync, utimesSync, writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/demo/random.ts';
import { type ComputeInput, computeTask } from '../../src/core/jobs/computeTask.ts';
import { DEFAULT_POLICIES, type PrsResult } from '../../src/core/model/result.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { quietContext, temporaryDirectory, vcfText, writeFixture } from '../support/genotypes.ts';
import { scoringText } from '../support/scoring.ts';
import { indexedVcf } from '../support/tabix.ts';

const directory = temporaryDirectory();
const random = createRandom(5, 'regions');

/** 60,000 records on three contigs, every 50 bases or so, with long names that do not compress: many blocks. */
const records = ['1', '2', 'X'].flatMap((chrom) =>
  Array.from({ length: 20_000 }, (_, i) => {
    const pos = 20_000 + i * 50 + Math.floor(random.uniform() * 40);
    const ref = random.chance(0.05) ? 'ACGT'.repeat(3) : 'A';
    const name = Array.from({ length: 6 }, () => random.uniform().toString(36).slice(2)).join('');
    return `chr${chrom} ${pos} ${ref} G ${random.pick(['0/1', '1/1', '0/1', './.'])} PASS 30 50 ${name}`;
  }),
);
const text = vcfText(records);
const { vcf, tbi } = indexedVcf(text);
const plain = writeFixture(directory, 'unindexed.vcf.gz', vcf);
let serial = 0;

/** A VCF of its own, for a genome read whole is kept, with an index that is newer. */
function withIndex(bytes: Uint8Array): string {
  const path = writeFixture(directory, `genome${++serial}.vcf.gz`, vcf);
  writeFileSync(`${path}.tbi`, bytes);
  return path;
}

async function score(genotypes: string, rows: readonly string[]): Promise<PrsResult> {
  const file = writeFixture(directory, 'score.txt', scoringText(rows, '#genome_build=GRCh38\n'));
  const input: ComputeInput = {
    genotypes,
    scores: [{ kind: 'file', path: file }],
    build: null,
    forceBuild: false,
    filters: NO_FILTERS,
    policies: DEFAULT_POLICIES,
    population: 'EUR',
    catalogDirectory: directory,
  };
  for await (const outcome of computeTask(input, quietContext)) {
    if (outcome.status === 'ok') return outcome.result;
    throw new Error(JSON.stringify(outcome));
  }
  throw new Error('no outcome');
}

const PARTIAL = /^near the variants of the scores, /;

/** What is not the same: fewer records were looked at, of another file. */
const comparable = ({ input_mode_cue: _, sex: __, provenance: ___, ...rest }: PrsResult) => rest;

const someRows = fc.array(
  fc
    .tuple(fc.nat({ max: records.length - 1 }), fc.constantFrom('', ' near', ' long', ' empty'))
    .map(([record, kind]) => {
      const [chrom, pos, ref] = (records[record] as string).split(' ') as [string, string, string];
      if (kind === ' near') return `${chrom} ${Number(pos) + 1} G A 1`;
      if (kind === ' empty') return `${chrom === '1' ? 3 : 22} ${pos} G A 1`;
      return kind === ' long' ? `${chrom} ${pos} AT A 2` : `${chrom} ${pos} G ${ref} 0.5`;
    }),
  { minLength: 1, maxLength: 5 },
);

async function expectSameAsWhole(path: string, rows: readonly string[]): Promise<void> {
  const [part, whole] = [await score(path, rows), await score(plain, rows)];
  expect(part.input_mode_cue).toMatch(PARTIAL);
  expect(comparable(part)).toEqual(comparable(whole));
}

describe('a few loci of an indexed VCF', () => {
  it('are scored from the blocks around them as from the whole file', { timeout: 60_000 }, async () => {
    const path = withIndex(tbi);
    await fc.assert(
      fc.asyncProperty(someRows, (rows) => expectSameAsWhole(path, rows)),
      { numRuns: 25 },
    );
  });

  it.skipIf(!hasTabix())('and with the indexes that tabix makes', { timeout: 60_000 }, async () => {
    for (const flags of [
      ['-p', 'vcf'],
      ['-C', '-p', 'vcf'],
    ]) {
      const path = withIndex(tbi);
      rmSync(`${path}.tbi`);
      execFileSync('tabix', [...flags, path]);
      await fc.assert(
        fc.asyncProperty(someRows, (rows) => expectSameAsWhole(path, rows)),
        { numRuns: 5 },
      );
    }
  });

  const rows = [(records[30_000] as string).replace(/^(\S+ \S+) (\S+) (\S+) .*/, '$1 $3 $2 1')];

  it('include those that a score names without a position', async () => {
    const apoe = ['chr19 44908684 T C 0/1', 'chr19 44908822 C T 0/0'];
    const fixture = indexedVcf(vcfText([...records, ...apoe]));
    const path = writeFixture(directory, 'apoe.vcf.gz', fixture.vcf);
    writeFileSync(`${path}.tbi`, fixture.tbi);
    const r = await score(path, ['- - e4 - 7']);
    expect(r.input_mode_cue).toMatch(PARTIAL);
    expect(r).toMatchObject({ score: 7, states: { exact: 1 } });
  });

  it('are read from the whole file when the index is older than it, and the result says so', async () => {
    const path = withIndex(tbi);
    utimesSync(`${path}.tbi`, new Date(0), new Date(0));
    const r = await score(path, rows);
    expect(r.input_mode_cue).not.toMatch(PARTIAL);
    expect(r.warnings.join(' ')).toContain('vcf.gz.tbi was not used: the VCF was changed after it');
  });

  it('are read from the whole file when the index is broken or something else', async () => {
    const unpacked = gunzipSync(tbi);
    for (const [bytes, why] of [
      [Buffer.from('nonsense'), 'not a complete TBI or CSI'],
      [gzipSync('TBI\x02'), 'not a complete TBI or CSI'],
      [gzipSync(unpacked.subarray(0, unpacked.length / 2)), 'not a complete TBI or CSI'],
      [gzipSync(Buffer.alloc(0)), 'not a complete TBI or CSI'],
    ] as const) {
      const r = await score(withIndex(bytes), rows);
      expect(r.warnings.join(' ')).toContain(why);
      expect(r.score).toBe((await score(plain, rows)).score);
    }
  });

  it('are read from the whole file when the index leads nowhere', async () => {
    const unpacked = gunzipSync(tbi);
    const first = unpacked.indexOf('chrX\0') + 'chrX\0'.length;
    const shifted = Buffer.from(unpacked);
    // Every number after the names that could be an offset is moved by three bytes: no block starts there.
    for (let at = first; at + 8 <= shifted.length; at += 4) {
      const offset = shifted.readBigUInt64LE(at);
      if (offset > 65536n * 100n && offset < 65536n * BigInt(vcf.length)) {
        shifted.writeBigUInt64LE(offset + 65536n * 3n, at);
        at += 4;
      }
    }
    const r = await score(withIndex(gzipSync(shifted)), rows);
    expect(r.warnings.join(' ')).toMatch(/does not fit it|it is of another file/);
    expect(r.score).toBe((await score(plain, rows)).score);
  });

  it('many loci are read from the whole file without a word', async () => {
    const all = records.filter((_, i) => i % 10 === 0).map((r) => r.replace(/^(\S+ \S+) (\S+) (\S+) .*/, '$1 $3 $2 1'));
    const r = await score(withIndex(tbi), all);
    expect(r.input_mode_cue).not.toMatch(PARTIAL);
    expect(r.warnings.join(' ')).not.toContain('index');
  });
});

function hasTabix(): boolean {
  try {
    execFileSync('tabix', ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
