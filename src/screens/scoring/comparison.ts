/** Two scores beside each other, locus by locus. */
import type { ComparedRow, ComparedScore, ScoreComparison } from '../../core/index.ts';
import type { GridState } from '../grid.ts';
import {
  type Fact,
  type Line,
  plural,
  presentCount,
  presentFacts,
  presentFailure,
  presentNumber,
  presentPercent,
  presentShare,
} from '../present.ts';
import { fitText } from '../text.ts';
import type { Asked } from './inspection.ts';

export interface OpenComparison {
  /** The score that is open, and the one beside it. */
  readonly name: string;
  readonly other: string;
  readonly comparison: Asked<ScoreComparison>;
  /** The first line shown. */
  readonly grid: GridState;
}

const BLANK: Line = { text: '', tone: 'plain' };

export function presentComparison({ name, other, comparison }: OpenComparison, width: number): readonly Line[] {
  if (comparison.status === 'loading') return [{ text: 'Reading both scoring files ...', tone: 'dim' }];
  if (comparison.status === 'failed') return presentFailure(comparison.error, width);
  const { found } = comparison;
  return [
    ...presentFacts(sharedFacts(found, name, other), width),
    BLANK,
    ...presentFacts(weightFacts(found, name), width),
    ...presentOnly(name, found.one, found.n_shared),
    ...presentOnly(other, found.other, found.n_shared),
  ];
}

function sharedFacts({ one, other, ...found }: ScoreComparison, name: string, otherName: string): readonly Fact[] {
  const part = ({ n_loci, n_without_position, shared_weight }: ComparedScore): string => {
    const share = n_loci === 0 ? null : found.n_shared / n_loci;
    const unplaced =
      n_without_position === 0 ? '' : `; ${plural(n_without_position, 'row')} without a position not compared`;
    return `${presentPercent(share)} of its ${plural(n_loci, 'position')}, ${presentPercent(shared_weight)} of its weight${unplaced}`;
  };
  return [
    ['Shared', plural(found.n_shared, 'position'), 'strong'],
    [`of ${name}`, part(one)],
    [`of ${otherName}`, part(other)],
  ];
}

function weightFacts(found: ScoreComparison, name: string): readonly Fact[] {
  const { n_same, n_opposite, n_other_alleles, n_other_effects, n_compared, pearson, cosine } = found;
  const said = (value: number | null, how: string): string =>
    value === null ? 'none: the weights do not vary' : `${presentNumber(value)}  ${how}`;
  return [
    ['Same effect allele', plural(n_same, 'variant')],
    ['Opposite effect allele', `${plural(n_opposite, 'variant')}, whose weights are turned for what follows`],
    ['Other alleles', `${plural(n_other_alleles, 'shared position')}`],
    ...(n_other_effects === 0
      ? []
      : [
          [
            'Other effects',
            `${plural(n_other_effects, 'variant')} dominant, recessive or per dosage in one of them`,
          ] as const,
        ]),
    [
      'Correlation',
      said(pearson, `Pearson, over ${plural(n_compared, 'variant')}, towards the effect alleles of ${name}`),
      'strong',
    ],
    ['Around zero', said(cosine, 'cosine: the same whichever allele is the effect allele')],
  ];
}

function presentOnly(name: string, { n_loci, only }: ComparedScore, n_shared: number): readonly Line[] {
  const count = n_loci - n_shared;
  const most = only.length < count ? `, the heaviest of ${presentCount(count)}` : '';
  return [
    BLANK,
    { text: count === 0 ? `Every position of ${name} is shared.` : `Only in ${name}${most}`, tone: 'strong' },
    ...only.map((row): Line => ({ text: presentRow(row), tone: 'plain' })),
  ];
}

const presentRow = ({ chrom, pos, effect_allele, other_allele, effect_weight, weight_share }: ComparedRow): string =>
  [
    fitText(`${chrom}:${pos}`, 14),
    fitText(`${effect_allele ?? '-'}/${other_allele ?? '-'}`, 10),
    fitText(presentNumber(effect_weight), 13, 'right'),
    `  ${presentShare(weight_share)} of the weight`,
  ].join(' ');
