/** Sources of scores that the command line is lent. */
import { closest, type DeclaredOptions, errors, type GenomeBuild, type OptionValue } from '../core/index.ts';

type Values = Readonly<Record<string, OptionValue>>;

interface FoundScore {
  readonly id: string;
  readonly name: string;
  readonly trait: string | null;
  readonly n_variants: number | null;
}

/** Where scores come from, whoever brought it. */
export interface ListedSource {
  readonly id: string;
  readonly title: string;
  readonly options: DeclaredOptions;
  readonly search: (query: string, options: Values, signal: AbortSignal) => Promise<readonly FoundScore[]>;
  /** The bytes of a scoring file. */
  readonly fetch: (
    scoreId: string,
    build: GenomeBuild,
    options: Values,
    signal: AbortSignal,
  ) => AsyncIterable<string | Uint8Array>;
}

/** The source of an id; throws a usage error that names all for one that there is not. */
export function findSource(sources: readonly ListedSource[], id: string): ListedSource {
  const found = sources.find((source) => source.id === id);
  if (found !== undefined) return found;
  const ids = sources.map((source) => source.id);
  const near = closest(id, ids);
  throw errors.usage(
    `There is no source "${id}".`,
    near === null ? `Sources are ${ids.join(', ')}.` : `Did you mean ${near}?`,
  );
}
