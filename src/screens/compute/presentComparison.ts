/** One score in two runs, for reading. */
import type { MovedRow, ResultComparison, RowSide } from '../../core/index.ts';
import {
  bullet,
  type Fact,
  type Line,
  plural,
  presentCount,
  presentFacts,
  presentFailure,
  presentNumber,
  presentPercent,
  section,
} from '../present.ts';
import { fitText, wrapText } from '../text.ts';
import { comparisonUnderCursor, type MovedRows, type ReadyComparison, WHAT_MOVED } from './comparing.ts';
import { presentRecord } from './unmatched.ts';

export function presentOpenComparison(comparing: ReadyComparison, width: number): readonly Line[] {
  const found = comparisonUnderCursor(comparing);
  if (found === undefined) return [];
  if (found.status === 'only_a' || found.status === 'only_b')
    return [
      ...presentFacts(mainFacts(found), width),
      ...section(
        'Why it did not move',
        bullet(`It is ${WHAT_MOVED[found.status]}: there is nothing to compare.`, width),
      ),
    ];
  const rows = comparing.rows?.pgs_id === found.pgs_id ? comparing.rows : null;
  const reasons =
    found.reasons.length === 0
      ? bullet('Nothing differs that the results know of.', width, 'plain')
      : found.reasons.flatMap(({ sentence }) => bullet(sentence, width, 'plain'));
  return [
    ...presentFacts(mainFacts(found), width),
    ...section(found.status === 'moved' ? 'Why it moved' : 'What was different', reasons),
    ...(found.states.length === 0 ? [] : section('Rows by state', stateLines(found))),
    ...(found.settings.length === 0 ? [] : section('What was not the same', settingLines(found, width))),
    ...section('Which rows moved it', rowLines(rows, comparing, width)),
  ];
}

function mainFacts({ a, b, status, ...moved }: ResultComparison): readonly Fact[] {
  const sd = moved.difference_sd === null ? 'SD not known' : `${signed(moved.difference_sd, 2)} SD`;
  const both = (read: (result: NonNullable<ResultComparison['a']>) => string): string =>
    `${a === null ? '-' : read(a)} in A, ${b === null ? '-' : read(b)} in B`;
  return [
    ['Trait', moved.trait_reported ?? 'not given'],
    [
      'Difference',
      moved.difference === null ? WHAT_MOVED[status] : `${signed(moved.difference)}  (B less A; ${sd})`,
      'strong',
    ],
    ['Score', both(({ score }) => presentNumber(score))],
    ['Percentile', both(({ percentile }) => percentile?.toFixed(2) ?? 'withheld')],
    ['Weight coverage', both(({ weight_mass_coverage }) => presentPercent(weight_mass_coverage))],
    ['Rows counted', both((one) => `${presentCount(one.variants_matched)} of ${presentCount(one.variants_total)}`)],
    ['Sample', both(({ sample }) => sample)],
  ];
}

const signed = (value: number, decimals?: number): string => {
  const text = decimals === undefined ? presentNumber(value) : value.toFixed(decimals);
  return value > 0 ? `+${text}` : text;
};

const stateLines = ({ states }: ResultComparison): readonly Line[] =>
  states.map(({ state, rows_a, rows_b }) => ({
    text: `${fitText(state, 17)}${fitText(presentCount(rows_a), 11, 'right')} in A${fitText(presentCount(rows_b), 11, 'right')} in B${fitText(signed(rows_b - rows_a), 11, 'right')}`,
    tone: 'plain',
  }));

const settingLines = ({ settings }: ResultComparison, width: number): readonly Line[] =>
  presentFacts(
    settings.map(({ name, a, b }): Fact => [name.replaceAll('_', ' '), `${a} in A, ${b} in B`]),
    width,
  );

function rowLines(rows: MovedRows | null, { request }: ReadyComparison, width: number): readonly Line[] {
  if (request === null)
    return bullet(
      'The genome of A is not known here, only its results: rows can be counted, not named.',
      width,
      'plain',
    );
  if (rows === null) return [];
  if (rows.status === 'loading') return [{ text: 'Matching the variants of both once more ...', tone: 'accent' }];
  if (rows.status === 'failed') return presentFailure(rows.error, width);
  const { n_rows, n_changed, changes, rows: moved } = rows.compared;
  const cut = moved.length < n_changed ? `, of which the ${moved.length} that moved it most are below` : '';
  return [
    ...wrapText(`${presentCount(n_changed)} of ${plural(n_rows, 'row')} changed${cut}.`, width).map(
      (text): Line => ({ text, tone: 'strong' }),
    ),
    ...changes.map(({ from, to, n_rows: count, difference }): Line => {
      const what = from === to ? `${from}, other dosage` : `${from} -> ${to}`;
      return {
        text: `${fitText(what, 34)}${fitText(plural(count, 'row'), 16, 'right')}  ${signed(difference)}`,
        tone: 'plain',
      };
    }),
    ...(moved.length === 0 ? [] : [{ text: '', tone: 'plain' } as const]),
    ...moved.flatMap((row) => movedLines(row, width)),
  ];
}

/** `1:100  weight 0.5  A: exact, dosage 1 (G>A 0/1)  B: ...  +0.5`, on as many lines as it takes. */
function movedLines(row: MovedRow, width: number): readonly Line[] {
  const locus = row.chrom === null ? `line ${row.line}` : `${row.chrom}:${row.pos}`;
  const alleles = `${row.effect_allele ?? '?'}/${row.other_allele ?? '?'}`;
  const head = `${locus} ${alleles} weight ${presentNumber(row.effect_weight)}: ${signed(row.difference)}`;
  return [
    { text: head, tone: 'strong' },
    ...wrapText(`A ${presentSide(row.a)}; B ${presentSide(row.b)}`, width - 2).map(
      (text): Line => ({ text: `  ${text}`, tone: 'plain' }),
    ),
  ];
}

function presentSide({ state, dosage, records }: RowSide): string {
  const copies = dosage === null ? '' : `, dosage ${presentNumber(dosage)}`;
  return `${state}${copies} (${records.length === 0 ? 'no record' : records.map(presentRecord).join('; ')})`;
}
