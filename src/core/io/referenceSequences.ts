/** Which sequences of a reference are the chromosomes of a build. */
import { errors } from '../errors.ts';
import { chromosomeCode } from '../genotype/chromosome.ts';
import { CHROMOSOME_LENGTHS, CHROMOSOMES, type GenomeBuild } from '../model/genome.ts';

const MT = CHROMOSOMES.indexOf('MT');

/**
 * Name of the sequence of each chromosome code. Throws when one has another length than on the build, or when there is
 * none. A mitochondrion of another length is passed over: UCSC's hg19 has an older one than GRCh37.
 */
export function chooseSequences(
  path: string,
  build: GenomeBuild,
  sizes: readonly (readonly [name: string, length: number])[],
): ReadonlyMap<number, string> {
  const names = new Map<number, string>();
  for (const [name, length] of sizes) {
    const code = chromosomeCode(name);
    if (code === -1) continue;
    const expected = CHROMOSOME_LENGTHS[build][code];
    if (length === expected) names.set(code, name);
    else if (code !== MT)
      throw errors.badReference(
        path,
        `${name} has ${length} bases, but ${expected} on ${build}`,
        `Give the reference of ${build}.`,
      );
  }
  if (names.size === 0)
    throw errors.badReference(
      path,
      `none of its sequences is a chromosome of ${build}`,
      'Names are 1 to 22, X, Y, MT, with or without chr.',
    );
  return names;
}
