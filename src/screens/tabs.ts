import { countWaiting } from './plugins/state.ts';
import { type AppState, SCREENS } from './state.ts';
import { textWidth } from './text.ts';

/** What stands on the tabs. */
export const tabTitles = (state: AppState): readonly string[] =>
  SCREENS.map(({ name, title }) => (name === 'plugins' ? `${title}${presentWaiting(state)}` : title));

/** Said until somebody has looked: nothing runs before. */
function presentWaiting({ plugins }: AppState): string {
  const waiting = countWaiting(plugins);
  return waiting === 0 ? '' : ` (${waiting})`;
}

/** A tab as it is drawn: `[1 Metadata]`, or the same width without brackets. */
export const drawTab = (title: string, index: number, isActive: boolean): string =>
  isActive ? `[${index + 1} ${title}]` : ` ${index + 1} ${title} `;

/** The tab at a column of the line of tabs; -1 beside them. */
export function tabAt(titles: readonly string[], column: number): number {
  let end = 0;
  return titles.findIndex((title, index) => {
    end += textWidth(drawTab(title, index, false));
    return column < end;
  });
}
