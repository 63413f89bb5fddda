import { type Command, type CommandContext, copyText } from '../command.ts';
import { commandLine } from '../commandLine.ts';
import { runningJobs } from '../jobs/jobs.ts';
import { buildToFetch } from '../plans.ts';
import { plural } from '../present.ts';
import { type AppState, SCREENS } from '../state.ts';
import { findLinks, scoreOfRow, scoresOfChosenRows } from './links.ts';
import { neighbourTable } from './tables.ts';

const stepLink = (id: string, title: string, keys: readonly string[], step: 1 | -1): Command => ({
  id,
  title,
  ...(step === 1 ? { hint: 'next link' } : {}),
  keys,
  where: ['sheet_row'],
  whenDisabled: ({ metadata }) => (findLinks(metadata).length === 0 ? 'This row leads nowhere.' : null),
  run({ state: { metadata }, dispatch }) {
    const count = findLinks(metadata).length;
    dispatch({ type: 'link_chosen', link: (metadata.link + step + count) % count });
  },
});

/** A command about the scores that the selected rows name. */
function chosenScoresCommand(
  command: Pick<Command, 'id' | 'title' | 'hint' | 'keys'> & {
    cli?(names: readonly string[], state: AppState): string;
    run(names: readonly string[], context: CommandContext): void;
  },
): Command {
  return {
    ...command,
    where: ['sheet', 'sheet_row'],
    whenDisabled: ({ metadata }) =>
      scoresOfChosenRows(metadata).length === 0
        ? 'No score is named here: go to a row with a PGS id, or select some with space.'
        : null,
    cli(state) {
      const names = scoresOfChosenRows(state.metadata);
      return names.length === 0 ? null : (command.cli?.(names, state) ?? null);
    },
    run: (context) => command.run(scoresOfChosenRows(context.state.metadata), context),
  };
}

const COMPUTE_TAB = SCREENS.findIndex(({ name }) => name === 'compute') + 1;

const PLACES = ['sheet', 'sheet_row', 'sheet_waiting', 'variants', 'variant_row', 'score_waiting'] as const;

export const METADATA_COMMANDS: readonly Command[] = [
  {
    id: 'sheet.next',
    title: 'Next sheet or cleaned table',
    hint: 'next sheet',
    keys: ['.'],
    where: ['sheet', 'sheet_waiting', 'sheet_row'],
    run: ({ state, effects }) => effects.loadSheet(neighbourTable(state.metadata.sheet, 1)),
  },
  {
    id: 'sheet.previous',
    title: 'Previous sheet or cleaned table',
    hint: 'previous',
    keys: [','],
    where: ['sheet', 'sheet_waiting', 'sheet_row'],
    run: ({ state, effects }) => effects.loadSheet(neighbourTable(state.metadata.sheet, -1)),
  },
  {
    id: 'sheet.retry',
    title: 'Read the sheet again',
    hint: 'try again',
    keys: ['r', 'return'],
    where: ['sheet_waiting'],
    run: ({ state, effects }) => effects.loadSheet(state.metadata.sheet),
  },
  stepLink('sheet.nextLink', 'Next thing that the row leads to', ['right', 'l'], 1),
  stepLink('sheet.previousLink', 'Previous thing that the row leads to', ['left', 'h'], -1),
  {
    id: 'sheet.follow',
    title: 'Go where the row leads; an address for a browser is copied',
    hint: 'go there',
    keys: ['return'],
    where: ['sheet_row'],
    whenDisabled: ({ metadata }) => (findLinks(metadata).length === 0 ? 'This row leads nowhere.' : null),
    run: followLink,
  },
  {
    id: 'catalog.update',
    title: 'Replace the catalogue by its newest release, from the PGS Catalog or the mirror of the settings',
    hint: 'update',
    keys: ['U'],
    where: ['sheet', 'sheet_waiting', 'scores'],
    whenDisabled: ({ jobs }) =>
      runningJobs(jobs).some(({ title }) => title.startsWith('Update')) ? 'An update is on its way: see Jobs.' : null,
    cli: () => commandLine('catalog', 'update'),
    run: ({ effects }) => effects.updateCatalog(),
  },
  {
    id: 'sheet.openScore',
    title: 'Open the scoring file of this row',
    hint: 'open score',
    keys: ['o'],
    where: ['sheet', 'sheet_row'],
    whenDisabled: (state) => (findRowId(state) === null ? 'This row names no score, or several.' : null),
    run(context) {
      const id = findRowId(context.state);
      if (id !== null) openScore(context, id);
    },
  },
  chosenScoresCommand({
    id: 'sheet.mark',
    title: 'Mark the scores of the selected rows, or of this one, for computing',
    hint: 'mark',
    keys: ['m'],
    run(names, { dispatch }) {
      dispatch({ type: 'scores_marked', names });
      const text = `${plural(names.length, 'score')} marked; ${COMPUTE_TAB} goes on with them.`;
      dispatch({ type: 'noticed', notice: { text, tone: 'good' } });
    },
  }),
  chosenScoresCommand({
    id: 'sheet.download',
    title: 'Download the scores of the selected rows, or of this one, that are not here',
    hint: 'download',
    keys: ['d'],
    cli: (names, state) => commandLine('catalog', 'download', ...names, '--build', buildToFetch(state)),
    run: (names, { state, effects }) => effects.download(names, buildToFetch(state)),
  }),
  {
    id: 'history.back',
    title: 'Back to where you came from',
    keys: ['['],
    where: PLACES,
    whenDisabled: ({ history }) => (history.past.length === 0 ? 'There is nothing to go back to.' : null),
    run: ({ dispatch }) => dispatch({ type: 'went_back' }),
  },
  {
    id: 'history.forward',
    title: 'Forward again',
    keys: [']'],
    where: PLACES,
    whenDisabled: ({ history }) => (history.future.length === 0 ? 'There is nothing to go forward to.' : null),
    run: ({ dispatch }) => dispatch({ type: 'went_forward' }),
  },
];

const findRowId = ({ metadata }: AppState): string | null => scoreOfRow(metadata);

function openScore({ state, effects, dispatch }: CommandContext, pgs_id: string): void {
  dispatch({ type: 'place_left' });
  dispatch({ type: 'screen_chosen', screen: 'scoring' });
  effects.openScore(pgs_id, state.scoring.build);
}

function followLink(context: CommandContext): void {
  const { state, effects, dispatch } = context;
  const target = findLinks(state.metadata)[state.metadata.link]?.target;
  switch (target?.kind) {
    case undefined:
      break;
    case 'score':
      openScore(context, target.pgs_id);
      break;
    case 'rows':
      dispatch({ type: 'place_left' });
      dispatch({ type: 'rows_shown', target });
      effects.loadSheet(target.table);
      break;
    case 'web':
      copyText(context, target.url, target.url, `The address is ${target.url}`);
  }
}
