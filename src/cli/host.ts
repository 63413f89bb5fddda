import type {
  DemoFiles,
  GenomeBuild,
  HealthCheck,
  Progress,
  ScoringPolicies,
  Session,
  Superpopulation,
  VcfFilterConfig,
} from '../core/index.ts';
import type { ParsedFlags } from './flags.ts';
import type { Output } from './output.ts';
import type { PluginDesk } from './pluginDesk.ts';

/** The settings a command reads. */
export interface CliSettings extends ScoringPolicies {
  readonly cache_dir: string;
  readonly state_dir: string;
  readonly catalog_dir?: string | undefined;
  readonly threads?: number | undefined;
  readonly mem?: string | undefined;
  readonly fasta?: string | undefined;
  readonly build: GenomeBuild | null;
  readonly sample?: string | undefined;
  readonly population: Superpopulation;
  readonly filters: VcfFilterConfig;
  readonly format_fields?: readonly string[] | undefined;
  readonly color: boolean;
  /** The app as lines of text instead of a screen. */
  readonly plain: boolean;
  /** Whether the app hears the mouse. */
  readonly mouse: boolean;
  /** What the app draws lines and curves with. */
  readonly symbols: 'auto' | 'ascii' | 'unicode';
  /** Files that settings were read from, the strongest last. */
  readonly files: readonly string[];
  /** Keys of the app by command id. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Whether no socket may be opened. */
  readonly offline: boolean;
  /** Plugins that `.prsrc` files name, with the file. */
  readonly plugins: readonly { readonly where: string; readonly entry?: unknown }[];
  /** Whether nothing but what is built in may run. */
  readonly no_plugins: boolean;
  readonly only_plugins?: readonly string[] | undefined;
  /** Seconds that a plugin may say nothing. */
  readonly plugin_seconds: number;
  /** Megabytes of a plugin's heap. */
  readonly plugin_memory: number;
  /** Whether compute may fetch scores that are missing. */
  readonly download: boolean;
  readonly ebi_url: string;
  readonly rest_url: string;
  readonly hf_url: string;
  /** Seconds. */
  readonly network_timeout: number;
  readonly network_retries: number;
}

/** What the command line is lent: the world outside, so that tests can give it another one. */
export interface CliHost {
  /** Arguments after the program's name. */
  readonly argv: readonly string[];
  readonly stdin: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly stdout: NodeJS.WritableStream;
  readonly stderr: NodeJS.WritableStream;
  /** Why the app cannot be shown, as a screen or as plain lines, or null when it can. */
  readonly findTerminalProblem: (plain: boolean) => string | null;
  /** What the terminal is and can do. */
  readonly examineTerminal: () => readonly HealthCheck[];
  /** Whether somebody watches stderr. */
  readonly isWatched: boolean;
  /** Whether to show the stack of an unexpected error. */
  readonly debug: boolean;
  readonly toolVersion: string;
  readonly signal: AbortSignal;
  /** Flags are settings by dotted key, only those given. */
  readonly loadSettings: (flags: Readonly<Record<string, unknown>>) => Promise<CliSettings>;
  /** The Hugging Face token of the `.env` file here, else of the environment; read only when one is needed. */
  readonly readHubToken: () => Promise<string | undefined>;
  readonly openSession: (settings: CliSettings, catalogDirectory?: string) => Promise<Session>;
  /** Plugins, ours and others; loaded when first needed. */
  readonly openPlugins: (request: PluginRequest) => Promise<PluginDesk>;
  /** Shows the app until the user quits; returns the exit code. */
  readonly openApp: (request: AppRequest) => Promise<number>;
}

/** What a command of the line lends the desk. */
export interface PluginRequest {
  readonly settings: CliSettings;
  readonly session: Session;
  /** Plugins that may run this once. */
  readonly allowOnce: readonly string[];
  /** What plugins say while they work. */
  readonly say: (text: string) => void;
  /** How far they say they are. */
  readonly show: (progress: Progress) => void;
}

export interface AppRequest {
  readonly settings: CliSettings;
  readonly session: Session;
  readonly allowOnce: readonly string[];
  readonly genotypes?: string | undefined;
  readonly demo?: DemoFiles | undefined;
}

/** What a command works with. */
export interface CommandContext {
  readonly flags: ParsedFlags;
  readonly settings: CliSettings;
  readonly session: Session;
  readonly output: Output;
  readonly host: CliHost;
  /** Opened when first asked for. */
  readonly plugins: () => Promise<PluginDesk>;
}
