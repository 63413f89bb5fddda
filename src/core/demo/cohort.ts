import { SUPERPOPULATIONS, type Superpopulation } from '../model/genome.ts';
import type { GenomeModel } from './genomeModel.ts';
import { createRandom } from './random.ts';

/** Allele index of a call that is missing. */
export const MISSING_ALLELE = 255;
/** In place of the second allele where a person carries the site once. */
export const NO_SECOND_ALLELE = 254;

/** Allele indices (0 REF, 1 first ALT, 2 second ALT) of one person, one entry a site of the model. */
export interface Genotypes {
  /** Or MISSING_ALLELE. */
  readonly hap0: Uint8Array;
  /** Or MISSING_ALLELE or NO_SECOND_ALLELE. */
  readonly hap1: Uint8Array;
}

export interface DemoPerson {
  readonly iid: string;
  readonly superpopulation: Superpopulation;
  readonly sex: 'Male' | 'Female';
  readonly genotypes: Genotypes;
}

export const DEMO_SAMPLE = 'SYNTHETIC_DEMO';
export const DEMO_POPULATION: Superpopulation = 'EUR';
const PEOPLE_PER_POPULATION = 100;
const NO_CALL_SHARE = 0.01;

/**
 * A made-up reference cohort, women and men in turn, population after population. Alleles are drawn on their own at
 * each site, so there is Hardy–Weinberg and linkage equilibrium, and no kinship; nobody has a missing call.
 */
export function* generateCohort(model: GenomeModel, peoplePerPopulation = PEOPLE_PER_POPULATION): Iterable<DemoPerson> {
  for (const superpopulation of SUPERPOPULATIONS) {
    for (let i = 1; i <= peoplePerPopulation; i++) {
      const iid = `SYNTHETIC_${superpopulation}_${String(i).padStart(3, '0')}`;
      yield drawPerson(model, { iid, superpopulation, sex: i % 2 === 0 ? 'Male' : 'Female' });
    }
  }
}

/** The man whose VCF the demo writes; one call in a hundred is missing. */
export function drawDemoPerson(model: GenomeModel): DemoPerson {
  const person = drawPerson(model, { iid: DEMO_SAMPLE, superpopulation: DEMO_POPULATION, sex: 'Male' });
  const { hap0, hap1 } = person.genotypes;
  const random = createRandom(model.seed, 'no calls');
  for (let site = 0; site < model.size; site++) {
    if (!random.chance(NO_CALL_SHARE)) continue;
    hap0[site] = MISSING_ALLELE;
    if (hap1[site] !== NO_SECOND_ALLELE) hap1[site] = MISSING_ALLELE;
  }
  return person;
}

function drawPerson(model: GenomeModel, identity: Omit<DemoPerson, 'genotypes'>): DemoPerson {
  const { alt1, alt2 } = model.frequencies[identity.superpopulation];
  const { bits } = createRandom(model.seed, identity.iid);
  const hap0 = new Uint8Array(model.size);
  const hap1 = new Uint8Array(model.size);
  for (let site = 0; site < model.size; site++) {
    const first = alt1[site];
    const either = first + alt2[site];
    // Two draws of 16 bits in one, and no branch to mispredict: there are two hundred million alleles to draw.
    const draw = bits();
    hap0[site] = 2 * Number(draw >>> 16 < either) - Number(draw >>> 16 < first);
    hap1[site] = 2 * Number((draw & 0xffff) < either) - Number((draw & 0xffff) < first);
  }
  for (const site of model.haploid[identity.sex]) hap1[site] = NO_SECOND_ALLELE;
  return { ...identity, genotypes: { hap0, hap1 } };
}
