/** `interpret`: what results of earlier runs are worth, by a rule with its source. */
import { EXIT, type PrsResult } from '../core/index.ts';
import { toJson } from './catalog/operands.ts';
import type { Command } from './command.ts';
import { OPTION_FLAG } from './export.ts';
import { readOptions } from './exporters.ts';
import { JSON_FLAG } from './flags.ts';
import { renderTable } from './formats.ts';
import type { CommandContext } from './host.ts';
import { findRule } from './interpreters.ts';
import { readResultFiles, resultFiles } from './resultFiles.ts';

/** The rule used unless another is named. */
const USUAL = 'two-grades';

export const INTERPRET_COMMAND: Command = {
  name: 'interpret',
  operand: '[FILES|-]',
  summary: 'Say what results of earlier runs are worth, by a rule with its source',
  examples: [
    'interpret results.json',
    'compute --vcf sample.vcf.gz --pgs-id PGS000001 --format ndjson | just-prs-tui interpret --by just-prs --json',
  ],
  flags: [
    { name: 'by', kind: 'text', value: 'RULE', help: 'two-grades, just-prs, or the rule of a plugin (two-grades)' },
    { ...OPTION_FLAG, help: 'An option of the rule, once for each' },
    { ...JSON_FLAG, help: 'Print JSON, with the sample, caveats and the source of the rule' },
  ],
  run: runInterpret,
};

async function runInterpret(context: CommandContext): Promise<number> {
  const { flags, output, host, plugins } = context;
  const by = (flags.values.by as string | undefined) ?? USUAL;
  const rule = findRule(await (await plugins()).interpreters(by), by);
  const options = readOptions(rule, flags.values.option);
  const rows: PrsResult[] = [];
  const files = resultFiles(context, 'interpret');
  for await (const row of readResultFiles(files, context, { results: 0 })) rows.push(row);
  const judgements = await rule.interpret(rows, options, host.signal);
  // One a row, in the order of the rows: the row says whose it is.
  const ofPeople = judgements.map((judgement, at) => ({ sample: rows[at].sample, ...judgement }));
  if (flags.values.json === true) {
    output.result(toJson(ofPeople));
    return EXIT.ok;
  }
  const areSeveral = new Set(ofPeople.map(({ sample }) => sample)).size > 1;
  output.result(
    await renderTable(
      [...(areSeveral ? ['Sample'] : []), 'PGS ID', 'Tier', 'Summary'],
      ofPeople.map(({ sample, pgs_id, tier, summary }) => [...(areSeveral ? [sample] : []), pgs_id, tier, summary]),
    ),
  );
  for (const source of new Set(judgements.map((judgement) => judgement.source))) output.note(`Rule: ${source}`);
  output.note('Caveats of each result are in --json.');
  return EXIT.ok;
}
