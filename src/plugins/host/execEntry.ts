/** A program as a plugin: how it is written down, in `.prsrc` or in `plugin.json` beside it. */
import type { ExecEntry } from './model.ts';
import { nameOf, readOptions } from './shape.ts';

const FIELDS = ['exec', 'kind', 'id', 'title', 'description', 'extension', 'stdin', 'quiet_seconds', 'env', 'options'];

/** Reads an entry; everything that is wrong is said at once, each with its mend. */
export function readExecEntry(value: Readonly<Record<string, unknown>>): {
  readonly entry: ExecEntry;
  readonly problems: readonly string[];
} {
  const problems: string[] = [];
  const say = (where: string, what: string): void => void problems.push(`${where} ${what}`);
  for (const field of Object.keys(value).filter((key) => !FIELDS.includes(key)))
    say(field, `is not known; fields are ${FIELDS.join(', ')}`);
  const { exec, kind = 'exporter', id, title = id, extension = '.txt', stdin = 'ndjson', quiet_seconds = 60 } = value;
  const { description = '', env = [], options } = value;
  if (!isTexts(exec) || exec.length === 0)
    say('exec', `is ${nameOf(exec)}; write the program and its arguments as a list: ["Rscript", "forest.R"]`);
  if (kind !== 'exporter' && kind !== 'interpreter') say('kind', `is ${nameOf(kind)}; write exporter or interpreter`);
  if (typeof id !== 'string' || !/^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(id))
    say('id', `is ${nameOf(id)}; write small letters, digits and hyphens`);
  if (typeof title !== 'string' && title !== undefined) say('title', `is ${nameOf(title)}; write a text`);
  if (typeof description !== 'string') say('description', `is ${nameOf(description)}; write a sentence`);
  if (typeof extension !== 'string' || !/^\.[\w.]+$/.test(extension))
    say('extension', `is ${nameOf(extension)}; write it with its dot: .pdf`);
  if (stdin !== 'ndjson' && stdin !== 'tsv' && stdin !== 'arrow')
    say('stdin', `is ${nameOf(stdin)}; write ndjson, tsv or arrow`);
  if (typeof quiet_seconds !== 'number' || !(quiet_seconds > 0))
    say('quiet_seconds', `is ${nameOf(quiet_seconds)}; write a number of seconds`);
  if (!isTexts(env)) say('env', `is ${nameOf(env)}; write names of environment variables as a list`);
  const entry = { exec, kind, id, title: title ?? id, description, extension, stdin, quiet_seconds, env };
  return { entry: { ...entry, options: readOptions(options, say) } as ExecEntry, problems };
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string' && item !== '');
