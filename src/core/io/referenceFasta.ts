/** A reference genome to look bases up in: FASTA, plain or bgzipped, with an index. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { BgzipIndexedFasta, IndexedFasta } from '@gmod/indexedfasta';
import { errors } from '../errors.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { ReferenceSource } from '../reference/referenceSource.ts';
import { openFile } from './open.ts';
import { isReadable } from './readWhole.ts';
import { chooseSequences } from './referenceSequences.ts';
import { writeChunks } from './replaceFile.ts';

/**
 * Opens a FASTA and its index. A plain one without .fai is indexed into the cache. Throws a PrsError when that cannot be
 * done, or when a sequence has another length than the build's chromosome.
 */
export async function openReferenceFasta(
  path: string,
  build: GenomeBuild,
  cacheDirectory: string,
): Promise<ReferenceSource> {
  const { compression, close } = await openFile(path);
  await close();
  if (compression === 'gzip' || compression === 'parquet')
    throw errors.badReference(
      path,
      'it is gzipped, but not with bgzip',
      `gunzip it, or: gunzip -c FILE | bgzip > ${path}`,
    );
  const fasta =
    compression === 'bgzf'
      ? await openBgzipped(path)
      : new IndexedFasta({ path, faiPath: await findOrBuildIndex(path, cacheDirectory) });
  const names = chooseSequences(path, build, Object.entries(await fasta.getSequenceSizes()));
  return {
    name: basename(path),
    isComplete: true,
    has: (code) => names.has(code),
    read: async (code, position, length) => {
      const name = names.get(code);
      const bases = name === undefined ? '' : await fasta.getSequence(name, position - 1, position - 1 + length);
      return (bases ?? '').toUpperCase();
    },
    close: () => undefined,
  };
}

async function openBgzipped(path: string): Promise<BgzipIndexedFasta> {
  for (const ending of ['.fai', '.gzi'])
    if (!(await isReadable(path + ending)))
      throw errors.badReference(
        path,
        `its index ${path}${ending} is not there`,
        `Make it with: samtools faidx ${path}`,
      );
  return new BgzipIndexedFasta({ path, faiPath: `${path}.fai`, gziPath: `${path}.gzi` });
}

/** Path of the .fai: the one beside the FASTA, else one made once in the cache. */
async function findOrBuildIndex(path: string, cacheDirectory: string): Promise<string> {
  if (await isReadable(`${path}.fai`)) return `${path}.fai`;
  const { size, mtimeMs } = await stat(path);
  const stamp = createHash('sha256')
    .update(`${resolve(path)}\0${size}\0${mtimeMs}`)
    .digest('hex')
    .slice(0, 32);
  const index = join(cacheDirectory, 'fasta', `${stamp}.fai`);
  if (!(await isReadable(index))) await writeChunks(index, [await buildIndex(path)]);
  return index;
}

const NEWLINE = 10;
const GREATER_THAN = 62;

/** The .fai of a FASTA: name, bases, offset, bases a line, bytes a line (samtools faidx). */
async function buildIndex(path: string): Promise<string> {
  const sequences: { name: string; length: number; offset: number; lineBases: number; lineBytes: number }[] = [];
  let rest: Buffer = Buffer.alloc(0);
  let offset = 0;
  const take = (line: Buffer, bytes: number): void => {
    const bases = line.at(-1) === 13 ? line.length - 1 : line.length;
    if (line[0] === GREATER_THAN)
      sequences.push({
        name: line.toString('utf8', 1).split(/\s/)[0],
        length: 0,
        offset: offset + bytes,
        lineBases: 0,
        lineBytes: 0,
      });
    else {
      const sequence = sequences.at(-1);
      if (sequence === undefined)
        throw errors.badReference(path, 'its first line is not a ">" line', 'Give a FASTA file.');
      if (sequence.length === 0) [sequence.lineBases, sequence.lineBytes] = [bases, bytes];
      sequence.length += bases;
    }
    offset += bytes;
  };
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    const text = Buffer.concat([rest, chunk as Buffer]);
    let start = 0;
    for (let end = text.indexOf(NEWLINE, start); end !== -1; end = text.indexOf(NEWLINE, start)) {
      take(text.subarray(start, end), end + 1 - start);
      start = end + 1;
    }
    rest = text.subarray(start);
  }
  if (rest.length > 0) take(rest, rest.length);
  return sequences.map((s) => `${[s.name, s.length, s.offset, s.lineBases, s.lineBytes].join('\t')}\n`).join('');
}
