/** The made-up rows that authors of plugins test with are as various as real ones, and contradict themselves nowhere. */
import { describe, expect, it } from 'vitest';
import { type PrsResult, readResults } from '../../src/core/index.ts';
import { sampleRows } from '../../src/plugins/sampleRows.ts';

const rows = sampleRows();
const values = <T>(of: (row: PrsResult) => T): readonly T[] => [...new Set(rows.map(of))];

describe('sampleRows', () => {
  it('are of several people in turn, who share their scores', () => {
    expect(rows).toHaveLength(5000);
    const [first] = rows;
    const people = values(({ sample }) => sample);
    expect(people.length).toBeGreaterThanOrEqual(3);
    expect(rows.slice(0, people.length).map(({ sample }) => sample)).toEqual(people);
    const sharing = rows.filter(({ pgs_id }) => pgs_id === first.pgs_id).map(({ sample }) => sample);
    expect(sharing).toEqual(people);
  });

  it('have every grade and every method, and people compared with several populations and with none', () => {
    expect([...values(({ coverage_grade }) => coverage_grade)].sort()).toEqual(['A', 'B', 'C', 'D', 'F']);
    expect([...values(({ percentile_method }) => percentile_method)].sort()).toEqual([
      'auroc_approx',
      'build_mismatch',
      'insufficient_coverage',
      'reference_panel',
      'theoretical',
      'unavailable',
      'variant_only_input',
    ]);
    expect([...values(({ evidence }) => evidence?.grade ?? 'none')].sort()).toEqual([
      'High',
      'Low',
      'Moderate',
      'Normal',
      'none',
    ]);
    expect([...values(({ ancestry }) => ancestry ?? 'none')].sort()).toEqual(['AFR', 'EUR', 'none']);
    const labels = values(({ evidence }) => (evidence === null ? undefined : evidence.ancestry));
    for (const label of [undefined, null, 'European', 'European, South Asian, African unspecified, NR'])
      expect(labels).toContain(label);
    expect(rows.some(({ evidence }) => evidence?.ancestry === null && evidence.ppm_id !== null)).toBe(true);
    expect(rows.some(({ weight_mass_coverage }) => weight_mass_coverage === null)).toBe(true);
    expect(values(({ trait_reported }) => trait_reported)).toContain(null);
    expect(values(({ trait_reported }) => trait_reported)).toContain('Körpergröße, "身長"\n🧬; =1+1');
  });

  it('have a z score where there is a percentile, and a reason where there is none', () => {
    for (const { percentile, z_score, percentile_source, withheld, ...row } of rows) {
      expect(z_score === null).toBe(percentile === null);
      expect(percentile_source === null).toBe(percentile === null);
      expect(withheld.length === 0).toBe(percentile !== null);
      if (row.percentile_method !== 'reference_panel') expect(row.ancestry).toBeNull();
      expect(Object.values(row.states).reduce((sum, count) => sum + count, 0)).toBe(row.variants_total);
      expect(row.match_rate).toBe(row.variants_matched / row.variants_total);
    }
  });

  it('say the same of a score, whoever has it', () => {
    const known = new Map<string, unknown>();
    for (const { pgs_id, trait_reported, evidence, has_allele_frequencies, weight_mass_total, license } of rows) {
      const said = { trait_reported, evidence, has_allele_frequencies, weight_mass_total, license };
      expect(said).toEqual(known.get(pgs_id) ?? said);
      known.set(pgs_id, said);
    }
  });

  it('are read again as results of earlier runs are', async () => {
    async function* text(): AsyncGenerator<string> {
      yield JSON.stringify(rows.slice(0, 300));
    }
    const read: PrsResult[] = [];
    for await (const row of readResults(text(), 'rows.json')) read.push(row);
    expect(read).toEqual(rows.slice(0, 300));
  });
});
