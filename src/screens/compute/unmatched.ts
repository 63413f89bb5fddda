/** Why a score is what it is: the states of its rows by weight, and the rows beside the records of the genome. */
import type { ExplainedRow, PrsErrorData, RecordSketch, RowState, ScoreExplanation } from '../../core/index.ts';
import { type Fact, type Line, plural, presentFacts, presentNumber, presentPercent, presentShare } from '../present.ts';
import { rowUnderCursor, type TableView, viewTable } from '../tableView.ts';
import { fitText, wrapText } from '../text.ts';

export type Unmatched =
  | { readonly status: 'loading'; readonly pgs_id: string }
  | { readonly status: 'failed'; readonly pgs_id: string; readonly error: PrsErrorData }
  | {
      readonly status: 'ready';
      readonly pgs_id: string;
      readonly explanation: ScoreExplanation;
      readonly view: TableView;
    };

/** What a state says, and what would count its rows. */
export const STATE_MEANINGS: Readonly<Record<RowState, string>> = {
  exact: 'counted: effect allele is the ALT',
  swapped: 'counted: effect allele is the REF',
  flipped: 'counted on the other strand',
  reference_block: 'in a reference block, counted',
  assumed_hom_ref: 'not listed: reference, counted',
  frequency_filled: 'filled by allele frequency, counted',
  ambiguous: 'A/T or C/G, dropped by policy',
  allele_mismatch: 'record has other alleles',
  no_call: 'genotype missing',
  filtered: 'record fails the filters',
  absent_unknown: 'no record in the genome',
  unsupported: 'effect not scored here',
  unmapped: 'no position or weight',
  excluded: 'chromosome or repeat left out',
};

const MENDS: Readonly<Partial<Record<RowState, string>>> = {
  ambiguous:
    'The strand of A/T and C/G pairs cannot be seen. If the scoring file is on the forward strand, as harmonised files are, ambiguous: keep counts them.',
  allele_mismatch:
    'The genome has other alleles there. For many rows: a wrong genome build. For few: a rare allele, or an indel spelled in another way, which a reference (f, Reference) aligns.',
  no_call: 'The file has the site but no genotype. Imputation estimates it; missing: mean fills in the average.',
  filtered: 'The record fails the filters of this run: f in the step Genome changes them.',
  absent_unknown:
    'The file does not list the site. If it lists only differences, a reference (f, Reference) tells which of them are the reference; after a genotyping array, imputation helps. If nearly all are missing: the build or the names of the contigs.',
  unsupported: 'Haplotypes, interactions and alleles that are not letters cannot be scored from single genotypes.',
  unmapped: 'The scoring file has no position or weight for the row on this build; the file of the other build may.',
  excluded: 'Left out on purpose, by the policies chromosomes or duplicates.',
};

const COLUMNS = ['Locus', 'State', 'Weight', 'Share', 'Effect', 'Other', 'Genome has', 'Dosage', 'Adds', 'EAF', 'Line'];

export const explained = (pgs_id: string, explanation: ScoreExplanation): Unmatched => ({
  status: 'ready',
  pgs_id,
  explanation,
  view: viewTable({
    columns: COLUMNS,
    rows: explanation.rows.map(rowCells),
    total: explanation.rows.length,
  }),
});

const rowCells = (row: ExplainedRow): readonly (string | null)[] => [
  row.chrom === null ? 'no position' : `${row.chrom}:${row.pos}`,
  row.state,
  presentNumber(row.effect_weight),
  presentPercent(row.weight_share),
  row.effect_allele,
  row.other_allele,
  row.records.length === 0 ? null : row.records.map(presentRecord).join('; '),
  row.dosage === null ? null : presentNumber(row.dosage),
  row.contribution === null ? null : presentNumber(row.contribution),
  row.frequency === null ? null : presentNumber(row.frequency),
  String(row.line),
];

/** `G>A 0/1`. */
export const presentRecord = ({ ref, alts, genotype, dosages, is_filtered }: RecordSketch): string => {
  const imputed = dosages === null ? '' : ` (${dosages.map(presentNumber).join(', ')} copies)`;
  return `${ref}>${alts.join(',')} ${genotype}${imputed}${is_filtered ? ' filtered' : ''}`;
};

/** Lines of `presentStates` at most. */
export const STATE_LINES = 6;

/** Rows, share of the weight and of the expected variance by state, those not counted first; the rest is in the result. */
export function presentStates({ states }: ScoreExplanation, width: number): readonly Line[] {
  const shown = states.slice(0, STATE_LINES);
  return shown.map(({ state, is_counted, n_rows, weight_share, variance_share }): Line => {
    const variance = variance_share === null ? '' : `, ${presentPercent(variance_share)} of the variance`;
    const shares = `${plural(n_rows, 'row')}, ${presentPercent(weight_share)} of the weight${variance}`;
    return {
      text: fitText(`${fitText(state, 17)}${shares}: ${STATE_MEANINGS[state]}`, width).trimEnd(),
      tone: is_counted ? 'good' : 'plain',
    };
  });
}

/** The open row: both records side by side, its arithmetic, and what would count it. */
export function presentExplainedRow({ rows }: ScoreExplanation, view: TableView, width: number): readonly Line[] {
  const row = rows[rowUnderCursor(view) ?? -1];
  if (row === undefined) return [];
  return [
    ...presentFacts(
      [
        ['Locus', row.chrom === null ? 'no position on this build' : `${row.chrom}:${row.pos}`],
        [
          'Scoring file',
          `line ${row.line}: effect allele ${row.effect_allele ?? 'not given'}, other allele ${row.other_allele ?? 'not given'}, weight ${presentNumber(row.effect_weight)}`,
        ],
        ['Genome', row.records.length === 0 ? 'no record there' : row.records.map(presentRecord).join('; ')],
        ['Frequency', row.frequency === null ? 'not in the scoring file' : presentNumber(row.frequency)],
        ...outcomeFacts(row),
      ],
      width,
    ),
    ...presentMend(row, width),
  ];
}

/** What became of a row, and what it adds. */
export function outcomeFacts({
  state,
  effect_allele,
  effect_weight,
  dosage,
  contribution,
  weight_share,
}: ExplainedRow) {
  const arithmetic =
    dosage === null || contribution === null
      ? 'not counted: adds nothing to the score'
      : `dosage ${presentNumber(dosage)} of ${effect_allele ?? 'the effect allele'}, weight ${presentNumber(effect_weight)}: adds ${presentNumber(contribution)}`;
  return [
    ['Share', `${presentShare(weight_share)} of the weight of the score`],
    ['State', `${state}: ${STATE_MEANINGS[state]}`, dosage === null ? 'warn' : 'good'],
    ['Arithmetic', arithmetic, 'strong'],
  ] satisfies readonly Fact[];
}

/** What would count a row that is not; nothing for the others. */
export function presentMend({ state }: ExplainedRow, width: number): readonly Line[] {
  const mend = MENDS[state];
  if (mend === undefined) return [];
  return [
    { text: '', tone: 'plain' },
    { text: 'What would count it', tone: 'strong' },
    ...wrapText(mend, width).map((text): Line => ({ text, tone: 'plain' })),
  ];
}
