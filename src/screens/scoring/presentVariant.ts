/** A variant of the open scoring file beside what the genome has there. */
import type { ExplainedRow, LocusRecord, LocusRecords, RecordField } from '../../core/index.ts';
import { buildInForce, findGenomeProblem } from '../compute/genome.ts';
import { outcomeFacts, presentMend, presentRecord } from '../compute/unmatched.ts';
import { type Fact, type Line, presentFacts, presentFailure, presentNumber, presentProgress } from '../present.ts';
import type { AppState } from '../state.ts';
import { presentRow, rowUnderCursor, type TableView } from '../tableView.ts';
import { fitText, wrapText } from '../text.ts';
import type { Asked, Inspection } from './inspection.ts';

/** Why the open row cannot be looked up in a genome, as a sentence; null when it can. */
export function findInspectionProblem({ compute: { genome }, scoring }: AppState): string | null {
  if (genome.inspection.status !== 'ready') return 'Open a genome in Compute to see here how this row matches.';
  const problem = findGenomeProblem(genome);
  if (problem !== null) return `Not looked up in the genome. In Compute: ${problem}`;
  const build = buildInForce(genome);
  return build === scoring.build
    ? null
    : `The genome is on ${build}, this file is opened for ${scoring.build}: esc, then b opens it for the other build.`;
}

const BLANK: Line = { text: '', tone: 'plain' };
const title = (text: string): Line => ({ text, tone: 'strong' });

/** The open row: how it matched, the records of the genome, and all that the scoring file says. */
export function presentVariant(state: AppState, view: TableView, width: number): readonly Line[] {
  const inFile = presentRow(view, width);
  const problem = findInspectionProblem(state);
  if (problem !== null)
    return [...inFile, BLANK, ...wrapText(problem, width).map((text): Line => ({ text, tone: 'dim' }))];
  const { inspection, opened } = state.scoring;
  const isOfRow =
    opened.status === 'ready' && inspection?.name === opened.name && inspection.row === rowUnderCursor(view);
  return [
    ...(isOfRow ? presentInspection(inspection, width) : []),
    BLANK,
    title('All that the scoring file says'),
    ...inFile,
  ];
}

function presentInspection({ match, records }: Inspection, width: number): readonly Line[] {
  if (match.status !== 'ready') return presentAsked(match, 'Looking the row up in the genome', width);
  const [row, ...others] = match.found;
  if (row === undefined)
    return [{ text: 'The scoring file has no such row any more: esc, then o opens it again.', tone: 'warn' }];
  const found = records?.status === 'ready' ? records.found : null;
  return [
    ...presentBeside(row, found?.records ?? null, width),
    BLANK,
    ...presentFacts(outcomeFacts(row), width),
    ...others.flatMap((other) => presentOther(other, width)),
    ...presentMend(row, width),
    ...(records === null || records.status === 'ready'
      ? []
      : [BLANK, ...presentAsked(records, 'Reading the records', width)]),
    ...(found === null ? [] : presentRecords(found, width)),
  ];
}

function presentAsked(
  asked: Exclude<Asked<unknown>, { readonly status: 'ready' }>,
  doing: string,
  width: number,
): readonly Line[] {
  if (asked.status === 'failed') return presentFailure(asked.error, width);
  const { heard } = asked;
  const progress = heard === null ? '' : `  ${heard.progress.phase}: ${presentProgress(heard)}`;
  return [{ text: `${doing} ...${progress}`, tone: 'accent' }];
}

const LABEL_WIDTH = 11;
const MOST_BESIDE = 3;

/** The row and the records in columns; where there is no record text yet, what matching kept of it. */
function presentBeside(row: ExplainedRow, records: readonly LocusRecord[] | null, width: number): readonly Line[] {
  const kept = row.records.map((record) => ['', presentRecord(record), '', '']);
  const found = records === null || records.length === 0 ? kept : records.map(recordCells);
  const shown = found.length === 0 ? [['no record there', '', '', '']] : found.slice(0, MOST_BESIDE);
  const columns = [rowCells(row), ...shown];
  const columnWidth = Math.floor((width - LABEL_WIDTH) / columns.length);
  const titles = columns.map((_, column) =>
    column === 0 ? 'Scoring file' : found.length > 1 ? `Record ${column}` : 'Genome',
  );
  const line = (label: string, cells: readonly string[], tone: Line['tone']): readonly Line[] => {
    const wrapped = cells.map((cell) => wrapText(cell, columnWidth - 1));
    const height = Math.max(...wrapped.map((lines) => lines.length));
    return Array.from({ length: height }, (_, i) => ({
      text: [
        fitText(i === 0 ? label : '', LABEL_WIDTH),
        ...wrapped.map((lines) => fitText(lines[i] ?? '', columnWidth)),
      ]
        .join('')
        .trimEnd(),
      tone,
    }));
  };
  return [
    ...line('', titles, 'strong'),
    ...['Position', 'Alleles', 'Counts', 'Details'].flatMap((label, place) =>
      columns.some((cells) => cells[place] !== '')
        ? line(
            label,
            columns.map((cells) => cells[place] as string),
            'plain',
          )
        : [],
    ),
    ...(found.length > MOST_BESIDE
      ? [{ text: `${found.length - MOST_BESIDE} more records below.`, tone: 'dim' as const }]
      : []),
  ];
}

const rowCells = (row: ExplainedRow): readonly string[] => [
  row.chrom === null ? 'no position on this build' : `${row.chrom}:${row.pos}`,
  `effect ${row.effect_allele ?? 'not given'}, other ${row.other_allele ?? 'not given'}`,
  `weight ${presentNumber(row.effect_weight)}`,
  `line ${row.line}${row.frequency === null ? '' : `, frequency ${presentNumber(row.frequency)}`}`,
];

const recordCells = (record: LocusRecord): readonly string[] => {
  const value = (name: string): string | undefined => record.sample.find((field) => field.name === name)?.value;
  const [genotype, dosage] = [value('GT'), value('DS')];
  return [
    `${record.chrom}:${record.pos}${record.id === null ? '' : `  ${record.id}`}`,
    `REF ${record.ref}, ALT ${record.alts.join(',') || '.'}`,
    [genotype === undefined ? '' : `GT ${genotype}`, dosage === undefined ? '' : `DS ${dosage}`]
      .filter(Boolean)
      .join(', '),
    `QUAL ${record.qual ?? '.'}, FILTER ${record.filter ?? '.'}`,
  ];
};

function presentOther(row: ExplainedRow, width: number): readonly Line[] {
  const said = `line ${row.line}: effect ${row.effect_allele ?? 'not given'}, weight ${presentNumber(row.effect_weight)}, ${row.state}`;
  return presentFacts([['Same locus', said]], width);
}

const READ_BY: Readonly<Record<LocusRecords['read_by'], string | null>> = {
  index: null,
  scan: 'The VCF has no index beside it that can be used, so it was read up to the place. With one (tabix -p vcf FILE, of a bgzip file) this takes no time.',
  parquet: 'From the normalised Parquet, which keeps no INFO: open the VCF itself to see that.',
};

function presentRecords({ records, read_by, warnings }: LocusRecords, width: number): readonly Line[] {
  const notes = [...warnings, READ_BY[read_by]].filter((note) => note !== null);
  return [
    ...records.flatMap((record, place) => [
      BLANK,
      title(
        `Record${records.length > 1 ? ` ${place + 1}` : ''} ${record.chrom}:${record.pos} ${record.ref}>${record.alts.join(',') || '.'}`,
      ),
      ...presentFieldList(record, width),
    ]),
    ...notes.flatMap((note) => [BLANK, ...wrapText(note, width).map((text): Line => ({ text, tone: 'dim' }))]),
  ];
}

function presentFieldList({ sample, info }: LocusRecord, width: number): readonly Line[] {
  const facts = (fields: readonly RecordField[], place: string): readonly Fact[] =>
    fields.map(({ name, value, description }) => [
      place + name,
      description === null ? value : `${value}  (${description})`,
    ]);
  const all = [...facts(sample, ''), ...facts(info, 'INFO/')];
  return all.length === 0 ? [] : presentFacts(all, width);
}
