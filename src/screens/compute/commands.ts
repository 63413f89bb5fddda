import { GENOME_BUILDS } from '../../core/index.ts';
import type { Command, CommandContext } from '../command.ts';
import { fieldWith } from '../field.ts';
import { findComputeProblem } from '../guide.ts';
import type { AppState } from '../state.ts';
import { buildInForce, commonStart, findGenomeProblem, isMismatch } from './genome.ts';
import { scoreUnderCursor } from './scoreList.ts';

const GENOME_COMMANDS: readonly Command[] = [
  {
    id: 'path.take',
    title: 'Open the genome, or go into the directory',
    hint: 'open',
    keys: ['return'],
    where: ['path_field'],
    whenDisabled: ({ compute }) =>
      chosenPath(compute) === '' ? 'Type the path of a VCF first, or go down to one.' : null,
    run({ state, effects, dispatch }) {
      const path = chosenPath(state.compute);
      if (!path.endsWith('/')) return effects.inspect(path);
      dispatch({ type: 'path_edited', field: fieldWith(path) });
      effects.completePath(path);
    },
  },
  {
    id: 'path.complete',
    title: 'Complete the path',
    hint: 'complete',
    keys: ['tab'],
    where: ['path_field'],
    run({ state, effects, dispatch }) {
      const { completions, field } = state.compute.genome;
      const start = commonStart(completions, field.text);
      if (start === field.text) return dispatch({ type: 'completion_stepped', step: 1 });
      dispatch({ type: 'path_edited', field: fieldWith(start) });
      effects.completePath(start);
    },
  },
  {
    id: 'path.down',
    title: 'To the files found',
    hint: 'pick',
    keys: ['down'],
    where: ['path_field'],
    run: ({ dispatch }) => dispatch({ type: 'completion_stepped', step: 1 }),
  },
  {
    id: 'path.up',
    title: 'Back up the files found',
    keys: ['up'],
    where: ['path_field'],
    run: ({ dispatch }) => dispatch({ type: 'completion_stepped', step: -1 }),
  },
  {
    id: 'path.leave',
    title: 'Leave the text field',
    hint: 'leave the field',
    keys: ['escape'],
    where: ['path_field'],
    run: ({ dispatch }) => dispatch({ type: 'path_left' }),
  },
  {
    id: 'genome.next',
    title: 'Take this sample and choose scores',
    hint: 'choose scores',
    keys: ['return', ']'],
    where: ['genome'],
    whenDisabled: ({ compute }) =>
      compute.genome.inspection.status === 'ready' ? null : 'Choose a genome first, with e.',
    run({ state, dispatch }) {
      const { inspection, samples } = state.compute.genome;
      if (inspection.status !== 'ready') return;
      dispatch({ type: 'sample_chosen', sample: inspection.found.samples[samples.cursor] });
      dispatch({ type: 'step_chosen', step: 'scores' });
    },
  },
  {
    id: 'genome.edit',
    title: 'Choose another genome',
    hint: 'another genome',
    keys: ['e'],
    where: ['genome'],
    run({ state, effects, dispatch }) {
      dispatch({ type: 'path_opened' });
      effects.completePath(state.compute.genome.field.text);
    },
  },
  {
    id: 'genome.normalize',
    title: 'Normalise: write the genome as Parquet, which scores faster from then on',
    hint: 'normalise',
    keys: ['n'],
    where: ['genome'],
    whenDisabled: ({ compute }) => findNormalizeProblem(compute),
    run: ({ effects }) => effects.normalize(),
  },
  {
    id: 'genome.build',
    title: 'Choose the genome build: detected, GRCh37, GRCh38',
    hint: 'build',
    keys: ['b'],
    where: ['genome', 'scores', 'results'],
    run({ state, dispatch }) {
      const choices = [null, ...GENOME_BUILDS];
      const next = (choices.indexOf(state.compute.genome.build) + 1) % choices.length;
      dispatch({ type: 'build_chosen', build: choices[next] });
    },
  },
  {
    id: 'genome.force',
    title: 'Score on the chosen build although the file names another',
    keys: ['F'],
    where: ['genome', 'scores', 'results'],
    whenDisabled: ({ compute: { genome } }) =>
      genome.build !== null && isMismatch(genome, genome.build)
        ? null
        : 'There is nothing to force: the builds agree.',
    run: ({ dispatch }) => dispatch({ type: 'build_forced' }),
  },
  {
    id: 'genome.cancel',
    title: 'Cancel normalising',
    keys: ['escape'],
    where: ['genome'],
    run: ({ effects }) => effects.cancel(),
  },
];

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
    run: ({ effects }) => effects.compute(),
  },
  {
    id: 'scores.search',
    title: 'Show only scores with a text in id, name, trait or EFO label',
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
    id: 'scores.clear',
    title: 'Unmark all scores',
    hint: 'unmark all',
    keys: ['u'],
    where: ['scores'],
    run: ({ dispatch }) => dispatch({ type: 'selection_cleared' }),
  },
  {
    id: 'scores.sort',
    title: 'Sort by id, trait, fewest or most variants',
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
      else if (run.outcomes.length > 0) dispatch({ type: 'result_opened' });
    },
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
    run: ({ dispatch }) => dispatch({ type: 'result_closed' }),
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

export const COMPUTE_COMMANDS: readonly Command[] = [...SCORE_COMMANDS, ...RESULT_COMMANDS, ...GENOME_COMMANDS];

/** What enter would open: the completion under the cursor, or what was typed. */
function chosenPath({ genome }: AppState['compute']): string {
  return genome.completions[genome.choice] ?? genome.field.text.trim();
}

function findNormalizeProblem({ genome, results }: AppState['compute']): string | null {
  if (genome.inspection.status !== 'ready') return 'Choose a genome first.';
  if (genome.inspection.found.kind === 'parquet') return 'This file is normalised already.';
  if (genome.normalization.status === 'running') return 'Normalising already: esc cancels.';
  if (results.run?.status === 'running') return 'Computing: wait, or cancel it first.';
  return genome.sample === null ? findGenomeProblem(genome) : null;
}

function openInScoring({ state, effects, dispatch }: CommandContext): void {
  const score = scoreUnderCursor(state.compute.scores);
  if (score === undefined) return;
  dispatch({ type: 'screen_chosen', screen: 'scoring' });
  effects.openScore(score.pgs_id, buildInForce(state.compute.genome) ?? state.scoring.build);
}

function openNeighbour({ dispatch }: CommandContext, move: 'up' | 'down'): void {
  dispatch({ type: 'result_closed' });
  dispatch({ type: 'moved', move });
  dispatch({ type: 'result_opened' });
}
