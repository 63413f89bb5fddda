/** The same scores in two sets of results: what moved, by how much, and what was different. */
import type {
  ComparedRun,
  ComparisonStatus,
  ResultComparison,
  SettingChange,
  StateChange,
} from '../model/comparison.ts';
import type { Reason } from '../model/judgement.ts';
import { type PrsResult, ROW_STATES } from '../model/result.ts';

/** Two sums of the same contributions differ by no more than this share of Σ|w|, in whatever order they were added. */
const ROUNDING = 1e-12;

/**
 * Every score of A or B once, those that moved most first: by standard deviations where a spread is known, else by the share
 * of Σ|w|; then those of one run only, then those that did not move. A score that is in a run twice is paired in order.
 */
export function compareResults(a: ComparedRun, b: ComparedRun): readonly ResultComparison[] {
  const inA = keyResults(a.results);
  const inB = keyResults(b.results);
  const keys = [...new Set([...inA.keys(), ...inB.keys()])];
  return keys
    .map((key) => compareOne(inA.get(key) ?? null, inB.get(key) ?? null, [a, b]))
    .sort((one, other) => RANKS[one.status] - RANKS[other.status] || byMove(one, other) || byId(one, other));
}

const RANKS: Readonly<Record<ComparisonStatus, number>> = { moved: 0, only_a: 1, only_b: 1, same: 2 };

function byMove(one: ResultComparison, other: ResultComparison): number {
  const sd = ({ difference_sd }: ResultComparison): number => Math.abs(difference_sd ?? -1);
  if ((one.difference_sd === null) !== (other.difference_sd === null)) return one.difference_sd === null ? 1 : -1;
  return (
    sd(other) - sd(one) || shareOfWeight(other) - shareOfWeight(one) || percentileMove(other) - percentileMove(one)
  );
}

const shareOfWeight = ({ a, b, difference }: ResultComparison): number => {
  const mass = Math.max(a?.weight_mass_total ?? 0, b?.weight_mass_total ?? 0);
  return difference === null || mass === 0 ? 0 : Math.abs(difference) / mass;
};

const percentileMove = ({ percentile_difference }: ResultComparison): number => Math.abs(percentile_difference ?? 0);

const byId = (one: ResultComparison, other: ResultComparison): number =>
  one.pgs_id < other.pgs_id ? -1 : one.pgs_id > other.pgs_id ? 1 : 0;

function keyResults(results: readonly PrsResult[]): ReadonlyMap<string, PrsResult> {
  const counts = new Map<string, number>();
  return new Map(
    results.map((result) => {
      const count = (counts.get(result.pgs_id) ?? 0) + 1;
      counts.set(result.pgs_id, count);
      return [`${result.pgs_id} ${count}`, result];
    }),
  );
}

function compareOne(
  a: PrsResult | null,
  b: PrsResult | null,
  [runA, runB]: readonly [ComparedRun, ComparedRun],
): ResultComparison {
  const one = b ?? a;
  if (one === null) throw new Error('a score of neither run');
  const common = { pgs_id: one.pgs_id, trait_reported: one.trait_reported ?? a?.trait_reported ?? null, a, b };
  if (a === null || b === null)
    return {
      ...common,
      status: b === null ? 'only_a' : 'only_b',
      ...{ difference: null, difference_sd: null, percentile_difference: null, coverage_difference: null },
      ...{ states: [], settings: [], reasons: [] },
    };
  const difference = b.score - a.score;
  const mass = Math.max(a.weight_mass_total, b.weight_mass_total);
  const status = Math.abs(difference) <= ROUNDING * mass ? 'same' : 'moved';
  const spread = commonSpread(a, b);
  const states = ROW_STATES.map((state): StateChange => ({ state, rows_a: a.states[state], rows_b: b.states[state] }));
  const changes = {
    status,
    difference,
    states: states.filter(({ rows_a, rows_b }) => rows_a !== rows_b),
    settings: [...settingsBetween(a, b), ...filtersBetween(runA, runB)],
  } as const;
  return {
    ...common,
    ...changes,
    difference_sd: spread === null ? null : difference / spread,
    percentile_difference: less(b.percentile, a.percentile),
    coverage_difference: less(b.weight_mass_coverage, a.weight_mass_coverage),
    reasons: findReasons(a, b, changes),
  };
}

const less = (b: number | null, a: number | null): number | null => (a === null || b === null ? null : b - a);

/**
 * The spread of the score among people: of the reference panel, else as allele frequencies say for all rows, counted or not.
 * It belongs to the score, so one of the two results is enough; where both have one they must agree.
 */
function commonSpread(a: PrsResult, b: PrsResult): number | null {
  const panel = ({ percentile_method, reference_std }: PrsResult): number | null =>
    percentile_method === 'reference_panel' ? reference_std : null;
  return agreed(panel(a), panel(b)) ?? agreed(fullSpread(a), fullSpread(b));
}

/** √Σ2p(1−p)w² over the rows counted ÷ the root of their share of the variance: that of all rows. */
const fullSpread = ({ theoretical_std: std, expected_correlation: r }: PrsResult): number | null =>
  std === null || r === null || !(r > 0) ? null : std / r;

/** Above rounding, below any difference of reference populations or scoring files. */
const AGREEMENT = 1e-6;

function agreed(a: number | null, b: number | null): number | null {
  const known = [a, b].filter((value) => value !== null && value > 0) as number[];
  if (known.length === 0) return null;
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return most - least <= AGREEMENT * most ? most : null;
}

/** Everything that a result was computed with, by the name people know it by. */
const SETTINGS: Readonly<Record<string, (result: PrsResult) => unknown>> = {
  sample: ({ sample }) => sample,
  genome_build: (result) => result.genome_build,
  sex: ({ sex }) => sex,
  input_mode: (result) => result.genotype_input_mode,
  reference: ({ provenance }) => provenance.reference_alleles,
  ambiguous: ({ policies }) => policies.ambiguous,
  flip: ({ policies }) => policies.flip,
  missing: ({ policies }) => policies.missing,
  duplicates: ({ policies }) => policies.duplicates,
  chromosomes: ({ policies: { chromosomes } }) =>
    typeof chromosomes === 'string' ? chromosomes : chromosomes.join(', '),
  min_coverage: ({ policies }) => policies.min_coverage,
  dosage: ({ policies }) => policies.dosage,
  xchr_model: ({ policies }) => policies.xchr_model,
  compat: ({ policies }) => policies.compat,
  strand: ({ strand }) => strand,
  scoring_file: ({ provenance }) => provenance.scoring_file,
  variants_total: (result) => result.variants_total,
  population: ({ population }) => population,
  percentile_method: (result) => result.percentile_method,
  ancestry: ({ ancestry }) => ancestry,
  tool_version: ({ provenance }) => provenance.tool_version,
};

const textOf = (value: unknown): string => (value === null || value === undefined ? 'none' : String(value));

function settingsBetween(a: PrsResult, b: PrsResult): readonly SettingChange[] {
  const changes = Object.entries(SETTINGS).flatMap(([name, read]) => changeOf(name, read(a), read(b)));
  const [namesA, namesB] = [genotypeNames(a), genotypeNames(b)];
  if (!namesA.some((name) => namesB.includes(name))) changes.push(...changeOf('genotypes', namesA[0], namesB[0]));
  // What was not asked for, or not joined to a result, says nothing.
  for (const name of ['scoring_file_sha256', 'catalog_release'] as const) {
    const [inA, inB] = [a.provenance[name], b.provenance[name]];
    if (inA !== null && inB !== null) changes.push(...changeOf(name, inA, inB));
  }
  return changes;
}

/** A Parquet is the VCF that it was made of. */
const genotypeNames = ({ provenance: { normalized_from, genotypes_file } }: PrsResult): readonly string[] =>
  normalized_from === null ? [genotypes_file] : [normalized_from, genotypes_file];

/** Known of both runs or not told: what is not known is no difference. */
function filtersBetween({ filters: a }: ComparedRun, { filters: b }: ComparedRun): readonly SettingChange[] {
  if (a === undefined || b === undefined) return [];
  return (['pass_filters', 'min_depth', 'min_qual', 'min_gq'] as const).flatMap((name) =>
    changeOf(name, a[name], b[name]),
  );
}

function changeOf(name: string, a: unknown, b: unknown): readonly SettingChange[] {
  const [textA, textB] = [textOf(a), textOf(b)];
  return textA === textB ? [] : [{ name, a: textA, b: textB }];
}

const POLICIES = ['ambiguous', 'flip', 'missing', 'duplicates', 'chromosomes', 'dosage', 'xchr_model', 'compat'];
const FILTERS = ['pass_filters', 'min_depth', 'min_qual', 'min_gq'];

/** What the two results themselves say of the difference, the weightiest cause first. */
function findReasons(
  a: PrsResult,
  b: PrsResult,
  { status, states, settings }: Pick<ResultComparison, 'status' | 'states' | 'settings'>,
): readonly Reason[] {
  const reasons: Reason[] = [];
  const say = (code: string, sentence: string): void => void reasons.push({ code, sentence });
  const changed = (...names: readonly string[]): readonly SettingChange[] =>
    settings.filter(({ name }) => names.includes(name));
  const told = (changes: readonly SettingChange[]): string =>
    changes.map(({ name, a: before, b: after }) => `${name} ${before} → ${after}`).join(', ');
  if (hasOtherRows(a, b, changed('scoring_file_sha256')))
    say('scoring_file', 'The scoring files are not the same, so the two scores are not of one model.');
  if (changed('genome_build').length > 0)
    say(
      'genome_build',
      `The builds differ (${told(changed('genome_build'))}): positions, and so the rows that match, may.`,
    );
  if (changed('sample').length > 0)
    say('sample', `Two samples: ${a.sample} in A, ${b.sample} in B. Their genotypes differ.`);
  else if (changed('genotypes').length > 0)
    say('genotypes', `One sample name from two files (${told(changed('genotypes'))}): the genotypes may differ.`);
  const policies = changed(...POLICIES);
  if (policies.length > 0) say('policies', `Policies differ: ${told(policies)}.`);
  const filters = changed(...FILTERS);
  if (filters.length > 0) say('filters', `Filters of the genotypes differ: ${told(filters)}.`);
  const absent = changed('reference', 'input_mode');
  if (absent.length > 0) say('absent_loci', `What a locus that is not listed counts as differs: ${told(absent)}.`);
  if (states.length > 0) say('states', describeCounted(a, b));
  else if (status === 'moved')
    say('dosages', 'As many rows are in each state, so the same rows may be counted with other dosages.');
  if (changed('tool_version').length > 0 && status === 'moved')
    say('tool_version', `Versions of the program differ (${told(changed('tool_version'))}).`);
  const placed = changed('percentile_method', 'population', 'ancestry');
  if (placed.length > 0)
    say(
      'percentile',
      `The percentiles are not of one distribution (${told(placed)}): hold the scores against each other, not these.`,
    );
  return reasons;
}

const hasOtherRows = (a: PrsResult, b: PrsResult, hashes: readonly SettingChange[]): boolean =>
  a.variants_total !== b.variants_total ||
  Math.abs(a.weight_mass_total - b.weight_mass_total) > ROUNDING * Math.max(a.weight_mass_total, b.weight_mass_total) ||
  // Files of two builds have two hashes.
  (hashes.length > 0 && a.genome_build === b.genome_build);

function describeCounted(a: PrsResult, b: PrsResult): string {
  const percent = (share: number | null): string => (share === null ? '-' : `${(share * 100).toFixed(1)}%`);
  const coverage = `${percent(a.weight_mass_coverage)} of the weight in A, ${percent(b.weight_mass_coverage)} in B`;
  const [inA, inB] = [a.variants_matched, b.variants_matched];
  if (inA === inB) return `${inA.toLocaleString('en-US')} rows are counted in both, but in other states (${coverage}).`;
  const count = Math.abs(inB - inA);
  const more = `${count.toLocaleString('en-US')} ${count === 1 ? 'row' : 'rows'}`;
  return `${inB > inA ? 'B' : 'A'} counts ${more} more (${coverage}): a part of the difference is what was known, not what the genotypes are.`;
}
