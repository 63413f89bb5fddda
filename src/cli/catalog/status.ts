import { type CatalogSource, type CatalogStatus, EXIT } from '../../core/index.ts';
import { renderTable } from '../formats.ts';
import type { CommandContext } from '../host.ts';
import { grouped, toJson } from './operands.ts';

export const SOURCE_NAMES: Readonly<Record<CatalogSource, string>> = { ebi: 'EBI', hf: 'Hugging Face' };

/** Days after which newer data is likely: the Catalogue is released about every month. */
const OLD_DAYS = 30;

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
  const { directory, source, stale_reason, newest_release, cleaned_at, tables, age_days } = status;
  const lines = [
    `Catalogue       ${directory}`,
    `Read from       ${SOURCES[source]}`,
    ...(stale_reason === null ? [] : [`Not used        the cleaned Parquet files: ${stale_reason}`]),
    ...describeOrigin(status),
    `Newest release  ${newest_release ?? '–'}`,
    ...(cleaned_at === null ? [] : [`Cleaned         ${cleaned_at}`]),
    ...status.failed_attempts.map(
      ({ source: failed, at, message }) => `Last failure    ${SOURCE_NAMES[failed]}, ${at}: ${message}`,
    ),
    '',
  ];
  const rows = Object.entries(tables).map(([name, count]) => [name, grouped(count)]);
  output.result(`${lines.join('\n')}\n${await renderTable(['Table', 'Rows'], rows)}`);
  if (stale_reason !== null || source === 'raw')
    output.note('Make cleaned tables with: just-prs-tui catalog bulk clean-metadata');
  if (age_days !== null && age_days > OLD_DAYS)
    output.note(`The data is ${age_days} days old; fetch what is newer with: just-prs-tui catalog update`);
  return EXIT.ok;
}

function describeOrigin({ origin, origin_url, fetched_at, age_days }: CatalogStatus): string[] {
  if (origin === null) return [];
  const from = origin === 'other' ? 'another program' : SOURCE_NAMES[origin];
  return [
    `Data from       ${from}${origin_url === null ? '' : `, ${origin_url}`}`,
    ...(fetched_at === null
      ? []
      : [`Fetched         ${fetched_at}, ${age_days === 1 ? '1 day' : `${age_days} days`} ago`]),
  ];
}
