import type {
  DemoFiles,
  GenomeBuild,
  HealthCheck,
  ScoringPolicies,
  Session,
  Superpopulation,
  VcfFilterConfig,
} from '../core/index.ts';
import type { ResultExporter } from './exporters.ts';
import type { ParsedFlags } from './flags.ts';
import type { ResultInterpreter } from './interpreters.ts';
import type { Output } from './output.ts';
import type { ListedSource } from './sources.ts';

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
  /** Keys of the app by command id. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Whether no socket may be opened. */
  readonly offline: boolean;
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
  /** Why a full-screen app cannot be shown, or null when it can. */
  readonly terminalProblem: string | null;
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
  /** Formats of results; loaded when first needed. */
  readonly listExporters: () => Promise<readonly ResultExporter[]>;
  /** Rules that say what a result is worth. */
  readonly listInterpreters: () => Promise<readonly ResultInterpreter[]>;
  /** Where scores come from. */
  readonly listSources: (session: Session) => Promise<readonly ListedSource[]>;
  /** Shows the app until the user quits; returns the exit code. */
  readonly openApp: (request: AppRequest) => Promise<number>;
}

export interface AppRequest {
  readonly settings: CliSettings;
  readonly session: Session;
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
}
