import { readdir } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import { expandHome } from './expandHome.ts';

/** What a path is asked for. */
export type PathKind = 'genotypes' | 'scores' | 'results';

const FILES: Readonly<Record<PathKind, RegExp>> = {
  genotypes: /\.(vcf|vcf\.gz|vcf\.bgz|gvcf|gvcf\.gz|g\.vcf\.gz|parquet)$/i,
  scores: /\.(txt|tsv|parquet)(\.gz)?$/i,
  results: /\.(json|ndjson|jsonl)$/i,
};
const MAX_COMPLETIONS = 200;

/**
 * Paths that continue what was typed, as typed (`~` stays): directories, with a slash at the end, and files of the kind.
 * Hidden names only when a dot was typed. Empty for a directory that cannot be read.
 */
export async function completePath(typed: string, home: string, kind: PathKind): Promise<readonly string[]> {
  const directory = typed.endsWith(sep) ? typed : typed.includes(sep) ? dirname(typed) : '';
  const prefix = typed.endsWith(sep) ? '' : basename(typed);
  const real = expandHome(directory, home) || '.';
  const entries = await readdir(real, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(({ name }) => name.startsWith(prefix) && (prefix.startsWith('.') || !name.startsWith('.')))
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink() || FILES[kind].test(entry.name))
    .map((entry) => (directory === '' ? entry.name : join(directory, entry.name)) + (entry.isDirectory() ? sep : ''))
    .sort()
    .slice(0, MAX_COMPLETIONS);
}
