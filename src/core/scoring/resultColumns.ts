/** Results as flat rows: which columns there are, which are shown unless asked otherwise, and how a table words them. */
import { type PrsResult, ROW_STATES } from '../model/result.ts';

const NESTED = ['states', 'policies', 'evidence', 'provenance'] as const;
type Nested = (typeof NESTED)[number];

/** Every field of a result that is one column, with its heading in a table. */
const TITLES: Readonly<Record<Exclude<keyof PrsResult, Nested>, string>> = {
  pgs_id: 'PGS ID',
  trait_reported: 'Trait',
  trait_efo: 'Trait (EFO)',
  trait_efo_id: 'EFO ID',
  pgp_id: 'PGP ID',
  score: 'PRS Score',
  score_ref_anchored: 'REF-anchored',
  hom_ref_score: 'Hom-ref Score',
  score_from_anchor: 'Complete Score',
  variants_matched: 'Matched',
  variants_total: 'Total',
  match_rate: 'Match Rate',
  variants_observed: 'Observed',
  variants_reference_block: 'In Blocks',
  variants_assumed_hom_ref: 'Assumed Hom-ref',
  variants_frequency_filled: 'Freq.-filled',
  variants_ref_resolved_fasta: 'Ref. Resolved',
  variants_unscorable_absent: 'Absent',
  variants_no_call: 'No Calls',
  weight_mass_matched: 'Σ|w| Matched',
  weight_mass_total: 'Σ|w|',
  weight_mass_coverage: 'Weight Cov.',
  weight_mass_observed: 'Σ|w| Observed',
  weight_mass_reference_block: 'Σ|w| In Blocks',
  weight_mass_assumed_hom_ref: 'Σ|w| Assumed',
  weight_mass_frequency_filled: 'Σ|w| Filled',
  expected_variance_share: 'Variance Cov.',
  expected_correlation: 'Exp. Correlation',
  score_without_ambiguous: 'Without A/T, C/G',
  strand: 'Strand',
  strand_forward: 'Forward SNVs',
  strand_flipped: 'Flipped SNVs',
  genotype_input_mode: 'Input Mode',
  input_mode_cue: 'Input Mode By',
  has_allele_frequencies: 'Has EAF',
  theoretical_mean: 'Theor. Mean',
  theoretical_std: 'Theor. SD',
  percentile: 'Percentile',
  percentile_method: 'Pct. Method',
  percentile_source: 'Pct. Source',
  z_score: 'z',
  percentile_empirical: 'Empirical Pct.',
  percentile_empirical_source: 'Emp. Pct. Source',
  withheld: 'Withheld',
  coverage_grade: 'Coverage',
  coverage_reasons: 'Coverage Reasons',
  reference_mean: 'Ref. Mean',
  reference_std: 'Ref. SD',
  reference_n: 'Ref. People',
  reference_not_used: 'No Ref. Because',
  population: 'Asked Population',
  ancestry: 'Ref. Population',
  genome_build: 'Build',
  detected_genome_build: 'Detected Build',
  build_mismatch: 'Build Mismatch',
  sample: 'Sample',
  sex: 'Sex',
  license: 'Licence',
  citation: 'Citation',
  synthetic: 'Synthetic',
  quality_label: 'Quality',
  quality_summary: 'Quality Summary',
  warnings: 'Warnings',
};

const EVIDENCE: Readonly<Record<keyof NonNullable<PrsResult['evidence']>, string>> = {
  grade: 'Evidence',
  quality_score: 'Evidence Score',
  reasons: 'Evidence Reasons',
  ppm_id: 'Evaluation',
  auroc: 'AUROC',
  effect_size: 'Effect Size',
  classification: 'Classification',
  ancestry: 'Population',
  n_individuals: 'Evaluated In',
};

const PROVENANCE: Readonly<Record<keyof PrsResult['provenance'], string>> = {
  tool_version: 'Tool Version',
  genotypes_file: 'Genotypes',
  genotypes_sha256: 'Genotypes SHA-256',
  normalized_from: 'Normalised From',
  genome_build_evidence: 'Build By',
  scoring_file: 'Scoring File',
  scoring_file_sha256: 'Scoring File SHA-256',
  catalog_release: 'Catalogue Release',
  reference_alleles: 'Reference Alleles',
};

const POLICIES: Readonly<Record<keyof PrsResult['policies'], string>> = {
  ambiguous: 'A/T, C/G',
  flip: 'Flip',
  missing: 'Missing',
  duplicates: 'Duplicates',
  chromosomes: 'Chromosomes',
  min_coverage: 'Least Coverage',
  dosage: 'Dosage',
  xchr_model: 'X Model',
  compat: 'Compat.',
};

const prefixed = (prefix: string, titles: Readonly<Record<string, string>>): readonly [string, string][] =>
  Object.entries(titles).map(([name, title]) => [`${prefix}_${name}`, title]);

/** Heading by column name, in the order of `all`. */
export const RESULT_COLUMNS: ReadonlyMap<string, string> = new Map([
  ...Object.entries(TITLES),
  ...prefixed('evidence', EVIDENCE),
  ...ROW_STATES.map((state) => [`state_${state}`, state] as const),
  ...prefixed('policy', POLICIES),
  ...prefixed('provenance', PROVENANCE),
]);

/** What people look for first; the rest on request. */
export const USUAL_COLUMNS: readonly string[] = [
  'pgs_id',
  'trait_reported',
  'score',
  'percentile',
  'percentile_method',
  'evidence_auroc',
  'evidence_grade',
  'coverage_grade',
  'evidence_ancestry',
  'match_rate',
  'variants_matched',
  'variants_total',
  'evidence_effect_size',
];
/** Of text that other programs read, too: what a table has no room for. */
export const EXPORTED_COLUMNS: readonly string[] = [
  ...USUAL_COLUMNS,
  'evidence_classification',
  'evidence_n_individuals',
  'withheld',
];

export const columnTitle = (name: string): string => RESULT_COLUMNS.get(name) ?? name;

/** Every column of a result, by name: lists of reasons are their codes, nested values columns of their own. */
export function flattenResult(result: PrsResult): Readonly<Record<string, unknown>> {
  const { states, policies, evidence, provenance } = result;
  const flat: Record<string, unknown> = {};
  // Plain assignments: objects by way of lists of entries take ten times as long, and there are many results.
  const put = (values: object, prefix: string): void => {
    for (const name of Object.keys(values)) flat[prefix + name] = values[name as keyof typeof values];
  };
  put(result, '');
  for (const nested of NESTED) delete flat[nested];
  put(states, 'state_');
  put(policies, 'policy_');
  if (evidence !== null) put(evidence, 'evidence_');
  put(provenance, 'provenance_');
  const { chromosomes } = policies;
  flat.policy_chromosomes = typeof chromosomes === 'string' ? chromosomes : chromosomes.join(' ');
  flat.withheld = codes(result.withheld);
  flat.coverage_reasons = codes(result.coverage_reasons);
  flat.reference_not_used = result.reference_not_used?.code ?? null;
  if (evidence !== null) flat.evidence_reasons = codes(evidence.reasons);
  flat.warnings = result.warnings.join('; ');
  return flat;
}

const codes = (reasons: readonly { readonly code: string }[]): string => reasons.map(({ code }) => code).join(' ');

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** How a table writes numbers of a column; others as they are. */
const WORDINGS: Readonly<Record<string, (value: number) => string>> = {
  score: (score) => score.toFixed(6),
  percentile: (value) => value.toFixed(1),
  percentile_empirical: (value) => value.toFixed(1),
  z_score: (z) => z.toFixed(2),
  match_rate: percent,
  weight_mass_coverage: percent,
  expected_variance_share: percent,
  evidence_auroc: (auroc) => auroc.toFixed(3),
};

/** One cell of a table. */
export function wordCell(row: Readonly<Record<string, unknown>>, column: string): string {
  const value = row[column];
  if (value === null || value === undefined || value === '') return '–';
  if (column === 'percentile_method' && typeof row.ancestry === 'string') return `${value} ${row.ancestry}`;
  return typeof value === 'number' ? (WORDINGS[column]?.(value) ?? String(value)) : String(value);
}
