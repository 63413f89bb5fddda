import { lstat } from 'node:fs/promises';
import { errors } from '../errors.ts';
import { expandHome } from './expandHome.ts';
import { writeChunks } from './replaceFile.ts';

/** Text, or chunks as they come. */
export type FileContent = string | Parameters<typeof writeChunks>[1];

/**
 * Writes a file that is not there yet (`~/` is `home`), atomically, mode 0600, and says where. Whatever is
 * there already, a link as well, is an error: a path typed in passing must not cost anybody a genome.
 */
export async function writeNewFile(path: string, content: FileContent, home: string): Promise<string> {
  const real = expandHome(path, home);
  const isThere = await lstat(real).then(
    () => true,
    () => false,
  );
  if (isThere) throw errors.fileExists(real);
  await writeChunks(real, typeof content === 'string' ? [content] : content);
  return real;
}
