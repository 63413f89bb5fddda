/** Rules that say what a result is worth, which the command line is lent. */
import {
  closest,
  type DeclaredOptions,
  errors,
  type OptionValue,
  type PluginListener,
  type PrsResult,
} from '../core/index.ts';

/** What a rule says of one result. */
interface Judgement {
  readonly pgs_id: string;
  readonly tier: string;
  readonly summary: string;
  readonly caveats: readonly string[];
  readonly source: string;
}

/** A rule, whoever brought it. */
export interface ResultInterpreter {
  readonly id: string;
  readonly title: string;
  readonly options: DeclaredOptions;
  /** Who brought it. */
  readonly plugin: string;
  /** One judgement a result, in the order given. */
  readonly interpret: (
    rows: readonly PrsResult[],
    options: Readonly<Record<string, OptionValue>>,
    signal: AbortSignal,
    heard?: PluginListener,
  ) => Promise<readonly Judgement[]>;
}

/** The rule of an id; throws a usage error that names all for one that there is not. */
export function findRule(rules: readonly ResultInterpreter[], id: string): ResultInterpreter {
  const found = rules.find((rule) => rule.id === id);
  if (found !== undefined) return found;
  const ids = rules.map((rule) => rule.id);
  const near = closest(id, ids);
  throw errors.usage(
    `There is no rule "${id}".`,
    near === null ? `Rules are ${ids.join(', ')}.` : `Did you mean ${near}?`,
  );
}
