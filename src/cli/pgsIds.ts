import { readFile } from 'node:fs/promises';
import { errors, PGS_ID } from '../core/index.ts';

/** PGS ids as typed, in upper case. Throws `bad_pgs_id`. */
export const readPgsIds = (written: readonly string[]): string[] =>
  written.map((text) => {
    const pgs_id = text.toUpperCase();
    if (!PGS_ID.test(pgs_id)) throw errors.badPgsId(text);
    return pgs_id;
  });

/** Ids between commas, or those of the text file after an `@`: commas, blanks and line breaks between them, # comments. */
export async function readPgsIdList(written: string): Promise<string[]> {
  const isFile = written.startsWith('@');
  const path = written.slice(1);
  const text = isFile
    ? await readFile(path, 'utf8').catch((cause) => {
        throw errors.fileSystem(path, cause);
      })
    : written;
  const ids = readPgsIds(
    text
      .replace(/#.*/g, '')
      .split(/[\s,]+/)
      .filter((word) => word !== ''),
  );
  if (isFile && ids.length === 0) throw errors.usage(`${path} names no PGS ids.`, 'Write one on each line.');
  return [...new Set(ids)];
}
