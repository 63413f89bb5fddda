import { type CommandContext, runCommand } from './command.ts';
import { findCommand } from './commands.ts';
import { editField, type FieldState, type KeyInput } from './field.ts';
import { paste } from './paste.ts';
import type { AppState } from './state.ts';
import { type Focus, findTable, focusOf, TEXT_FOCUSES } from './views.ts';

/** A key becomes a command, or text in the field that has the focus. */
export function pressKey(context: CommandContext, key: KeyInput): void {
  const focus = focusOf(context.state);
  if (key.chord === 'paste' && paste(context, focus, key.text ?? '')) return;
  const isText = key.text !== null && TEXT_FOCUSES.has(focus);
  const command = isText ? undefined : findCommand(context.state, focus, key.chord);
  if (command === undefined) typeKey(context, focus, key);
  else runCommand(context, command);
}

type FieldEvent =
  | 'path_edited'
  | 'score_field_edited'
  | 'score_search_edited'
  | 'palette_edited'
  | 'form_edited'
  | 'columns_edited'
  | 'export_edited'
  | 'compare_edited'
  | 'records_field_edited'
  | 'traits_edited';

function typeKey({ state, effects, dispatch }: CommandContext, focus: Focus, key: KeyInput): void {
  const before = fieldOf(state, focus);
  if (before === null) return;
  const field = editField(before, key);
  if (field === before) return;
  dispatch({ type: 'noticed', notice: null });
  dispatch({ type: FIELD_EVENTS[focus] ?? 'typing_edited', field });
  if (field.text === before.text) return;
  if (focus === 'path_field') effects.completePath(field.text);
  if (focus === 'score_field') effects.findOffers(field.text);
  if (focus === 'compare') effects.completeResults(field.text);
}

/** What an edit is called, by field; elsewhere it is typed into a table. */
const FIELD_EVENTS: Readonly<Partial<Record<Focus, FieldEvent>>> = {
  path_field: 'path_edited',
  score_field: 'score_field_edited',
  score_search: 'score_search_edited',
  palette: 'palette_edited',
  form: 'form_edited',
  columns: 'columns_edited',
  export: 'export_edited',
  compare: 'compare_edited',
  records_field: 'records_field_edited',
  traits: 'traits_edited',
};

/** The text being typed where the focus is; null where keys are commands only. */
export function fieldOf(state: AppState, focus: Focus): FieldState | null {
  switch (focus) {
    case 'palette':
      return state.overlay?.kind === 'palette' ? state.overlay.field : null;
    case 'columns':
      return state.overlay?.kind === 'columns' ? state.overlay.field : null;
    case 'export':
      return state.overlay?.kind === 'export' ? state.overlay.field : null;
    case 'compare':
      return state.overlay?.kind === 'compare' ? state.overlay.field : null;
    case 'traits':
      return state.overlay?.kind === 'traits' ? state.overlay.field : null;
    case 'form':
      return state.overlay?.kind === 'form' ? state.overlay.form.texts[state.overlay.form.choice] : null;
    case 'path_field':
      return state.compute.genome.field;
    case 'records_field':
      return state.compute.genome.records?.typing ?? null;
    case 'score_field':
      return state.scoring.field;
    case 'score_search':
      return state.compute.scores.typing;
    case 'sheet_search':
    case 'variant_search':
    case 'result_search':
    case 'unmatched_search':
    case 'comparison_search':
    case 'table_filter':
    case 'table_row_number':
    case 'table_file':
      return findTable(state)?.view.typing?.field ?? null;
    default:
      return null;
  }
}
