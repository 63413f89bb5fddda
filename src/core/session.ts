import type { Superpopulation } from './model/genome.ts';
import type { RunOptions } from './model/progress.ts';
import type { ComputeRequest, ScoreOutcome, ScoreReference } from './model/result.ts';
import type { MetadataSheet, ScoreSummary, ScoringFileView, TextTable } from './model/score.ts';
import type { GenotypeInspection, NormalizeReport, NormalizeRequest } from './model/vcf.ts';
import type { GenomeBuild } from './model/genome.ts';

export interface SessionOptions {
  /** Root of the caches (spec 0.5). */
  readonly cacheDirectory: string;
  /**
   * Root of the catalogue: `metadata/raw/pgs_all_metadata_*.csv`, `scores/<ID>_hmPOS_<BUILD>.txt.gz` and
   * `percentiles/reference_distributions.parquet`. Default: the cache root.
   */
  readonly catalogDirectory?: string | undefined;
  readonly toolVersion: string;
}

export interface DemoFiles {
  readonly directory: string;
  readonly vcf: string;
  /** Use as `catalogDirectory`. */
  readonly catalogDirectory: string;
  readonly pgs_ids: readonly string[];
  readonly genome_build: GenomeBuild;
  readonly population: Superpopulation;
}

/** One engine for the command line and for the screens. Owns its worker threads: close it. */
export interface Session {
  readonly catalogDirectory: string;
  /** Reads the header only. */
  inspectGenotypes(path: string): Promise<GenotypeInspection>;
  normalize(request: NormalizeRequest, run?: RunOptions): Promise<NormalizeReport>;
  /** Outcomes arrive one by one, in the order asked for. Ends early, with `cancelled`, when the signal fires. */
  compute(request: ComputeRequest, run?: RunOptions): AsyncIterable<ScoreOutcome>;
  /** Paths that start with what was typed; directories end in `/`. Only VCF, Parquet and directories. */
  completePath(typed: string): Promise<readonly string[]>;
  /** A bulk sheet with its raw columns. */
  readSheet(sheet: MetadataSheet): Promise<TextTable>;
  /** The cleaned scores sheet (spec 4.2). */
  listScores(): Promise<readonly ScoreSummary[]>;
  /** Header and up to `limit` variants of a scoring file. */
  openScoringFile(reference: ScoreReference, build: GenomeBuild, limit?: number): Promise<ScoringFileView>;
  /** Generates the demo once (deterministic, seeded, synthetic) and returns where it is. */
  createDemo(run?: RunOptions): Promise<DemoFiles>;
  close(): Promise<void>;
}
