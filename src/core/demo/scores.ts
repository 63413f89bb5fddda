import { CHROMOSOMES } from '../model/genome.ts';
import { DEMO_POPULATION } from './cohort.ts';
import { FREQUENCY_UNIT, type GenomeModel, SITE_SPACING } from './genomeModel.ts';
import { createRandom, type Random } from './random.ts';
import { DEMO_LICENSE, type DemoScore, planDemoScores } from './scorePlan.ts';

export interface DemoScoringFile {
  readonly pgs_id: string;
  /** Name the Catalogue gives to the file, which is gzipped. */
  readonly file_name: string;
  readonly text: string;
}

/** Of the sites strong enough for a study, the share that it reports; others fell to its quality control. */
const REPORTED_SHARE = 0.7;

/**
 * Harmonised scoring files in the Catalogue's format 2.0, in the order of planDemoScores.
 *
 * Each trait has an effect at every site; each score takes the strongest, with an error of its own. So scores of one
 * trait agree with each other about as real ones do, and those of different traits not at all.
 */
export function* generateDemoScores(model: GenomeModel): Iterable<DemoScoringFile> {
  let effects: TraitEffects | null = null;
  for (const score of planDemoScores(model)) {
    if (effects?.code !== score.trait.code) effects = drawTraitEffects(model, score.trait.code);
    const text = writeScoringFile(model, score, effects);
    yield { pgs_id: score.pgs_id, file_name: `${score.pgs_id}_hmPOS_GRCh38.txt.gz`, text };
  }
}

interface TraitEffects {
  readonly code: string;
  /** Per site, effect of one copy of the first ALT. */
  readonly effect: Float64Array;
  /** Per site, standard deviation that the effect causes: what decides whether a study would find it. */
  readonly strength: Float64Array;
  /** Strengths in rising order. */
  readonly sorted: Float64Array;
}

function drawTraitEffects(model: GenomeModel, code: string): TraitEffects {
  const random = createRandom(model.seed, `trait ${code}`);
  const { alt1 } = model.frequencies[DEMO_POPULATION];
  const effect = new Float64Array(model.size);
  const strength = new Float64Array(model.size);
  for (let site = 0; site < model.size; site++) {
    // Nobody studies the mitochondrion along with the rest.
    if (CHROMOSOMES[model.chromosome[site]] === 'MT') continue;
    const p = alt1[site] / FREQUENCY_UNIT;
    effect[site] = random.laplace();
    strength[site] = Math.abs(effect[site]) * Math.sqrt(2 * p * (1 - p));
  }
  return { code, effect, strength, sorted: strength.toSorted() };
}

function writeScoringFile(model: GenomeModel, score: DemoScore, effects: TraitEffects): string {
  const random = createRandom(model.seed, score.pgs_id);
  const sites = chooseSites(random, score.n_variants, effects);
  const weights = drawWeights(random, model, sites, { effects, score });
  const layout = planLayout(score);
  let mapped = 0;
  const lines = sites.map((site, i) => {
    const row = drawRow(random, model, site, { weight: weights[i], score });
    if (row.hm_pos !== '') mapped++;
    return layout.map((column) => row[column]).join('\t');
  });
  return `${[...writeHeader(score, mapped), layout.join('\t'), ...lines].join('\n')}\n`;
}

/** `count` of the strongest sites, in genome order. */
function chooseSites(random: Random, count: number, { strength, sorted }: TraitEffects): readonly number[] {
  let candidates = Math.ceil(count / REPORTED_SHARE);
  const weakest = sorted[sorted.length - candidates];
  const sites: number[] = [];
  // Selection sampling (D. E. Knuth, TAOCP vol. 2, algorithm 3.4.2 S): every set of this size is as likely.
  for (let site = 0; site < strength.length && sites.length < count; site++) {
    if (strength[site] < weakest) continue;
    if (random.uniform() * candidates < count - sites.length) sites.push(site);
    candidates--;
  }
  return sites;
}

/** Weights of the first ALT: the trait's effects with noise, scaled to the standard deviation wanted. */
function drawWeights(
  random: Random,
  model: GenomeModel,
  sites: readonly number[],
  { effects, score }: { readonly effects: TraitEffects; readonly score: DemoScore },
): readonly number[] {
  const noisy = sites.map((site) => effects.effect[site] + 0.5 * random.normal());
  const { alt1 } = model.frequencies[DEMO_POPULATION];
  let variance = 0;
  for (const [i, site] of sites.entries()) {
    const p = alt1[site] / FREQUENCY_UNIT;
    variance += 2 * noisy[i] ** 2 * p * (1 - p);
  }
  const scale = score.score_std / Math.sqrt(variance);
  return noisy.map((weight) => weight * scale);
}

const COLUMNS = [
  'rsID',
  'chr_name',
  'chr_position',
  'effect_allele',
  'other_allele',
  'effect_weight',
  'allelefrequency_effect',
  'is_dominant',
  'is_recessive',
  'hm_source',
  'hm_rsID',
  'hm_chr',
  'hm_pos',
  'hm_inferOtherAllele',
  'hm_match_chr',
  'hm_match_pos',
] as const;
type Column = (typeof COLUMNS)[number];
type Row = Readonly<Record<Column, string>>;

/** The columns that this file has. */
function planLayout(score: DemoScore): readonly Column[] {
  const absent = new Set<Column>();
  if (!score.has_frequencies) absent.add('allelefrequency_effect');
  if (score.peculiarity === 'no_other_allele') absent.add('other_allele');
  if (score.peculiarity !== 'dominant_recessive') absent.add('is_dominant').add('is_recessive');
  if (!isOnGrch38(score)) absent.add('hm_match_chr').add('hm_match_pos');
  return COLUMNS.filter((column) => !absent.has(column));
}

const isOnGrch38 = (score: DemoScore) => score.genome_build === 'GRCh38' || score.genome_build === 'hg38';

function writeHeader(score: DemoScore, mapped: number): readonly string[] {
  const matches = isOnGrch38(score) ? `{"True": ${mapped}, "False": 0}` : '{"True": null, "False": null}';
  return [
    '###PGS CATALOG SCORING FILE - SYNTHETIC, generated by just-prs-tui demo; not from the PGS Catalog',
    '#format_version=2.0',
    '##POLYGENIC SCORE (PGS) INFORMATION',
    `#pgs_id=${score.pgs_id}`,
    `#pgs_name=${score.name}`,
    `#trait_reported=${score.trait.label}`,
    `#trait_mapped=${score.trait.label}`,
    `#trait_efo=${score.trait.efo_id}`,
    `#genome_build=${score.genome_build}`,
    `#variants_number=${score.n_variants}`,
    `#weight_type=${score.weight_type}`,
    '##SOURCE INFORMATION',
    `#pgp_id=${score.pgp_id}`,
    '#citation=SYNTHETIC demonstration data of just-prs-tui; there is no publication',
    ...(score.license === DEMO_LICENSE ? [] : [`#license=${score.license}`]),
    '##HARMONIZATION DETAILS',
    '#HmPOS_build=GRCh38',
    '#HmPOS_date=2026-01-01',
    `#HmPOS_match_chr=${matches}`,
    `#HmPOS_match_pos=${matches}`,
  ];
}

/** The same variant as the model has it, with an effect allele and its frequency. */
interface Variant {
  readonly rsid: string;
  readonly pos: number;
  readonly effect: string;
  readonly other: string;
  readonly weight: number;
  readonly frequency: number;
}

function drawRow(
  random: Random,
  model: GenomeModel,
  site: number,
  { weight, score }: { readonly weight: number; readonly score: DemoScore },
): Row {
  const variant = spoil(random, score, orient(random, model, site, weight));
  const chromosome = `${score.peculiarity === 'chr_prefix' ? 'chr' : ''}${CHROMOSOMES[model.chromosome[site]]}`;
  const isMapped = !random.chance(score.dirt.unmapped);
  const hasOther = score.peculiarity !== 'no_other_allele' && !random.chance(score.dirt.no_other);
  const inheritance = score.peculiarity === 'dominant_recessive' ? random.below(3) : 0;
  return {
    rsID: variant.rsid,
    chr_name: chromosome,
    chr_position: String(isOnGrch38(score) ? variant.pos : inventGrch37Position(variant.pos)),
    effect_allele: variant.effect,
    other_allele: hasOther ? variant.other : '',
    effect_weight: variant.weight.toPrecision(6),
    allelefrequency_effect: variant.frequency.toFixed(4),
    is_dominant: inheritance === 1 ? 'True' : 'False',
    is_recessive: inheritance === 2 ? 'True' : 'False',
    hm_source: isMapped ? nameSource(score, variant) : 'Unknown',
    hm_rsID: isMapped && !isOnGrch38(score) ? variant.rsid : '',
    hm_chr: isMapped ? chromosome : '',
    hm_pos: isMapped ? String(variant.pos) : '',
    hm_inferOtherAllele: isMapped && !hasOther ? variant.other : '',
    hm_match_chr: isMapped ? 'True' : '',
    hm_match_pos: isMapped ? 'True' : '',
  };
}

/** The effect allele is the ALT or, with the weight's sign turned, the REF. */
function orient(random: Random, model: GenomeModel, site: number, weight: number): Variant {
  const { alt1, alt2 } = model.frequencies[DEMO_POPULATION];
  const ref = model.ref[site];
  const alt = model.alts[site][0];
  const rsid = model.rsid[site] ?? '';
  const pos = model.pos[site];
  if (random.chance(0.5)) return { rsid, pos, effect: alt, other: ref, weight, frequency: alt1[site] / FREQUENCY_UNIT };
  const frequency = 1 - (alt1[site] + alt2[site]) / FREQUENCY_UNIT;
  return { rsid, pos, effect: ref, other: alt, weight: -weight, frequency };
}

const COMPLEMENT: Readonly<Record<string, string>> = { A: 'T', C: 'G', G: 'C', T: 'A' };

/** Now and then what makes real rows fail to match, or match only on the other strand. */
function spoil(random: Random, { dirt }: DemoScore, variant: Variant): Variant {
  const fate = random.uniform();
  if (fate < dirt.absent) return { ...variant, rsid: '', pos: variant.pos + SITE_SPACING / 2 };
  const effect = COMPLEMENT[variant.effect];
  const other = COMPLEMENT[variant.other];
  // Indels have no entry; of A/T and C/G pairs a flip could not be told from a swap.
  if (effect === undefined || other === undefined || effect === variant.other) return variant;
  if (fate < dirt.absent + dirt.flipped) return { ...variant, effect, other };
  // Not both alleles are at the site then, on neither strand.
  if (fate < dirt.absent + dirt.flipped + dirt.mismatch) return { ...variant, other };
  return variant;
}

/** Any other number: there is no GRCh37 for a genome that is made up. */
function inventGrch37Position(pos: number): number {
  return pos - 4_321;
}

function nameSource(score: DemoScore, variant: Variant): string {
  if (isOnGrch38(score)) return 'Author-reported';
  return variant.rsid === '' ? 'liftover' : 'ENSEMBL';
}
