import type { Publication } from '../model/catalog.ts';
import type { TextTable } from '../model/score.ts';
import { parseCount, type Renames, readCells } from './cells.ts';

const COLUMNS: Renames<keyof Publication> = {
  pgp_id: ['PGS Publication (PGP) ID', 'PGS Publication/Study (PGP) ID'],
  first_author: 'First Author',
  pmid: 'PubMed ID (PMID)',
  doi: ['Digital Object Identifier (DOI)', 'digital object identifier (doi)'],
  title: 'Title',
  authors: ['Author(s)', 'Authors'],
  journal: ['Journal', 'Journal Name'],
  date_publication: 'Publication Date',
};

export function cleanPublications(table: TextTable, source = 'publications sheet'): readonly Publication[] {
  return readCells(table, COLUMNS, { key: 'pgp_id', source }).map((cells) => ({
    ...cells,
    pgp_id: cells.pgp_id ?? '',
    pmid: parseCount(cells.pmid),
    date_publication: cells.date_publication?.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, '$3-$2-$1') ?? null,
  }));
}
