/** Scores all samples of a VCF in one reading, whole or in parts; memory is bounded by a window of records, not by the file. */
import { Float64 } from 'apache-arrow';
import { NumberColumn, TextColumn, writeArrowFile } from '../arrow/columns.ts';
import { errorData, errors } from '../errors.ts';
import { genomeKey, NO_KEY } from '../genotype/chromosome.ts';
import { CohortCalls } from '../genotype/cohortCalls.ts';
import { GenotypeIndexBuilder, seekKey } from '../genotype/genotypeIndex.ts';
import { GENOTYPE_FIELDS } from '../genotype/sampleGenotype.ts';
import { replaceFile } from '../io/replaceFile.ts';
import type { CohortReport, CohortRequest, CohortScore } from '../model/cohort.ts';
import type { DosagePolicy } from '../model/result.ts';
import { writeParquetFromArrow, writeTsvFromArrow } from '../polars.ts';
import { CohortSums, type CohortSumsPart } from '../scoring/cohortSums.ts';
import { matchPolicies } from '../scoring/prsResult.ts';
import type { ScoringFile } from '../scoring/scoringFile.ts';
import { indexRecord } from '../vcf/indexRecord.ts';
import { RecordFilter } from '../vcf/recordFilter.ts';
import { FormatReader, type RecordBatch, RecordError, type RecordScanner } from '../vcf/recordScanner.ts';
import type { VirtualSpan } from '../vcf/regionIndex.ts';
import { checkScoringBuild, chooseBuild, nameOf } from './computeTask.ts';
import { locateScoringFile } from './locateScoringFile.ts';
import { readScoring } from './readScoring.ts';
import type { ValueTask } from './task.ts';
import { nameFault, type OpenedVcf, openVcf } from './vcfRecords.ts';

/** Bytes of calls held at once. */
const WINDOW_BYTES = 32 << 20;

/** A request with where the catalogue is. */
export interface CohortRun extends CohortRequest {
  /** See SessionOptions. */
  readonly catalogDirectory: string;
  readonly cacheDirectory?: string | undefined;
}

/** Sums of all scores, in the order asked for, over a span of the VCF; those whose file cannot be used are left out. */
export type CohortPart = readonly CohortSumsPart[];

/** Scores what one span of the VCF holds. */
export const cohortPartTask: ValueTask<CohortRun & { readonly span: VirtualSpan }, CohortPart> = async (
  request,
  context,
) => {
  const vcf = await openVcf(request.genotypes);
  try {
    const { sums } = await readScores(request, vcf);
    await addRecords(sums, { request, vcf, ...vcf.spanRecords(0, context, [request.span]) });
    return sums.map((sum) => sum.part());
  } finally {
    await vcf.close();
  }
};

/** Writes the matrix. Without `parts`, the sums of all spans of the VCF, it is read here. */
export const cohortTask: ValueTask<
  CohortRun & { readonly parts?: readonly CohortPart[] | null },
  CohortReport
> = async (request, context) => {
  const vcf = await openVcf(request.genotypes);
  try {
    const { samples } = vcf.header;
    const { sums, scores, failures } = await readScores(request, vcf);
    const isRead = request.parts != null && addParts(sums, request.parts);
    if (!isRead) await addRecords(sums, { request, vcf, ...vcf.records(0, context) });
    const finished = scores.map((score, i) => finishScore(score, sums[i] as CohortSums, request));
    const minimum = request.policies.min_coverage;
    const kept = finished.filter(({ coverage }) => coverage === null || coverage >= minimum);
    for (const { score, coverage } of finished)
      if (coverage !== null && coverage < minimum)
        failures.push({ pgs_id: score.pgs_id, ...errorData(errors.lowCoverage(coverage, minimum)) });
    await writeMatrix(request.output, samples, kept);
    return { output: request.output, samples: samples.length, failures, scores: kept.map(({ score }) => score) };
  } finally {
    await vcf.close();
  }
};

/**
 * Adds the parts, or none: in a file that is not sorted two of them may have met the same row, of which only a reading
 * from the start knows which came first.
 */
function addParts(sums: readonly CohortSums[], parts: readonly CohortPart[]): boolean {
  const seen = sums.map(({ scoring }) => new Uint8Array(scoring.rows));
  for (const part of parts)
    for (const [i, { decided }] of part.entries())
      for (let row = 0; row < decided.length; row++) if (decided[row] !== 0 && seen[i][row]++ > 0) return false;
  for (const part of parts) for (const [i, of] of part.entries()) sums[i]?.addPart(of);
  return true;
}

interface Reading {
  readonly request: CohortRun;
  readonly vcf: OpenedVcf;
  readonly scanner: RecordScanner;
  readonly batches: AsyncGenerator<RecordBatch>;
}

/** Adds what the records say to all sums. */
async function addRecords(sums: readonly CohortSums[], { request, vcf, scanner, batches }: Reading): Promise<void> {
  const window = new RecordWindow(sums, vcf.header.samples.length, request.policies.dosage);
  const filter = new RecordFilter({ ...request.filters, min_depth: null, min_gq: null });
  for await (const batch of batches)
    for (let record = 0; record < batch.count; record++) {
      const contig = scanner.contigs[batch.contigs[record]];
      const key = genomeKey(contig?.code ?? -1, batch.positions[record]);
      if (key === NO_KEY || !window.isWanted(key)) continue;
      const filtered = filter.judge(batch, record, -1, -1) !== 'kept';
      try {
        window.add(batch, record, { key, filtered });
      } catch (error) {
        throw nameFault(error, request.genotypes, batch.lines[record]);
      }
    }
  window.flush();
}

interface FinishedScore {
  readonly score: CohortScore;
  readonly values: Float64Array;
  /** Share of Σ|w| counted. */
  readonly coverage: number | null;
}

function finishScore(score: CohortScore, sums: CohortSums, { filters }: CohortRequest): FinishedScore {
  const { scores, matched, missing, coverage } = sums.finish();
  const { rows } = sums.scoring;
  const warnings = [
    ...score.warnings,
    ...(matched === 0 ? ['No variant of this score was matched, so the scores mean nothing.'] : []),
    ...(matched > 0 && matched / rows < 0.1
      ? [`Only ${matched} of ${rows} variants matched: check that the VCF is on this genome build.`]
      : []),
    ...(filters.min_depth === null && filters.min_gq === null
      ? []
      : ['Filters by depth and genotype quality are of single genotypes and were not applied to the cohort.']),
  ];
  const no_call_share = matched === 0 ? 0 : missing / (matched * scores.length);
  return { score: { ...score, variants_matched: matched, no_call_share, warnings }, values: scores, coverage };
}

interface ReadScores {
  readonly sums: readonly CohortSums[];
  readonly scores: readonly CohortScore[];
  readonly failures: Failure[];
}

type Failure = CohortReport['failures'][number];

/** Parses every scoring file; one that cannot be used is a failure, not the end. */
async function readScores(request: CohortRun, { header, evidence }: OpenedVcf): Promise<ReadScores> {
  const build = chooseBuild(request, evidence);
  const sums: CohortSums[] = [];
  const scores: CohortScore[] = [];
  const failures: Failure[] = [];
  for (const reference of request.scores) {
    try {
      const path = await locateScoringFile(reference, request.catalogDirectory, build);
      const scoring = await readScoring(path, request.cacheDirectory);
      const warnings = [...checkScoringBuild(scoring, path, { build, force: request.forceBuild }), ...scoring.warnings];
      const policies = { ...matchPolicies(request.policies), missing: request.policies.missing };
      sums.push(new CohortSums(scoring, policies, header.samples.length));
      scores.push(describeScore(scoring, reference.kind === 'id' ? reference.pgs_id : nameOf(reference), warnings));
    } catch (error) {
      failures.push({ pgs_id: nameOf(reference), ...errorData(error) });
    }
  }
  return { sums, scores, failures };
}

const describeScore = ({ header, rows }: ScoringFile, name: string, warnings: readonly string[]): CohortScore => ({
  pgs_id: header.pgs_id ?? header['PGS ID'] ?? name,
  trait_reported: header.trait_reported ?? header['Reported Trait'] ?? null,
  variants_total: rows,
  variants_matched: 0,
  no_call_share: 0,
  warnings,
});

/** Records at wanted loci, held until there are enough of them; all records of a locus go together. */
class RecordWindow {
  readonly #sums: readonly CohortSums[];
  readonly #capacity: number;
  readonly #wanted: Uint32Array;
  readonly #format = new FormatReader(GENOTYPE_FIELDS);
  #builder = new GenotypeIndexBuilder();
  readonly #calls: CohortCalls;
  #count = 0;
  #lastKey = 0;

  constructor(sums: readonly CohortSums[], samples: number, dosage: DosagePolicy) {
    this.#sums = sums;
    this.#capacity = Math.max(64, Math.floor(WINDOW_BYTES / (2 * samples)));
    this.#wanted = uniqueKeys(sums.map(({ scoring }) => scoring.keys));
    this.#calls = new CohortCalls(samples, this.#capacity, dosage);
  }

  isWanted(key: number): boolean {
    return this.#wanted[seekKey(this.#wanted, key, 0)] === key;
  }

  add(batch: RecordBatch, record: number, { key, filtered }: { key: number; filtered: boolean }): void {
    // One more record at a full window's last locus has nowhere to go: records of one locus are few.
    const isFull = this.#count >= this.#capacity - 1 && key !== this.#lastKey;
    if (isFull || key < this.#lastKey || this.#count === this.#capacity) this.flush();
    this.#lastKey = key;
    const found = this.#calls.add(batch, record, this.#format.places(batch, record));
    if (found < this.#calls.samples)
      throw new RecordError(batch.lines[record], `the record has ${found} of ${this.#calls.samples} samples`);
    this.#count++;
    indexRecord(this.#builder, batch, { record, key, first: 0, second: 0, filtered, dosages: null });
  }

  /** Scores what is held and forgets it. */
  flush(): void {
    const window = this.#builder.finish();
    for (const sum of this.#sums) sum.add(window, this.#calls);
    this.#builder = new GenotypeIndexBuilder();
    this.#calls.clear();
    this.#count = 0;
    this.#lastKey = 0;
  }
}

/** All keys but NO_KEY, ascending, each once. */
function uniqueKeys(lists: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(lists.reduce((sum, list) => sum + list.length, 0));
  let at = 0;
  for (const list of lists) {
    all.set(list, at);
    at += list.length;
  }
  all.sort();
  let count = 0;
  for (const key of all) if (key !== NO_KEY && (count === 0 || key !== all[count - 1])) all[count++] = key;
  return all.slice(0, count);
}

/** A row a sample, a column a score. */
async function writeMatrix(
  output: string,
  samples: readonly string[],
  scores: readonly FinishedScore[],
): Promise<void> {
  const names = new TextColumn();
  for (const sample of samples) {
    const bytes = Buffer.from(sample);
    names.push(bytes, 0, bytes.length);
  }
  const columns = scores.map(({ values }, i) => {
    const column = new NumberColumn(new Float64());
    for (const value of values) column.push(value);
    return [columnName(scores, i), column] as const;
  });
  const write = output.toLowerCase().endsWith('.tsv') ? writeTsvFromArrow : writeParquetFromArrow;
  const arrow = writeArrowFile([['sample', names], ...columns]);
  await replaceFile(output, async (temporary) => write(arrow, temporary));
}

/** The id of a score, numbered when several files claim the same. */
function columnName(scores: readonly FinishedScore[], i: number): string {
  const { pgs_id } = (scores[i] as FinishedScore).score;
  const before = scores.slice(0, i).filter(({ score }) => score.pgs_id === pgs_id).length;
  return before === 0 ? pgs_id : `${pgs_id}_${before + 1}`;
}
