/** What the program brings itself, through the same door as everybody's plugins. */
import type { Plugin } from '../api.ts';
import { columnar } from './columnar.ts';
import { delimitedText } from './delimited.ts';
import { htmlReport } from './html/html.ts';
import { interpreters } from './interpreters.ts';
import { json } from './json.ts';
import { markdown } from './markdown.ts';
import { methods } from './methods.ts';
import { huggingFace, localFiles, pgsCatalog, type SourceSession } from './sources.ts';

/** A plugin whatever its options are: the host hands it those that it declares. */
export type AnyPlugin = Plugin<Readonly<Record<string, string | number | boolean>>>;

export const BUILTIN: readonly AnyPlugin[] = [
  delimitedText,
  json,
  markdown,
  htmlReport,
  methods,
  columnar,
  interpreters,
];

/** Sources of scores, which ask the session for catalogue, network and files. */
export const builtinSources = (session: SourceSession): readonly AnyPlugin[] => [
  pgsCatalog(session),
  huggingFace(session),
  localFiles(session),
];
