import { type CatalogStatus, EXIT } from '../../core/index.ts';
import { renderTable } from '../formats.ts';
import type { CommandContext } from '../host.ts';
import { grouped, toJson } from './operands.ts';

const SOURCES: Readonly<Record<CatalogStatus['source'], string>> = {
  cleaned: 'the cleaned Parquet files',
  raw: 'the raw sheets, cleaned in memory at each start',
  none: 'nothing: there are neither cleaned tables nor raw sheets',
};

export async function runStatus({ session, flags, output }: CommandContext): Promise<number> {
  const status = await (await session.openCatalog()).status();
  if (flags.values.json === true) {
    output.result(toJson(status));
    return EXIT.ok;
  }
  const { directory, source, stale_reason, newest_release, cleaned_at, tables } = status;
  const lines = [
    `Catalogue       ${directory}`,
    `Read from       ${SOURCES[source]}`,
    ...(stale_reason === null ? [] : [`Not used        the cleaned Parquet files: ${stale_reason}`]),
    `Newest release  ${newest_release ?? '–'}`,
    ...(cleaned_at === null ? [] : [`Cleaned         ${cleaned_at}`]),
    '',
  ];
  const rows = Object.entries(tables).map(([name, count]) => [name, grouped(count)]);
  output.result(`${lines.join('\n')}\n${await renderTable(['Table', 'Rows'], rows)}`);
  if (stale_reason !== null || source === 'raw')
    output.note('Make cleaned tables with: just-prs-tui catalog bulk clean-metadata');
  return EXIT.ok;
}
