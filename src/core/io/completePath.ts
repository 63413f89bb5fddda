import { readdir } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';

const GENOTYPE_FILE = /\.(vcf|vcf\.gz|vcf\.bgz|gvcf|gvcf\.gz|g\.vcf\.gz|parquet)$/i;
const MAX_COMPLETIONS = 200;

/**
 * Paths that continue what was typed, as typed (`~` stays): directories, with a slash at the end, and genotype files.
 * Hidden names only when a dot was typed. Empty for a directory that cannot be read.
 */
export async function completePath(typed: string, home: string): Promise<readonly string[]> {
  const directory = typed.endsWith(sep) ? typed : typed.includes(sep) ? dirname(typed) : '';
  const prefix = typed.endsWith(sep) ? '' : basename(typed);
  const real = directory.replace(/^~(?=$|\/)/, home) || '.';
  const entries = await readdir(real, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(({ name }) => name.startsWith(prefix) && (prefix.startsWith('.') || !name.startsWith('.')))
    .filter((entry) => entry.isDirectory() || entry.isSymbolicLink() || GENOTYPE_FILE.test(entry.name))
    .map((entry) => (directory === '' ? entry.name : join(directory, entry.name)) + (entry.isDirectory() ? sep : ''))
    .sort()
    .slice(0, MAX_COMPLETIONS);
}
