import { GENOME_BUILDS } from '../../core/index.ts';
import type { Command, CommandContext } from '../command.ts';
import { commonStart } from '../compute/genome.ts';
import { fieldWith } from '../field.ts';
import type { AppState } from '../state.ts';
import { chooseOffer, listOffers } from './offers.ts';

const openedName = ({ scoring }: AppState): string | null =>
  scoring.opened.status === 'none' ? null : scoring.opened.name;

function stepOffer({ state, dispatch }: CommandContext, step: 1 | -1): void {
  dispatch({ type: 'score_offer_stepped', step, count: listOffers(state).length });
}

function findOfferProblem(state: AppState): string | null {
  const { compute, scoring } = state;
  const offer = chooseOffer(state);
  if (offer?.kind === 'score' && offer.isHere === false && scoring.purpose === 'compare')
    return `${offer.name} is not here: esc, esc, then o opens and fetches it.`;
  if (offer !== null) return null;
  if (state.scoring.field.text.trim() === '')
    return 'Type a PGS id, words to search for, or the path of a scoring file.';
  return compute.scores.status === 'ready'
    ? 'No score and no file is called that: type other words, a PGS id such as PGS000001, or a path.'
    : 'The list of scores is not here, so words find nothing: type a PGS id such as PGS000001, or a path.';
}

export const SCORING_COMMANDS: readonly Command[] = [
  {
    id: 'score.open',
    title:
      'Open the score under the cursor, or what is typed, or compare with it; one to open that is not here is fetched',
    hint: 'open',
    keys: ['return'],
    where: ['score_field'],
    whenDisabled: findOfferProblem,
    run({ state, effects, dispatch }) {
      const offer = chooseOffer(state);
      if (offer === null) return;
      const { build, purpose } = state.scoring;
      if (offer.kind === 'path' && offer.name.endsWith('/')) {
        dispatch({ type: 'score_field_edited', field: fieldWith(offer.name) });
        effects.findOffers(offer.name);
      } else if (purpose === 'compare') effects.compareWith(offer.name);
      else if (offer.kind === 'score' && offer.isHere === false) effects.fetchScore(offer.name, build);
      else effects.openScore(offer.name, build);
    },
  },
  {
    id: 'score.complete',
    title: 'Complete the path of a scoring file',
    hint: 'complete',
    keys: ['tab'],
    where: ['score_field'],
    run(context) {
      const { completions, completedText, field } = context.state.scoring;
      // Typed faster than a directory is read.
      if (completedText !== field.text) return context.dispatch({ type: 'score_completion_awaited' });
      const start = commonStart(completions, field.text);
      if (start === field.text) return stepOffer(context, 1);
      context.dispatch({ type: 'score_field_edited', field: fieldWith(start) });
      context.effects.findOffers(start);
    },
  },
  {
    id: 'score.nextOffer',
    title: 'To the scores and files found',
    hint: 'pick',
    keys: ['down'],
    where: ['score_field'],
    run: (context) => stepOffer(context, 1),
  },
  {
    id: 'score.previousOffer',
    title: 'Back up the scores and files found',
    keys: ['up'],
    where: ['score_field'],
    run: (context) => stepOffer(context, -1),
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
    run({ effects, dispatch }) {
      dispatch({ type: 'score_field_opened', purpose: 'open' });
      effects.findOffers('');
    },
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
    id: 'score.compare',
    title: 'Compare the file with another score, locus by locus',
    hint: 'compare exactly',
    keys: ['c'],
    where: ['score_overview', 'score_comparison'],
    run({ effects, dispatch }) {
      dispatch({ type: 'score_field_opened', purpose: 'compare' });
      effects.findOffers('');
    },
  },
  {
    id: 'score.closeComparison',
    title: 'Back to the file at a glance',
    hint: 'back',
    keys: ['escape', 'backspace'],
    where: ['score_comparison'],
    run: ({ dispatch }) => dispatch({ type: 'comparison_closed' }),
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
