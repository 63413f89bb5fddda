import type { MetadataSheet, PrsErrorData, TextTable } from '../../core/index.ts';
import { METADATA_SHEETS } from '../../core/index.ts';
import { type TableView, viewTable } from '../tableView.ts';

export type SheetState =
  | { readonly status: 'loading' }
  | { readonly status: 'failed'; readonly error: PrsErrorData }
  | { readonly status: 'ready'; readonly view: TableView };

export interface MetadataState {
  readonly sheet: MetadataSheet;
  /** Sheets asked for so far. Each keeps its cursor and search. */
  readonly sheets: Readonly<Partial<Record<MetadataSheet, SheetState>>>;
}

export type MetadataEvent =
  | { readonly type: 'sheet_chosen'; readonly sheet: MetadataSheet }
  | { readonly type: 'sheet_loaded'; readonly sheet: MetadataSheet; readonly table: TextTable }
  | { readonly type: 'sheet_failed'; readonly sheet: MetadataSheet; readonly error: PrsErrorData };

export const INITIAL_METADATA: MetadataState = { sheet: 'scores', sheets: {} };

export function reduceMetadata(state: MetadataState, event: MetadataEvent): MetadataState {
  switch (event.type) {
    case 'sheet_chosen': {
      const known = state.sheets[event.sheet];
      // A sheet that failed is read again: the file may be there now.
      const isReady = known !== undefined && known.status !== 'failed';
      const chosen = { ...state, sheet: event.sheet };
      return isReady ? chosen : withSheet(chosen, event.sheet, { status: 'loading' });
    }
    case 'sheet_loaded':
      return withSheet(state, event.sheet, { status: 'ready', view: viewTable(event.table) });
    case 'sheet_failed':
      return withSheet(state, event.sheet, { status: 'failed', error: event.error });
  }
}

export const withSheet = (state: MetadataState, sheet: MetadataSheet, next: SheetState): MetadataState => ({
  ...state,
  sheets: { ...state.sheets, [sheet]: next },
});

/** The sheet beside the chosen one, around the end. */
export function neighbourSheet(sheet: MetadataSheet, step: 1 | -1): MetadataSheet {
  const count = METADATA_SHEETS.length;
  const index = METADATA_SHEETS.findIndex(({ key }) => key === sheet);
  return METADATA_SHEETS[(index + step + count) % count].key;
}
