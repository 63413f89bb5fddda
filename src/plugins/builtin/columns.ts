/** The option by which exporters of flat rows are told which columns to write. */
import { chooseColumns } from '../../core/index.ts';
import type { OptionField } from '../api.ts';

export type ColumnOptions = { readonly columns: string };

export const COLUMN_OPTIONS: { readonly columns: OptionField<string> } = {
  columns: {
    type: 'string',
    default: '',
    description: 'Names with commas between, all, or +name beside the usual ones (the usual ones)',
  },
};

/** The columns that the option names; throws a usage error for one that there is not. */
export const readColumns = ({ columns }: ColumnOptions, usual?: readonly string[]): readonly string[] =>
  chooseColumns(columns === '' ? undefined : columns.split(',').map((name) => name.trim()), usual);
