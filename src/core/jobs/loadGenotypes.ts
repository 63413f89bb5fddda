/** From the path of a VCF or a normalised Parquet to the genotype index of one sample. */
import { readFileSync } from 'node:fs';
import { errorData, errors } from '../errors.ts';
import { GENOTYPE_COLUMNS, indexFromArrow, OPTIONAL_COLUMNS, POSITION_COLUMNS } from '../genotype/arrowGenotypes.ts';
import { chromosomeKeyRange, genomeKey, NO_KEY } from '../genotype/chromosome.ts';
import { type GenotypeIndex, GenotypeIndexBuilder, listedChromosomes } from '../genotype/genotypeIndex.ts';
import { packIndex, unpackIndex } from '../genotype/indexFile.ts';
import { detectInputMode, type InputModeEvidence } from '../genotype/inputMode.ts';
import { isSureReference } from '../genotype/referenceBlocks.ts';
import { GENOTYPE_FIELDS, SampleGenotypeReader } from '../genotype/sampleGenotype.ts';
import { openFile } from '../io/open.ts';
import { readParquetFooter } from '../io/parquetFooter.ts';
import { writeChunks } from '../io/replaceFile.ts';
import { NO_FILTERS } from '../model/vcf.ts';
import { readParquetAsArrow } from '../polars.ts';
import type { BuildEvidence } from '../vcf/buildDetection.ts';
import { chooseSample, isSynthetic } from '../vcf/header.ts';
import { indexRecord } from '../vcf/indexRecord.ts';
import { FILTER_FIELDS, RecordFilter } from '../vcf/recordFilter.ts';
import {
  countAlts,
  FIELD,
  FormatReader,
  fieldEnd,
  fieldStart,
  type RecordBatch,
  readSampleNumber,
} from '../vcf/recordScanner.ts';
import { blockEnd } from '../vcf/referenceBlock.ts';
import { keptIndex } from './keptFiles.ts';
import { manifestPath, readManifest } from './manifest.ts';
import { planRegions, type ReadLoci, type RegionPlan, WHOLE } from './planRegions.ts';
import { type IndexPart, type IndexPartInput, readIndexParts } from './readIndexParts.ts';
import type { RecordRequest } from './recordRequest.ts';
import type { TaskContext, ValueTask } from './task.ts';
import { fileName, type OpenedVcf, openVcf } from './vcfRecords.ts';

export interface Genotypes {
  readonly index: GenotypeIndex;
  readonly sample: string;
  readonly evidence: BuildEvidence;
  readonly warnings: readonly string[];
  readonly synthetic: boolean;
  /** What the file lists, as far as its records tell. */
  readonly inputMode: InputModeEvidence;
  /** Whether only the records around the wanted loci were read. */
  readonly isPartial: boolean;
  /** Indices in CHROMOSOMES of which the file has any record. */
  readonly listed: ReadonlySet<number>;
  /** Records that filters took out before: a locus not listed may be one of them. */
  readonly filteredOut: number;
}

export interface GenotypeRequest extends RecordRequest {
  /** Root of the caches; without it, nothing is kept. */
  readonly cacheDirectory?: string | undefined;
  readonly sample?: string | undefined;
  /** Threads that may read a large VCF side by side (default 1). */
  readonly threads?: number | undefined;
  /** The loci that will be asked for, on the build of the file: the rest of an indexed VCF may be left unread. */
  readonly readLoci?: ((evidence: BuildEvidence) => ReturnType<ReadLoci>) | undefined;
}

/** Reads all genotypes of the sample. The kind of file is told by its content. */
export async function loadGenotypes(request: GenotypeRequest, context: TaskContext): Promise<Genotypes> {
  const file = await openFile(request.genotypes);
  await file.close();
  return file.compression === 'parquet' ? loadParquet(request, context) : loadVcf(request, context);
}

async function loadVcf(request: GenotypeRequest, context: TaskContext): Promise<Genotypes> {
  const vcf = await openVcf(request.genotypes);
  try {
    const sample = chooseSample(request.genotypes, vcf.header.samples, request.sample);
    const plan = await planSpans(request, vcf);
    const { index, listed, warnings, isPartial } = await readIndex(vcf, { sample, plan, request, context });
    return {
      index,
      sample: vcf.header.samples[sample],
      evidence: vcf.evidence,
      warnings,
      synthetic: isSynthetic(vcf.header),
      inputMode: detectInputMode(index),
      filteredOut: 0,
      isPartial,
      listed,
    };
  } finally {
    await vcf.close();
  }
}

interface Reading {
  readonly sample: number;
  readonly plan: RegionPlan;
  readonly request: GenotypeRequest;
  readonly context: TaskContext;
}

/** Reads the spans of the plan; when those do not hold what the index promised, the whole file. */
async function readIndex(
  vcf: OpenedVcf,
  { sample, plan, request, context }: Reading,
): Promise<Pick<Genotypes, 'index' | 'listed' | 'warnings' | 'isPartial'>> {
  const { spans, listed, warnings } = plan;
  if (spans !== null && listed !== null) {
    try {
      const index = await collectRecords(vcf.spanRecords(sample, context, spans), request);
      return { index, listed, warnings, isPartial: true };
    } catch (error) {
      if (errorData(error).code === 'cancelled') throw error;
    }
  }
  const { genotypes, filters, dosage, threads = 1 } = request;
  const whole = { request: { genotypes, filters, dosage }, sample, threads };
  const index =
    (await readIndexParts(vcf, whole, context)) ?? (await collectRecords(vcf.records(sample, context), request));
  return {
    index,
    listed: listedChromosomes(index),
    warnings: spans === null ? warnings : [WRONG_INDEX],
    isPartial: false,
  };
}

const WRONG_INDEX =
  'The index beside the VCF does not fit it, so the whole file was read. Make it anew (tabix) to score faster.';

async function collectRecords(
  { scanner, batches }: ReturnType<OpenedVcf['records']>,
  request: RecordRequest,
): Promise<GenotypeIndex> {
  const collector = new RecordCollector(request);
  for await (const batch of batches)
    for (let record = 0; record < batch.count; record++) {
      const code = scanner.contigs[batch.contigs[record]]?.code ?? -1;
      const key = genomeKey(code, batch.positions[record]);
      if (key !== NO_KEY) collector.add(batch, record, { code, key });
    }
  return collector.finish();
}

/** Reads the records of one range of a VCF. */
export const indexPartTask: ValueTask<IndexPartInput, IndexPart> = async ({ request, sample, range }, context) => {
  const vcf = await openVcf(request.genotypes);
  try {
    const index = await collectRecords(vcf.records(sample, context, range), request);
    return { ...index, alleles: index.alleles.pack() };
  } finally {
    await vcf.close();
  }
};

async function planSpans({ genotypes, readLoci }: GenotypeRequest, { file, evidence }: OpenedVcf): Promise<RegionPlan> {
  if (readLoci === undefined || file.compression !== 'bgzf') return WHOLE;
  return planRegions(genotypes, () => readLoci(evidence));
}

/** Collects the records of one sample into an index. */
class RecordCollector {
  readonly #builder = new GenotypeIndexBuilder();
  readonly #format = new FormatReader([...GENOTYPE_FIELDS, ...FILTER_FIELDS]);
  readonly #filter: RecordFilter;
  readonly #genotype: SampleGenotypeReader;

  constructor({ filters, dosage }: RecordRequest) {
    this.#filter = new RecordFilter(filters);
    this.#genotype = new SampleGenotypeReader(dosage);
  }

  add(batch: RecordBatch, record: number, { code, key }: { readonly code: number; readonly key: number }): void {
    const genotype = this.#genotype;
    const places = this.#format.places(batch, record);
    const depthPlace = places[DEPTH_PLACE] as number;
    const qualityPlace = places[QUALITY_PLACE] as number;
    const alts = genotype.wantsDosages(places) ? countAlts(batch, record) : 0;
    const start = fieldStart(batch, record, FIELD.SAMPLE);
    genotype.read(batch.bytes, start, fieldEnd(batch, record, FIELD.SAMPLE), places, alts);
    const filtered = this.#filter.judge(batch, record, depthPlace, qualityPlace) !== 'kept';
    const end = blockEnd(batch, record);
    if (end !== null) {
      const quality = qualityPlace < 0 ? null : readSampleNumber(batch, record, qualityPlace);
      const depth = readSampleNumber(batch, record, depthPlace);
      const [, chromosomeEnd] = chromosomeKeyRange(code);
      if (!filtered && isSureReference(genotype, { quality, depth }))
        this.#builder.addBlock(key, Math.min(key + end - batch.positions[record], chromosomeEnd - 1));
      return;
    }
    const { first, second, dosages } = genotype;
    indexRecord(this.#builder, batch, { record, key, first, second, filtered, dosages });
  }

  finish(): GenotypeIndex {
    return this.#builder.finish();
  }
}

/** Rows of a Parquet in memory at a time. */
const PART_ROWS = 500_000;

const DEPTH_PLACE = GENOTYPE_FIELDS.length;
const QUALITY_PLACE = DEPTH_PLACE + 1;

async function loadParquet(request: GenotypeRequest, context: TaskContext): Promise<Genotypes> {
  const path = request.genotypes;
  const footer = await readParquetFooter(path);
  const position = POSITION_COLUMNS.find((name) => footer.columns.includes(name));
  const missing = GENOTYPE_COLUMNS.filter((name) => !footer.columns.includes(name)) as string[];
  if (position === undefined) missing.push('pos');
  if (position === undefined || missing.length > 0) throw errors.badGenotypeParquet(path, missing);
  const optional = OPTIONAL_COLUMNS.filter((name) => footer.columns.includes(name));
  function* readParts(): Generator<Uint8Array> {
    for (let first = 0; first < footer.rows; first += PART_ROWS) {
      context.checkCancelled();
      context.report({ phase: `Loading ${fileName(path)}`, done: first, total: footer.rows, unit: 'records' });
      yield readParquetAsArrow(path, [...GENOTYPE_COLUMNS, position as string, ...optional], {
        first,
        rows: PART_ROWS,
      });
    }
  }
  const index = await loadIndexOnce(request, () => indexFromArrow(readParts(), request.dosage));
  const manifest = await readManifest(path, footer.rows);
  const asked = JSON.stringify({ ...request.filters, sex: null });
  const warnings =
    manifest !== null && JSON.stringify({ ...manifest.filters, sex: null }) !== asked && asked !== NO_FILTERS_TEXT
      ? ['The VCF filters of this run are not those the Parquet was made with; it was scored as it is.']
      : [];
  return {
    index,
    sample: manifest?.sample ?? fileName(path),
    evidence: manifest ?? {
      genome_build: null,
      build_cue: `there is no manifest ${fileName(manifestPath(path))} beside the Parquet`,
    },
    warnings,
    synthetic: manifest?.synthetic ?? false,
    inputMode: detectInputMode(index),
    isPartial: false,
    listed: listedChromosomes(index),
    filteredOut: manifest === null ? 0 : manifest.records_read - manifest.records_kept,
  };
}

/** The index kept from an earlier run on the same Parquet, else a new one, which is kept. */
async function loadIndexOnce(
  { genotypes, cacheDirectory, dosage }: GenotypeRequest,
  build: () => GenotypeIndex,
): Promise<GenotypeIndex> {
  if (cacheDirectory === undefined) return build();
  const { file, stamp } = await keptIndex(cacheDirectory, genotypes, dosage);
  const kept = readIndexFile(file, stamp);
  if (kept !== null) return kept;
  const index = build();
  // A cache that cannot be written (a full disk, a read-only home) costs time, not the result.
  await writeChunks(file, packIndex(index, stamp)).catch(() => undefined);
  return index;
}

function readIndexFile(file: string, stamp: string): GenotypeIndex | null {
  try {
    return unpackIndex(readFileSync(file), stamp);
  } catch {
    return null;
  }
}

const NO_FILTERS_TEXT = JSON.stringify(NO_FILTERS);
