/** `score lint`: what is wrong with scoring files, before they score anybody. */
import { EXIT, errors, type LintFinding, type ScoreLint } from '../core/index.ts';
import type { Command } from './command.ts';
import { JSON_FLAG } from './flags.ts';
import { renderTable } from './formats.ts';
import type { CommandContext } from './host.ts';

export const SCORE_COMMANDS: readonly Command[] = [
  {
    name: 'score lint',
    operand: 'FILES',
    summary: 'Find what is wrong with scoring files: repeats, ratios, wrong builds, rows that are never scored',
    examples: ['score lint my_score.txt.gz', 'score lint scores/*.txt.gz --json'],
    flags: [JSON_FLAG],
    run: runScoreLint,
  },
];

/** Fails when a file cannot be used, or a finding says that its score would be wrong. */
async function runScoreLint({ flags, session, output }: CommandContext): Promise<number> {
  const files = flags.positional;
  if (files.length === 0) throw errors.usage('score lint needs scoring files.', 'For example: score lint score.txt.gz');
  const lints: ScoreLint[] = [];
  let failed = 0;
  for (const outcome of await session.lintScores(files)) {
    if (outcome.status === 'ok') lints.push(outcome.lint);
    else {
      failed++;
      output.error(outcome.error);
    }
  }
  if (flags.values.json === true) output.result(`${JSON.stringify(lints, null, 2)}\n`);
  else output.result(await renderTable(['File', 'Line', '', 'Finding'], lints.flatMap(describe)));
  const isWrong = lints.some(({ findings }) => findings.some(({ severity }) => severity === 'error'));
  return failed > 0 || isWrong ? EXIT.failure : EXIT.ok;
}

function describe({ file, pgs_id, rows, findings }: ScoreLint): readonly (readonly string[])[] {
  const name = file.split('/').pop() ?? file;
  if (findings.length === 0) return [[name, '', 'fine', `${pgs_id ?? 'no id'}, ${rows} rows`]];
  return findings.map(({ line, severity, message }: LintFinding) => [name, String(line ?? ''), severity, message]);
}
