import { type CommandContext, runCommand } from './command.ts';
import { findCommand } from './commands.ts';
import { editField, type KeyInput } from './field.ts';
import { click, type Pointed, turnWheel } from './mouse.ts';
import { paste } from './paste.ts';
import { type Focus, fieldOf, focusOf, TEXT_FOCUSES } from './views.ts';

/** A key becomes a command, or text in the field that has the focus. */
export function pressKey(context: CommandContext, key: KeyInput & { readonly at?: Pointed }): void {
  const focus = focusOf(context.state);
  if (key.at !== undefined) {
    pointAt(context, key.chord, key.at);
    return;
  }
  if (key.chord === 'paste' && paste(context, focus, key.text ?? '')) return;
  const isText = key.text !== null && TEXT_FOCUSES.has(focus);
  const command = isText ? undefined : findCommand(context.state, focus, key.chord);
  if (command === undefined) typeKey(context, focus, key);
  else runCommand(context, command);
}

function pointAt(context: CommandContext, chord: string, at: Pointed): void {
  // What is still on its way when the mouse was turned off.
  if (!context.state.settings.mouse) return;
  if (chord === 'click') click(context, at);
  else turnWheel(context, chord === 'wheel-up' ? 'up' : 'down');
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
