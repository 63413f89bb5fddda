import type { CommandContext } from './command.ts';
import { fieldWith } from './field.ts';
import { plural } from './present.ts';
import { type Focus, TEXT_FOCUSES } from './views.ts';

/** What a paste means where keys are commands, or where it is more than text; false leaves it to the field. */
export function paste(context: CommandContext, focus: Focus, text: string): boolean {
  const ids = findIds(text);
  if ((focus === 'scores' && ids.length > 0) || (focus === 'score_search' && ids.length > 1)) {
    markScores(context, ids);
    return true;
  }
  if (focus === 'genome' || focus === 'path_field') {
    openPath(context, readDroppedPath(text));
    return true;
  }
  return !TEXT_FOCUSES.has(focus);
}

/** PGS ids in any text, each once, in order. */
const findIds = (text: string): readonly string[] => [
  ...new Set((text.match(/\bPGS\d{6}\b/gi) ?? []).map((id) => id.toUpperCase())),
];

function markScores({ state, dispatch }: CommandContext, ids: readonly string[]): void {
  const known = new Set(state.compute.scores.all.map(({ pgs_id }) => pgs_id));
  const found = ids.filter((id) => known.has(id));
  const unknown = ids.filter((id) => !known.has(id));
  dispatch({ type: 'scores_marked', names: found });
  const missing = unknown.length === 0 ? '' : ` Not in the catalogue: ${unknown.join(', ')}.`;
  const tone = unknown.length === 0 ? 'good' : 'warn';
  dispatch({ type: 'noticed', notice: { text: `${plural(found.length, 'score')} marked.${missing}`, tone } });
}

function openPath({ effects, dispatch }: CommandContext, path: string): void {
  dispatch({ type: 'noticed', notice: null });
  dispatch({ type: 'path_opened' });
  dispatch({ type: 'path_edited', field: fieldWith(path) });
  effects.completePath(path);
}

/** A path as terminals drop it: in quotes, with escaped spaces, or as a file URL. */
export function readDroppedPath(text: string): string {
  const line = text.trim().split(/[\r\n]/)[0] ?? '';
  const [, quoted] = /^'(.*)'$/.exec(line) ?? /^"(.*)"$/.exec(line) ?? [];
  if (quoted !== undefined) return quoted;
  if (line.startsWith('file://')) return decodePath(line.slice('file://'.length).replace(/^[^/]*/, ''));
  return line.replace(/\\(.)/g, '$1');
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
