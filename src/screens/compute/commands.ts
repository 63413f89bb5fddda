import { choiceStep } from '../choiceStep.ts';
import type { Command, CommandContext } from '../command.ts';
import { commandLine, computeLine } from '../commandLine.ts';
import { resultsToExport } from '../exportOverlay.ts';
import { findComputeProblem } from '../guide.ts';
import { pipeForm } from '../pipeForm.ts';
import { buildToFetch } from '../plans.ts';
import { plural } from '../present.ts';
import { referenceOf } from '../scoring/state.ts';
import { rowUnderCursor } from '../tableView.ts';
import { COMPARE_COMMANDS } from './compareCommands.ts';
import { filterForm, filterValues } from './filterForm.ts';
import { GENOME_COMMANDS } from './genomeCommands.ts';
import { outcomeUnderCursor, shownResults } from './results.ts';
import { scoreUnderCursor } from './scoreList.ts';
import { countMarked, findTraits } from './traitPicker.ts';

const stepTrait = choiceStep('traits', ({ overlay, compute }) =>
  overlay?.kind === 'traits' ? findTraits(compute.scores.all, overlay.field.text).length : 0,
);

function markTrait({ state: { overlay, compute }, dispatch }: CommandContext): void {
  if (overlay?.kind !== 'traits') return;
  const trait = findTraits(compute.scores.all, overlay.field.text)[overlay.choice];
  if (trait === undefined) return;
  const names = trait.pgs_ids;
  const isMarked = countMarked(trait, compute.scores.selected) === names.length;
  dispatch({ type: isMarked ? 'scores_unmarked' : 'scores_marked', names });
  const text = `${plural(names.length, 'score')} of ${trait.label ?? trait.efo_id} ${isMarked ? 'unmarked' : 'marked'}.`;
  dispatch({ type: 'noticed', notice: { text, tone: 'good' } });
}

const SCORE_COMMANDS: readonly Command[] = [
  {
    id: 'scores.toggle',
    title: 'Mark or unmark the score, and go down',
    hint: 'mark',
    keys: ['space'],
    where: ['scores'],
    run({ state, dispatch }) {
      const score = scoreUnderCursor(state.compute.scores);
      if (score === undefined) return;
      dispatch({ type: 'score_toggled', name: score.pgs_id });
      dispatch({ type: 'moved', move: 'down' });
    },
  },
  {
    id: 'run.start',
    title: 'Compute the marked scores',
    hint: 'compute',
    keys: ['c'],
    where: ['genome', 'scores', 'results'],
    whenDisabled: findComputeProblem,
    cli: computeLine,
    run: ({ effects }) => effects.compute(),
  },
  {
    id: 'scores.search',
    title: 'Find scores by trait, name, id, author or people; n:<1000 tier:high here:yes and such narrow down',
    hint: 'search',
    keys: ['/'],
    where: ['scores'],
    run: ({ dispatch }) => dispatch({ type: 'score_search_opened' }),
  },
  {
    id: 'scores.keepSearch',
    title: 'Keep the search',
    hint: 'keep',
    keys: ['return'],
    where: ['score_search'],
    run: ({ dispatch }) => dispatch({ type: 'score_search_closed', outcome: 'keep' }),
  },
  {
    id: 'scores.forgetSearch',
    title: 'Show all scores again',
    hint: 'show all',
    keys: ['escape'],
    where: ['score_search'],
    run: ({ dispatch }) => dispatch({ type: 'score_search_closed', outcome: 'forget' }),
  },
  {
    id: 'scores.addFiltered',
    title: 'Mark all scores shown, beside those marked already',
    hint: 'mark all shown',
    keys: ['a'],
    where: ['scores'],
    run: ({ dispatch }) => dispatch({ type: 'filtered_added' }),
  },
  {
    id: 'scores.filters',
    title: 'Filter the scores by ancestry, build, number of variants, year, evidence, or whether the file is here',
    hint: 'filters',
    keys: ['f'],
    where: ['scores'],
    run: ({ state, dispatch }) => {
      const { query } = state.compute.scores;
      dispatch({ type: 'form_opened', plan: filterForm(query), values: filterValues(query) });
    },
  },
  {
    id: 'scores.traits',
    title: 'Choose a trait and mark all of its scores',
    hint: 'by trait',
    keys: ['t'],
    where: ['scores'],
    whenDisabled: ({ compute }) =>
      compute.scores.status === 'ready' ? null : 'The catalogue is not read: U fetches it, r reads it again.',
    run: ({ dispatch }) => dispatch({ type: 'traits_opened' }),
  },
  stepTrait('traits.down', 'Next trait', ['down', 'tab'], 1),
  stepTrait('traits.up', 'Previous trait', ['up', 'shift-tab'], -1),
  {
    id: 'traits.toggle',
    title: 'Mark all scores of the trait, or unmark them when all are marked',
    hint: 'mark all of it',
    keys: ['return'],
    where: ['traits'],
    run: markTrait,
  },
  {
    id: 'traits.close',
    title: 'Back to the list of scores',
    hint: 'back',
    keys: ['escape'],
    where: ['traits'],
    run: ({ dispatch }) => dispatch({ type: 'overlay_closed' }),
  },
  {
    id: 'scores.clear',
    title: 'Unmark all scores',
    hint: 'unmark all',
    keys: ['u'],
    where: ['scores'],
    run: ({ dispatch }) => dispatch({ type: 'selection_cleared' }),
  },
  {
    id: 'scores.sort',
    title: 'Sort by best match, id, trait, fewest or most variants',
    hint: 'sort',
    keys: ['s'],
    where: ['scores'],
    run: ({ dispatch }) => dispatch({ type: 'sort_cycled' }),
  },
  {
    id: 'scores.open',
    title: 'Look into the scoring file',
    hint: 'look inside',
    keys: ['return'],
    where: ['scores'],
    run: openInScoring,
  },
  {
    id: 'scores.download',
    title: 'Download the marked scores that are not here, for the build in force',
    hint: 'download',
    keys: ['d'],
    where: ['scores', 'results'],
    whenDisabled: ({ compute: { scores } }) =>
      markedIds(scores.selected).length === 0 ? 'Mark scores of the catalogue with space first.' : null,
    cli: (state) => {
      const ids = markedIds(state.compute.scores.selected);
      return ids.length === 0 ? null : commandLine('catalog', 'download', ...ids, '--build', buildToFetch(state));
    },
    run: ({ state, effects }) => effects.download(markedIds(state.compute.scores.selected), buildToFetch(state)),
  },
  {
    id: 'scores.retry',
    title: 'Read the list of scores again',
    keys: ['r'],
    where: ['scores'],
    run: ({ effects }) => effects.loadScores(),
  },
  {
    id: 'scores.back',
    title: 'End the search, then back to the genome',
    hint: 'back',
    keys: ['escape', 'backspace', '['],
    where: ['scores'],
    run({ state, dispatch }) {
      if (state.compute.scores.query === '') dispatch({ type: 'step_chosen', step: 'genome' });
      else dispatch({ type: 'score_search_closed', outcome: 'forget' });
    },
  },
  {
    id: 'scores.next',
    title: 'To the results',
    hint: 'results',
    keys: [']'],
    where: ['scores'],
    run: ({ dispatch }) => dispatch({ type: 'step_chosen', step: 'results' }),
  },
];

const stepFormat = (id: string, title: string, keys: readonly string[], step: 1 | -1): Command => ({
  id,
  title,
  ...(step === 1 ? { hint: 'next format' } : {}),
  keys,
  where: ['export'],
  run({ state: { overlay }, effects, dispatch }) {
    if (overlay?.kind !== 'export') return;
    const count = overlay.formats.length;
    dispatch({ type: 'export_chosen', choice: (overlay.choice + step + count) % count });
    effects.previewExport();
  },
});

const RESULT_COMMANDS: readonly Command[] = [
  {
    id: 'results.open',
    title: 'Read the result in full; compute when there is none yet',
    hint: 'read in full',
    keys: ['return'],
    where: ['results'],
    whenDisabled: (state) => (state.compute.results.run === null ? findComputeProblem(state) : null),
    run({ state, effects, dispatch }) {
      const { run } = state.compute.results;
      if (run === null) effects.compute();
      else if (rowUnderCursor(shownResults(state.compute.results)) !== undefined) dispatch({ type: 'row_opened' });
    },
  },
  {
    id: 'results.why',
    title: 'Why the score is what it is: variants not matched, by weight, beside the records of the genome',
    hint: 'why',
    keys: ['w'],
    where: ['results', 'result_detail'],
    whenDisabled: ({ compute: { results } }) =>
      outcomeUnderCursor(results)?.status === 'ok' ? null : 'Go to a score that was computed first.',
    run: ({ effects }) => effects.explain(),
  },
  {
    id: 'unmatched.read',
    title: 'Read both records of the variant, and what would count it',
    hint: 'read',
    keys: ['return'],
    where: ['unmatched'],
    run: ({ dispatch }) => dispatch({ type: 'row_opened' }),
  },
  {
    id: 'unmatched.back',
    title: 'Back to the result',
    hint: 'back',
    keys: ['escape', 'backspace', 'w'],
    where: ['unmatched', 'unmatched_waiting'],
    run: ({ dispatch }) => dispatch({ type: 'why_changed', why: null }),
  },
  {
    id: 'results.export',
    title: 'Write the selected results, or all shown, as a report, a methods section, a table or data',
    hint: 'export',
    keys: ['e'],
    where: ['results'],
    whenDisabled: ({ compute }) =>
      resultsToExport(compute.results).length === 0 ? 'There is no result to write yet.' : null,
    run: ({ effects }) => effects.openExport(),
  },
  {
    id: 'results.pipe',
    title: 'Send the selected results, or all shown, through a program, and read its answer',
    hint: 'pipe',
    keys: ['|'],
    where: ['results'],
    whenDisabled: ({ compute }) =>
      resultsToExport(compute.results).length === 0 ? 'There is no result to send yet.' : null,
    run: ({ state, dispatch }) =>
      dispatch({ type: 'form_opened', plan: pipeForm(resultsToExport(state.compute.results).length), values: {} }),
  },
  {
    id: 'results.judge',
    title: 'Say what the selected results, or all shown, are worth, by a rule of a plugin or our own',
    hint: 'judge',
    keys: ['i'],
    where: ['results'],
    whenDisabled: ({ compute }) =>
      resultsToExport(compute.results).length === 0 ? 'There is no result to judge yet.' : null,
    run: ({ effects }) => effects.openRules(),
  },
  stepFormat('export.down', 'Next format', ['down', 'tab'], 1),
  stepFormat('export.up', 'Previous format', ['up', 'shift-tab'], -1),
  {
    id: 'export.write',
    title: 'Write the file',
    hint: 'write',
    keys: ['return'],
    where: ['export'],
    whenDisabled: ({ overlay }) =>
      overlay?.kind === 'export' && overlay.field.text.trim() === '' ? 'Type the name of a file first.' : null,
    run: ({ effects }) => effects.writeExport(),
  },
  {
    id: 'export.close',
    title: 'Back to the results',
    hint: 'back',
    keys: ['escape'],
    where: ['export'],
    run: ({ dispatch }) => dispatch({ type: 'overlay_closed' }),
  },
  {
    id: 'results.group',
    title: 'Say what all scores of a trait say together, or show them one by one',
    hint: 'by trait',
    keys: ['t'],
    where: ['results'],
    whenDisabled: ({ compute }) =>
      compute.results.run === null || compute.results.run.outcomes.length === 0 ? 'There are no results yet.' : null,
    run: ({ dispatch }) => dispatch({ type: 'grouping_toggled' }),
  },
  {
    id: 'results.back',
    title: 'Cancel computing, or back to the scores',
    hint: 'cancel/back',
    keys: ['escape', 'backspace', '['],
    where: ['results'],
    run({ state, effects, dispatch }) {
      if (state.compute.results.run?.status === 'running') effects.cancel();
      else dispatch({ type: 'step_chosen', step: 'scores' });
    },
  },
  {
    id: 'result.close',
    title: 'Back to all results',
    hint: 'back',
    keys: ['escape', 'backspace', 'return'],
    where: ['result_detail'],
    run: ({ dispatch }) => dispatch({ type: 'row_closed' }),
  },
  {
    id: 'result.next',
    title: 'Next result',
    hint: 'next',
    keys: ['right', 'l'],
    where: ['result_detail'],
    run: (context) => openNeighbour(context, 'down'),
  },
  {
    id: 'result.previous',
    title: 'Previous result',
    hint: 'previous',
    keys: ['left', 'h'],
    where: ['result_detail'],
    run: (context) => openNeighbour(context, 'up'),
  },
];

const markedIds = (names: ReadonlySet<string>): readonly string[] =>
  [...names].filter((name) => referenceOf(name).kind === 'id').sort();

export const COMPUTE_COMMANDS: readonly Command[] = [
  ...SCORE_COMMANDS,
  ...RESULT_COMMANDS,
  ...COMPARE_COMMANDS,
  ...GENOME_COMMANDS,
];

function openInScoring({ state, effects, dispatch }: CommandContext): void {
  const score = scoreUnderCursor(state.compute.scores);
  if (score === undefined) return;
  dispatch({ type: 'screen_chosen', screen: 'scoring' });
  effects.openScore(score.pgs_id, buildToFetch(state));
}

function openNeighbour({ dispatch }: CommandContext, move: 'up' | 'down'): void {
  dispatch({ type: 'row_closed' });
  dispatch({ type: 'moved', move });
  dispatch({ type: 'row_opened' });
}
