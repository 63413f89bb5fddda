/** Texts in the user's pager, files in the editor: the terminal is theirs meanwhile, and work goes on. */
import { isWindow } from './arrangement.ts';
import type { Command, CommandContext } from './command.ts';
import { pagerText } from './pagerText.ts';
import { referenceOf } from './scoring/state.ts';
import { openLines } from './scroll.ts';
import type { AppState } from './state.ts';
import { type Focus, findTable, LINE_FOCUSES, TABLE_FOCUSES } from './views.ts';

const SCORE_FOCUSES: readonly Focus[] = ['variants', 'variant_row', 'score_overview'];

/** Says what went wrong; true when nothing did. */
async function tell({ dispatch }: CommandContext, problem: Promise<string | null>): Promise<boolean> {
  const text = await problem;
  if (text !== null) dispatch({ type: 'noticed', notice: { text, tone: 'bad' } });
  return text === null;
}

/** Why the open scoring file cannot be edited; null when it can. */
function findScoreProblem({ scoring: { opened } }: AppState): string | null {
  if (opened.status !== 'ready') return 'Open a scoring file first, with o.';
  const { name } = opened;
  if (referenceOf(name).kind === 'id')
    return `${name} is a file of the catalogue, which nobody should change: P reads it.`;
  return /\.(gz|bgz|parquet)$/i.test(name) ? `${name} is no plain text: unpack it, and open that.` : null;
}

export const programCommands = (elsewhere: readonly Focus[]): readonly Command[] => [
  {
    id: 'text.page',
    title: 'Read this text, or the selected rows or all shown, in your pager ($PAGER, else less)',
    keys: ['P'],
    where: [...LINE_FOCUSES, ...TABLE_FOCUSES, 'scores'],
    whenDisabled(state) {
      const view = findTable(state)?.view;
      const isLong = view !== undefined && isWindow(view.table) && openLines(state) === null;
      return isLong ? 'This file is too long for that: E, or another program, opens it.' : null;
    },
    run: (context) => void tell(context, context.host.page(pagerText(context.state))),
  },
  {
    id: 'score.edit',
    title: 'Edit the open scoring file in your editor ($VISUAL, $EDITOR, else vi), and read it again',
    keys: ['E'],
    where: SCORE_FOCUSES,
    whenDisabled: findScoreProblem,
    async run(context) {
      const { opened, build } = context.state.scoring;
      if (opened.status !== 'ready') return;
      if (await tell(context, context.host.edit(opened.name))) context.effects.openScore(opened.name, build);
    },
  },
  {
    id: 'settings.edit',
    title: 'Edit the file of settings in force in your editor; they count from the next start',
    keys: ['E'],
    where: elsewhere.filter((focus) => !SCORE_FOCUSES.includes(focus)),
    whenDisabled: ({ settings }) =>
      settings.file === null ? 'There is no file of settings: copy .prsrc.example to .prsrc, and start anew.' : null,
    async run(context) {
      const { file } = context.state.settings;
      if (file === null || !(await tell(context, context.host.edit(file)))) return;
      context.dispatch({ type: 'noticed', notice: { text: 'Settings count from the next start.', tone: 'good' } });
    },
  },
];
