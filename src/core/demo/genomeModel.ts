import { CHROMOSOME_LENGTHS, CHROMOSOMES, SUPERPOPULATIONS, type Superpopulation } from '../model/genome.ts';
import { createRandom, type Random } from './random.ts';

/** Frequencies in a population are whole multiples of 1 ÷ this, so that a draw of 16 bits hits them exactly. */
export const FREQUENCY_UNIT = 65536;

/** Per site, frequency of the first and second ALT in units of 1 ÷ FREQUENCY_UNIT; together below FREQUENCY_UNIT. */
export interface AltFrequencies {
  readonly alt1: Uint16Array;
  /** Zero where there is no second ALT. */
  readonly alt2: Uint16Array;
}

/**
 * A made-up genome: variant sites on the chromosomes of GRCh38 in sorted order, and how common their alleles are in
 * five made-up populations. Only the chromosome lengths are real; nothing in it is measured on people.
 * The arrays run parallel, one entry a site.
 */
export interface GenomeModel {
  readonly seed: number;
  /** Number of sites. */
  readonly size: number;
  /** Index in CHROMOSOMES. */
  readonly chromosome: Uint8Array;
  /** 1-based, on GRCh38. */
  readonly pos: Uint32Array;
  readonly ref: readonly string[];
  /** One or two; indels carry the base before them, as in a VCF. */
  readonly alts: readonly (readonly string[])[];
  readonly rsid: readonly (string | null)[];
  readonly frequencies: Readonly<Record<Superpopulation, AltFrequencies>>;
  /** Sites carried once, by sex. */
  readonly haploid: Readonly<Record<'Male' | 'Female', Uint32Array>>;
}

const DEMO_SEED = 1;
const DEMO_SITES = 200_000;

/** No site is nearer to the next than this, so that no deletion reaches the next site. */
export const SITE_SPACING = 50;

const X = CHROMOSOMES.indexOf('X');
const Y = CHROMOSOMES.indexOf('Y');
const MT = CHROMOSOMES.indexOf('MT');
/** Ends of chrX that males carry twice, 1-based and inclusive (Genome Reference Consortium, GRCh38). */
const PSEUDO_AUTOSOMAL = [
  [10_001, 2_781_479],
  [155_701_383, 156_030_895],
] as const;

/** Sites per 10,000 that have two ALTs, and that are indels; the rest are plain SNVs. */
const MULTI_ALLELIC = 200;
const INDELS = 800;
/** Transitions ÷ transversions, as seen genome-wide in people. */
const TRANSITION_RATIO = 2.1;
const RSID_SHARE = 0.95;
/** Differentiation between populations: F_ST of Balding & Nichols' model. */
const FST = 0.1;
const RAREST = 0.01;

export function createGenomeModel(seed = DEMO_SEED, size = DEMO_SITES): GenomeModel {
  const places = placeSites(createRandom(seed, 'positions'), size);
  const random = createRandom(seed, 'alleles');
  const ref: string[] = [];
  const alts: (readonly string[])[] = [];
  const rsid: (string | null)[] = [];
  for (let site = 0; site < size; site++) {
    const alleles = drawAlleles(random);
    ref.push(alleles.ref);
    alts.push(alleles.alts);
    // No real rs number is this high.
    rsid.push(random.chance(RSID_SHARE) ? `rs${9_000_000_000 + site}` : null);
  }
  const haploid = { Male: listHaploid('Male', places), Female: listHaploid('Female', places) };
  return { seed, size, ...places, ref, alts, rsid, frequencies: drawFrequencies(seed, alts), haploid };
}

/** Sites a person carries once: the mitochondrion and, in males, chrX but for its pseudo-autosomal ends. */
function listHaploid(
  sex: 'Male' | 'Female',
  { chromosome, pos }: Pick<GenomeModel, 'chromosome' | 'pos'>,
): Uint32Array {
  const isPseudoAutosomal = (site: number) =>
    PSEUDO_AUTOSOMAL.some(([start, end]) => start <= pos[site] && pos[site] <= end);
  const sites: number[] = [];
  for (const [site, code] of chromosome.entries())
    if (code === MT || (code === X && sex === 'Male' && !isPseudoAutosomal(site))) sites.push(site);
  return Uint32Array.from(sites);
}

/** One site in each of equal windows: as many on a chromosome as its length earns, none on chrY. */
function placeSites(random: Random, size: number): Pick<GenomeModel, 'chromosome' | 'pos'> {
  const lengths = CHROMOSOME_LENGTHS.GRCh38.map((length, code) => (code === Y ? 0 : length));
  const genome = lengths.reduce((sum, length) => sum + length, 0);
  const mitochondrial = Math.round(size / 10_000);
  const chromosome = new Uint8Array(size);
  const pos = new Uint32Array(size);
  let site = 0;
  let before = 0;
  for (const [code, length] of lengths.entries()) {
    before += length;
    const end = code === MT ? size : Math.round((before / genome) * (size - mitochondrial));
    // Chromosomes begin with 10,000 unsequenced bases; the mitochondrion does not.
    const start = code === MT ? 1 : 10_001;
    const first = site;
    const window = (length - 2 * start) / (end - first);
    for (; site < end; site++) {
      chromosome[site] = code;
      pos[site] = start + Math.floor((site - first) * window + random.uniform() * (window - SITE_SPACING));
    }
  }
  return { chromosome, pos };
}

const BASES = ['A', 'C', 'G', 'T'] as const;
const TRANSITION: Readonly<Record<string, string>> = { A: 'G', C: 'T', G: 'A', T: 'C' };
const TRANSVERSIONS: Readonly<Record<string, readonly string[]>> = {
  A: ['C', 'T'],
  C: ['A', 'G'],
  G: ['C', 'T'],
  T: ['A', 'G'],
};

function drawAlleles(random: Random): { ref: string; alts: readonly string[] } {
  const base = random.pick(BASES);
  const kind = random.below(10_000);
  if (kind < MULTI_ALLELIC) return { ref: base, alts: drawTwoAlts(random, base) };
  if (kind >= MULTI_ALLELIC + INDELS) return { ref: base, alts: [drawSubstitute(random, base)] };
  const longer = base + drawInserted(random, base);
  return random.chance(0.5) ? { ref: base, alts: [longer] } : { ref: longer, alts: [base] };
}

function drawSubstitute(random: Random, base: string): string {
  return random.chance(TRANSITION_RATIO / (1 + TRANSITION_RATIO)) ? TRANSITION[base] : random.pick(TRANSVERSIONS[base]);
}

/** Two other bases, or the base followed by once and twice the same insertion. */
function drawTwoAlts(random: Random, base: string): readonly string[] {
  if (random.chance(0.2)) {
    const unit = drawInserted(random, base);
    return [base + unit, base + unit + unit];
  }
  const others = BASES.filter((other) => other !== base);
  others.splice(random.below(3), 1);
  return others;
}

/** One to ten bases, short ones mostly; the last differs from the base before them, so that they cannot move left. */
function drawInserted(random: Random, anchor: string): string {
  let bases = '';
  while (bases.length < 9 && random.chance(0.45)) bases += random.pick(BASES);
  return bases + random.pick(BASES.filter((base) => base !== anchor));
}

/**
 * Ancestral frequencies, then one drift from them for each population.
 *
 * A neutral allele is found at frequency p with the U-shaped density ∝ 1/(p·(1−p)) (S. Wright, Genetics 16 (1931)
 * 97–159). It is an ALT when the reference genome happens to show the other allele, so with probability 1 − p; hence
 * ALTs follow 1/p, here from 0.01 to 0.99.
 */
function drawFrequencies(seed: number, alts: GenomeModel['alts']): GenomeModel['frequencies'] {
  const random = createRandom(seed, 'frequencies');
  const empty = (): AltFrequencies => ({ alt1: new Uint16Array(alts.length), alt2: new Uint16Array(alts.length) });
  const frequencies = { AFR: empty(), AMR: empty(), EAS: empty(), EUR: empty(), SAS: empty() };
  for (let site = 0; site < alts.length; site++) {
    const alt = RAREST * ((1 - RAREST) / RAREST) ** random.uniform();
    const second = alts[site].length === 2 ? alt * (0.1 + 0.4 * random.uniform()) : 0;
    for (const population of SUPERPOPULATIONS) {
      const [drifted1, drifted2] = driftFrequencies(random, alt - second, second);
      frequencies[population].alt1[site] = drifted1;
      frequencies[population].alt2[site] = drifted2;
    }
  }
  return frequencies;
}

/**
 * Frequencies after drift, in units of 1 ÷ FREQUENCY_UNIT: Dirichlet with mean (1−p−q, p, q) and variance
 * p·(1−p)·F_ST (D. J. Balding & R. A. Nichols, Genetica 96 (1995) 3–12), as gamma variates over their sum.
 */
function driftFrequencies(random: Random, alt1: number, alt2: number): readonly [number, number] {
  const concentration = (1 - FST) / FST;
  const ref = random.gamma((1 - alt1 - alt2) * concentration);
  const first = random.gamma(alt1 * concentration);
  const second = alt2 > 0 ? random.gamma(alt2 * concentration) : 0;
  const scale = (FREQUENCY_UNIT - 1) / (ref + first + second);
  return [Math.floor(first * scale), Math.floor(second * scale)];
}
