/** What only the host knows of plugins: plain data, so that it is kept in files. */
import type { DeclaredOptions, PluginDescription, PluginOrigin, PluginRun, PluginStatus } from '../../core/index.ts';

/** A program of any language as an exporter or interpreter. */
export interface ExecEntry {
  /** Program and arguments, never a line for a shell. Placeholders: `{build}`, `{out}` and the names of options. */
  readonly exec: readonly string[];
  readonly kind: 'exporter' | 'interpreter';
  readonly id: string;
  readonly title: string;
  /** What it is for; may be empty. */
  readonly description: string;
  readonly extension: string;
  readonly stdin: 'ndjson' | 'tsv' | 'arrow';
  /** Seconds without a byte in or out after which it has hung. */
  readonly quiet_seconds: number;
  /** Environment variables that it is given beside the usual few. */
  readonly env: readonly string[];
  readonly options: DeclaredOptions;
}

/** A plugin that was found and not run. */
export interface FoundPlugin {
  /** Its package, file or program, until it has said its own name. */
  readonly name: string;
  readonly origin: PluginOrigin;
  /** File to load, or where an exec entry was written. */
  readonly path: string;
  /** Null for plugins in JavaScript or TypeScript. */
  readonly exec: ExecEntry | null;
  /** Where an exec entry's program runs. */
  readonly folder: string;
  /** Options the user set, and the file that they are in. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly optionsFrom: string;
  /** SHA-256 of everything that it consists of. */
  readonly hash: string;
  /** Of a folder, the hash of each file. */
  readonly files: Readonly<Record<string, string>>;
  /** Why it cannot be used, each with its mend. */
  readonly problems: readonly string[];
  /** What to know before allowing it. */
  readonly warnings: readonly string[];
}

/** `usage`: bad input, which is no fault of the plugin. */
export type FaultKind = 'throw' | 'timeout' | 'exit' | 'memory' | 'contract' | 'usage';

/** What the user decided about a plugin, and how it did since. */
export interface Consent {
  readonly hash: string;
  /** Of a folder, the hash of each file: to say which has changed. */
  readonly files?: Readonly<Record<string, string>>;
  readonly description: PluginDescription;
  /** ISO time. */
  readonly allowed: string;
  readonly enabled: boolean;
  /** Calls in a row that went wrong. */
  readonly faults: number;
  readonly last_run: PluginRun | null;
  /** Whether it was being loaded when the program died, and was not turned on since. */
  readonly died?: boolean;
}

/** After so many faults in a row a plugin is off until it is turned on again. */
export const MOST_FAULTS = 3;

/** A plugin, what the user decided about it, and what follows. */
export interface Judged {
  readonly found: FoundPlugin;
  readonly consent: Consent | null;
  readonly description: PluginDescription | null;
  readonly status: PluginStatus;
}
