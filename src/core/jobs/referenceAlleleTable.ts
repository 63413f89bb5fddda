/**
 * Reference bases of the loci that scores use, from a table: the reference-allele universe of the Python just-prs (columns
 * genome_build, chrom, pos, ref; others are not read). A chromosome is loaded when first asked for: 5 bytes a locus, 15 MB
 * for the largest of the published table.
 */
import { basename } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import { errors } from '../errors.ts';
import { BASES } from '../genotype/alleles.ts';
import { seekKey } from '../genotype/genotypeIndex.ts';
import { readParquetFooter } from '../io/parquetFooter.ts';
import { CHROMOSOMES, type GenomeBuild } from '../model/genome.ts';
import { readGenomeBuilds, readReferenceBases } from '../polars.ts';
import type { ReferenceSource } from '../reference/referenceSource.ts';

const COLUMNS = ['genome_build', 'chrom', 'pos', 'ref'] as const;

/** Known loci of one chromosome, ascending; `bases` are places in BASES. */
interface KnownBases {
  readonly positions: Uint32Array;
  readonly bases: Uint8Array;
}

/**
 * Opens a table. Of an allele that is longer than a base, the first base is taken; between loci nothing is known. Throws
 * `bad_reference` for another table, or one of another build.
 */
export async function openReferenceAlleleTable(path: string, build: GenomeBuild): Promise<ReferenceSource> {
  const { columns } = await readParquetFooter(path);
  const missing = COLUMNS.filter((name) => !columns.includes(name));
  if (missing.length > 0)
    throw errors.badReference(
      path,
      `the table has no column ${missing.join(', ')}`,
      'Give a FASTA, a .2bit, or a reference_allele_universe.parquet.',
    );
  const builds = readGenomeBuilds(path);
  if (!builds.includes(build))
    throw errors.badReference(path, `it is of ${builds.join(', ')}, not of ${build}`, `Give the table of ${build}.`);
  const loaded = new Map<number, KnownBases>();
  return {
    name: basename(path),
    isComplete: false,
    has: () => true,
    read: async (code, position, length) => {
      const known = loaded.get(code) ?? loadChromosome(path, build, code);
      loaded.set(code, known);
      return spellOut(known, position, length);
    },
    close: () => loaded.clear(),
  };
}

function loadChromosome(path: string, build: GenomeBuild, code: number): KnownBases {
  const name = CHROMOSOMES[code];
  const names = name === 'MT' ? ['MT', 'M', 'chrMT', 'chrM'] : [name, `chr${name}`];
  const table = tableFromIPC(readReferenceBases(path, build, names));
  return {
    positions: (table.getChild('pos')?.toArray() ?? new Uint32Array(0)) as Uint32Array,
    bases: (table.getChild('base')?.toArray() ?? new Uint8Array(0)) as Uint8Array,
  };
}

const LETTERS = Buffer.from(BASES);

function spellOut({ positions, bases }: KnownBases, position: number, length: number): string {
  const text = Buffer.alloc(length, 'N');
  for (let i = seekKey(positions, position, 0); i < positions.length && positions[i] < position + length; i++)
    text[positions[i] - position] = LETTERS[bases[i]];
  return text.toString('latin1');
}
