import { expect, test } from 'vitest';
import { drawDemoPerson, generateCohort, MISSING_ALLELE, NO_SECOND_ALLELE } from '../../src/core/demo/cohort.ts';
import { createGenomeModel, FREQUENCY_UNIT } from '../../src/core/demo/genomeModel.ts';
import { SUPERPOPULATIONS } from '../../src/core/model/genome.ts';

const model = createGenomeModel(1, 2_000);
const people = [...generateCohort(model)];

test('a hundred people of each population, half of them men, nobody twice', () => {
  expect(people.map(({ superpopulation }) => superpopulation)).toEqual(
    SUPERPOPULATIONS.flatMap((population) => new Array(100).fill(population)),
  );
  expect(people.filter(({ sex }) => sex === 'Male')).toHaveLength(250);
  expect(new Set(people.map(({ iid }) => iid)).size).toBe(500);
  expect(people.every(({ iid }) => iid.startsWith('SYNTHETIC_'))).toBe(true);
  expect(people[1].genotypes.hap0).not.toEqual(people[0].genotypes.hap0);
});

test('every allele exists at its site, and people carry as many copies as their sex does', () => {
  const haploid = { Male: new Set(model.haploid.Male), Female: new Set(model.haploid.Female) };
  const wrong = people.flatMap(({ iid, sex, genotypes: { hap0, hap1 } }) =>
    model.alts.flatMap(({ length }, site) => {
      const isSecondRight = haploid[sex].has(site) ? hap1[site] === NO_SECOND_ALLELE : hap1[site] <= length;
      return hap0[site] <= length && isSecondRight ? [] : [[iid, site]];
    }),
  );
  expect(wrong).toEqual([]);
});

test('allele counts follow the frequencies of each population, genotypes Hardy and Weinberg', () => {
  for (const population of SUPERPOPULATIONS) {
    const members = people.filter(({ superpopulation }) => superpopulation === population);
    const { alt1 } = model.frequencies[population];
    // Squared distance from expectation over its variance, 1 a site on average; over the diploid sites that vary.
    let deviation = 0;
    let heterozygotes = 0;
    let expected = 0;
    let sites = 0;
    const haploid = new Set(model.haploid.Male);
    for (let site = 0; site < model.size; site++) {
      const p = alt1[site] / FREQUENCY_UNIT;
      if (haploid.has(site) || model.alts[site].length > 1 || p < 0.02 || p > 0.98) continue;
      const alleles = members.flatMap(({ genotypes }) => [genotypes.hap0[site], genotypes.hap1[site]]);
      const carried = alleles.filter((allele) => allele === 1).length;
      deviation += (carried - 200 * p) ** 2 / (200 * p * (1 - p));
      heterozygotes += members.filter(({ genotypes }) => genotypes.hap0[site] !== genotypes.hap1[site]).length;
      expected += 100 * 2 * p * (1 - p);
      sites++;
    }
    expect(sites).toBeGreaterThan(1_000);
    expect(Math.abs(deviation / sites - 1)).toBeLessThan(0.15);
    expect(heterozygotes / expected).toBeCloseTo(1, 1);
  }
});

test('the demo’s man misses about one call in a hundred, both alleles of it', () => {
  const { hap0, hap1 } = drawDemoPerson(model).genotypes;
  const missing = hap0.filter((allele) => allele === MISSING_ALLELE).length;
  expect(missing).toBeGreaterThan(5);
  expect(missing).toBeLessThan(45);
  for (let site = 0; site < model.size; site++) {
    if (hap1[site] === NO_SECOND_ALLELE) expect(model.haploid.Male).toContain(site);
    else expect(hap1[site] === MISSING_ALLELE).toBe(hap0[site] === MISSING_ALLELE);
  }
});
