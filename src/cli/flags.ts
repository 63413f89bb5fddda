/** Flags as data: parsing, help and settings all come from these tables. */
import meow, { type AnyFlags, type Options, type Result } from 'meow';
import { closest, errors } from '../core/index.ts';

export interface Flag {
  /** As typed, without dashes. */
  readonly name: string;
  /** `list`: values with commas between. `repeated`: a value each time it is given, kept as it is. */
  readonly kind: 'text' | 'list' | 'repeated' | 'number' | 'switch';
  /** What stands for the value in the help. */
  readonly value?: string;
  readonly help: string;
  /** The setting it overrides, as a dotted key. */
  readonly setting?: string;
  readonly short?: string;
}

export type FlagValue = string | number | boolean | readonly string[];

export interface ParsedFlags {
  readonly positional: readonly string[];
  /** By flag name; only those given. */
  readonly values: Readonly<Record<string, FlagValue>>;
  /** Those that are settings, nested by their dotted keys. */
  readonly settings: Readonly<Record<string, unknown>>;
}

/** Flags that every command has. */
export const COMMON_FLAGS: readonly Flag[] = [
  { name: 'help', kind: 'switch', short: 'h', help: 'Show this help' },
  { name: 'version', kind: 'switch', help: 'Show the version' },
  { name: 'quiet', kind: 'switch', short: 'q', help: 'Say nothing but results, warnings and errors' },
  {
    name: 'threads',
    kind: 'number',
    value: 'N',
    setting: 'threads',
    help: 'Threads to read with (default: what machine, cgroup and Slurm job allow)',
  },
  {
    name: 'mem',
    kind: 'text',
    value: 'SIZE',
    setting: 'mem',
    help: 'Memory to stay within, as 2GB: fewer threads read at once (default: what cgroup and Slurm job allow)',
  },
  { name: 'offline', kind: 'switch', setting: 'offline', help: 'Open no socket; fail where one would be needed' },
  { name: 'no-plugins', kind: 'switch', setting: 'no_plugins', help: 'Run nothing but what is built in' },
  { name: 'allow-plugin', kind: 'list', value: 'NAMES', help: 'Plugins that may run this once' },
  { name: 'no-color', kind: 'switch', help: 'No colours (NO_COLOR does the same)' },
];

/** Plugins that may run this once. */
export const allowedOnce = ({ values }: Pick<ParsedFlags, 'values'>): readonly string[] =>
  (values['allow-plugin'] as readonly string[] | undefined) ?? [];

/** Of every command whose answer programs read, too. */
export const JSON_FLAG: Flag = { name: 'json', kind: 'switch', help: 'Print JSON' };

/** Of every command that reads or fills the catalogue. */
export const CATALOG: Flag = {
  name: 'catalog',
  kind: 'text',
  value: 'DIR',
  setting: 'catalog_dir',
  help: 'Folder with metadata/, scores/ and percentiles/ (default: the cache)',
};

const camel = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const dashed = (text: string): string => text.replace(/(?<=\w)[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** Parses arguments; an unknown flag, a value that is missing or not a number is a usage error. */
export function parseFlags(argv: readonly string[], flags: readonly Flag[]): ParsedFlags {
  // meow reads --no-x as x=false, so the switch is declared by the name without "no".
  const declared = flags.map((flag) => ({ flag, key: camel(flag.name.replace(/^no-/, '')) }));
  const options: Options<AnyFlags> = {
    importMeta: import.meta,
    argv: [...argv],
    // meow names the process after the package.
    pkg: { name: 'just-prs-tui' },
    autoHelp: false,
    autoVersion: false,
    flags: Object.fromEntries(declared.map(({ flag, key }) => [key, declare(flag)])),
  };
  const cli = callMeow(options);
  const values: Record<string, FlagValue> = {};
  const settings: Record<string, unknown> = {};
  for (const [key, raw] of Object.entries(cli.flags)) {
    const found = declared.find((candidate) => candidate.key === key);
    if (found === undefined) throw unknownFlag(key, flags);
    // meow takes --no-vcf for the flag vcf.
    if (found.flag.kind !== 'switch' && raw === false) throw unknownFlag(`no-${key}`, flags);
    const value = readValue(found.flag, raw);
    if (value === null) continue;
    values[found.flag.name] = value;
    if (found.flag.setting !== undefined) setDotted(settings, found.flag.setting, value);
  }
  return { positional: cli.input, values, settings };
}

function declare({ name, kind, short }: Flag): AnyFlags[string] {
  const shortFlag = short === undefined ? {} : { shortFlag: short };
  if (kind !== 'switch') return { type: 'string', isMultiple: kind === 'repeated', ...shortFlag };
  // Without it, a switch --no-x that was not given reads as if it were.
  return { type: 'boolean', ...(name.startsWith('no-') ? { default: true } : {}), ...shortFlag };
}

/** meow throws a plain error for a flag that is given twice. */
function callMeow(options: Options<AnyFlags>): Result<AnyFlags> {
  try {
    return meow('', options);
  } catch (error) {
    throw errors.usage(dashed((error as Error).message), 'Several values go into one flag, with commas between them.');
  }
}

/** Null for a switch that was not given. */
function readValue(flag: Flag, raw: unknown): FlagValue | null {
  if (flag.kind === 'switch') return raw === flag.name.startsWith('no-') ? null : raw === undefined ? null : true;
  // meow gives an empty list for one that was not given.
  if (flag.kind === 'repeated' && (raw as readonly string[]).length === 0) return null;
  const texts = [raw ?? ''].flat().map(String);
  const [text] = texts;
  if (texts.includes('')) throw errors.usage(`--${flag.name} needs a value.`, flag.help);
  if (flag.kind === 'repeated') return texts;
  if (flag.kind === 'list')
    return text
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  if (flag.kind === 'number') {
    const number = Number(text);
    if (Number.isNaN(number)) throw errors.usage(`--${flag.name} needs a number, not "${text}".`);
    return number;
  }
  return text;
}

function setDotted(target: Record<string, unknown>, key: string, value: FlagValue): void {
  const [first, second] = key.split('.') as [string, string?];
  if (second === undefined) target[first] = value;
  else target[first] = { ...(target[first] as object | undefined), [second]: value };
}

function unknownFlag(key: string, flags: readonly Flag[]) {
  const name = dashed(key);
  const near = closest(
    name,
    flags.map((flag) => flag.name),
  );
  return errors.usage(
    `There is no flag ${name.length === 1 ? '-' : '--'}${name}.`,
    near === null ? 'See --help.' : `Did you mean --${near}?`,
  );
}
