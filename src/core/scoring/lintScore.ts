/** What a careful reader would find wrong with a scoring file, before it scores anybody. */
import { BASES, complementBase, NO_ALLELE } from '../genotype/alleles.ts';
import { locusOfKey, NO_KEY } from '../genotype/chromosome.ts';
import { AUTOSOME_COUNT, CHROMOSOME_LENGTHS, CHROMOSOMES } from '../model/genome.ts';
import type { LintFinding, ScoreLint } from '../model/score.ts';
import { earlierRow } from './matchKernel.ts';
import { weightMass } from './scoreSums.ts';
import { EFFECT, parseScoringFile, parseScoringHeader, type ScoringFile } from './scoringFile.ts';

/** Parses a scoring file and says what is wrong with it. Throws `bad_scoring_file` for one that cannot be used at all. */
export function lintScore(text: Uint8Array, name: string): ScoreLint {
  const scoring = parseScoringFile(text, name);
  const total = sumMass(scoring, () => true);
  const context: LintContext = { scoring, total, share: (mass) => percent(total === 0 ? 0 : mass / total) };
  const findings = [
    ...scoring.warnings.map((message) => finding('warning', 'header', message)),
    ...findPastEnd(context),
    ...findKinds(context),
    ...findRepeats(context),
    ...findTwoNames(text, name, scoring),
    ...findSameAlleles(context),
    ...findRatios(context),
    ...findFrequencies(context),
    ...describePalindromes(context),
    ...describeChromosomes(context),
    ...describeTerms(scoring),
  ];
  return { file: name, pgs_id: scoring.header.pgs_id ?? null, rows: scoring.rows, findings };
}

interface LintContext {
  readonly scoring: ScoringFile;
  /** Σ|w| of all rows. */
  readonly total: number;
  /** A part of Σ|w|, for a person. */
  readonly share: (mass: number) => string;
}

const percent = (part: number): string => `${(100 * part).toFixed(1)} %`;

const finding = (severity: LintFinding['severity'], code: string, message: string, line: number | null = null) => ({
  severity,
  code,
  message,
  line,
});

type Test = (row: number) => boolean;

const sumMass = (scoring: ScoringFile, test: Test): number => {
  let mass = 0;
  for (let row = 0; row < scoring.rows; row++) if (test(row)) mass += weightMass(scoring, row);
  return mass;
};

/** Rows that pass a test: how many, their Σ|w|, and the line of the first in the file. */
function select(scoring: ScoringFile, test: Test) {
  let count = 0;
  let line = Number.POSITIVE_INFINITY;
  for (let row = 0; row < scoring.rows; row++) {
    if (!test(row)) continue;
    count++;
    line = Math.min(line, scoring.firstLine + scoring.fileRows[row]);
  }
  return { count, line: count === 0 ? null : line, mass: count === 0 ? 0 : sumMass(scoring, test) };
}

function findPastEnd({ scoring }: LintContext): readonly LintFinding[] {
  const build = scoring.genome_build;
  if (build === null) return [finding('warning', 'no_build', 'The file does not say its genome build.')];
  const { count, line } = select(scoring, (row) => {
    if (scoring.keys[row] === NO_KEY) return false;
    const { code, position } = locusOfKey(scoring.keys[row]);
    return position > (CHROMOSOME_LENGTHS[build][code] as number);
  });
  const message = `${count} rows lie past the end of their chromosome on ${build}: the positions may be of another build.`;
  return count === 0 ? [] : [finding('error', 'past_end', message, line)];
}

function findKinds({ scoring, share }: LintContext): readonly LintFinding[] {
  const unmapped = select(scoring, (row) => scoring.kinds[row] === EFFECT.unmapped);
  const unsupported = select(scoring, (row) => scoring.kinds[row] === EFFECT.unsupported);
  const all = unmapped.count + unsupported.count === scoring.rows;
  return [
    ...(unmapped.count === 0
      ? []
      : [
          finding(
            all ? 'error' : 'warning',
            'no_position',
            `${unmapped.count} of ${scoring.rows} rows, ${share(unmapped.mass)} of the weight, have no usable position or weight and are never scored.`,
            unmapped.line,
          ),
        ]),
    ...(unsupported.count === 0
      ? []
      : [
          finding(
            all ? 'error' : 'warning',
            'unsupported',
            `${unsupported.count} of ${scoring.rows} rows, ${share(unsupported.mass)} of the weight, are haplotypes, interactions or named alleles and are never scored.`,
            unsupported.line,
          ),
        ]),
  ];
}

function findRepeats({ scoring, share }: LintContext): readonly LintFinding[] {
  const repeats = select(scoring, (row) => earlierRow(scoring, row) !== null);
  if (repeats.count === 0) return [];
  const { weights } = scoring;
  const differing = select(scoring, (row) => weights[row] !== weights[earlierRow(scoring, row) ?? row]).count;
  const how = differing === 0 ? 'all with the same weight' : `${differing} of them with another weight`;
  const message = `${repeats.count} rows, ${share(repeats.mass)} of the weight, repeat the variant of an earlier row, ${how}; each counts unless --duplicates first.`;
  return [finding('warning', 'duplicate', message, repeats.line)];
}

/** Two names at one locus are one variant under two dbSNP numbers, or two variants that positions do not tell apart. */
function findTwoNames(text: Uint8Array, name: string, { rows, keys, fileRows }: ScoringFile): readonly LintFinding[] {
  const { columns, bodyStart, headerLines } = parseScoringHeader(text, name);
  const column = columns.indexOf('rsID');
  if (column === -1) return [];
  const names = Buffer.from(text.subarray(bodyStart))
    .toString('latin1')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split('\t', column + 1)[column]?.trim() ?? '');
  const lines: number[] = [];
  for (let row = 1; row < rows; row++) {
    if (keys[row] === NO_KEY || keys[row] !== keys[row - 1]) continue;
    const [one, two] = [names[fileRows[row - 1]], names[fileRows[row]]];
    if (one && two && one !== two) lines.push(headerLines + 1 + fileRows[row]);
  }
  const message = `${lines.length} loci have rows under different rsIDs: one variant under two names counts twice.`;
  return lines.length === 0 ? [] : [finding('warning', 'two_names', message, Math.min(...lines))];
}

function findSameAlleles({ scoring }: LintContext): readonly LintFinding[] {
  const { effects, others } = scoring;
  const same = select(scoring, (row) => effects[row] === others[row] && effects[row] !== NO_ALLELE);
  const message = `${same.count} rows have the same effect and other allele, and match nothing.`;
  return same.count === 0 ? [] : [finding('error', 'same_alleles', message, same.line)];
}

/** Where the header says nothing of ratios: effects of single variants are small, and some are negative. */
function findRatios({ scoring }: LintContext): readonly LintFinding[] {
  const used = scoring.weights.filter((_, row) => scoring.kinds[row] < EFFECT.unsupported).sort();
  const median = used[used.length >>> 1] ?? 0;
  const isLike = scoring.dosageWeights === null && used.length >= 5 && used[0] > 0 && median > 0.8 && median < 1.5;
  const message = `All weights are positive, and half of them are above ${median}: they look like odds or hazard ratios, of which a score needs the logarithms (weight_type says ${scoring.header.weight_type ?? 'nothing'}).`;
  return isLike ? [finding('error', 'ratio', message)] : [];
}

function findFrequencies({ scoring }: LintContext): readonly LintFinding[] {
  const { frequencies } = scoring;
  if (frequencies === null) return [];
  const outside = select(scoring, (row) => frequencies[row] < 0 || frequencies[row] > 1);
  const message = `${outside.count} effect-allele frequencies are not between 0 and 1.`;
  return outside.count === 0 ? [] : [finding('error', 'frequency', message, outside.line)];
}

function describePalindromes({ scoring, share }: LintContext): readonly LintFinding[] {
  const { effects, others } = scoring;
  const found = select(scoring, (row) => effects[row] < BASES.length && others[row] === complementBase(effects[row]));
  const message = `${found.count} of ${scoring.rows} rows, ${share(found.mass)} of the weight, are A/T or C/G and read the same from both strands.`;
  return found.count === 0 ? [] : [finding('note', 'palindromic', message, found.line)];
}

function describeChromosomes({ scoring, share }: LintContext): readonly LintFinding[] {
  return CHROMOSOMES.slice(AUTOSOME_COUNT).flatMap((name, i) => {
    const code = AUTOSOME_COUNT + i;
    const found = select(scoring, (row) => scoring.keys[row] !== NO_KEY && locusOfKey(scoring.keys[row]).code === code);
    const message = `${found.count} rows, ${share(found.mass)} of the weight, are on ${name}: tools count a man's copies differently (--xchr-model).`;
    return found.count === 0 ? [] : [finding('note', 'sex_chromosome', message, found.line)];
  });
}

function describeTerms({ header }: ScoringFile): readonly LintFinding[] {
  const missing = [
    ...(header.license === undefined ? ['licence'] : []),
    ...((header.citation ?? header.Citation) === undefined ? ['citation'] : []),
  ];
  return missing.length === 0 ? [] : [finding('note', 'terms', `The file states no ${missing.join(' and no ')}.`)];
}
