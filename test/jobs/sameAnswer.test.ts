/** From a file to a score: the same answer as the oracle's, however the text is packed, broken into lines or cut. */
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom } from '../../src/core/demo/random.ts';
import type { GenotypeIndex } from '../../src/core/genotype/genotypeIndex.ts';
import { type GenotypeRequest, indexPartTask, loadGenotypes } from '../../src/core/jobs/loadGenotypes.ts';
import type { IndexPartInput } from '../../src/core/jobs/readIndexParts.ts';
import type { TaskContext } from '../../src/core/jobs/task.ts';
import { DEFAULT_POLICIES } from '../../src/core/model/result.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { matchRows } from '../../src/core/scoring/matchKernel.ts';
import { sumScore } from '../../src/core/scoring/scoreSums.ts';
import { parseScoringFile } from '../../src/core/scoring/scoringFile.ts';
import { compressBgzf } from '../../src/core/vcf/bgzf.ts';
import { askOracle, type OracleRow } from '../scoring/oracle.ts';
import { quietContext, temporaryDirectory, writeFixture } from '../support/genotypes.ts';
import { createNormalizer } from '../support/normalize.ts';
import { ALL_CHROMOSOMES, type Scored, score, scoringText, statesInFileOrder } from '../support/scoring.ts';

const directory = temporaryDirectory();

async function load(content: string | Uint8Array): Promise<GenotypeIndex> {
  const genotypes = writeFixture(directory, 'genome.vcf', content);
  return (await loadGenotypes({ genotypes, filters: NO_FILTERS, dosage: 'auto' }, quietContext)).index;
}

function scoreIndex(index: GenotypeIndex, text: string | Uint8Array): Pick<Scored, 'states' | 'sums'> {
  const scoring = parseScoringFile(Buffer.from(text), 'test.txt');
  const matches = matchRows(index, scoring, { ...DEFAULT_POLICIES, ambiguous: 'keep', chromosomes: ALL_CHROMOSOMES });
  return { states: statesInFileOrder(scoring, matches), sums: sumScore(scoring, matches) };
}

const packBgzf = (...texts: readonly (string | Uint8Array)[]): Buffer => {
  // Each text becomes blocks of its own; the end marker is that of the last.
  const packed = texts.map((text) => Buffer.concat([...compressBgzf([text])]));
  return Buffer.concat(packed.map((bytes, i) => (i < packed.length - 1 ? bytes.subarray(0, -END_MARKER) : bytes)));
};
const END_MARKER = 28;

const base = fc.constantFrom('A', 'C', 'G', 'T');
const sequence = fc.oneof({ weight: 4, arbitrary: base }, { weight: 1, arbitrary: fc.stringMatching(/^[ACGT]{2,4}$/) });
const alternate = fc.oneof(
  { weight: 6, arbitrary: sequence },
  { weight: 1, arbitrary: fc.constantFrom('*', '<NON_REF>', '<*>', '<DEL>', 'G]17:198982]', '<INS:ME:ALU>') },
);
const alternates = fc.oneof(
  { weight: 8, arbitrary: fc.uniqueArray(alternate, { minLength: 1, maxLength: 3 }).map((alts) => alts.join(',')) },
  { weight: 1, arbitrary: fc.constant('.') },
);
/** Phased, unphased, half-missing, haploid, polyploid, of alleles that are not there, and none. */
const genotype = fc.constantFrom(
  ...['0/0', '0/1', '1|0', '1/1', '0|2', '2/1', '3|3', './.', '.|1', '0/.', '.', '0', '1', '2', '0/1/1', '1|0|0|1'],
);
const FORMATS = ['GT', 'GT:DP', 'DP:GT', 'DP:AD:GT:GQ', 'GQ:DP', 'PS:GT', 'GT:DP:GQ'] as const;
const record = fc
  .record({
    chrom: fc.constantFrom('1', 'chr2', 'X', 'MT'),
    pos: fc.integer({ min: 1, max: 40 }),
    ref: sequence,
    alts: alternates,
    gt: genotype,
    format: fc.constantFrom(...FORMATS),
    /** Fields at the end that the sample leaves out, as VCF allows. */
    cut: fc.nat(2),
  })
  .filter(({ ref, alts }) => !alts.split(',').includes(ref));
const records = fc.uniqueArray(record, {
  maxLength: 30,
  selector: ({ chrom, pos }) => `${chrom.replace('chr', '')}:${pos}`,
});
type Drawn = typeof record extends fc.Arbitrary<infer R> ? R : never;

function recordText({ chrom, pos, ref, alts, gt, format, cut }: Drawn): string {
  const fields = format.split(':');
  const values = fields.map((field) => (field === 'GT' ? gt : field === 'AD' ? '3,4' : '7'));
  const kept = values.slice(0, Math.max(fields.indexOf('GT') + 1, values.length - cut, 1));
  return [chrom, pos, '.', ref, alts, '50', 'PASS', 'AC=1', format, kept.join(':')].join('\t');
}

const HEADER = ['##fileformat=VCFv4.2', '#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\tS1'];
const vcfOf = (drawn: readonly Drawn[]): string => `${[...HEADER, ...drawn.map(recordText)].join('\n')}\n`;

const row: fc.Arbitrary<OracleRow> = fc
  .record({
    chrom: fc.constantFrom('1', '2', 'X', 'MT'),
    pos: fc.integer({ min: 1, max: 40 }),
    effect: sequence,
    other: fc.option(sequence, { freq: 8 }),
    weight: fc.integer({ min: -1000, max: 1000 }).map((weight) => weight / 64),
  })
  .filter(({ effect, other }) => effect !== other);
/** Rows at the records drawn, with their own alleles or any, so that most of them meet a record. */
const drawn = records.chain((list) =>
  fc.record({
    list: fc.constant(list),
    rows: fc.array(
      list.length === 0
        ? row
        : fc.tuple(row, fc.nat(list.length - 1), fc.boolean(), fc.boolean()).map(([any, place, isOwn, isTurned]) => {
            const { chrom, pos, ref, alts } = list[place] as Drawn;
            const alt = alts.split(',')[0] as string;
            const [effect, other] = isTurned ? [ref, alt] : [alt, ref];
            const isSpelled = /^[ACGT]+$/.test(alt);
            const alleles = isOwn && isSpelled ? { effect, other } : { effect: any.effect, other: any.other };
            return { chrom: chrom.replace('chr', ''), pos, ...alleles, weight: any.weight };
          }),
      { minLength: 1, maxLength: 40 },
    ),
  }),
);
const rowText = ({ chrom, pos, effect, other, weight }: OracleRow): string =>
  `${chrom} ${pos} ${effect} ${other ?? '-'} ${weight}`;

describe('a VCF file and a scoring file', () => {
  it('get the answer of the oracle, whatever FORMAT, call and alleles', async () => {
    const met = new Set<string>();
    await fc.assert(
      fc.asyncProperty(drawn, async ({ list, rows }) => {
        const text = vcfOf(list);
        const answer = askOracle(text, rows, 'keep');
        const ours = scoreIndex(await load(text), scoringText(rows.map(rowText)));
        expect(ours.states).toEqual(answer.states);
        expect(ours.sums.score).toBe(answer.score);
        for (const state of ours.states) met.add(state);
      }),
      { numRuns: 400, seed: 1 },
    );
    expect([...met].sort()).toEqual(['absent_unknown', 'allele_mismatch', 'exact', 'flipped', 'no_call', 'swapped']);
  });

  it('get the same answer packed in any way and with any line ends', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, async ({ list, rows }) => {
        // A header without its last line break is refused: that of a VCF without records cannot be left out.
        fc.pre(list.length > 0);
        const text = vcfOf(list);
        const scores = scoringText(rows.map(rowText));
        const plain = scoreIndex(await load(text), scores);
        const windows = text.replaceAll('\n', '\r\n');
        const packed = [windows, text.trimEnd(), windows.trimEnd(), gzipSync(text), packBgzf(text), packBgzf(windows)];
        for (const content of packed) expect(scoreIndex(await load(content), scores)).toEqual(plain);
        expect(scoreIndex(await load(text), scores.replaceAll('\n', '\r\n'))).toEqual(plain);
        expect(scoreIndex(await load(text), scores.trimEnd())).toEqual(plain);
      }),
      { numRuns: 40, seed: 2 },
    );
  });

  const SMALL = `${[
    ...HEADER,
    '1\t5\trs1\tA\tG,*\t50\tPASS\tAC=1\tDP:GT\t7:0/1',
    'chr2\t77\t.\tTCA\tT\t.\t.\t.\tGT:DP\t1|1:30',
    'X\t123456\t.\tC\tA\t.\t.\t.\tGT\t1',
  ].join('\r\n')}\r\n`;
  const SMALL_ROWS = scoringText(['1 5 G A 1', '2 77 T TCA 10', 'X 123456 C A 100', 'X 123456 A C 1000']);

  it('get the same answer when a block of the BGZF file ends at any byte', async () => {
    const whole = scoreIndex(await load(SMALL), SMALL_ROWS);
    expect(whole.sums.score).toBe(1 + 20 + 0 + 1000);
    for (let cut = 1; cut < SMALL.length; cut++)
      expect(scoreIndex(await load(packBgzf(SMALL.slice(0, cut), SMALL.slice(cut))), SMALL_ROWS)).toEqual(whole);
    expect(scoreIndex(await load(packBgzf(...SMALL)), SMALL_ROWS)).toEqual(whole);
  });

  it('are read to the last line or refused when the VCF ends at any byte', async () => {
    // A text that ends inside a record is refused, unless what is left of the record is one: then the call is cut short.
    const headerEnd = SMALL.indexOf('\n', SMALL.indexOf('#CHROM')) + 1;
    for (let end = 1; end < SMALL.length; end++) {
      const text = SMALL.slice(0, end);
      const records = text.split('\n').filter((line) => !/^(#.*|\r?)$/s.test(line)).length;
      const outcome = await load(text).then(
        (index) => index.count,
        (error) => error.code,
      );
      if (typeof outcome === 'number') expect(outcome, text).toBe(records);
      else expect(end < headerEnd ? ['not_vcf'] : ['bad_record'], text).toContain(outcome);
    }
  });
});

describe('splitting a site of several ALTs into a record an ALT', () => {
  const site = fc
    .record({
      ref: sequence,
      alts: fc.uniqueArray(sequence, { minLength: 2, maxLength: 3 }),
      call: fc.tuple(fc.nat(3), fc.nat(3)),
    })
    .filter(({ ref, alts, call }) => !alts.includes(ref) && call.every((allele) => allele <= alts.length));

  /** As `bcftools norm -m -any`: an allele that a record does not list is REF there. */
  const split = ({ ref, alts, call }: { ref: string; alts: readonly string[]; call: readonly number[] }): string[] =>
    alts.map((alt, i) => `1 5 ${ref} ${alt} ${call.map((allele) => (allele === i + 1 ? 1 : 0)).join('/')}`);

  it('changes nothing for a row whose effect allele is an ALT; one whose effect allele is REF counts the other ALTs too', () => {
    fc.assert(
      fc.property(site, (drawnSite) => {
        const { ref, alts, call } = drawnSite;
        const joined = [`1 5 ${ref} ${alts.join(',')} ${call.join('/')}`];
        for (const [i, alt] of alts.entries()) {
          const altRow = [`1 5 ${alt} ${ref} 1`];
          expect(score(split(drawnSite), altRow)).toEqual(score(joined, altRow));
          const refRow = [`1 5 ${ref} ${alt} 1`];
          const ofOtherAlts = call.filter((allele) => allele !== 0 && allele !== i + 1).length;
          const whole = score(joined, refRow).sums.score;
          expect(score(split(drawnSite), refRow).sums.score).toBe(whole + ofOtherAlts);
        }
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});

describe('two scores', () => {
  it('of the halves of a scoring file add up to that of the whole', async () => {
    await fc.assert(
      fc.asyncProperty(drawn, fc.nat(), async ({ list, rows }, place) => {
        const index = await load(vcfOf(list));
        const sumOf = (part: readonly OracleRow[]): number =>
          part.length === 0 ? 0 : scoreIndex(index, scoringText(part.map(rowText))).sums.score;
        const cut = place % (rows.length + 1);
        expect(sumOf(rows.slice(0, cut)) + sumOf(rows.slice(cut))).toBe(sumOf(rows));
      }),
      { numRuns: 60, seed: 4 },
    );
  });
});

const bytesOf = ({ buffer, byteOffset, byteLength }: Uint8Array | Uint32Array | Int32Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** Loads with a context that runs the parts here, one after the other; counts them. */
async function loadShared(request: GenotypeRequest): Promise<{ index: GenotypeIndex; parts: number }> {
  let parts = 0;
  const runAll: TaskContext['runAll'] = async (task, inputs) => {
    expect(task).toBe('indexPart');
    const values: unknown[] = [];
    for (const input of inputs as IndexPartInput[]) values.push(await indexPartTask(input, quietContext));
    parts = values.length;
    return values;
  };
  const { index } = await loadGenotypes(request, { ...quietContext, runAll });
  return { index, parts };
}

/** All that an index says, alleles as text. */
const contentOf = (index: GenotypeIndex) => ({
  keys: bytesOf(index.keys),
  calls: [bytesOf(index.firsts), bytesOf(index.seconds), bytesOf(index.flags), bytesOf(index.altStarts)],
  refs: Array.from(index.refs, (id) => index.alleles.text(id)).join(' '),
  alts: Array.from(index.alts, (id) => (id < 0 ? '.' : index.alleles.text(id))).join(' '),
  altDosages: index.altDosages,
  blocks: index.blocks,
});

describe('threads', () => {
  /** Bytes; shorter parts of a file are not shared out. */
  const SMALLEST_RANGE = 4 << 20;
  const normalizers = [1, 2, 5].map((threads) => createNormalizer(threads));

  it('as many as may be make the same Parquet', { timeout: 120_000 }, async () => {
    const random = createRandom(7, 'threads');
    const letters = Array.from({ length: 4 }, () => 'ACGT'[Math.floor(random.uniform() * 4)]);
    // INFO of random text does not compress, so that the file is longer than the smallest range a thread is given.
    const noise = (): string => Array.from({ length: 10 }, () => random.uniform().toString(36).slice(2)).join('');
    const lines = Array.from({ length: 150_000 }, (_, i) => {
      const [ref, alt] = i % 2 ? ['A', 'G'] : ['C', `T${letters.join('')}`];
      return `1\t${i + 1}\t.\t${ref}\t${alt}\t50\tPASS\tX=${noise()}\tGT:DP\t${i % 3 ? '0/1' : '1|1'}:${i % 90}`;
    });
    const vcf = writeFixture(directory, 'large.vcf.gz', packBgzf(`${[...HEADER, ...lines].join('\n')}\n`));
    expect(statSync(vcf).size).toBeGreaterThan(2 * SMALLEST_RANGE);
    const made: GenotypeIndex[] = [];
    for (const [i, normalize] of normalizers.entries()) {
      const output = join(directory, `threads${i}.parquet`);
      expect((await normalize({ vcf, output, filters: NO_FILTERS })).records_read).toBe(lines.length);
      made.push((await loadGenotypes({ genotypes: output, filters: NO_FILTERS, dosage: 'auto' }, quietContext)).index);
    }
    const direct = (await loadGenotypes({ genotypes: vcf, filters: NO_FILTERS, dosage: 'auto' }, quietContext)).index;
    for (const index of made)
      for (const column of ['keys', 'refs', 'altStarts', 'alts', 'firsts', 'seconds', 'flags'] as const)
        expect(bytesOf(index[column]).equals(bytesOf(direct[column])), column).toBe(true);
    const shared = await loadShared({ genotypes: vcf, filters: NO_FILTERS, dosage: 'auto', threads: 3 });
    expect(shared.parts).toBeGreaterThan(1);
    expect(contentOf(shared.index)).toEqual(contentOf(direct));
  });

  it('read dosages and reference blocks of a part as they do of the whole', async () => {
    const random = createRandom(8, 'threads');
    const noise = (): string => Array.from({ length: 60 }, () => random.uniform().toString(36).slice(2)).join('');
    const lines = Array.from({ length: 20_000 }, (_, i) => {
      const pos = 1 + i * 10;
      if (i % 4 === 0) return `1\t${pos}\t.\tA\t<NON_REF>\t.\t.\tX=${noise()};END=${pos + 5}\tGT:GQ\t0/0:50`;
      return `1\t${pos}\t.\tA\tG${i % 7 ? '' : ',TTT'}\t.\tPASS\tX=${noise()}\tGT:DS\t0/1:${i % 7 ? 1.25 : '0.5,0.25'}`;
    });
    const vcf = writeFixture(directory, 'blocks.vcf.gz', packBgzf(`${[...HEADER, ...lines].join('\n')}\n`));
    const request = { genotypes: vcf, filters: NO_FILTERS, dosage: 'auto' } as const;
    const shared = await loadShared({ ...request, threads: 2 });
    expect(shared.parts).toBeGreaterThan(1);
    const { index } = await loadGenotypes(request, quietContext);
    expect(contentOf(shared.index)).toEqual(contentOf(index));
    expect(contentOf(index).blocks?.starts).toHaveLength(5000);
  });

  it('leave a bad record to a reading from the start, which knows its line', async () => {
    const random = createRandom(9, 'threads');
    const noise = (): string => Array.from({ length: 60 }, () => random.uniform().toString(36).slice(2)).join('');
    const lines = Array.from({ length: 20_000 }, (_, i) =>
      i === 19_000 ? '1\tx\t.\tA\tG\t.\t.\t.\tGT\t0/1' : `1\t${i + 1}\t.\tA\tG\t.\t.\tX=${noise()}\tGT\t0/1`,
    );
    const vcf = writeFixture(directory, 'bad.vcf.gz', packBgzf(`${[...HEADER, ...lines].join('\n')}\n`));
    const loading = loadShared({ genotypes: vcf, filters: NO_FILTERS, dosage: 'auto', threads: 2 });
    await expect(loading).rejects.toMatchObject({
      code: 'bad_record',
      message: expect.stringContaining(String(HEADER.length + 19_001)),
    });
  });
});
