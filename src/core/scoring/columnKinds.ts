/** The type of every column of flat results, the same whatever the rows hold: for files whose columns have types. */
import type { CellKind, Schema } from '../catalog/tables.ts';
import type { PrsResult } from '../model/result.ts';
import { RESULT_COLUMNS } from './resultColumns.ts';

/** Names of the fields of an object that hold values of a type, nullable or not. */
type FieldsOf<Row, Value> = {
  [Name in keyof Row]-?: NonNullable<Row[Name]> extends Value ? Name : never;
}[keyof Row] &
  string;

const NUMBERS: Readonly<Record<FieldsOf<PrsResult, number>, 'int' | 'float'>> = {
  score: 'float',
  score_ref_anchored: 'float',
  hom_ref_score: 'float',
  score_from_anchor: 'float',
  variants_matched: 'int',
  variants_total: 'int',
  match_rate: 'float',
  variants_observed: 'int',
  variants_reference_block: 'int',
  variants_assumed_hom_ref: 'int',
  variants_frequency_filled: 'int',
  variants_ref_resolved_fasta: 'int',
  variants_unscorable_absent: 'int',
  variants_no_call: 'int',
  weight_mass_matched: 'float',
  weight_mass_total: 'float',
  weight_mass_coverage: 'float',
  weight_mass_observed: 'float',
  weight_mass_reference_block: 'float',
  weight_mass_assumed_hom_ref: 'float',
  weight_mass_frequency_filled: 'float',
  expected_variance_share: 'float',
  expected_correlation: 'float',
  score_without_ambiguous: 'float',
  strand_forward: 'int',
  strand_flipped: 'int',
  theoretical_mean: 'float',
  theoretical_std: 'float',
  percentile: 'float',
  z_score: 'float',
  percentile_empirical: 'float',
  reference_mean: 'float',
  reference_std: 'float',
  reference_n: 'int',
};
const FLAGS: Readonly<Record<FieldsOf<PrsResult, boolean>, 'bool'>> = {
  has_allele_frequencies: 'bool',
  build_mismatch: 'bool',
  synthetic: 'bool',
};
const EVIDENCE: Readonly<Record<`evidence_${FieldsOf<NonNullable<PrsResult['evidence']>, number>}`, CellKind>> = {
  evidence_quality_score: 'float',
  evidence_auroc: 'float',
  evidence_n_individuals: 'int',
};
const KINDS: Readonly<Record<string, CellKind>> = {
  ...NUMBERS,
  ...FLAGS,
  ...EVIDENCE,
  policy_min_coverage: 'float',
};

const kindOf = (column: string): CellKind => KINDS[column] ?? (column.startsWith('state_') ? 'int' : 'text');

/** Every column of flat results with its type, in their order. */
export const RESULT_SCHEMA: Schema = Object.fromEntries(
  [...RESULT_COLUMNS.keys()].map((column) => [column, kindOf(column)]),
);
