/** Plugins as they are listed and asked for: the words that the command line, the screens and the plugin host share. */

export type OptionValue = string | number | boolean;

/** An option as a plugin declares it. */
export interface DeclaredOption {
  readonly type: 'string' | 'number' | 'boolean';
  /** The value unless another is set; one that is required has none until the user's settings give it one. */
  readonly default?: OptionValue | undefined;
  readonly required?: boolean | undefined;
  /** Of one that is required: what a dry run takes. */
  readonly example?: OptionValue | undefined;
  readonly description: string;
  readonly choices?: readonly OptionValue[] | undefined;
}

export type DeclaredOptions = Readonly<Record<string, DeclaredOption>>;

export type OptionValues = Readonly<Record<string, OptionValue>>;

export const PLUGIN_KINDS = ['sources', 'exporters', 'interpreters', 'readers'] as const;
export type PluginKind = (typeof PLUGIN_KINDS)[number];

/** One thing that a plugin brings. */
export interface PluginContribution {
  readonly kind: PluginKind;
  readonly id: string;
  readonly title: string;
  /** Of exporters. */
  readonly extension?: string;
}

/** What a plugin says of itself; kept when it is allowed, so that later nothing has to run to list it. */
export interface PluginDescription {
  readonly name: string;
  readonly description: string;
  readonly options: DeclaredOptions;
  readonly contributions: readonly PluginContribution[];
}

export type PluginOrigin = 'built-in' | '.prsrc' | 'folder' | 'package' | 'PATH';

/** Who hears what a plugin says while it works. */
export interface PluginListener {
  readonly log: (text: string) => void;
  readonly progress: (done: number, total?: number) => void;
}

/** How the last call of a plugin ended. */
export interface PluginRun {
  /** ISO time. */
  readonly when: string;
  readonly contribution: string;
  readonly rows: number;
  readonly bytes: number;
  readonly ms: number;
  /** Null when it went well. */
  readonly fault: string | null;
}

export type PluginStatus =
  | { readonly state: 'ready' }
  /** For the user's consent; `changed` when other content was allowed before, with the files of a folder that did. */
  | { readonly state: 'waiting'; readonly changed: boolean; readonly files?: readonly string[] }
  /** `isSetting`: the user's options of it are at fault, not the plugin. */
  | { readonly state: 'refused'; readonly problems: readonly string[]; readonly isSetting?: boolean }
  /** `died`: the program died while it was loading it. */
  | { readonly state: 'off'; readonly why: string; readonly died?: boolean };

/** A plugin as it is listed. */
export interface ListedPlugin {
  readonly name: string;
  readonly origin: PluginOrigin;
  readonly path: string;
  readonly hash: string | null;
  readonly status: PluginStatus;
  /** Null until it was allowed: nothing runs to be listed. */
  readonly description: PluginDescription | null;
  readonly warnings: readonly string[];
  readonly faults: number;
  readonly last_run: PluginRun | null;
}

/** What a dry run of a plugin found. */
export interface PluginCheck {
  readonly path: string;
  /** Why it is not usable; empty for one that is. */
  readonly problems: readonly string[];
  readonly name: string | null;
  readonly runs: readonly {
    readonly contribution: string;
    /** What it did, in words. */
    readonly did: string;
    readonly ms: number;
    readonly fault: string | null;
    /** What it said meanwhile. */
    readonly log: readonly string[];
  }[];
}
