import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareResults } from '../../src/core/judgement/compareResults.ts';
import type { ResultComparison } from '../../src/core/model/comparison.ts';
import { DEFAULT_POLICIES, type PrsResult, ROW_STATES, type StateCounts } from '../../src/core/model/result.ts';
import { NO_FILTERS } from '../../src/core/model/vcf.ts';
import { resultOf } from '../support/results.ts';

const statesOf = (counts: Partial<StateCounts>): StateCounts =>
  Object.fromEntries(ROW_STATES.map((state) => [state, counts[state] ?? 0])) as StateCounts;

const compare = (a: readonly PrsResult[], b: readonly PrsResult[]): readonly ResultComparison[] =>
  compareResults({ results: a }, { results: b });

function compareOne(a: Partial<PrsResult>, b: Partial<PrsResult>): ResultComparison {
  const [found] = compare([resultOf(a)], [resultOf(b)]);
  if (found === undefined) throw new Error('nothing was compared');
  return found;
}

const codes = ({ reasons }: ResultComparison): readonly string[] => reasons.map(({ code }) => code);

describe('one score in two runs', () => {
  it('moves by the difference, in standard deviations of all of its rows', () => {
    const found = compareOne(
      { score: 1.25, theoretical_std: 0.25, expected_correlation: 0.8, percentile: 84.13 },
      { score: 1.75, theoretical_std: 0.3, expected_correlation: 0.96, percentile: 90, weight_mass_coverage: 0.95 },
    );
    // 0.25 / 0.8 = 0.3 / 0.96 = 0.3125 is the spread of the full score, whatever part of it was counted.
    expect(found.status).toBe('moved');
    expect(found.difference).toBe(0.5);
    expect(found.difference_sd).toBeCloseTo(1.6, 12);
    expect(found.percentile_difference).toBeCloseTo(5.87, 12);
    expect(found.coverage_difference).toBeCloseTo(0.2, 12);
  });

  it('takes the spread of the reference panel first, also of one result alone', () => {
    const panel = { percentile_method: 'reference_panel', reference_std: 0.4 } as const;
    expect(compareOne({ score: 1, ...panel }, { score: 2 }).difference_sd).toBeCloseTo(2.5, 12);
    // Of two populations there is no one spread, but allele frequencies have one.
    const other = { ...panel, reference_std: 0.5 };
    expect(compareOne({ score: 1, ...panel }, { score: 2, ...other }).difference_sd).toBeCloseTo(3.2, 12);
    const unknown = { theoretical_std: null, expected_correlation: null };
    expect(compareOne({ score: 1, ...unknown }, { score: 2, ...unknown })).toMatchObject({
      difference: 1,
      difference_sd: null,
    });
  });

  it('is the same when nothing but the order of the sum can differ', () => {
    expect(compareOne({ score: 1.25 }, { score: 1.25 + 2e-12 }).status).toBe('same');
    // Σ|w| is 4, so rounding is at most 4e-12.
    expect(compareOne({ score: 1.25 }, { score: 1.25 + 1e-11 }).status).toBe('moved');
  });

  it('says which states changed, and that a part of the difference is coverage', () => {
    const a = { variants_matched: 8, states: statesOf({ exact: 8, absent_unknown: 2 }), weight_mass_coverage: 0.75 };
    const b = { variants_matched: 10, states: statesOf({ exact: 8, assumed_hom_ref: 2 }), weight_mass_coverage: 1 };
    const reference = { ...resultOf().provenance, reference_alleles: 'GRCh38.2bit' };
    const found = compareOne(a, { ...b, score: 1.5, provenance: reference });
    expect(found.states).toEqual([
      { state: 'assumed_hom_ref', rows_a: 0, rows_b: 2 },
      { state: 'absent_unknown', rows_a: 2, rows_b: 0 },
    ]);
    expect(codes(found)).toEqual(['absent_loci', 'states']);
    expect(found.reasons[0]?.sentence).toContain('reference none → GRCh38.2bit');
    expect(found.reasons[1]?.sentence).toBe(
      'B counts 2 rows more (75.0% of the weight in A, 100.0% in B): a part of the difference is what was known, not what the genotypes are.',
    );
  });

  it('names policies, filters and people that differ, and what the percentiles are of', () => {
    const a = resultOf({ sample: 'S1', population: 'EUR' });
    const b = resultOf({
      ...{ sample: 'S2', population: 'AFR', score: 2 },
      policies: { ...DEFAULT_POLICIES, ambiguous: 'drop' },
    });
    const [found] = compareResults(
      { results: [a], filters: NO_FILTERS },
      { results: [b], filters: { ...NO_FILTERS, min_depth: 10 } },
    );
    expect(found?.settings).toEqual([
      { name: 'sample', a: 'S1', b: 'S2' },
      { name: 'ambiguous', a: 'auto', b: 'drop' },
      { name: 'population', a: 'EUR', b: 'AFR' },
      { name: 'min_depth', a: 'none', b: '10' },
    ]);
    expect(found && codes(found)).toEqual(['sample', 'policies', 'filters', 'dosages', 'percentile']);
  });

  it('knows a Parquet as the VCF it was made of, and takes what is not told for no difference', () => {
    const from = (genotypes_file: string, normalized_from: string | null, catalog_release: string | null) => ({
      provenance: { ...resultOf().provenance, genotypes_file, normalized_from, catalog_release },
    });
    const names = (a: Partial<PrsResult>, b: Partial<PrsResult>) => compareOne(a, b).settings.map(({ name }) => name);
    expect(names(from('a.vcf', null, null), from('a.parquet', 'a.vcf', '2026-01-01'))).toEqual([]);
    expect(names(from('a.parquet', null, null), from('a.parquet', 'a.vcf', null))).toEqual([]);
    expect(names(from('a.vcf', null, '2025-01-01'), from('b.parquet', 'b.vcf', '2026-01-01'))).toEqual([
      'genotypes',
      'catalog_release',
    ]);
  });

  it('does not call the scores of two models one score', () => {
    expect(codes(compareOne({}, { variants_total: 11, score: 2 }))).toContain('scoring_file');
    const hashed = (sha256: string) => ({ provenance: { ...resultOf().provenance, scoring_file_sha256: sha256 } });
    expect(codes(compareOne(hashed('a'), hashed('b')))).toContain('scoring_file');
    expect(codes(compareOne(hashed('a'), hashed('a')))).toEqual([]);
  });
});

describe('two runs', () => {
  it('are told by what moved most; scores of one run only are listed as such, and what did not move is last', () => {
    const result = (pgs_id: string, score: number, more: Partial<PrsResult> = {}) =>
      resultOf({ pgs_id, score, ...more });
    const unknown = { theoretical_std: null, expected_correlation: null };
    const a = [
      ...[result('PGS000001', 1), result('PGS000002', 1), result('PGS000003', 1), result('PGS000004', 1)],
      ...[result('PGS000005', 1, unknown)],
    ];
    const b = [
      ...[result('PGS000001', 1), result('PGS000002', 1.1), result('PGS000003', 0), result('PGS000006', 1)],
      ...[result('PGS000005', 9, unknown)],
    ];
    expect(compare(a, b).map(({ pgs_id, status }) => `${pgs_id} ${status}`)).toEqual([
      'PGS000003 moved',
      'PGS000002 moved',
      'PGS000005 moved',
      'PGS000004 only_a',
      'PGS000006 only_b',
      'PGS000001 same',
    ]);
  });

  it('pair a score that is there twice in its order', () => {
    const twice = (one: number, other: number) => [resultOf({ score: one }), resultOf({ score: other })];
    expect(compare(twice(1, 2), twice(1, 3)).map(({ difference }) => difference)).toEqual([1, 0]);
    expect(compare(twice(1, 2), [resultOf({ score: 1 })]).map(({ status }) => status)).toEqual(['only_a', 'same']);
  });
});

const amount = fc.double({ min: -10, max: 10, noNaN: true, noDefaultInfinity: true });
const anyResult = fc
  .record({
    pgs_id: fc.integer({ min: 1, max: 6 }).map((id) => `PGS00000${id}`),
    score: amount,
    percentile: fc.option(fc.double({ min: 0, max: 100, noNaN: true })),
    theoretical_std: fc.option(fc.double({ min: 0.01, max: 2, noNaN: true })),
    expected_correlation: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    weight_mass_coverage: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    variants_total: fc.integer({ min: 1, max: 12 }),
    sample: fc.constantFrom('S1', 'S2'),
    states: fc.record({ exact: fc.nat(9), no_call: fc.nat(9) }).map(statesOf),
  })
  .map(resultOf);
const anyRun = fc.array(anyResult, { maxLength: 8 });
const negated = (value: number | null): number | null => (value === null ? null : 0 - value);
const swapped = { moved: 'moved', same: 'same', only_a: 'only_b', only_b: 'only_a' } as const;

describe('whatever the results', () => {
  it('a run compared with itself moves nothing and has no reasons', () => {
    fc.assert(
      fc.property(anyRun, (run) => {
        for (const found of compare(run, run))
          expect(found).toMatchObject({ status: 'same', difference: 0, states: [], settings: [], reasons: [] });
        expect(compare(run, run)).toHaveLength(run.length);
      }),
    );
  });

  it('swapping negates every difference and keeps which score is which', () => {
    fc.assert(
      fc.property(anyRun, anyRun, (a, b) => {
        // As JSON, which knows no -0. Settings and reasons are told of A and B, and where it stands may differ among equals.
        const sorted = (found: readonly ResultComparison[]): readonly string[] =>
          found
            .map(({ settings: _, reasons: __, ...rest }) => JSON.stringify({ ...rest, trait_reported: null }))
            .sort();
        const back = compare(b, a).map((found) => ({
          ...found,
          ...{ a: found.b, b: found.a, status: swapped[found.status] },
          difference: negated(found.difference),
          difference_sd: negated(found.difference_sd),
          percentile_difference: negated(found.percentile_difference),
          coverage_difference: negated(found.coverage_difference),
          states: found.states.map(({ state, rows_a, rows_b }) => ({ state, rows_a: rows_b, rows_b: rows_a })),
        }));
        expect(sorted(back)).toEqual(sorted(compare(a, b)));
      }),
    );
  });
});
