/** Rows of the cleaned catalogue. Field names are the columns of its Parquet files. */

import type { GenomeBuild, Superpopulation } from './genome.ts';
import type { EvidenceGrade } from './judgement.ts';
import type { CatalogSource, FailedAttempt, HubOrigin } from './release.ts';
import type { ReferenceDistribution, ScoreSummary } from './score.ts';

/**
 * Whose evaluations come first: those of a superpopulation, nobody's, or with `european_bonus` a million individuals
 * more for European ones, as the Python just-prs has it.
 */
export type Preference = Superpopulation | 'none' | 'european_bonus';

/** What a metric cell says; null is not said. */
export interface Metric {
  readonly estimate: number | null;
  readonly ci_lower: number | null;
  readonly ci_upper: number | null;
  readonly se: number | null;
}

export const METRIC_NAMES = ['or', 'hr', 'beta', 'auroc', 'cindex'] as const;
export type MetricName = (typeof METRIC_NAMES)[number];
export type MetricColumn = `${MetricName}_${keyof Metric}`;

/** One evaluation of a score, with its metrics as numbers and the size of its sample set. */
export interface Evaluation extends Readonly<Record<MetricColumn, number | null>> {
  readonly ppm_id: string;
  readonly pgs_id: string;
  readonly pss_id: string | null;
  readonly pgp_id: string | null;
  readonly trait_reported: string | null;
  readonly covariates: string | null;
  readonly pmid: number | null;
  readonly doi: string | null;
  /** Over the distinct samples of the set; null when the set is not in the sheet. */
  readonly n_individuals: number | null;
  readonly n_cases: number | null;
  readonly n_controls: number | null;
  /** Label of the first sample of the set, as the reference has it. */
  readonly ancestry_broad: string | null;
  /** Individuals by label, all samples of the set: JSON object, the largest first. */
  readonly ancestry_sizes: string | null;
  /** Metrics the Catalogue gives as text only, for example R² of a measurement. */
  readonly other_metrics: string | null;
}

export interface Publication {
  readonly pgp_id: string;
  readonly first_author: string | null;
  readonly pmid: number | null;
  readonly doi: string | null;
  readonly title: string | null;
  readonly authors: string | null;
  readonly journal: string | null;
  /** YYYY-MM-DD. */
  readonly date_publication: string | null;
}

/** In whom a score was developed: one row a score. */
export interface DevelopmentAncestry {
  readonly pgs_id: string;
  /** Label with the largest share of individuals over both stages. */
  readonly dev_ancestry_broad: string | null;
  /** Distinct single labels, sorted. */
  readonly dev_ancestries: readonly string[];
  readonly dev_n_ancestries: number;
  readonly dev_is_multi_ancestry: boolean;
  /** JSON object: label as written → share, 4 decimals, the largest first. */
  readonly dev_ancestry_distribution: string | null;
  /** The larger of the two stages, which often share people. */
  readonly dev_sample_size: number;
  readonly dev_gwas_sample_size: number;
  readonly dev_training_sample_size: number;
  readonly gwas_ancestry_broad: string | null;
  readonly training_ancestry_broad: string | null;
}

/** A term of the trait ontology. */
export interface Trait {
  readonly efo_id: string;
  readonly label: string | null;
  readonly description: string | null;
  readonly url: string | null;
  /** Scores mapped to it. */
  readonly pgs_ids: readonly string[];
}

/** What the cleaned tables were made of, or where they came from: `metadata/cleaned.json` in the catalogue folder. */
export interface CleaningManifest {
  /** When it was done, ISO 8601 in UTC. */
  readonly created: string;
  readonly tool_version: string;
  /** The newest release date among the scores. */
  readonly newest_release: string | null;
  /** The raw sheets they were made of; of tables from elsewhere, those that they took the place of. */
  readonly sources: readonly SourceFile[];
  /** Where the tables were fetched from; absent when they were cleaned here. */
  readonly hub?: HubOrigin;
  readonly tables: readonly WrittenTable[];
}

export interface SourceFile {
  readonly file: string;
  readonly bytes: number;
  /** Time of the file's last change, milliseconds since 1970. */
  readonly modified_ms: number;
  readonly sha256: string;
  /** Null for a sheet that was not read. */
  readonly rows: number | null;
}

export interface WrittenTable {
  /** Path below the metadata folder. */
  readonly file: string;
  readonly rows: number;
  readonly sha256: string;
}

/** What evaluations and publications say of a score: for search, filters and the order of equal matches. */
export interface ScoreEvidence {
  readonly first_author: string | null;
  /** All authors; null where lists are too long to hand around. */
  readonly authors: string | null;
  /** Of the publication, else of the release. */
  readonly year: number | null;
  /** Those that a majority of some evaluation's sample set belongs to. */
  readonly superpopulations: readonly Superpopulation[];
  /** Labels and codes of the people it was evaluated in, with bars between. */
  readonly people: string;
  /** Of the largest evaluation that reports one. */
  readonly auroc: number | null;
  /** Of the largest evaluation, on the score's own build. */
  readonly grade: EvidenceGrade['grade'];
  readonly evaluating_publications: number;
  /** In the largest evaluation. */
  readonly evaluated_people: number;
}

/** All scores, with the evidence by pgs_id. */
export interface ScoreList {
  readonly scores: readonly ScoreSummary[];
  readonly evidence: ReadonlyMap<string, ScoreEvidence>;
}

export interface ScoresQuery {
  /** Only scores that can be had on this build; all when left out. */
  readonly build?: GenomeBuild | undefined;
  /** Whether a score lifted to the build counts, too (default true). */
  readonly includeHarmonized?: boolean | undefined;
}

/** A score in a list; `is_harmonized` says that its file was lifted to the build asked for. */
export interface ListedScore extends ScoreSummary {
  readonly is_harmonized: boolean;
}

export interface ScoreSearchAnswer {
  /** The best match first. */
  readonly scores: readonly ListedScore[];
  /** Filters that could not be read, one sentence each; they did not count. */
  readonly problems: readonly string[];
}

/** Everything known of a score. */
export interface ScoreInfo {
  readonly score: ListedScore;
  readonly best_performance: Evaluation | null;
  /** What the best evaluation says of the model. */
  readonly evidence: EvidenceGrade;
  /** The best evaluation in short, as just-prs writes it: `OR=1.55 [1.52-1.58]`, `AUROC=0.721`; empty without one. */
  readonly effect_size: string;
  readonly classification: string;
  /** All evaluations, the best first. */
  readonly performance: readonly Evaluation[];
  /** The score's own publication first, then those that evaluated it. */
  readonly publications: readonly Publication[];
  readonly development: DevelopmentAncestry | null;
  /** How to cite it, or null when the publication is not known. */
  readonly citation: string | null;
}

/** Everything known of a score, with the terms of the trait ontology that it is mapped to. */
export interface ScoreDetail extends ScoreInfo {
  readonly traits: readonly Trait[];
}

/** Tables of the cleaned catalogue that can be looked at, in the order they are shown. */
export const CATALOG_TABLES = [
  { key: 'cleaned_scores', label: 'Scores' },
  { key: 'cleaned_performance', label: 'Performance' },
  { key: 'cleaned_best_performance', label: 'Best Performance' },
  { key: 'cleaned_publications', label: 'Publications' },
  { key: 'cleaned_development', label: 'Development' },
  { key: 'cleaned_traits', label: 'Traits' },
] as const;
export type CatalogTable = (typeof CATALOG_TABLES)[number]['key'];

/** What a catalogue folder holds, and what of it is used. */
export interface CatalogStatus {
  readonly directory: string;
  /** Where the scores come from. */
  readonly source: 'cleaned' | 'raw' | 'none';
  /** Why the cleaned tables are not used though they are there, or null. */
  readonly stale_reason: string | null;
  readonly newest_release: string | null;
  readonly cleaned_at: string | null;
  /** Who the data is from; `other` is tables that another program left there. Null without data. */
  readonly origin: CatalogSource | 'other' | null;
  /** Address of that: of the EBI's tree or a mirror, or of the dataset and its commit; null when it is not known. */
  readonly origin_url: string | null;
  /** When it was fetched, or, when that is not known, when the file of the scores was written; ISO 8601 in UTC. */
  readonly fetched_at: string | null;
  /** Whole days since then. */
  readonly age_days: number | null;
  /** How the last attempts to fetch newer data failed, if they did. */
  readonly failed_attempts: readonly FailedAttempt[];
  /** Rows by table; null for one that is not there. */
  readonly tables: Readonly<Record<string, number | null>>;
}

/** The catalogue of a folder, without network. Everything is read when first asked for, and kept. */
export interface Catalog {
  readonly directory: string;
  status(): Promise<CatalogStatus>;
  scores(query?: ScoresQuery): Promise<readonly ListedScore[]>;
  /** What evaluations and publications say of each score, by pgs_id. */
  evidence(): Promise<ReadonlyMap<string, ScoreEvidence>>;
  /** Ranked search with filters; an empty text finds all. */
  search(text: string, query?: ScoresQuery): Promise<ScoreSearchAnswer>;
  /** Null for an id the catalogue does not have; upper and lower case are the same. */
  scoreInfo(
    pgs_id: string,
    options?: { readonly build?: GenomeBuild; readonly people?: Preference },
  ): Promise<ScoreInfo | null>;
  /** All evaluations, or those of one score. */
  performance(pgs_id?: string): Promise<readonly Evaluation[]>;
  /** The best evaluation of each score, or of one. */
  bestPerformance(people: Preference, pgs_id?: string): Promise<readonly Evaluation[]>;
  publications(pgp_id?: string): Promise<readonly Publication[]>;
  developmentAncestry(pgs_id?: string): Promise<readonly DevelopmentAncestry[]>;
  /** Distributions of scores in the superpopulations of a reference panel, all or those of one score. */
  referenceDistributions(pgs_id?: string): Promise<readonly ReferenceDistribution[]>;
  /** Terms of the trait ontology that scores are mapped to, by label. */
  traits(): Promise<readonly Trait[]>;
  /** Ranked search in labels, ids and the reported traits of their scores; an empty text finds all. */
  searchTraits(text: string): Promise<readonly Trait[]>;
  /** Forgets what was read, so that changed files are read anew. */
  reload(): void;
}
