import type { GenomeBuild } from '../model/genome.ts';

const NAMES: Readonly<Record<string, GenomeBuild>> = {
  GRCH37: 'GRCh37',
  HG19: 'GRCh37',
  HG37: 'GRCh37',
  GRCH38: 'GRCh38',
  HG38: 'GRCh38',
};

/** The build a scoring-file header means, or null for older builds, `NR` and silence. */
export function normalizeBuildName(name: string | undefined): GenomeBuild | null {
  return NAMES[(name ?? '').trim().toUpperCase()] ?? null;
}
