/**
 * The plugin API, `just-prs-tui/plugin`. A plugin is plain data: an object whose keys are kinds. Every call takes plain data
 * and gives plain data, per batch, so that it can cross a thread or a process without the plugin noticing.
 */
import type { GenomeBuild, PrsResult } from '../core/index.ts';

export const API_VERSION = 1;

/** One score of one person: the object that `compute --format ndjson` prints on a line. Never changed by a plugin. */
export type ResultRow = PrsResult;

/** What the host lends to every call. A plugin gets nothing else. */
export interface PluginContext<Options> {
  /** As set by the user, else the declared defaults. None that is required is missing. */
  readonly options: Options;
  /** Fires when the user cancels; a call that goes on two seconds longer is ended. */
  readonly signal: AbortSignal;
  /** Told on standard error of a command. */
  readonly log: (message: string) => void;
  /** How far the call is: a sign of life in a long one. */
  readonly progress: (done: number, total?: number) => void;
}

export interface Exporter<Options> {
  /** `--format ID`, and the entry of the menu: small letters, digits and hyphens. */
  readonly id: string;
  readonly title: string;
  readonly extension: `.${string}`;
  /** Batches in, bytes out. The host opens, writes and renames the file. */
  export(
    rows: AsyncIterable<readonly ResultRow[]>,
    context: PluginContext<Options>,
  ): AsyncIterable<string | Uint8Array>;
}

/** A score that a source has. */
export interface SourceScore {
  readonly id: string;
  readonly name: string;
  readonly trait: string | null;
  /** Rows of the scoring file. */
  readonly n_variants: number | null;
}

export interface ScoreSource<Options> {
  /** A score is named `ID:score`. */
  readonly id: string;
  readonly title: string;
  search(query: string, context: PluginContext<Options>): Promise<readonly SourceScore[]>;
  /** The bytes of a scoring file in the PGS Catalog's format, plain or gzip, harmonised to the build. */
  fetch(scoreId: string, build: GenomeBuild, context: PluginContext<Options>): AsyncIterable<string | Uint8Array>;
}

export interface Interpretation {
  readonly pgs_id: string;
  readonly tier: 'high' | 'moderate' | 'low' | 'very-low';
  readonly summary: string;
  readonly caveats: readonly string[];
  /** The paper, guideline or table that the rule comes from. */
  readonly source: string;
}

export interface QualityInterpreter<Options> {
  readonly id: string;
  readonly title: string;
  /** One interpretation a row, in the order given. */
  interpret(rows: readonly ResultRow[], context: PluginContext<Options>): Promise<readonly Interpretation[]>;
}

export interface GenotypeReader<Options> {
  readonly id: string;
  readonly title: string;
  /** Confidence, 0 to 1, from the first 64 KiB. Opens nothing. */
  sniff(head: Uint8Array, fileName: string): number | Promise<number>;
  /** The genotypes as the text of a VCF. */
  read(path: string, context: PluginContext<Options>): AsyncIterable<string | Uint8Array>;
}

/**
 * An option that a plugin declares: shown in the help and on the screen, checked before a call. It has a default, or the user
 * has to set it: then it has an example, which `plugins check` takes.
 */
export type OptionField<Value> = {
  readonly type: Value extends string ? 'string' : Value extends number ? 'number' : 'boolean';
  readonly description: string;
  /** The only values allowed. */
  readonly choices?: readonly Value[];
} & (
  | { readonly default: Value; readonly required?: false; readonly example?: undefined }
  | { readonly required: true; readonly example: Value; readonly default?: undefined }
);

export interface Plugin<Options = Record<string, never>> {
  readonly name: string;
  readonly apiVersion: typeof API_VERSION;
  readonly description: string;
  readonly options?: { readonly [Key in keyof Options]: OptionField<Options[Key]> };
  readonly exporters?: readonly Exporter<Options>[];
  readonly sources?: readonly ScoreSource<Options>[];
  readonly interpreters?: readonly QualityInterpreter<Options>[];
  readonly readers?: readonly GenotypeReader<Options>[];
}

/**
 * What the user gave does not fit: a value of an option, a score that the source does not have. It is told as it is, with the
 * hint, the command ends with 2, and it is no fault of the plugin. Recognised by its name.
 */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** What to do about it. */
  readonly hint: string | null;

  constructor(message: string, hint: string | null = null) {
    super(message);
    this.hint = hint;
  }
}

/** Types a plugin; returns it as it is. */
export function definePlugin<Options = Record<string, never>>(plugin: Plugin<Options>): Plugin<Options> {
  return plugin;
}
