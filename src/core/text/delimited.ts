import { stringify } from 'csv-stringify/sync';

/** Rows as CSV (RFC 4180) or TSV, with a header line; of each row the columns named. */
export const formatDelimited = (
  columns: readonly string[],
  rows: readonly Readonly<Record<string, unknown>>[],
  format: 'csv' | 'tsv',
): string =>
  stringify([...rows], {
    header: true,
    columns: [...columns],
    delimiter: format === 'csv' ? ',' : '\t',
    record_delimiter: format === 'csv' ? 'windows' : 'unix',
    cast: { boolean: String },
  });
