/** Results as text. */
import { stringify } from 'csv-stringify/sync';
import stringWidth from 'string-width';
import { errors, type PrsResult, ROW_STATES } from '../core/index.ts';

export const FORMATS = ['table', 'json', 'ndjson', 'csv', 'tsv'] as const;
export type Format = (typeof FORMATS)[number];

/** The format a flag names. */
export function readFormat(text: unknown): Format {
  const format = FORMATS.find((name) => name === (text ?? 'table'));
  if (format === undefined) throw errors.usage(`There is no format "${text}".`, `Formats are ${FORMATS.join(', ')}.`);
  return format;
}

/** Chunks of text; `ndjson` gives one per result as it arrives, the others wait for all of them. */
export async function* formatResults(results: AsyncIterable<PrsResult>, format: Format): AsyncGenerator<string> {
  if (format === 'ndjson') {
    for await (const result of results) yield `${JSON.stringify(result)}\n`;
    return;
  }
  const all: PrsResult[] = [];
  for await (const result of results) all.push(result);
  if (format === 'json') yield `${JSON.stringify(all, null, 2)}\n`;
  else if (format === 'table') yield renderTable(TABLE_HEAD, all.map(tableRow));
  else yield formatDelimited(all, format === 'csv' ? ',' : '\t');
}

const TABLE_HEAD = [
  'PGS ID',
  'Trait',
  'Score',
  'Matched',
  'Total',
  'Match Rate',
  'Weight Cov.',
  'Coverage',
  'Percentile',
  'Method',
];

const percent = (share: number | null): string => (share === null ? '–' : `${(share * 100).toFixed(1)}%`);

const tableRow = (r: PrsResult): string[] => [
  r.pgs_id,
  r.trait_reported ?? '–',
  r.score.toFixed(6),
  String(r.variants_matched),
  String(r.variants_total),
  percent(r.match_rate),
  percent(r.weight_mass_coverage),
  r.coverage_grade,
  r.percentile === null ? '–' : r.percentile.toFixed(1),
  r.ancestry === null ? r.percentile_method : `${r.percentile_method} ${r.ancestry}`,
];

/** Numbers to the right, words to the left; control characters cannot reach the terminal. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const clean = [head, ...rows].map((row) => row.map((cell) => cell.replace(/\p{Cc}/gu, '?')));
  const widths = head.map((_, column) => Math.max(...clean.map((row) => stringWidth(row[column] ?? ''))));
  const isNumeric = head.map(
    (_, column) => rows.length > 0 && rows.every((row) => /^[-–\d.%,]*$/.test(row[column] ?? '')),
  );
  const lines = clean.map((row) =>
    row
      .map((cell, column) => {
        const pad = ' '.repeat(widths[column] - stringWidth(cell));
        return isNumeric[column] ? pad + cell : cell + pad;
      })
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, widths.map((width) => '─'.repeat(width)).join('  '));
  return `${lines.join('\n')}\n`;
}

/** One flat row a result: nested values become columns of their own. */
function flatten({
  states,
  policies,
  warnings,
  withheld,
  coverage_reasons,
  ...rest
}: PrsResult): Record<string, unknown> {
  const { chromosomes } = policies;
  return {
    ...rest,
    withheld: withheld.map(({ code }) => code).join(' '),
    coverage_reasons: coverage_reasons.map(({ code }) => code).join(' '),
    ...Object.fromEntries(ROW_STATES.map((state) => [`state_${state}`, states[state]])),
    ...Object.fromEntries(Object.entries(policies).map(([name, policy]) => [`policy_${name}`, policy])),
    policy_chromosomes: typeof chromosomes === 'string' ? chromosomes : chromosomes.join(' '),
    warnings: warnings.join('; '),
  };
}

function formatDelimited(results: readonly PrsResult[], delimiter: string): string {
  return stringify(results.map(flatten), {
    header: true,
    delimiter,
    record_delimiter: delimiter === ',' ? 'windows' : 'unix',
    cast: { boolean: String },
  });
}
