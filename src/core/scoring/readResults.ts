/** Results that were written earlier, read again. What comes from a file is believed in nothing that was not checked. */
import * as v from 'valibot';
import { errors } from '../errors.ts';
import { GENOME_BUILDS, SUPERPOPULATIONS } from '../model/genome.ts';
import {
  AMBIGUOUS_POLICIES,
  COMPAT_POLICIES,
  DOSAGE_POLICIES,
  DUPLICATE_POLICIES,
  FLIP_POLICIES,
  INPUT_MODES,
  MISSING_POLICIES,
  type PrsResult,
  ROW_STATES,
  type RowState,
  XCHR_MODELS,
} from '../model/result.ts';
import { cutJsonObjects } from '../text/jsonObjects.ts';

const text = v.string();
const textOrNull = v.nullable(v.string());
const number = v.number();
const numberOrNull = v.nullable(v.number());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const reason = v.object({ code: text, sentence: text });
const build = v.picklist(GENOME_BUILDS);

const states = v.object(
  Object.fromEntries(ROW_STATES.map((state) => [state, count])) as Record<RowState, typeof count>,
);

const policies = v.object({
  ambiguous: v.picklist(AMBIGUOUS_POLICIES),
  flip: v.picklist(FLIP_POLICIES),
  missing: v.picklist(MISSING_POLICIES),
  duplicates: v.picklist(DUPLICATE_POLICIES),
  chromosomes: v.union([v.picklist(['all', 'autosomes']), v.array(text)]),
  min_coverage: number,
  dosage: v.picklist(DOSAGE_POLICIES),
  xchr_model: v.picklist(XCHR_MODELS),
  compat: v.picklist(COMPAT_POLICIES),
});

const evidence = v.object({
  grade: v.picklist(['High', 'Normal', 'Moderate', 'Low']),
  quality_score: number,
  reasons: v.array(reason),
  ppm_id: textOrNull,
  auroc: numberOrNull,
  effect_size: text,
  classification: text,
  ancestry: textOrNull,
  n_individuals: numberOrNull,
});

const provenance = v.object({
  tool_version: text,
  genotypes_file: text,
  genotypes_sha256: textOrNull,
  normalized_from: textOrNull,
  genome_build_evidence: text,
  scoring_file: text,
  scoring_file_sha256: textOrNull,
  catalog_release: textOrNull,
  reference_alleles: textOrNull,
});

const RESULT = v.object({
  pgs_id: text,
  trait_reported: textOrNull,
  trait_efo: textOrNull,
  trait_efo_id: textOrNull,
  pgp_id: textOrNull,
  score: number,
  score_ref_anchored: number,
  hom_ref_score: numberOrNull,
  score_from_anchor: numberOrNull,
  variants_matched: count,
  variants_total: count,
  match_rate: number,
  variants_observed: count,
  variants_reference_block: count,
  variants_assumed_hom_ref: count,
  variants_frequency_filled: count,
  variants_ref_resolved_fasta: count,
  variants_unscorable_absent: count,
  variants_no_call: count,
  states,
  weight_mass_matched: number,
  weight_mass_total: number,
  weight_mass_coverage: numberOrNull,
  weight_mass_observed: number,
  weight_mass_reference_block: number,
  weight_mass_assumed_hom_ref: number,
  weight_mass_frequency_filled: number,
  expected_variance_share: numberOrNull,
  expected_correlation: numberOrNull,
  score_without_ambiguous: numberOrNull,
  strand: v.picklist(['forward', 'reverse', 'mixed', 'unknown']),
  strand_forward: count,
  strand_flipped: count,
  genotype_input_mode: v.picklist(INPUT_MODES),
  input_mode_cue: text,
  has_allele_frequencies: v.boolean(),
  theoretical_mean: numberOrNull,
  theoretical_std: numberOrNull,
  percentile: v.nullable(v.pipe(number, v.minValue(0), v.maxValue(100))),
  percentile_method: v.picklist([
    'reference_panel',
    'theoretical',
    'auroc_approx',
    'insufficient_coverage',
    'variant_only_input',
    'build_mismatch',
    'unavailable',
  ]),
  percentile_source: textOrNull,
  z_score: numberOrNull,
  percentile_empirical: numberOrNull,
  percentile_empirical_source: textOrNull,
  withheld: v.array(reason),
  coverage_grade: v.picklist(['A', 'B', 'C', 'D', 'F']),
  coverage_reasons: v.array(reason),
  reference_mean: numberOrNull,
  reference_std: numberOrNull,
  reference_n: numberOrNull,
  reference_not_used: v.nullable(reason),
  population: v.picklist(SUPERPOPULATIONS),
  ancestry: textOrNull,
  genome_build: build,
  detected_genome_build: v.nullable(build),
  build_mismatch: v.boolean(),
  sample: text,
  sex: v.nullable(v.picklist(['Male', 'Female'])),
  policies,
  license: textOrNull,
  citation: textOrNull,
  synthetic: v.boolean(),
  quality_label: textOrNull,
  quality_summary: textOrNull,
  warnings: v.array(text),
  evidence: v.nullable(evidence),
  provenance,
});

/** Whether a value is a result, with all of its fields. */
export const isResult = (value: unknown): value is PrsResult => v.is(RESULT, value);

/**
 * The results in the text of one file: an array, as `--format json` writes it, or lines, as `--format ndjson` does. `name` is
 * for messages. Throws `bad_results` with the line.
 */
export async function* readResults(chunks: AsyncIterable<string>, name: string): AsyncGenerator<PrsResult> {
  const objects = cutJsonObjects(chunks, ({ line, what }) => {
    throw errors.badResults(name, line, what);
  });
  for await (const { text: found, line } of objects) yield parseResult(found, name, line);
}

function parseResult(found: string, name: string, line: number): PrsResult {
  let parsed: unknown;
  try {
    parsed = JSON.parse(found);
  } catch (error) {
    throw errors.badResults(name, line, `the result that begins here is not JSON (${(error as Error).message})`);
  }
  // As it was written, in its order, and with what a newer version adds.
  if (isResult(parsed)) return parsed;
  const [issue] = v.safeParse(RESULT, parsed).issues ?? [];
  if (issue === undefined) throw errors.badResults(name, line, 'this is not the result of a score');
  const path = v.getDotPath(issue) ?? '';
  const isAnother = typeof parsed === 'object' && parsed !== null && !('pgs_id' in parsed);
  throw errors.badResults(
    name,
    line,
    isAnother
      ? 'this is not the result of a score: it has no pgs_id'
      : `"${path}" of this result is ${issue.received.slice(0, 40)}, not ${issue.expected ?? 'what it should be'}`,
  );
}

/** Throws `bad_results` unless there are results, all of one sample: those of several would be paired with each other. */
export function checkOneRun(results: readonly PrsResult[], name: string): void {
  const [first] = results;
  if (first === undefined) throw errors.badResults(name, 1, 'there are no results in it');
  const other = results.find(({ sample }) => sample !== first.sample);
  if (other !== undefined)
    throw errors.badResults(
      name,
      1,
      `it holds results of several samples (${first.sample} and ${other.sample}), but a comparison is of one each`,
    );
}
