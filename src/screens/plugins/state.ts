import type {
  ListedPlugin,
  OptionValue,
  PluginCheck,
  PluginListener,
  PrsErrorData,
  PrsResult,
} from '../../core/index.ts';
import type { ResultFormat } from '../exportOverlay.ts';
import { type GridState, TOP_OF_GRID } from '../grid.ts';

/** Options by name. */
export type OptionValues = Readonly<Record<string, OptionValue>>;

/** What a rule says of one result. */
interface Judgement {
  readonly pgs_id: string;
  readonly tier: string;
  readonly summary: string;
  readonly caveats: readonly string[];
  readonly source: string;
}

/** A rule that says what results are worth. */
export interface ResultRule {
  readonly id: string;
  readonly title: string;
  readonly plugin: string;
  readonly options: ResultFormat['options'];
  interpret(
    results: readonly PrsResult[],
    options: OptionValues,
    signal: AbortSignal,
    heard?: PluginListener,
  ): Promise<readonly Judgement[]>;
}

/** Plugins, as the screens are lent them. A plugin goes by its path, one that is built in by its name. */
export interface PluginAccess {
  list(): Promise<readonly ListedPlugin[]>;
  allow(plugin: string): Promise<ListedPlugin>;
  forget(plugin: string): Promise<ListedPlugin>;
  setEnabled(plugin: string, enabled: boolean): Promise<ListedPlugin>;
  test(plugin: string): Promise<PluginCheck>;
  exporters(): Promise<readonly ResultFormat[]>;
  interpreters(): Promise<readonly ResultRule[]>;
}

export interface PluginsState {
  readonly list:
    | { readonly status: 'loading' }
    | { readonly status: 'failed'; readonly error: PrsErrorData }
    | { readonly status: 'ready'; readonly plugins: readonly ListedPlugin[] };
  readonly grid: GridState;
  /** Scroll position in what is known of one plugin; null while none is open. */
  readonly open: GridState | null;
  /** Options that the user set, by the name of the plugin. */
  readonly options: Readonly<Record<string, OptionValues>>;
}

export type PluginsEvent =
  | { readonly type: 'plugins_changed'; readonly list: PluginsState['list'] }
  | { readonly type: 'plugin_opened' }
  | { readonly type: 'plugin_closed' }
  | { readonly type: 'plugin_options_changed'; readonly plugin: string; readonly options: OptionValues };

export const INITIAL_PLUGINS: PluginsState = {
  list: { status: 'loading' },
  grid: TOP_OF_GRID,
  open: null,
  options: {},
};

export function reducePlugins(state: PluginsState, event: PluginsEvent): PluginsState {
  switch (event.type) {
    case 'plugins_changed':
      return { ...state, list: event.list };
    case 'plugin_opened':
      return { ...state, open: TOP_OF_GRID };
    case 'plugin_closed':
      return { ...state, open: null };
    case 'plugin_options_changed':
      return { ...state, options: { ...state.options, [event.plugin]: event.options } };
  }
}

export const listedPlugins = ({ list }: PluginsState): readonly ListedPlugin[] =>
  list.status === 'ready' ? list.plugins : [];

export const pluginUnderCursor = (state: PluginsState): ListedPlugin | undefined =>
  listedPlugins(state)[state.grid.cursor];

/** How many wait to be allowed. */
export const countWaiting = (state: PluginsState): number =>
  listedPlugins(state).filter(({ status }) => status.state === 'waiting').length;

/** What a plugin goes by. */
export const keyOf = ({ path, name }: ListedPlugin): string => (path === '' ? name : path);
