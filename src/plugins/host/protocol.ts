/** What the two ends of a plugin's thread say to each other. A plugin sees none of it. */
import type { GenomeBuild, OptionValue } from '../../core/index.ts';
import type { ResultRow } from '../api.ts';
import type { FaultKind } from './model.ts';
import type { Shape } from './shape.ts';

type Values = Readonly<Record<string, OptionValue>>;

/** One call of one contribution. A thread lives for one call. */
export type Call =
  | { readonly kind: 'describe' }
  | { readonly kind: 'export'; readonly id: string; readonly options: Values }
  | { readonly kind: 'interpret'; readonly id: string; readonly options: Values; readonly rows: readonly ResultRow[] }
  | { readonly kind: 'search'; readonly id: string; readonly options: Values; readonly query: string }
  | {
      readonly kind: 'fetch';
      readonly id: string;
      readonly options: Values;
      readonly scoreId: string;
      readonly build: GenomeBuild;
    }
  | { readonly kind: 'sniff'; readonly id: string; readonly head: Uint8Array; readonly fileName: string }
  | { readonly kind: 'read'; readonly id: string; readonly options: Values; readonly path: string };

export type ToPlugin =
  /** Null ends them. */
  | { readonly type: 'rows'; readonly rows: readonly ResultRow[] | null }
  /** The last chunk was taken. */
  | { readonly type: 'more' }
  | { readonly type: 'abort' };

export type FromPlugin =
  | { readonly type: 'want' }
  | { readonly type: 'chunk'; readonly chunk: string | Uint8Array }
  | { readonly type: 'described'; readonly shape: Shape }
  | { readonly type: 'transpiled'; readonly files: Transpiled }
  | { readonly type: 'done'; readonly value: unknown }
  | { readonly type: 'fault'; readonly kind: FaultKind; readonly message: string; readonly hint?: string | null }
  | { readonly type: 'log'; readonly text: string }
  | { readonly type: 'progress'; readonly done: number; readonly total: number | undefined };

/** A thread's data at its start. The port is private: what a plugin posts to its parent is nobody's business. */
export interface PluginThreadData {
  readonly entry: string;
  readonly name: string;
  readonly call: Call;
  /** What TypeScript of it was turned into by earlier threads of this process. */
  readonly transpiled: Transpiled;
  readonly port: MessagePort | null;
}

/** JavaScript by what it was made of. */
export type Transpiled = Readonly<Record<string, string>>;

type MessagePort = import('node:worker_threads').MessagePort;

/** What a plugin may take beside its heap, in bytes. */
export const MOST_BESIDE_HEAP = 1 << 30;

/** The most that one chunk may hold, in bytes or characters. */
export const MOST_CHUNK = 64 << 20;
