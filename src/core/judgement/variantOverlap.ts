/** How much two scores are one score: told from a small sample of their loci that is drawn alike for all scores. */
import { NO_KEY } from '../genotype/chromosome.ts';
import type { VariantSketch } from '../model/judgement.ts';

/** Loci kept of a score; one of no more is compared exactly. 512 bound the error of a share at about 0.02. */
const SKETCH_LOCI = 512;
const HASHES = 2 ** 32;

interface Weights {
  /** Genome keys, rising; rows without one first. */
  readonly keys: Uint32Array;
  readonly weights: Float64Array;
  /** Three per row, or null. */
  readonly dosageWeights: Float64Array | null;
}

/**
 * The loci with the smallest hashes ("bottom k": E. Cohen, Size-Estimation Framework, JCSS 55 (1997) 441–453). As all
 * scores are hashed alike, what two sketches have below the lower of their largest hashes is a uniform sample of the loci
 * of both.
 */
export function sketchVariants({ keys, weights, dosageWeights }: Weights): VariantSketch {
  const loci = countLoci(keys);
  // Four times as many as wanted are expected below the first bound, so that one walk nearly always does.
  for (let bound = loci <= SKETCH_LOCI ? HASHES : (4 * SKETCH_LOCI * HASHES) / loci; ; bound *= 2) {
    const found: { readonly hash: number; mass: number }[] = [];
    let previous = NO_KEY;
    let isTaken = false;
    for (let row = 0; row < keys.length; row++) {
      const key = keys[row];
      if (key === NO_KEY) continue;
      if (key !== previous) {
        const hash = hashKey(key);
        isTaken = hash < bound;
        if (isTaken) found.push({ hash, mass: 0 });
        previous = key;
      }
      if (isTaken) found[found.length - 1].mass += weightMass(weights, dosageWeights, row);
    }
    if (found.length < SKETCH_LOCI && bound < HASHES) continue;
    const kept = found.sort((a, b) => a.hash - b.hash).slice(0, SKETCH_LOCI);
    return { loci, hashes: kept.map(({ hash }) => hash), masses: kept.map(({ mass }) => mass) };
  }
}

function countLoci(keys: Uint32Array): number {
  let loci = 0;
  for (let row = 0; row < keys.length; row++)
    if (keys[row] !== NO_KEY && (row === 0 || keys[row] !== keys[row - 1])) loci++;
  return loci;
}

/** Of three weights, the distance between the largest and the smallest is what differs between people. */
function weightMass(weights: Float64Array, dosageWeights: Float64Array | null, row: number): number {
  if (dosageWeights === null) return Math.abs(weights[row]);
  const three = dosageWeights.subarray(row * 3, row * 3 + 3);
  return Math.max(...three) - Math.min(...three);
}

/** The finaliser of A. Appleby's MurmurHash3: one to one, so different loci never collide. */
function hashKey(key: number): number {
  let h = key ^ (key >>> 16);
  h = Math.imul(h, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

/**
 * 0 (nothing in common) to 1 (the same loci with proportional weights): the share of Σ|w| that lies at common loci, as the
 * mean over the two scores, times how alike the weights are there, Σ min of the weights scaled to sum 1.
 *
 * Loci alone would not do: genome-wide scores share the loci of HapMap 3, whoever weighted them. Independent weights at the
 * same loci agree to 0.5 (exponential) to 0.6 (normal). Nor would the share of the smaller score alone, as a score of few
 * variants lies within every genome-wide one.
 */
export function variantOverlap(a: VariantSketch, b: VariantSketch): number {
  const bound = Math.min(sampledTo(a), sampledTo(b));
  const shared: (readonly [number, number])[] = [];
  for (let i = 0, j = 0; i < a.hashes.length && j < b.hashes.length; ) {
    if (Math.min(a.hashes[i], b.hashes[j]) > bound) break;
    if (a.hashes[i] === b.hashes[j]) shared.push([a.masses[i++], b.masses[j++]]);
    else if (a.hashes[i] < b.hashes[j]) i++;
    else j++;
  }
  const ofA = shared.reduce((sum, [mass]) => sum + mass, 0);
  const ofB = shared.reduce((sum, [, mass]) => sum + mass, 0);
  if (!(ofA > 0 && ofB > 0)) return 0;
  const inCommon = (ofA / massWithin(a, bound) + ofB / massWithin(b, bound)) / 2;
  return inCommon * shared.reduce((sum, [x, y]) => sum + Math.min(x / ofA, y / ofB), 0);
}

/** The hash up to which all loci of the score are in the sketch. */
const sampledTo = ({ loci, hashes }: VariantSketch): number =>
  hashes.length === loci ? HASHES : (hashes.at(-1) as number);

const massWithin = ({ hashes, masses }: VariantSketch, bound: number): number =>
  masses.reduce((sum, mass, i) => (hashes[i] <= bound ? sum + mass : sum), 0);
