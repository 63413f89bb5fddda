/** Results leave the app: which format, which file, and what its first lines will be. */
import type { DeclaredOptions, OptionValue, PluginListener, PrsResult } from '../core/index.ts';
import { type ResultsState, shownResults } from './compute/results.ts';
import { type FieldState, fieldWith } from './field.ts';
import { chosenRows } from './tableSelection.ts';

/** A format of results, as the screens use it. */
export interface ResultFormat {
  readonly id: string;
  readonly title: string;
  /** With its dot. */
  readonly extension: string;
  /** The plugin that brings it. */
  readonly plugin: string;
  readonly options: DeclaredOptions;
  /** Results in, bytes out; ends early when the signal fires. */
  write(
    results: AsyncIterable<PrsResult>,
    options: Readonly<Record<string, OptionValue>>,
    signal: AbortSignal,
    heard?: PluginListener,
  ): AsyncIterable<string | Uint8Array>;
}

export interface ExportState {
  readonly formats: readonly Pick<ResultFormat, 'id' | 'title' | 'extension'>[];
  readonly choice: number;
  /** The file to write. */
  readonly field: FieldState;
  readonly results: readonly PrsResult[];
  /** First lines in the format; null while they are made. */
  readonly preview: readonly string[] | null;
}

const STEM = 'prs_results';

export const openExport = (formats: ExportState['formats'], results: readonly PrsResult[]): ExportState => ({
  formats,
  results,
  choice: 0,
  field: fieldWith(STEM + (formats[0]?.extension ?? '')),
  preview: null,
});

/** The name of the file goes with the format, unless somebody gave it another ending. */
export function chooseFormat(state: ExportState, choice: number): ExportState {
  const before = state.formats[state.choice]?.extension ?? '';
  const after = state.formats[choice]?.extension ?? '';
  const { text } = state.field;
  const field = text.endsWith(before) ? fieldWith(text.slice(0, text.length - before.length) + after) : state.field;
  return { ...state, choice, field, preview: null };
}

/** The selected results, else all that are shown; by trait, all. */
export function resultsToExport(state: ResultsState): readonly PrsResult[] {
  const outcomes = state.run?.outcomes ?? [];
  const view = shownResults(state);
  const rows = state.byTrait !== null ? outcomes.keys() : view.selected.size > 0 ? chosenRows(view) : view.rows;
  return [...rows].flatMap((row) => {
    const outcome = outcomes[row];
    return outcome?.status === 'ok' ? [outcome.result] : [];
  });
}

/** Results and characters that are enough for a look. */
const RESULTS_PREVIEWED = 3;
const MOST_CHARACTERS = 4000;

/** The first lines of what would be written; says so when it is not text. */
export async function previewFormat(
  format: ResultFormat,
  results: readonly PrsResult[],
  options: Parameters<ResultFormat['write']>[1],
  signal: AbortSignal,
): Promise<readonly string[]> {
  let text = '';
  for await (const chunk of format.write(inTurn(results.slice(0, RESULTS_PREVIEWED)), options, signal)) {
    text += typeof chunk === 'string' ? chunk : new TextDecoder().decode(chunk);
    if (text.includes('\0')) return ['(A binary file: no preview.)'];
    if (text.length > MOST_CHARACTERS) break;
  }
  return text.slice(0, MOST_CHARACTERS).split('\n');
}

export async function* inTurn(results: readonly PrsResult[]): AsyncGenerator<PrsResult> {
  yield* results;
}
