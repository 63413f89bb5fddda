/** The id of a score in the PGS Catalog, upper case. */
export const PGS_ID = /^PGS\d{6}$/;
