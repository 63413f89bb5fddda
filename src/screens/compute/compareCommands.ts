import { choiceStep } from '../choiceStep.ts';
import type { Command, CommandContext } from '../command.ts';
import { fieldWith } from '../field.ts';
import { rowUnderCursor } from '../tableView.ts';
import { chosenAgainst, compareChoices } from './compareChoices.ts';
import { commonStart } from './genome.ts';

const stepChoice = choiceStep('compare', ({ overlay, compute }) =>
  overlay?.kind === 'compare' ? compareChoices(overlay, compute).length : 0,
);

const stepComparison = (id: string, title: string, keys: readonly string[], move: 'up' | 'down'): Command => ({
  id,
  title,
  ...(move === 'down' ? { hint: 'next' } : {}),
  keys,
  where: ['comparison_row'],
  run({ effects, dispatch }) {
    dispatch({ type: 'row_closed' });
    dispatch({ type: 'moved', move });
    dispatch({ type: 'row_opened' });
    effects.explainMove();
  },
});

export const COMPARE_COMMANDS: readonly Command[] = [
  {
    id: 'results.compare',
    title: 'Compare with an earlier run, another sample or a file of results: what moved, and why',
    hint: 'compare',
    keys: ['='],
    where: ['results'],
    whenDisabled({ compute: { results } }) {
      if (results.run?.status === 'running') return 'Computing: wait, or cancel it with esc.';
      return results.run?.outcomes.some(({ status }) => status === 'ok') === true
        ? null
        : 'There is no result to compare yet: c computes the marked scores.';
    },
    run: ({ effects }) => effects.openCompare(),
  },
  {
    id: 'compare.take',
    title: 'Compare with it, or go into the directory',
    hint: 'compare',
    keys: ['return'],
    where: ['compare'],
    whenDisabled: ({ overlay, compute }) =>
      overlay?.kind === 'compare' && chosenAgainst(overlay, compute) === null
        ? 'No earlier run yet: type the path of results in JSON (compute --format json).'
        : null,
    run: takeChoice,
  },
  {
    id: 'compare.complete',
    title: 'Complete the path',
    hint: 'complete',
    keys: ['tab'],
    where: ['compare'],
    run({ state: { overlay }, effects, dispatch }) {
      if (overlay?.kind !== 'compare') return;
      const { text } = overlay.field;
      const fitting = overlay.completions.filter((path) => path.startsWith(text));
      const start = commonStart(fitting, text);
      dispatch({ type: 'compare_edited', field: fieldWith(start) });
      effects.completeResults(start);
    },
  },
  stepChoice('compare.down', 'Next choice', ['down'], 1),
  stepChoice('compare.up', 'Previous choice', ['up'], -1),
  {
    id: 'compare.close',
    title: 'Back to the results, without comparing',
    hint: 'back',
    keys: ['escape'],
    where: ['compare'],
    run: ({ dispatch }) => dispatch({ type: 'overlay_closed' }),
  },
  {
    id: 'comparison.read',
    title: 'Read what moved the score: states, settings, rows',
    hint: 'why it moved',
    keys: ['return'],
    where: ['comparison'],
    run({ state, effects, dispatch }) {
      const { comparing } = state.compute.results;
      if (comparing?.status !== 'ready' || rowUnderCursor(comparing.view) === undefined) return;
      dispatch({ type: 'row_opened' });
      effects.explainMove();
    },
  },
  {
    id: 'comparison.back',
    title: 'Back to the results; cancels what is computed to compare with',
    hint: 'back',
    keys: ['escape', 'backspace', '='],
    where: ['comparison', 'comparison_waiting'],
    run({ state, effects, dispatch }) {
      const { comparing } = state.compute.results;
      if (comparing?.status === 'loading' && comparing.isJob) effects.cancel();
      dispatch({ type: 'comparing_changed', comparing: null });
    },
  },
  {
    id: 'comparison.close',
    title: 'Back to all scores compared',
    hint: 'back',
    keys: ['escape', 'backspace', 'return'],
    where: ['comparison_row'],
    run: ({ dispatch }) => dispatch({ type: 'row_closed' }),
  },
  stepComparison('comparison.next', 'Next score compared', ['right', 'l'], 'down'),
  stepComparison('comparison.previous', 'Previous score compared', ['left', 'h'], 'up'),
];

function takeChoice({ state: { overlay, compute }, effects, dispatch }: CommandContext): void {
  if (overlay?.kind !== 'compare') return;
  const against = chosenAgainst(overlay, compute);
  if (against === null) return;
  if (against.kind === 'directory') {
    dispatch({ type: 'compare_edited', field: fieldWith(against.path) });
    effects.completeResults(against.path);
    return;
  }
  dispatch({ type: 'overlay_closed' });
  effects.holdAgainst(against);
}
