import { chosenRows } from '../tableSelection.ts';
import { rowUnderCursor, type TableView } from '../tableView.ts';
import type { MetadataState, RowsTarget } from './state.ts';
import type { MetadataTable } from './tables.ts';

/** Where a row leads: other rows, a scoring file, or an address for a browser. */
export type LinkTarget =
  | ({ readonly kind: 'rows' } & RowsTarget)
  | { readonly kind: 'score'; readonly pgs_id: string }
  | { readonly kind: 'web'; readonly url: string };

export interface Link {
  readonly label: string;
  readonly target: LinkTarget;
}

const PGS_ID = /^PGS\d{6}$/;
const PGP_ID = /^PGP\d{6}$/;
const PSS_ID = /^PSS\d{6}$/;
const DOI = /^10\.\d+\/\S+$/;
const TERM = /^[A-Za-z]+[_:]\d+$/;
/** Terms of an ontology and ids of PubMed are told by their columns: alone they could be anything. */
const TERM_COLUMN = /efo.?id|ontology trait id/i;
const PUBMED_COLUMN = /pmid/i;
/** A row of a trait that hundreds of scores share would be nothing but links. */
const MOST_LINKS = 14;

/** The cells of the row that is open, by column; null when none is. */
export function openCells({ sheet, sheets }: MetadataState): ReadonlyMap<string, string> | null {
  const shown = sheets[sheet];
  return shown?.status === 'ready' ? cellsOf(shown.view, rowUnderCursor(shown.view) ?? -1) : null;
}

function cellsOf({ table }: TableView, at: number): ReadonlyMap<string, string> | null {
  const row = table.rows[at];
  if (row === undefined) return null;
  return new Map(table.columns.flatMap((column, place) => (row[place] === null ? [] : [[column, row[place]]])));
}

/** The one score that the row under the cursor is about; null for none, and for several. */
export function scoreOfRow(state: MetadataState): string | null {
  const ids = valuesOf(openCells(state), PGS_ID);
  return ids.length === 1 ? ids[0] : null;
}

/** All scores that the selected rows are about, or that under the cursor when none is selected. */
export function scoresOfChosenRows({ sheet, sheets }: MetadataState): readonly string[] {
  const shown = sheets[sheet];
  if (shown?.status !== 'ready') return [];
  const { view } = shown;
  return [...new Set(chosenRows(view).flatMap((row) => valuesOf(cellsOf(view, row), PGS_ID)))];
}

/** The links of the row under the cursor, those within the app first. */
export function findLinks(state: MetadataState): readonly Link[] {
  const cells = openCells(state);
  if (cells === null) return [];
  const { sheet } = state;
  const scores = valuesOf(cells, PGS_ID);
  const publications = valuesOf(cells, PGP_ID);
  const terms = valuesOf(cells, TERM, TERM_COLUMN);
  const links: readonly Link[] = [
    ...(scores.length === 1 ? scoreLinks(scores[0], sheet) : []),
    ...terms.flatMap((term) => termLinks(term, sheet)),
    ...publications.flatMap((pgp_id) => publicationLinks(pgp_id, sheet)),
    ...valuesOf(cells, PSS_ID)
      .filter(() => sheet !== 'evaluation_sample_sets')
      .map((pss_id) =>
        rows(`People of ${pss_id} (raw sheet)`, 'evaluation_sample_sets', 'PGS Sample Set (PSS)', pss_id),
      ),
    ...(scores.length > 1 ? scores.map((id) => rows(`Score ${id}`, 'cleaned_scores', 'pgs_id', id)) : []),
    ...webLinks(cells, { scores, publications, terms }),
  ];
  return links.slice(0, MOST_LINKS);
}

function scoreLinks(pgs_id: string, sheet: MetadataTable): readonly Link[] {
  return [
    { label: `Scoring file of ${pgs_id}`, target: { kind: 'score', pgs_id } },
    ...(sheet === 'cleaned_scores' ? [] : [rows(`Score ${pgs_id}`, 'cleaned_scores', 'pgs_id', pgs_id)]),
    rows(`All evaluations of ${pgs_id}`, 'cleaned_performance', 'pgs_id', pgs_id),
    ...(sheet === 'cleaned_development'
      ? []
      : [rows(`Development samples of ${pgs_id}`, 'cleaned_development', 'pgs_id', pgs_id)]),
  ];
}

const termLinks = (term: string, sheet: MetadataTable): readonly Link[] => [
  ...(sheet === 'cleaned_traits' ? [] : [rows(`Trait ${term}`, 'cleaned_traits', 'efo_id', term)]),
  rows(`Scores of trait ${term}`, 'cleaned_scores', 'trait_efo_id', term),
];

const publicationLinks = (pgp_id: string, sheet: MetadataTable): readonly Link[] => [
  ...(sheet === 'cleaned_publications'
    ? []
    : [rows(`Publication ${pgp_id}`, 'cleaned_publications', 'pgp_id', pgp_id)]),
  ...(/publications$/.test(sheet) ? [rows(`Scores of ${pgp_id}`, 'cleaned_scores', 'pgp_id', pgp_id)] : []),
];

function webLinks(
  cells: ReadonlyMap<string, string>,
  found: {
    readonly scores: readonly string[];
    readonly publications: readonly string[];
    readonly terms: readonly string[];
  },
): readonly Link[] {
  const catalog = 'https://www.pgscatalog.org';
  const urls = [
    ...found.scores.slice(0, 1).map((id) => `${catalog}/score/${id}/`),
    ...found.publications.map((id) => `${catalog}/publication/${id}/`),
    ...found.terms.map((id) => `${catalog}/trait/${id.replace(':', '_')}/`),
    ...valuesOf(cells, DOI).map((doi) => `https://doi.org/${doi}`),
    ...valuesOf(cells, /^\d+$/, PUBMED_COLUMN).map((pmid) => `https://pubmed.ncbi.nlm.nih.gov/${pmid}/`),
    ...[...cells.values()].filter((cell) => /^(https?|ftp):\/\/\S+$/.test(cell)),
  ];
  return [...new Set(urls)].map((url) => ({ label: url, target: { kind: 'web', url } }));
}

const rows = (label: string, table: MetadataTable, column: string, value: string): Link => ({
  label,
  target: { kind: 'rows', table, column, value },
});

/** Distinct values of that form, of cells that may hold several with bars or commas between. */
function valuesOf(cells: ReadonlyMap<string, string> | null, form: RegExp, column = /./): readonly string[] {
  const wanted = [...(cells ?? [])].filter(([name]) => column.test(name)).flatMap(([, cell]) => cell.split(/[|,;]\s*/));
  return [...new Set(wanted.filter((value) => form.test(value)))];
}
