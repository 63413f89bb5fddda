import { createRandom, type Random } from './random.ts';

export interface DemoTrait {
  readonly label: string;
  /** Looks like an EFO id; numbers this high are not in use. */
  readonly efo_id: string;
  readonly code: string;
  readonly kind: 'disease' | 'measurement';
}

/** A peculiarity that real scoring files have, given to one file of the demo each. */
type Peculiarity = 'dominant_recessive' | 'chr_prefix' | 'own_license' | 'no_other_allele';

/** Everything about a score but its variants. */
export interface DemoScore {
  readonly pgs_id: string;
  readonly name: string;
  readonly trait: DemoTrait;
  readonly pgp_id: string;
  /** Rows of the scoring file. */
  readonly n_variants: number;
  /** As in the header, in the spellings met in the Catalogue. */
  readonly genome_build: 'GRCh37' | 'GRCh38' | 'hg19' | 'hg38';
  readonly weight_type: 'beta' | 'log(OR)';
  readonly license: string;
  readonly has_frequencies: boolean;
  readonly peculiarity: Peculiarity | null;
  /** Standard deviation wanted among the demo's own population. */
  readonly score_std: number;
  /** Shares of rows that do not simply match. */
  readonly dirt: Dirt;
}

interface Dirt {
  /** At a place where the genomes have no record. */
  readonly absent: number;
  /** Both alleles given for the other strand. */
  readonly flipped: number;
  /** An other allele that is not at the site. */
  readonly mismatch: number;
  /** Without a harmonised position. */
  readonly unmapped: number;
  /** Without an other allele. */
  readonly no_other: number;
}

const CLEAN: Dirt = { absent: 0, flipped: 0, mismatch: 0, unmapped: 0, no_other: 0 };

const TRAITS: readonly DemoTrait[] = (
  [
    ['Alzheimer disease', 'AD', 'disease'],
    ['Asthma', 'ASTHMA', 'disease'],
    ['Atrial fibrillation', 'AF', 'disease'],
    ['Body height', 'HEIGHT', 'measurement'],
    ['Body mass index', 'BMI', 'measurement'],
    ['Breast carcinoma', 'BC', 'disease'],
    ['Coronary artery disease', 'CAD', 'disease'],
    ['LDL cholesterol', 'LDL', 'measurement'],
    ['Prostate carcinoma', 'PCA', 'disease'],
    ['Schizophrenia', 'SCZ', 'disease'],
    ['Systolic blood pressure', 'SBP', 'measurement'],
    ['Type 2 diabetes', 'T2D', 'disease'],
  ] as const
).map(([name, code, kind], i) => ({
  label: `${name} (synthetic)`,
  efo_id: `EFO_${9_000_001 + i}`,
  code,
  kind,
}));

const SCORES_PER_TRAIT = 5;
/** The last two scores of each trait are of one publication. */
const PUBLICATIONS_PER_TRAIT = 4;
const SMALLEST = 10;
const PECULIARITIES: Readonly<Record<number, Peculiarity>> = {
  7: 'dominant_recessive',
  18: 'chr_prefix',
  29: 'own_license',
  41: 'no_other_allele',
};

export const DEMO_LICENSE = 'CC0-1.0. SYNTHETIC demonstration data: random numbers without medical meaning.';
const OWN_LICENSE = 'SYNTHETIC example of terms set by authors: for non-commercial use only.';

/**
 * The demo's scores, five a trait. Sizes grow by the same factor from one to the next, the largest using a quarter
 * of the model's sites (50,000 of 200,000); each trait has small and large ones.
 */
export function planDemoScores(model: { readonly seed: number; readonly size: number }): readonly DemoScore[] {
  const random = createRandom(model.seed, 'score plan');
  const total = TRAITS.length * SCORES_PER_TRAIT;
  const growth = (model.size / 4 / SMALLEST) ** (1 / (total - 1));
  return Array.from({ length: total }, (_, i) => {
    const place = Math.floor(i / SCORES_PER_TRAIT);
    const step = i % SCORES_PER_TRAIT;
    const trait = TRAITS[place];
    const rank = step * TRAITS.length + place;
    const n_variants = Math.round(SMALLEST * growth ** rank);
    const peculiarity = PECULIARITIES[i] ?? null;
    return {
      pgs_id: `PGS${900_001 + i}`,
      name: `SYNTHETIC_${trait.code}_${n_variants}`,
      trait,
      pgp_id: `PGP${900_001 + place * PUBLICATIONS_PER_TRAIT + Math.min(step, PUBLICATIONS_PER_TRAIT - 1)}`,
      n_variants,
      genome_build: random.pick(['GRCh37', 'GRCh37', 'hg19', 'GRCh38', 'hg38']),
      weight_type: trait.kind === 'disease' ? 'log(OR)' : 'beta',
      license: peculiarity === 'own_license' ? OWN_LICENSE : DEMO_LICENSE,
      has_frequencies: i % 3 !== 2,
      peculiarity,
      score_std: Math.round(30 + 70 * random.uniform()) / 100,
      dirt: i % 4 === 0 ? CLEAN : drawDirt(random),
    };
  });
}

function drawDirt(random: Random): Dirt {
  return {
    absent: 0.01 + 0.02 * random.uniform(),
    flipped: 0.01 * random.uniform(),
    mismatch: 0.005 * random.uniform(),
    unmapped: 0.01 * random.uniform(),
    no_other: random.chance(0.3) ? 0.05 : 0,
  };
}
