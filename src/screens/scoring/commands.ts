import { GENOME_BUILDS } from '../../core/index.ts';
import type { Command } from '../command.ts';
import type { AppState } from '../state.ts';

const openedName = ({ scoring }: AppState): string | null =>
  scoring.opened.status === 'none' ? null : scoring.opened.name;

export const SCORING_COMMANDS: readonly Command[] = [
  {
    id: 'score.open',
    title: 'Open the scoring file typed',
    hint: 'open',
    keys: ['return'],
    where: ['score_field'],
    whenDisabled: ({ scoring }) =>
      scoring.field.text.trim() === '' ? 'Type a PGS id or the path of a scoring file first.' : null,
    run: ({ state, effects }) => effects.openScore(state.scoring.field.text.trim(), state.scoring.build),
  },
  {
    id: 'score.leaveField',
    title: 'Leave the text field',
    hint: 'leave the field',
    keys: ['escape'],
    where: ['score_field'],
    run: ({ dispatch }) => dispatch({ type: 'score_field_left' }),
  },
  {
    id: 'score.another',
    title: 'Open another scoring file',
    hint: 'open another',
    keys: ['o', 'e'],
    where: ['variants', 'score_waiting'],
    run: ({ dispatch }) => dispatch({ type: 'score_field_opened' }),
  },
  {
    id: 'score.build',
    title: 'Open the file for the other genome build',
    hint: 'other build',
    keys: ['b'],
    where: ['variants', 'score_waiting'],
    whenDisabled: (state) => (openedName(state) === null ? 'Open a score first, with o.' : null),
    run({ state, effects }) {
      const name = openedName(state);
      const build = GENOME_BUILDS.find((build) => build !== state.scoring.build);
      if (name !== null && build !== undefined) effects.openScore(name, build);
    },
  },
  {
    id: 'score.overview',
    title: 'The file at a glance: weights, chromosomes, what it shares with the open genome and the marked scores',
    hint: 'overview',
    keys: ['i'],
    where: ['variants'],
    run: ({ effects }) => effects.openOverview(),
  },
  {
    id: 'score.closeOverview',
    title: 'Back to the variants',
    hint: 'back',
    keys: ['escape', 'backspace', 'i'],
    where: ['score_overview'],
    run: ({ dispatch }) => dispatch({ type: 'overview_closed' }),
  },
  {
    id: 'score.select',
    title: 'Mark or unmark this score for computing',
    hint: 'mark for computing',
    keys: ['m'],
    where: ['variants'],
    run({ state, dispatch }) {
      const name = openedName(state);
      if (name === null) return;
      const isMarked = state.compute.scores.selected.has(name);
      dispatch({ type: 'score_toggled', name });
      const text = `${name} is ${isMarked ? 'no longer marked' : 'marked'} for computing.`;
      dispatch({ type: 'noticed', notice: { text, tone: 'good' } });
    },
  },
];
