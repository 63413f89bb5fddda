/** What the programs are given: one genome and its scores, generated once and kept in the temporary directory. */
import { createHash } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { createRandom, type Random } from '../src/core/demo/random.ts';
import { compressBgzf } from '../src/core/vcf/bgzf.ts';
import { generateGenome } from './generateGenome.ts';

/** Variants of the single scores. */
export const SCORE_SIZES = [1_000, 100_000, 1_000_000, 6_900_000] as const;
/** Scores computed together; their sizes grow evenly on a log scale between these bounds. */
export const MANY_SCORES = 100;
const MANY_SIZES = { smallest: 77, largest: 1_000_000 } as const;
/** Share of a score's variants at positions the genome has no record of: a WGS VCF lists the person's variants only. */
const ABSENT_SHARE = 0.4;
/** People of the cohort, and records of its VCF; its score has half of them. */
export const COHORT = { samples: 3_202, records: 100_000 } as const;

/** One score in both languages: a PGS Catalog file, and a table `ID A1 weight` for plink2. */
export interface ScoreFixture {
  readonly rows: number;
  readonly catalog: string;
  readonly plink2: string;
}

export interface Fixtures {
  readonly vcf: string;
  readonly records: number;
  /** By SCORE_SIZES. */
  readonly single: readonly ScoreFixture[];
  readonly many: readonly ScoreFixture[];
  readonly cohort: { readonly vcf: string; readonly score: ScoreFixture };
  /** The rows of `many` in one table of `ID A1 weight…`, a column a score. */
  readonly merged: string;
}

/** Generates what is not there yet: about a minute and a half for 4.8 million records. */
export function prepareFixtures(records: number): Fixtures {
  // By the folder npm runs in: this file may be part of a bundle.
  const sources = ['generateGenome.ts', 'fixtures.ts'].map((name) => readFileSync(join(process.cwd(), 'bench', name)));
  const version = createHash('sha256').update(Buffer.concat(sources)).digest('hex').slice(0, 8);
  const directory = join(tmpdir(), `prs-bench-${records}-${version}`);
  const fixtures = describeFixtures(directory, records);
  if (existsSync(directory)) return fixtures;
  const building = `${directory}.part`;
  rmSync(building, { recursive: true, force: true });
  mkdirSync(building, { mode: 0o700 });
  writeFixtures(describeFixtures(building, records));
  renameSync(building, directory);
  return fixtures;
}

function describeFixtures(directory: string, records: number): Fixtures {
  const describe = (rows: number, name: string): ScoreFixture => ({
    rows,
    catalog: join(directory, `${name}.txt.gz`),
    plink2: join(directory, `${name}.plink2.txt.gz`),
  });
  const growth = MANY_SIZES.largest / MANY_SIZES.smallest;
  return {
    vcf: join(directory, 'genome.vcf.gz'),
    records,
    single: SCORE_SIZES.map((rows) => describe(rows, `single-${rows}`)),
    many: Array.from({ length: MANY_SCORES }, (_, i) =>
      describe(Math.round(MANY_SIZES.smallest * growth ** (i / (MANY_SCORES - 1))), `many-${i}`),
    ),
    cohort: { vcf: join(directory, 'cohort.vcf.gz'), score: describe(COHORT.records / 2, 'cohort') },
    merged: join(directory, 'merged.plink2.txt.gz'),
  };
}

/** Writes genome and scores in one pass over the records. */
function writeFixtures({ vcf, records, single, many, merged, cohort }: Fixtures): void {
  writeCohort(cohort);
  const random = createRandom(13, 'bench scores');
  const writers = [...single, ...many].map((fixture) => new ScoreWriter(fixture, records, random));
  const table = new TextFile(merged);
  table.write(`ID\tA1\t${many.map((_, i) => `W${i}`).join('\t')}\n`);
  let site = 0;
  function* watchRecords(): Generator<string> {
    for (const chunk of generateGenome(records)) {
      yield chunk;
      for (const line of chunk.split('\n')) {
        if (!/^chr\d/.test(line)) continue;
        const row = readRow(line, site++, random);
        const weights = writers.map((writer) => writer.offer(row));
        const together = weights.slice(single.length);
        if (together.some((weight) => weight !== '0'))
          table.write(`${row.chrom}:${row.pos}\t${row.effect}\t${together.join('\t')}\n`);
      }
    }
  }
  const file = openSync(vcf, 'wx', 0o600);
  for (const chunk of compressBgzf(watchRecords())) writeSync(file, chunk);
  closeSync(file);
  table.close();
  for (const writer of writers) writer.close();
}

/** A phased cohort without missing calls, in Hardy–Weinberg proportions, and a score of every other record. */
function writeCohort({ vcf, score }: Fixtures['cohort']): void {
  const random = createRandom(17, 'bench cohort');
  const writer = new ScoreWriter(score, COHORT.records / AUTOSOMAL_SHARE, random);
  function* lines(): Generator<string> {
    const people = Array.from({ length: COHORT.samples }, (_, i) => `P${i + 1}`);
    yield `##fileformat=VCFv4.2\n##reference=GRCh38\n##contig=<ID=chr1,length=248956422>\n`;
    yield '##FORMAT=<ID=GT,Number=1,Type=String,Description="Genotype">\n';
    yield `#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\tFORMAT\t${people.join('\t')}\n`;
    for (let site = 0; site < COHORT.records; site++) {
      const pos = 10_000 + site * 100;
      const frequency = 0.01 + 0.98 * random.uniform();
      const allele = (): number => (random.uniform() < frequency ? 1 : 0);
      const calls = people.map(() => `${allele()}|${allele()}`);
      yield `chr1\t${pos}\t.\tA\tG\t.\tPASS\t.\tGT\t${calls.join('\t')}\n`;
      writer.offer({ site, chrom: '1', pos, effect: 'G', other: 'A' });
    }
  }
  const file = openSync(vcf, 'wx', 0o600);
  for (const chunk of compressBgzf(lines())) writeSync(file, chunk);
  closeSync(file);
  writer.close();
}

interface SiteRow {
  /** Number of the site among the autosomal ones. */
  readonly site: number;
  readonly chrom: string;
  readonly pos: number;
  readonly effect: string;
  readonly other: string;
}

/** A row for a record; either allele may be the effect allele, in all scores alike, as one plink2 table needs. */
function readRow(line: string, site: number, random: Random): SiteRow {
  const [chrom, pos, , ref, alts] = line.split('\t', 5) as [string, string, string, string, string];
  const [alt] = alts.split(',') as [string];
  const [effect, other] = random.chance(0.5) ? [alt, ref] : [ref, alt];
  const absent = random.chance(ABSENT_SHARE) ? 1 : 0;
  return { site, chrom: chrom.slice('chr'.length), pos: Number(pos) + absent, effect, other };
}

/** Share of the records that lie on autosomes. */
const AUTOSOMAL_SHARE = 0.948;

class ScoreWriter {
  readonly #rowsPerSite: number;
  readonly #catalog: TextFile;
  readonly #plink2: TextFile;
  readonly #random: Random;

  constructor({ rows, catalog, plink2 }: ScoreFixture, records: number, random: Random) {
    this.#rowsPerSite = rows / (records * AUTOSOMAL_SHARE);
    this.#random = random;
    this.#catalog = new TextFile(catalog);
    this.#catalog.write('#genome_build=GRCh38\n#HmPOS_build=GRCh38\n');
    this.#catalog.write('rsID\teffect_allele\tother_allele\teffect_weight\thm_chr\thm_pos\n');
    this.#plink2 = new TextFile(plink2);
    this.#plink2.write('ID\tA1\tWEIGHT\n');
  }

  /** Takes every so-many-th site; of more rows than sites, the rest lie beside it. Returns the weight, `0` for none. */
  offer({ site, chrom, pos, effect, other }: SiteRow): string {
    const rows = Math.floor((site + 1) * this.#rowsPerSite) - Math.floor(site * this.#rowsPerSite);
    let first = '0';
    for (let i = 0; i < rows; i++) {
      const weight = (0.02 * this.#random.normal()).toFixed(6);
      this.#catalog.write(`rs${site}\t${effect}\t${other}\t${weight}\t${chrom}\t${pos + i * 2}\n`);
      this.#plink2.write(`${chrom}:${pos + i * 2}\t${effect}\t${weight}\n`);
      if (i === 0) first = weight;
    }
    return first;
  }

  close(): void {
    this.#catalog.close();
    this.#plink2.close();
  }
}

/** A gzip file that is written in members of a few megabytes. */
class TextFile {
  readonly #file: number;
  #pending: string[] = [];
  #length = 0;

  constructor(path: string) {
    this.#file = openSync(path, 'wx', 0o600);
  }

  write(text: string): void {
    this.#pending.push(text);
    this.#length += text.length;
    if (this.#length > 1 << 22) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#file);
  }

  #flush(): void {
    writeSync(this.#file, gzipSync(this.#pending.join(''), { level: 1 }));
    this.#pending = [];
    this.#length = 0;
  }
}
