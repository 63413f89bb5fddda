import type { ScoreSummary, TextTable } from '../model/score.ts';
import { parseCount, type Renames, readCells } from './cells.ts';

const COLUMNS: Renames<keyof ScoreSummary> = {
  pgs_id: 'Polygenic Score (PGS) ID',
  name: 'PGS Name',
  trait_reported: 'Reported Trait',
  trait_efo: 'Mapped Trait(s) (EFO label)',
  trait_efo_id: 'Mapped Trait(s) (EFO ID)',
  genome_build: 'Original Genome Build',
  n_variants: 'Number of Variants',
  weight_type: 'Type of Variant Weight',
  pgp_id: 'PGS Publication (PGP) ID',
  pmid: 'Publication (PMID)',
  ftp_link: 'FTP link',
  release_date: 'Release Date',
  license: 'License/Terms of Use',
};

/**
 * Spellings of genome builds met in the Catalogue; others pass unchanged. NCBI35 is really hg17: calling it GRCh36 is
 * an approximation, for the few scores so old.
 */
const BUILD_NAMES: ReadonlyMap<string, string> = new Map([
  ['GRCh37', 'GRCh37'],
  ['hg19', 'GRCh37'],
  ['hg37', 'GRCh37'],
  ['GRCh38', 'GRCh38'],
  ['hg38', 'GRCh38'],
  ['NCBI36', 'GRCh36'],
  ['hg18', 'GRCh36'],
  ['NCBI35', 'GRCh36'],
  ['NR', 'NR'],
]);

/** The scores sheet with short column names and one spelling of each build; rows keep their order and number. */
export function cleanScores(table: TextTable, source = 'scores sheet'): readonly ScoreSummary[] {
  return readCells(table, COLUMNS, { key: 'pgs_id', source }).map((cells) => ({
    ...cells,
    pgs_id: cells.pgs_id ?? '',
    genome_build: normalizeBuild(cells.genome_build),
    n_variants: parseCount(cells.n_variants),
    pmid: parseCount(cells.pmid),
  }));
}

function normalizeBuild(name: string | null): string | null {
  return name === null ? null : (BUILD_NAMES.get(name) ?? name);
}
