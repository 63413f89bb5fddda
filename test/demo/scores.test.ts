import { describe, expect, test } from 'vitest';
import { generateCohort } from '../../src/core/demo/cohort.ts';
import { createGenomeModel } from '../../src/core/demo/genomeModel.ts';
import { planDemoScores } from '../../src/core/demo/scorePlan.ts';
import { generateDemoScores } from '../../src/core/demo/scores.ts';
import { CHROMOSOMES } from '../../src/core/model/genome.ts';
import { aggregateDistribution } from '../../src/core/reference/distributions.ts';
import { theoreticalDistribution } from '../../src/core/reference/percentile.ts';

const model = createGenomeModel(1, 20_000);
const plan = planDemoScores(model);
const files = [...generateDemoScores(model)];

type Row = Readonly<Record<string, string | undefined>>;

const parsed = files.map(({ text }) => {
  const lines = text.split('\n').slice(0, -1);
  const settings = lines.flatMap((line) => (/^#[^#]/.test(line) ? [line.slice(1)] : []));
  const header: Row = Object.fromEntries(
    settings.map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  );
  const [columns, ...cells] = lines.filter((line) => !line.startsWith('#')).map((line) => line.split('\t'));
  const rows: Row[] = cells.map((row) => Object.fromEntries(columns.map((column, i) => [column, row[i]])));
  return { header, columns, cells, rows };
});

const siteAt = new Map<string, number>(
  Array.from(model.pos, (pos, site) => [`${CHROMOSOMES[model.chromosome[site]]}:${pos}`, site]),
);
const findSite = ({ hm_chr, hm_pos }: Row) => siteAt.get(`${hm_chr?.replace(/^chr/, '')}:${hm_pos}`);

test('sixty scores from ten variants to a quarter of the sites, five a trait', () => {
  expect(files.map(({ pgs_id }) => pgs_id)).toEqual(plan.map(({ pgs_id }) => pgs_id));
  expect(files.every(({ pgs_id, file_name }) => file_name === `${pgs_id}_hmPOS_GRCh38.txt.gz`)).toBe(true);
  expect(new Set(plan.map(({ pgs_id }) => pgs_id)).size).toBe(60);
  const sizes = plan.map(({ n_variants }) => n_variants).sort((a, b) => a - b);
  expect([sizes[0], sizes.at(-1)]).toEqual([10, 5_000]);
  expect(planDemoScores({ seed: 1, size: 200_000 }).at(-1)?.n_variants).toBe(50_000);
  expect(plan.filter(({ has_frequencies }) => has_frequencies)).toHaveLength(40);
});

test('the same seed gives the same files, another seed others', () => {
  const texts = (seed: number) => [...generateDemoScores(createGenomeModel(seed, 4_000))].map(({ text }) => text);
  const first = texts(1);
  expect(texts(1)).toEqual(first);
  for (const [i, text] of texts(2).entries()) expect(text).not.toBe(first[i]);
});

test('headers agree with the plan and with the rows, and say that the score is synthetic', () => {
  for (const [i, { header, columns, cells, rows }] of parsed.entries()) {
    expect(files[i].text.startsWith('###PGS CATALOG SCORING FILE - SYNTHETIC')).toBe(true);
    expect(header).toMatchObject({
      format_version: '2.0',
      pgs_id: plan[i].pgs_id,
      genome_build: plan[i].genome_build,
      variants_number: String(rows.length),
      HmPOS_build: 'GRCh38',
    });
    expect(header.pgs_name).toMatch(/^SYNTHETIC_/);
    expect(header.trait_reported).toMatch(/\(synthetic\)$/);
    expect(rows).toHaveLength(plan[i].n_variants);
    expect(cells.every((row) => row.length === columns.length)).toBe(true);
    expect(columns.includes('allelefrequency_effect')).toBe(plan[i].has_frequencies);
    const mapped = rows.filter(({ hm_pos }) => hm_pos !== '').length;
    expect(header.HmPOS_match_pos).toBe(
      /38$/.test(plan[i].genome_build) ? `{"True": ${mapped}, "False": 0}` : '{"True": null, "False": null}',
    );
  }
});

test('rows are in genome order, on distinct sites', () => {
  for (const { rows } of parsed) {
    const sites = rows.flatMap((row) => findSite(row) ?? []);
    expect(sites).toEqual([...new Set(sites)].sort((a, b) => a - b));
  }
});

const COMPLEMENT: Row = { A: 'T', C: 'G', G: 'C', T: 'A' };

function classify(row: Row): string {
  if (row.hm_pos === '') return 'unmapped';
  const site = findSite(row);
  if (site === undefined) return 'absent';
  if (row.other_allele === '' || row.other_allele === undefined) return 'no other';
  const alleles = [model.ref[site], ...model.alts[site]];
  const fits = (effect?: string, other?: string) => alleles.includes(effect ?? '') && alleles.includes(other ?? '');
  if (fits(row.effect_allele, row.other_allele)) return row.effect_allele === alleles[0] ? 'swapped' : 'exact';
  if (fits(COMPLEMENT[row.effect_allele ?? ''], COMPLEMENT[row.other_allele])) return 'flipped';
  return 'mismatch';
}

describe('dirt', () => {
  const rows = parsed.flatMap((file, i) => (plan[i].dirt.absent > 0 ? file.rows : []));
  const share = (state: string) => rows.filter((row) => classify(row) === state).length / rows.length;

  test('is there, in the shares planned', () => {
    expect(share('absent')).toBeGreaterThan(0.01);
    expect(share('absent')).toBeLessThan(0.03);
    for (const state of ['flipped', 'mismatch', 'unmapped', 'no other']) {
      expect(share(state)).toBeGreaterThan(0.001);
      expect(share(state)).toBeLessThan(0.05);
    }
    expect(Math.abs(share('exact') / share('swapped') - 1)).toBeLessThan(0.15);
    const ambiguous = rows.filter((row) => row.effect_allele === COMPLEMENT[row.other_allele ?? '']);
    expect(ambiguous.length / rows.length).toBeGreaterThan(0.1);
  });

  test('is not in clean files', () => {
    const clean = parsed.filter((_, i) => plan[i].dirt.absent === 0 && plan[i].peculiarity === null);
    expect(clean.length).toBeGreaterThan(10);
    const states = new Set(clean.flatMap((file) => file.rows).map(classify));
    expect(states).toEqual(new Set(['exact', 'swapped']));
  });
});

describe('peculiarities', () => {
  const only = (peculiarity: string) => {
    const index = plan.findIndex((score) => score.peculiarity === peculiarity);
    expect(plan.filter((score) => score.peculiarity === peculiarity)).toHaveLength(1);
    return parsed[index];
  };

  test('dominant and recessive effects', () => {
    const { rows } = only('dominant_recessive');
    const kinds = new Set(rows.map(({ is_dominant, is_recessive }) => `${is_dominant} ${is_recessive}`));
    expect(kinds).toEqual(new Set(['False False', 'True False', 'False True']));
  });

  test('chromosomes with chr', () => {
    const { rows } = only('chr_prefix');
    expect(rows.every(({ chr_name }) => chr_name?.startsWith('chr'))).toBe(true);
    expect(rows.some(({ hm_chr }) => hm_chr?.startsWith('chr'))).toBe(true);
  });

  test('a licence of its own, which no other file has', () => {
    expect(only('own_license').header.license).toContain('SYNTHETIC');
    expect(parsed.filter(({ header }) => header.license !== undefined)).toHaveLength(1);
  });

  test('no other allele, but an inferred one', () => {
    const { columns, rows } = only('no_other_allele');
    expect(columns).not.toContain('other_allele');
    expect(rows.some(({ hm_inferOtherAllele }) => /^[ACGT]+$/.test(hm_inferOtherAllele ?? ''))).toBe(true);
  });
});

test('frequencies and weights predict the scores of the cohort that they describe', () => {
  const index = plan.findLastIndex((score) => score.has_frequencies && score.dirt.absent === 0);
  // Autosomes only: males carry one chrX, so there the expectation of two copies does not hold.
  const rows = parsed[index].rows.filter(({ hm_chr }) => hm_chr !== 'X');
  const sites = rows.map((row) => findSite(row) ?? Number.NaN);
  const weights = Float64Array.from(rows, ({ effect_weight }) => Number(effect_weight));
  const effect = rows.map((row, i) => [model.ref[sites[i]], ...model.alts[sites[i]]].indexOf(row.effect_allele ?? ''));
  const scores = [...generateCohort(model)].flatMap(({ superpopulation, genotypes: { hap0, hap1 } }) =>
    superpopulation === 'EUR'
      ? weights.reduce((sum, w, i) => {
          const site = sites[i];
          return sum + w * (Number(hap0[site] === effect[i]) + Number(hap1[site] === effect[i]));
        }, 0)
      : [],
  );
  const seen = aggregateDistribution(Float64Array.from(scores), plan[index].pgs_id, 'EUR');
  const expected = theoreticalDistribution(
    weights,
    Float64Array.from(rows, ({ allelefrequency_effect }) => Number(allelefrequency_effect)),
  );
  expect(expected?.std).toBeCloseTo(plan[index].score_std, 1);
  // Standard error of the mean of a hundred is std/10, that of the standard deviation std/14.
  expect(Math.abs(seen.mean - (expected?.mean ?? Number.NaN))).toBeLessThan(0.35 * seen.std);
  expect(seen.std / (expected?.std ?? Number.NaN)).toBeGreaterThan(0.75);
  expect(seen.std / (expected?.std ?? Number.NaN)).toBeLessThan(1.3);
});
