import type { Publication } from '../model/catalog.ts';

/** The paper of the PGS Catalog itself, which it asks to be cited beside a score's own. */
export const CATALOG_CITATION =
  'Lambert SA et al. The Polygenic Score Catalog as an open database for reproducibility and systematic evaluation. ' +
  'Nat Genet (2021). doi:10.1038/s41588-021-00783-5';

/** `Mavaddat N et al. Title. Journal (2015). doi:10.1093/jnci/djv036`, without what is not known. */
export function formatCitation(publication: Publication): string {
  const { first_author, authors, title, journal, date_publication, doi } = publication;
  const others = authors?.includes(',') === true ? ' et al.' : '.';
  const year = /\d{4}/.exec(date_publication ?? '')?.[0];
  const parts = [
    first_author === null ? null : `${first_author}${others}`,
    title === null ? null : `${title.replace(/\.$/, '')}.`,
    journal === null ? null : year === undefined ? `${journal}.` : `${journal} (${year}).`,
    doi === null ? null : `doi:${doi}`,
  ];
  return parts.filter((part) => part !== null).join(' ');
}
