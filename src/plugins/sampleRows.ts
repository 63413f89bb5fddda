/** Made-up results for authors of plugins: nobody's. Their numbers are invented, and judged as those of real people are. */
import {
  approximateByAuroc,
  DEFAULT_POLICIES,
  gradeCoverage,
  gradeEvidence,
  type PublishedEvidence,
  placeInPopulation,
  type ReferenceDistribution,
  ROW_STATES,
  reasonsWithheld,
  type StateCounts,
} from '../core/index.ts';
import type { ResultRow } from './api.ts';

const NO_ROWS = Object.fromEntries(ROW_STATES.map((state) => [state, 0])) as StateCounts;

/** A result with all fields, of ten rows of which eight were observed, but for what differs. */
export const sampleRow = (different: Partial<ResultRow> = {}): ResultRow => ({
  pgs_id: 'PGS000001',
  trait_reported: 'Breast cancer',
  trait_efo: 'breast carcinoma',
  trait_efo_id: 'EFO_0000305',
  pgp_id: 'PGP000001',
  score: 1.25,
  score_ref_anchored: 0.5,
  hom_ref_score: null,
  score_from_anchor: null,
  variants_matched: 8,
  variants_total: 10,
  match_rate: 0.8,
  variants_observed: 8,
  variants_reference_block: 0,
  variants_assumed_hom_ref: 0,
  variants_frequency_filled: 0,
  variants_ref_resolved_fasta: 0,
  variants_unscorable_absent: 2,
  variants_no_call: 0,
  states: { ...NO_ROWS, exact: 5, swapped: 3, absent_unknown: 2 },
  weight_mass_matched: 3,
  weight_mass_total: 4,
  weight_mass_coverage: 0.75,
  weight_mass_observed: 3,
  weight_mass_reference_block: 0,
  weight_mass_assumed_hom_ref: 0,
  weight_mass_frequency_filled: 0,
  expected_variance_share: 0.64,
  expected_correlation: 0.8,
  score_without_ambiguous: 1,
  strand: 'forward',
  strand_forward: 7,
  strand_flipped: 0,
  genotype_input_mode: 'all_sites',
  input_mode_cue: '40 % of calls are homozygous reference',
  has_allele_frequencies: true,
  theoretical_mean: 1,
  theoretical_std: 0.25,
  percentile: 84.13,
  percentile_method: 'theoretical',
  percentile_source: 'effect-allele frequencies of the scoring file, 8 of 8 variants counted',
  z_score: 1,
  percentile_empirical: null,
  percentile_empirical_source: null,
  withheld: [],
  coverage_grade: 'C',
  coverage_reasons: [
    { code: 'weight_coverage', sentence: '75.0 % of the weight of the score is known for this sample.' },
  ],
  reference_mean: 1,
  reference_std: 0.25,
  reference_n: null,
  reference_not_used: { code: 'no_distribution', sentence: 'There is no reference distribution of this score.' },
  population: 'EUR',
  ancestry: null,
  genome_build: 'GRCh38',
  detected_genome_build: 'GRCh38',
  build_mismatch: false,
  sample: 'S1',
  sex: null,
  policies: DEFAULT_POLICIES,
  license: 'Free for research',
  citation: 'Mavaddat N et al. Title. Journal (2015).',
  synthetic: false,
  quality_label: null,
  quality_summary: null,
  warnings: ['2 variants are not in the file.'],
  evidence: {
    grade: 'Moderate',
    quality_score: 41.5,
    reasons: [{ code: 'metric', sentence: 'Its best evaluation reports AUROC=0.622.' }],
    ppm_id: 'PPM000001',
    auroc: 0.622,
    effect_size: 'OR=1.55 [1.52-1.58]',
    classification: 'AUROC=0.622 [0.610-0.634]',
    ancestry: 'European',
    n_individuals: 67054,
  },
  provenance: {
    tool_version: '0.1.0',
    genotypes_file: '/data/s1.vcf.gz',
    genotypes_sha256: 'a'.repeat(64),
    normalized_from: null,
    genome_build_evidence: 'the contig lengths of the header',
    scoring_file: '/data/PGS000001_hmPOS_GRCh38.txt.gz',
    scoring_file_sha256: 'b'.repeat(64),
    catalog_release: '2026-01-01',
    reference_alleles: null,
  },
  ...different,
});

/** What one person's genotypes are like. */
const PEOPLE: readonly Partial<ResultRow>[] = [
  { sample: 'S1' },
  { sample: 'S2', sex: 'Female', population: 'AFR' },
  {
    sample: 'Zoë, "S3"',
    population: 'SAS',
    genotype_input_mode: 'variant_only',
    input_mode_cue: '0 % of calls are homozygous reference',
  },
  { sample: 'S4', sex: 'Male', detected_genome_build: 'GRCh37', build_mismatch: true },
  { sample: 'S5', sex: 'Male', genotype_input_mode: 'array', input_mode_cue: 'as asked for' },
];

function evidenceOf(auroc: number | null, n_individuals: number, ancestry: string | null): PublishedEvidence {
  const others = { cindex_estimate: null, beta_estimate: null, or_estimate: null, hr_estimate: null };
  return {
    ...gradeEvidence({ auroc_estimate: auroc, ...others, n_individuals }, false),
    ppm_id: 'PPM000002',
    auroc,
    effect_size: '',
    classification: auroc === null ? '' : `AUROC=${auroc}`,
    ancestry,
    n_individuals,
  };
}

const NOT_EVALUATED: PublishedEvidence = {
  ...gradeEvidence(null, false),
  ppm_id: null,
  auroc: null,
  effect_size: '',
  classification: '',
  ancestry: null,
  n_individuals: null,
};

/** What a score is like, whoever has it. */
const SCORES: readonly Partial<ResultRow>[] = [
  {},
  {
    trait_reported: 'Körpergröße, "身長"\n🧬; =1+1',
    evidence: evidenceOf(null, 1200, 'African American or Afro-Caribbean'),
  },
  {
    trait_reported: null,
    trait_efo: null,
    trait_efo_id: null,
    pgp_id: null,
    has_allele_frequencies: false,
    license: null,
    citation: null,
    evidence: null,
  },
  {
    trait_reported: 'Body mass index',
    evidence: evidenceOf(0.91, 450_000, 'European, South Asian, African unspecified, NR'),
  },
  { trait_reported: 'Type 2 diabetes', has_allele_frequencies: false, evidence: evidenceOf(0.63, 300_000, null) },
  { trait_reported: 'Asthma', evidence: NOT_EVALUATED },
  { trait_reported: 'LDL cholesterol', has_allele_frequencies: false, weight_mass_total: 0 },
];

/** How many of ten variants were found: for every grade. */
const MATCHED = [8, 10, 6, 9, 3, 10, 8, 0, 10];

/** Of scores with all ten variants, in two populations. */
const DISTRIBUTIONS: readonly ReferenceDistribution[] = [
  ['EUR', 503],
  ['AFR', 661],
].map(([superpopulation, n]) => ({
  pgs_id: '',
  superpopulation: String(superpopulation),
  n: Number(n),
  mean: 1.25,
  std: 0.25,
  p5: 0.85,
  p25: 1.1,
  median: 1.25,
  p75: 1.4,
  p95: 1.65,
}));

/** What follows for a score from how many of its variants were found. `z` is how the person differs from the average. */
function countedRow(row: ResultRow, matched: number, z: number): ResultRow {
  const { variants_total, weight_mass_total, has_allele_frequencies: isKnown } = row;
  const share = matched / variants_total;
  const absent = variants_total - matched;
  const swapped = Math.min(3, matched);
  const mean = 1.25 * share;
  const std = 0.25 * Math.sqrt(share);
  const score = weight_mass_total === 0 ? 0 : mean + z * std;
  const hasMean = isKnown && matched > 0;
  return {
    ...row,
    score,
    score_ref_anchored: score - 0.75 * share,
    score_without_ambiguous: isKnown ? score * 0.8 : null,
    variants_matched: matched,
    match_rate: share,
    variants_observed: matched,
    variants_unscorable_absent: absent,
    states: { ...NO_ROWS, exact: matched - swapped, swapped, absent_unknown: absent },
    weight_mass_matched: weight_mass_total * share,
    weight_mass_observed: weight_mass_total * share,
    weight_mass_coverage: weight_mass_total === 0 ? null : share,
    expected_variance_share: isKnown ? share : null,
    expected_correlation: isKnown ? Math.sqrt(share) : null,
    strand: matched === 0 ? 'unknown' : 'forward',
    strand_forward: matched,
    theoretical_mean: hasMean ? mean : null,
    theoretical_std: hasMean ? std : null,
    warnings: absent === 0 ? [] : [`Variants that are not in the file: ${absent}.`],
  };
}

function placedRow(row: ResultRow): ResultRow {
  const { theoretical_mean: mean, theoretical_std: std, variants_matched: rows, score } = row;
  const placement = placeInPopulation({
    ...row,
    expected: mean === null || std === null ? null : { score, mean, std, rows },
    coverage: row.weight_mass_coverage,
    matched: rows,
    hasUnlisted: row.genotype_input_mode === 'variant_only' && row.variants_unscorable_absent > 0,
    distributions: row.has_allele_frequencies ? DISTRIBUTIONS : [],
  });
  const placed = { ...row, ...placement, withheld: reasonsWithheld(placement.percentile_method) };
  return { ...placed, ...approximateByAuroc(placed, placed.evidence), ...gradeCoverage(placed) };
}

/** Every person with every score and every share of it, for no two of the lengths have a divisor: then only ids are new. */
const KINDS = PEOPLE.length * SCORES.length * MATCHED.length;

const kindOfRow = (at: number): ResultRow => {
  const score = SCORES[Math.floor(at / PEOPLE.length) % SCORES.length];
  const row = sampleRow({ ...score, ...PEOPLE[at % PEOPLE.length] });
  // From -3 to 3 standard deviations, and 1 for the first.
  return placedRow(countedRow(row, MATCHED[at % MATCHED.length], (((at * 37 + 40) % 61) - 30) / 10));
};

/**
 * Rows as they come in practice: five people in turn who share their scores, with every grade, method and kind of evidence,
 * among them rows of nulls, rows without a match and strange letters.
 */
export function sampleRows(count = 5000): readonly ResultRow[] {
  const kinds = Array.from({ length: Math.min(count, KINDS) }, (_, at) => kindOfRow(at));
  return Array.from({ length: count }, (_, at) => {
    const row = kinds[at % KINDS];
    const pgs_id = `PGS${String(Math.floor(at / PEOPLE.length) + 1).padStart(6, '0')}`;
    return { ...row, pgs_id, provenance: { ...row.provenance, scoring_file: `/data/${pgs_id}_hmPOS_GRCh38.txt.gz` } };
  });
}
