import type { CommandContext } from './command.ts';
import { findCommand } from './commands.ts';
import { editField, type FieldState, type KeyInput } from './field.ts';
import type { AppState } from './state.ts';
import { type Focus, findTable, focusOf, TEXT_FOCUSES } from './views.ts';

/** A key becomes a command, or text in the field that has the focus. */
export function pressKey(context: CommandContext, key: KeyInput): void {
  const { state, dispatch } = context;
  const focus = focusOf(state);
  if (key.text !== null && TEXT_FOCUSES.has(focus)) return typeKey(context, focus, key);
  const command = findCommand(focus, key.chord);
  if (command === undefined) return typeKey(context, focus, key);
  const problem = command.whenDisabled?.(state) ?? null;
  dispatch({ type: 'noticed', notice: problem === null ? null : { text: problem, tone: 'warn' } });
  if (problem === null) command.run(context);
}

function typeKey({ state, effects, dispatch }: CommandContext, focus: Focus, key: KeyInput): void {
  const field = fieldOf(state, focus);
  if (field === null) return;
  const edited = editField(field, key);
  if (edited === field) return;
  dispatch({ type: 'noticed', notice: null });
  switch (focus) {
    case 'path_field':
      dispatch({ type: 'path_edited', field: edited });
      if (edited.text !== field.text) effects.completePath(edited.text);
      return;
    case 'score_field': return dispatch({ type: 'score_field_edited', field: edited });
    case 'score_search': return dispatch({ type: 'score_search_edited', field: edited });
    default: return dispatch({ type: 'search_edited', field: edited });
  }
}

/** The text being typed where the focus is; null where keys are commands only. */
export function fieldOf(state: AppState, focus: Focus): FieldState | null {
  switch (focus) {
    case 'path_field': return state.compute.genome.field;
    case 'score_field': return state.scoring.field;
    case 'score_search': return state.compute.scores.typing;
    case 'sheet_search':
    case 'variant_search': return findTable(state)?.view.typing?.field ?? null;
    default: return null;
  }
}
