/** `export`: results of earlier runs in another format, without computing anything. */
import { describeOption, EXIT, errors } from '../core/index.ts';
import { toJson } from './catalog/operands.ts';
import type { Command } from './command.ts';
import type { ResultExporter } from './exporters.ts';
import { type Flag, JSON_FLAG } from './flags.ts';
import { renderTable } from './formats.ts';
import type { CommandContext } from './host.ts';
import { checkOutputs } from './outputFile.ts';
import { readResultFiles, resultFiles } from './resultFiles.ts';
import { chooseWriter, emit } from './resultWriter.ts';

/** Of every command that prints results. */
export const OPTION_FLAG: Flag = {
  name: 'option',
  kind: 'repeated',
  value: 'NAME=VALUE',
  help: 'An option of the format, once for each; the value is kept as it is; export --list shows them',
};

export const EXPORT_COMMAND: Command = {
  name: 'export',
  operand: '[FILES|-]',
  summary: 'Write results of earlier runs in another format: report, methods section, tables, Parquet',
  examples: [
    'export results.json --format html --output report.html',
    'compute --vcf sample.vcf.gz --pgs-id PGS000001 --format ndjson | just-prs-tui export - --format methods',
    'export --list',
  ],
  flags: [
    { name: 'format', kind: 'text', value: 'FORMAT', help: 'Format to write; --list shows all (required)' },
    OPTION_FLAG,
    { name: 'columns', kind: 'list', value: 'LIST', help: 'Columns of csv, tsv, markdown, parquet or arrow' },
    {
      name: 'output',
      kind: 'text',
      short: 'o',
      value: 'FILE',
      help: 'Write there instead of to stdout; complete or not at all',
    },
    { name: 'list', kind: 'switch', help: 'Show the formats and their options' },
    { ...JSON_FLAG, help: 'Show the formats as JSON' },
  ],
  run: runExport,
};

async function runExport(context: CommandContext): Promise<number> {
  const { flags, output, plugins } = context;
  if (flags.values.list === true) {
    const exporters = await (await plugins()).exporters();
    output.result(flags.values.json === true ? toJson(exporters) : await describeExporters(exporters));
    return EXIT.ok;
  }
  if (flags.values.json === true) throw errors.usage('--json goes with --list.', 'Results as JSON: --format json');
  if (flags.values.format === 'table') throw errors.usage('export writes files, no table.', 'See: export --list');
  const writer = await chooseWriter(context, null);
  const files = resultFiles(context, 'export');
  const target = flags.values.output as string | undefined;
  await checkOutputs(
    [target],
    files.filter((file) => file !== '-'),
  );
  const tally = { results: 0 };
  await emit(context, writer.write(readResultFiles(files, context, tally)));
  // Of what a plugin was given it may leave some out.
  const written = writer.isForeign ? `handed to ${writer.format}; written to` : 'written to';
  if (target !== undefined)
    output.note(`${tally.results} ${tally.results === 1 ? 'result' : 'results'} ${written} ${target}`);
  return EXIT.ok;
}

function describeExporters(exporters: readonly ResultExporter[]): Promise<string> {
  return renderTable(
    ['Format', 'File', 'What', 'Options'],
    exporters.map(({ id, extension, title, options }) => [
      id,
      extension,
      title,
      Object.entries(options)
        .map(([name, option]) => describeOption(name, option))
        .join('; '),
    ]),
  );
}
