/** A scoring file at a glance: weights, chromosomes, what can be matched, and what it shares. */
import type { Overviewed, PrsErrorData, ScoreExplanation } from '../../core/index.ts';
import { presentStates } from '../compute/unmatched.ts';
import type { GridState } from '../grid.ts';
import {
  type Fact,
  type Line,
  plural,
  presentBar,
  presentCount,
  presentFacts,
  presentFailure,
  presentNumber,
  presentPercent,
} from '../present.ts';
import { fitText } from '../text.ts';

export type Overview =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: PrsErrorData }
  | {
      readonly status: 'ready';
      readonly read: Overviewed;
      /** What became of its rows in the open genome; null without one, or while that is not known. */
      readonly inGenome: ScoreExplanation | null;
    };

export interface OpenOverview {
  /** The score it is of. */
  readonly name: string;
  readonly overview: Overview;
  /** The first line shown. */
  readonly grid: GridState;
}

const BLANK: Line = { text: '', tone: 'plain' };
const title = (text: string): Line => ({ text, tone: 'strong' });
const HISTOGRAM_ROWS = 5;
const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

export function presentOverview(overview: Overview, width: number): readonly Line[] {
  if (overview.status === 'loading') return [{ text: 'Reading the whole scoring file ...', tone: 'dim' }];
  if (overview.status === 'failed') return presentFailure(overview.error, width);
  const { read, inGenome } = overview;
  return [
    ...presentWeights(read),
    BLANK,
    ...presentFacts(contentFacts(read), width),
    BLANK,
    title('Chromosomes, by share of the weight'),
    ...presentChromosomes(read),
    ...(inGenome === null ? [] : [BLANK, title('In the open genome'), ...presentStates(inGenome, width)]),
    ...(read.overlaps.length === 0 ? [] : [BLANK, title('Shared with the marked scores'), ...presentOverlaps(read)]),
  ];
}

function presentWeights({ overview: { weights } }: Overviewed): readonly Line[] {
  if (weights === null) return [{ text: 'No row has a weight.', tone: 'warn' }];
  const { bins, least, most, mean, n_positive, n_negative, n_zero } = weights;
  const highest = Math.max(...bins);
  // A bin with a single row must not look empty.
  const heights = bins.map((count) =>
    count === 0 ? 0 : Math.max(1, Math.round((count / highest) * HISTOGRAM_ROWS * 8)),
  );
  const rows = Array.from({ length: HISTOGRAM_ROWS }, (_, row): Line => {
    const below = (HISTOGRAM_ROWS - 1 - row) * 8;
    return {
      text: heights.map((height) => EIGHTHS[Math.max(0, Math.min(8, height - below))]).join(''),
      tone: 'accent',
    };
  });
  const [left, right] = [presentNumber(least), presentNumber(most)];
  return [
    title('Weights'),
    ...rows,
    { text: left + fitText(right, Math.max(right.length, bins.length - left.length), 'right'), tone: 'dim' },
    {
      text: `mean ${presentNumber(mean)}; ${presentCount(n_positive)} above 0, ${presentCount(n_negative)} below, ${presentCount(n_zero)} are 0`,
      tone: 'plain',
    },
  ];
}

function contentFacts({ overview }: Overviewed): readonly Fact[] {
  const { n_rows, n_palindromic, n_indels, n_without_other, n_with_frequency, effects } = overview;
  const share = (count: number): string =>
    `${presentCount(count)}  (${presentPercent(n_rows === 0 ? null : count / n_rows)})`;
  const types = Object.entries(effects).filter(([, count]) => count > 0);
  return [
    ['Rows', presentCount(n_rows)],
    ['A/T or C/G', `${share(n_palindromic)}, whose strand cannot be seen`],
    ['Not single bases', share(n_indels)],
    ['Without other allele', share(n_without_other)],
    ['With allele frequency', share(n_with_frequency)],
    ['Effects', types.map(([type, count]) => `${type.replace('_', ' ')} ${presentCount(count)}`).join(', ')],
  ];
}

const BAR_WIDTH = 30;

function presentChromosomes({ overview: { chromosomes } }: Overviewed): readonly Line[] {
  const most = Math.max(0, ...chromosomes.map(({ weight_share }) => weight_share));
  return chromosomes.map(({ chrom, n_rows, weight_share }) => ({
    text: `${fitText(chrom, 4)}${presentBar(weight_share, most, BAR_WIDTH)} ${fitText(presentPercent(weight_share), 7, 'right')}  ${plural(n_rows, 'row')}`,
    tone: 'plain',
  }));
}

const presentOverlaps = ({ overlaps }: Overviewed): readonly Line[] =>
  overlaps.map(({ name, overlap }) => ({
    text:
      overlap === null
        ? `${fitText(name, 14)}its file is not here, or cannot be read`
        : `${fitText(name, 14)}${presentBar(overlap, 1, BAR_WIDTH)} ${presentPercent(overlap)} of the weight, at the same loci with weights alike`,
    tone: 'plain',
  }));
