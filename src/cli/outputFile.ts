import { lstat, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { errors } from '../core/index.ts';

/**
 * Refuses outputs that would destroy something. A file is replaced by renaming another over it, so a genome that is
 * also named as output would be gone, and so would a link or a device (`/dev/stdout`, for somebody with the right).
 */
export async function checkOutputs(outputs: Paths, inputs: Paths): Promise<void> {
  const taken = new Set(await Promise.all(inputs.filter(isDefined).map(identify)));
  for (const output of outputs.filter(isDefined)) {
    const found = await lstat(output).catch(() => null);
    if (found !== null && !found.isFile())
      throw errors.usage(
        `${output} is not a regular file, so it is not replaced.`,
        'Give the output another name, or leave it out to print.',
      );
    const identity = await identify(output);
    if (taken.has(identity))
      throw errors.usage(
        `${output} is named twice, as what is written and as something else.`,
        'Give the output another name.',
      );
    taken.add(identity);
  }
}

type Paths = readonly (string | undefined)[];
const isDefined = (path: string | undefined): path is string => path !== undefined;

/** The same for one file, however it is spelled or linked; a file that is not there yet is known by its path. */
async function identify(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found === null ? resolve(path) : `${found.dev}:${found.ino}`;
}
