/** What a command of the app is on the command line, so that it can be put into a script. */
import { DEFAULT_POLICIES, NO_FILTERS } from '../core/index.ts';
import { buildInForce } from './compute/genome.ts';
import type { AppState } from './state.ts';

const PROGRAM = 'just-prs-tui';

/** One argument for a POSIX shell. */
const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);

export const commandLine = (...words: readonly string[]): string => [PROGRAM, ...words.map(quote)].join(' ');

/** `--name value` for each setting that is not as usual. */
function changed(values: object, usual: object): readonly string[] {
  const before = new Map<string, unknown>(Object.entries(usual));
  return Object.entries(values).flatMap(([name, value]: [string, unknown]) => {
    if (value === null || value === undefined || JSON.stringify(value) === JSON.stringify(before.get(name))) return [];
    return [`--${name.replaceAll('_', '-')}`, Array.isArray(value) ? value.join(',') : String(value)];
  });
}

/** Null while there is no genome. */
export function normalizeLine({ compute: { genome }, settings }: AppState): string | null {
  if (genome.inspection.status !== 'ready') return null;
  const sample = genome.sample === null ? [] : ['--sample', genome.sample];
  return commandLine(
    'normalize',
    '--vcf',
    genome.inspection.found.path,
    ...sample,
    ...changed(settings.filters, NO_FILTERS),
  );
}

/** Null while there is no genome or no score. */
export function computeLine({ compute: { genome, scores }, settings }: AppState): string | null {
  if (genome.inspection.status !== 'ready' || scores.selected.size === 0) return null;
  const { samples, path, genome_build } = genome.inspection.found;
  const build = buildInForce(genome);
  const names = [...scores.selected].sort();
  const ids = names.filter(isId);
  const files = names.filter((name) => !isId(name));
  return commandLine(
    'compute',
    '--vcf',
    genome.normalization.status === 'done' ? genome.normalization.report.output : path,
    ...(ids.length === 0 ? [] : ['--pgs-id', ids.join(',')]),
    ...files.flatMap((file) => ['--scoring-file', file]),
    ...(genome.sample === null || samples.length < 2 ? [] : ['--sample', genome.sample]),
    ...(build === null || build === genome_build ? [] : ['--build', build]),
    ...(genome.forceBuild ? ['--force-build'] : []),
    ...(settings.population === 'EUR' ? [] : ['--population', settings.population]),
    ...(settings.fasta === undefined ? [] : ['--reference', settings.fasta]),
    ...changed(settings.filters, NO_FILTERS),
    ...changed(settings.policies, DEFAULT_POLICIES),
  );
}

const isId = (name: string): boolean => /^PGS\d{6}$/i.test(name);
