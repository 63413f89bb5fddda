import { errors, PGS_ID } from '../core/index.ts';

/** PGS ids as typed, in upper case. Throws `bad_pgs_id`. */
export const readPgsIds = (written: readonly string[]): string[] =>
  written.map((text) => {
    const pgs_id = text.toUpperCase();
    if (!PGS_ID.test(pgs_id)) throw errors.badPgsId(text);
    return pgs_id;
  });
