/** Rows of the cleaned catalogue. Field names are the columns of its Parquet files. */

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
