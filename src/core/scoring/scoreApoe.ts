/** Scores the rows of a file that name ε alleles of APOE (apoe.ts), from the calls at their two sites. */
import { BASES } from '../genotype/alleles.ts';
import { genomeKey } from '../genotype/chromosome.ts';
import { FLAG, type GenotypeIndex, seekKey } from '../genotype/genotypeIndex.ts';
import { isInBlock } from '../genotype/referenceBlocks.ts';
import { CHROMOSOMES, type GenomeBuild } from '../model/genome.ts';
import { countEpsilon, parseEpsilon } from './apoe.ts';
import { copies, isMatched, type RowMatches, STATE } from './matchKernel.ts';
import { EFFECT, type ScoringFile } from './scoringFile.ts';

const CHROMOSOME_19 = CHROMOSOMES.indexOf('19');
/** rs429358 (T>C) and rs7412 (C>T). */
const SITES: Readonly<Record<GenomeBuild, readonly [rs429358: number, rs7412: number]>> = {
  GRCh37: [45411941, 45412079],
  GRCh38: [44908684, 44908822],
};

/** Genome keys of both sites, for a score that names ε alleles; none for any other. */
export const apoeKeys = ({ kinds }: ScoringFile, build: GenomeBuild): readonly number[] =>
  kinds.includes(EFFECT.apoe) ? SITES[build].map((position) => genomeKey(CHROMOSOME_19, position)) : [];

export interface ApoeContext {
  readonly index: GenotypeIndex;
  readonly build: GenomeBuild;
  /** Whether a site that is not listed is as the reference: so in a file of variants of which nothing was filtered out. */
  readonly absentIsReference: boolean;
}

/** Scores the rows that name ε alleles: copies of one allele, or one for the genotype of two. */
export function scoreApoe(
  scoring: ScoringFile,
  matches: RowMatches,
  { index, build, absentIsReference }: ApoeContext,
): void {
  const [first, second] = apoeKeys(scoring, build);
  if (first === undefined || second === undefined) return;
  const one = readSite(index, first, { ofReference: 0, absentIsReference });
  const two = readSite(index, second, { ofReference: 2, absentIsReference });
  // Of two states the later one in ROW_STATES knows less.
  const worse = Math.max(one.state, two.state);
  const counts = isMatched(worse) ? countEpsilon(one.copies, two.copies) : null;
  const state = isMatched(worse) && counts === null ? STATE.no_call : worse;
  for (let row = 0; row < scoring.rows; row++) {
    if (scoring.kinds[row] !== EFFECT.apoe) continue;
    matches.states[row] = state;
    if (counts === null) continue;
    const names = parseEpsilon(scoring.alleles.text(scoring.effects[row])) ?? [];
    matches.dosages[row] = dosage(names, counts);
    // The reference is ε3/ε3.
    matches.anchors[row] = dosage(names, { 2: 0, 3: 2, 4: 0 });
  }
}

function dosage([one = 0, two]: readonly number[], counts: Readonly<Record<number, number>>): number {
  if (two === undefined) return counts[one] ?? 0;
  return one === two ? Number(counts[one] === 2) : Number(counts[one] === 1 && counts[two] === 1);
}

interface SiteOfReference {
  /** Copies of C in a homozygous-reference genome. */
  readonly ofReference: number;
  readonly absentIsReference: boolean;
}

/** Copies of C at a site, and the state that a row of it alone would have. */
function readSite(index: GenotypeIndex, key: number, { ofReference, absentIsReference }: SiteOfReference) {
  const [c, t] = [BASES.indexOf('C'), BASES.indexOf('T')];
  const isInSureBlock = index.blocks !== null && isInBlock(index.blocks, key);
  let state: number = STATE.absent_unknown;
  if (isInSureBlock) state = STATE.reference_block;
  else if (absentIsReference) state = STATE.assumed_hom_ref;
  for (let record = seekKey(index.keys, key, 0); index.keys[record] === key; record++) {
    if ((index.flags[record] & FLAG.filtered) !== 0) {
      state = STATE.filtered;
      continue;
    }
    const place = placeOf(index, record, c);
    if (place === null && placeOf(index, record, t) === null) continue;
    const found = place === null ? 0 : copies(index, record, place);
    return Number.isNaN(found) ? { state: STATE.no_call, copies: 0 } : { state: STATE.exact, copies: found };
  }
  return { state, copies: ofReference };
}

/** Place of an allele among REF and the ALTs; null where the record does not have it. */
function placeOf({ refs, alts, altStarts }: GenotypeIndex, record: number, allele: number): number | null {
  if (refs[record] === allele) return 0;
  for (let alt = altStarts[record]; alt < altStarts[record + 1]; alt++)
    if (alts[alt] === allele) return alt - altStarts[record] + 1;
  return null;
}
