import { describe, expect, test } from 'vitest';
import { createGenomeModel, FREQUENCY_UNIT, SITE_SPACING } from '../../src/core/demo/genomeModel.ts';
import { CHROMOSOME_LENGTHS, CHROMOSOMES, SUPERPOPULATIONS } from '../../src/core/model/genome.ts';

const model = createGenomeModel(1, 50_000);
const { chromosome, pos, ref, alts, frequencies } = model;
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

describe('sites', () => {
  test('are sorted, apart, and within their chromosomes', () => {
    const wrong = Array.from(pos).filter((at, i) => {
      const isFirst = i === 0 || chromosome[i] > chromosome[i - 1];
      const isApart = isFirst || (chromosome[i] === chromosome[i - 1] && at - pos[i - 1] >= SITE_SPACING);
      return !isApart || at < 1 || at + ref[i].length > CHROMOSOME_LENGTHS.GRCh38[chromosome[i]];
    });
    expect(wrong).toEqual([]);
  });

  test('are as dense on one chromosome as on another, and absent from chrY', () => {
    const counts = CHROMOSOMES.map((_, code) => chromosome.filter((other) => other === code).length);
    expect(counts[CHROMOSOMES.indexOf('Y')]).toBe(0);
    expect(counts[CHROMOSOMES.indexOf('MT')]).toBe(5);
    for (const [code, name] of CHROMOSOMES.entries())
      if (name !== 'Y' && name !== 'MT')
        expect(counts[code] / CHROMOSOME_LENGTHS.GRCh38[code]).toBeCloseTo(50_000 / 3.0309e9, 6);
  });

  test('are SNVs for the most part, with about 8 % indels, 2 % of two ALTs, and 2.1 transitions a transversion', () => {
    const snvs = alts.flatMap(([alt, ...more], i) =>
      more.length === 0 && ref[i].length + alt.length === 2 ? [ref[i] + alt] : [],
    );
    const transitions = snvs.filter((pair) => /^(AG|GA|CT|TC)$/.test(pair)).length;
    const twoAlts = alts.filter((list) => list.length === 2).length;
    expect(Math.abs(transitions / (snvs.length - transitions) - 2.1)).toBeLessThan(0.1);
    expect(twoAlts / model.size).toBeCloseTo(0.02, 2);
    expect((model.size - twoAlts - snvs.length) / model.size).toBeCloseTo(0.08, 2);
  });

  test('have distinct alleles, anchored at the first base and not movable to the left', () => {
    const wrong = alts
      .map((list, i) => [ref[i], ...list])
      .filter((alleles) => {
        const longest = alleles.reduce((a, b) => (b.length > a.length ? b : a));
        const isAnchored = alleles.every((allele) => allele[0] === longest[0]) && longest.at(-1) !== longest[0];
        const isValid = alleles.every((allele) => /^[ACGT]+$/.test(allele)) && new Set(alleles).size === alleles.length;
        return !isValid || (longest.length > 1 && !isAnchored);
      });
    expect(wrong).toEqual([]);
  });

  test('carried once: the mitochondrion and, in males, chrX between its ends', () => {
    const place = (site: number) => CHROMOSOMES[chromosome[site]];
    expect(new Set(Array.from(model.haploid.Female, place))).toEqual(new Set(['MT']));
    expect(new Set(Array.from(model.haploid.Male, place))).toEqual(new Set(['X', 'MT']));
    const onX = Array.from(model.haploid.Male).filter((site) => place(site) === 'X');
    expect(pos[onX[0]]).toBeGreaterThan(2_781_479);
    expect(pos[onX.at(-1) ?? 0]).toBeLessThan(155_701_383);
  });
});

describe('frequencies', () => {
  test('leave room for the reference allele', () => {
    for (const population of SUPERPOPULATIONS) {
      const { alt1, alt2 } = frequencies[population];
      const wrong = alts.filter(
        ({ length }, i) => alt1[i] + alt2[i] >= FREQUENCY_UNIT || (length === 1 && alt2[i] > 0),
      );
      expect(wrong).toEqual([]);
    }
  });

  test('have the mean of their spectrum, 0.98/ln 99, in every population', () => {
    for (const population of SUPERPOPULATIONS) {
      const { alt1, alt2 } = frequencies[population];
      expect(mean(Array.from(alt1, (alt, i) => (alt + alt2[i]) / FREQUENCY_UNIT))).toBeCloseTo(0.98 / Math.log(99), 2);
    }
  });

  test('differ between populations by an F_ST of 0.1 (Hudson’s estimator)', () => {
    const p = frequencies.EUR.alt1;
    const q = frequencies.AFR.alt1;
    let between = 0;
    let total = 0;
    for (let i = 0; i < model.size; i++) {
      const [a, b] = [p[i] / FREQUENCY_UNIT, q[i] / FREQUENCY_UNIT];
      between += (a - b) ** 2;
      total += a * (1 - b) + b * (1 - a);
    }
    expect(between / total).toBeCloseTo(0.1, 2);
  });
});

test('another seed is another genome, the same seed the same', () => {
  const small = createGenomeModel(1, 200);
  expect(createGenomeModel(1, 200)).toEqual(small);
  expect(createGenomeModel(2, 200).pos).not.toEqual(small.pos);
  expect(createGenomeModel(2, 200).ref).not.toEqual(small.ref);
});
