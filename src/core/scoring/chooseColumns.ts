/** Which columns of the results a wish names. */
import { errors } from '../errors.ts';
import { nearest } from '../text/nearest.ts';
import { EXPORTED_COLUMNS, RESULT_COLUMNS } from './resultColumns.ts';

/** Columns that cost another reading of the files. */
export const HASH_COLUMNS = ['provenance_genotypes_sha256', 'provenance_scoring_file_sha256'];

/**
 * Columns as asked for: names; `all`; `+name` adds to the usual ones, or to the names before it. Without a wish, the usual
 * ones. Throws a usage error that names the nearest columns for one that there is not.
 */
export function chooseColumns(
  wish: readonly string[] | undefined,
  usual: readonly string[] = EXPORTED_COLUMNS,
): readonly string[] {
  if (wish === undefined) return usual;
  const chosen = new Set<string>(wish.every((item) => item.startsWith('+')) ? usual : []);
  for (const item of wish) {
    const name = item.replace(/^\+/, '');
    if (name === 'all') for (const column of RESULT_COLUMNS.keys()) chosen.add(column);
    else if (RESULT_COLUMNS.has(name)) chosen.add(name);
    else
      throw errors.usage(
        `There is no column "${name}".`,
        `The nearest are ${suggest(name).join(', ')}; --columns all shows all.`,
      );
  }
  return [...chosen];
}

/** Names that hold the word come before those that look like it. */
function suggest(name: string): readonly string[] {
  const names = [...RESULT_COLUMNS.keys()];
  const holding = names.filter((column) => name.length > 2 && column.includes(name));
  return [...new Set([...holding, ...nearest(name, names, 3)])].slice(0, 3);
}
