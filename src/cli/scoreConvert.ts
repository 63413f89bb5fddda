/** `score convert`: weights of other programs as a scoring file that compute reads. */
import { basename } from 'node:path';
import { EXIT, errors, WEIGHT_COLUMNS, WEIGHT_LAYOUTS, type WeightColumn, type WeightLayout } from '../core/index.ts';
import type { Command } from './command.ts';
import type { CommandContext } from './host.ts';
import { checkOutputs } from './outputFile.ts';

export const SCORE_CONVERT: Command = {
  name: 'score convert',
  operand: 'FILE',
  summary: 'Turn weights of PRSice, LDpred2, PRS-CS or plink --score, or any table, into a scoring file',
  examples: [
    'score convert my_pst_eff_a1_b0.5_chr22.txt --layout prs-cs --build GRCh37 --output my_score.txt.gz',
    'score convert weights.csv --columns chr_name=chrom,chr_position=pos,effect_allele=ea,effect_weight=w --build GRCh38 -o my_score.txt',
  ],
  flags: [
    { name: 'layout', kind: 'text', value: 'LAYOUT', help: `${WEIGHT_LAYOUTS.join(', ')} (auto)` },
    {
      name: 'columns',
      kind: 'list',
      value: 'LIST',
      help: `Columns by name, as effect_allele=A1: ${WEIGHT_COLUMNS.join(', ')}`,
    },
    { name: 'build', kind: 'text', short: 'b', value: 'BUILD', setting: 'build', help: 'GRCh37 or GRCh38 (required)' },
    { name: 'name', kind: 'text', value: 'NAME', help: 'Name of the score in the header (that of the file)' },
    {
      name: 'output',
      kind: 'text',
      short: 'o',
      value: 'FILE',
      help: 'Scoring file to write, packed for a name in .gz (required)',
    },
  ],
  run: runScoreConvert,
};

async function runScoreConvert({ flags, settings, session, output, host }: CommandContext): Promise<number> {
  const [input, ...others] = flags.positional;
  if (input === undefined || others.length > 0)
    throw errors.usage('score convert needs one file of weights.', 'See --help for examples.');
  const target = flags.values.output as string | undefined;
  if (target === undefined) throw errors.usage('score convert needs --output FILE.');
  if (settings.build === null)
    throw errors.usage('score convert needs --build.', 'The file does not say which genome its positions are of.');
  await checkOutputs([target], [input]);
  const report = await session.convertWeights(
    {
      input,
      output: target,
      layout: readLayout(flags.values.layout),
      columns: readMapping(flags.values.columns as readonly string[] | undefined),
      build: settings.build,
      name: (flags.values.name as string | undefined) ?? basename(input).replace(/(\.(txt|tsv|csv|gz))+$/, ''),
    },
    { signal: host.signal },
  );
  for (const warning of report.warnings) output.warn(warning);
  output.note(
    `${report.rows.toLocaleString('en-US')} rows written to ${report.output} (${report.layout}: ${report.mapping.join('; ')}).`,
  );
  output.note(`Check it with: just-prs-tui score lint ${report.output}`);
  return EXIT.ok;
}

function readLayout(text: unknown): WeightLayout {
  const layout = WEIGHT_LAYOUTS.find((name) => name === (text ?? 'auto'));
  if (layout === undefined)
    throw errors.usage(
      `There is no layout "${text}".`,
      `Layouts are ${WEIGHT_LAYOUTS.join(', ')}; others go with --columns.`,
    );
  return layout;
}

function readMapping(items: readonly string[] | undefined): Partial<Record<WeightColumn, string>> | undefined {
  if (items === undefined) return undefined;
  const mapping: Partial<Record<WeightColumn, string>> = {};
  for (const item of items) {
    const [wanted, ...rest] = item.split('=');
    const column = WEIGHT_COLUMNS.find((name) => name === wanted);
    const name = rest.join('=');
    if (column === undefined || name === '')
      throw errors.usage(
        `--columns does not understand "${item}".`,
        `Write COLUMN=NAME; columns are ${WEIGHT_COLUMNS.join(', ')}.`,
      );
    mapping[column] = name;
  }
  return mapping;
}
