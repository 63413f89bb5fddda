/**
 * UCSC's .2bit: a genome at four bases a byte, with the runs of N beside (https://genome.ucsc.edu/FAQ/FAQformat.html#format7).
 * Runs of lower case are passed over when reading and left out when writing: they are not alleles.
 */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { errors } from '../errors.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { ReferenceSource } from '../reference/referenceSource.ts';
import { chooseSequences } from './referenceSequences.ts';

export const TWO_BIT_SIGNATURE = 0x1a412743;
/** Base of each pair of bits; the first base of a byte is in its highest bits. */
const LETTERS = 'TCAG';
/** The four bases of each byte. */
const QUARTETS = Array.from({ length: 256 }, (_, byte) =>
  [6, 4, 2, 0].map((shift) => LETTERS[(byte >> shift) & 3]).join(''),
);

/** Whether a file starts as a .2bit does. `first` holds its first bytes. */
export function isTwoBit(first: Uint8Array): boolean {
  if (first.length < 4) return false;
  const view = new DataView(first.buffer, first.byteOffset);
  return view.getUint32(0, true) === TWO_BIT_SIGNATURE || view.getUint32(0, false) === TWO_BIT_SIGNATURE;
}

/** A chromosome's place in the file. Runs of N are sorted; starts count from 0. */
interface PackedSequence {
  readonly length: number;
  readonly unknownStarts: Uint32Array;
  readonly unknownLengths: Uint32Array;
  /** Offset of the packed bases. */
  readonly bases: number;
}

/**
 * Opens a .2bit, of which only the index and the runs of N are read; each read takes just the bytes it needs. Throws
 * `bad_reference` when it is damaged, or when a sequence has another length than the build's chromosome.
 */
export function openTwoBit(path: string, build: GenomeBuild): ReferenceSource {
  const file = new BinaryFile(path);
  try {
    const sequences = readSequences(file);
    const names = chooseSequences(
      path,
      build,
      [...sequences].map(([name, { length }]) => [name, length]),
    );
    return {
      name: basename(path),
      isComplete: true,
      has: (code) => names.has(code),
      read: async (code, position, length) => {
        const sequence = sequences.get(names.get(code) ?? '');
        return sequence === undefined ? '' : readBases(file, sequence, position - 1, length);
      },
      close: () => file.close(),
    };
  } catch (error) {
    file.close();
    throw error;
  }
}

function readSequences(file: BinaryFile): ReadonlyMap<string, PackedSequence> {
  const version = file.number(4);
  const count = file.number(8);
  if (version > 1) throw file.refuse(`it is of version ${version} of the format`);
  const sequences = new Map<string, PackedSequence>();
  let at = 16;
  for (let i = 0; i < count; i++) {
    const nameLength = file.bytes(at, 1)[0] as number;
    const name = file.bytes(at + 1, nameLength).toString('latin1');
    at += 1 + nameLength;
    sequences.set(name, readSequence(file, version === 0 ? file.number(at) : file.longNumber(at)));
    at += version === 0 ? 4 : 8;
  }
  return sequences;
}

function readSequence(file: BinaryFile, offset: number): PackedSequence {
  const length = file.number(offset);
  const runs = file.number(offset + 4);
  const unknownStarts = file.numbers(offset + 8, runs);
  const unknownLengths = file.numbers(offset + 8 + 4 * runs, runs);
  const masks = offset + 8 + 8 * runs;
  const bases = masks + 4 + 8 * file.number(masks) + 4;
  file.expect(bases, Math.ceil(length / 4));
  return { length, unknownStarts, unknownLengths, bases };
}

/** Bases from a position that counts from 0; fewer at the end. */
function readBases(file: BinaryFile, sequence: PackedSequence, start: number, count: number): string {
  const end = Math.min(start + count, sequence.length);
  if (start < 0 || end <= start) return '';
  const firstByte = start >> 2;
  const packed = file.bytes(sequence.bases + firstByte, ((end + 3) >> 2) - firstByte);
  let text = '';
  for (const byte of packed) text += QUARTETS[byte];
  return hideUnknown(text.slice(start & 3, (start & 3) + end - start), sequence, start);
}

/** N where the sequence has a run of them, and its packed bits mean nothing. */
function hideUnknown(bases: string, { unknownStarts, unknownLengths }: PackedSequence, start: number): string {
  let low = 0;
  let high = unknownStarts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (unknownStarts[middle] + unknownLengths[middle] <= start) low = middle + 1;
    else high = middle;
  }
  let text = bases;
  for (let run = low; run < unknownStarts.length && unknownStarts[run] < start + bases.length; run++) {
    const from = Math.max(0, unknownStarts[run] - start);
    const to = Math.min(bases.length, unknownStarts[run] + unknownLengths[run] - start);
    text = text.slice(0, from) + 'N'.repeat(to - from) + text.slice(to);
  }
  return text;
}

/** Numbers and bytes of a .2bit, in its own byte order. A read outside the file is refused as a damaged file. */
class BinaryFile {
  readonly #path: string;
  readonly #descriptor: number;
  readonly #size: number;
  readonly #littleEndian: boolean;

  constructor(path: string) {
    this.#path = path;
    try {
      this.#descriptor = openSync(path, 'r');
    } catch (cause) {
      throw errors.fileSystem(path, cause as NodeJS.ErrnoException);
    }
    this.#size = fstatSync(this.#descriptor).size;
    this.#littleEndian = this.bytes(0, 4).readUInt32LE() === TWO_BIT_SIGNATURE;
  }

  refuse(what: string) {
    return errors.badReference(
      this.#path,
      what,
      'Copy it again, or make one with: just-prs-tui reference build --fasta FILE',
    );
  }

  expect(offset: number, length: number): void {
    if (offset + length > this.#size) throw this.refuse('the file ends too early');
  }

  bytes(offset: number, length: number): Buffer {
    this.expect(offset, length);
    const buffer = Buffer.allocUnsafe(length);
    try {
      for (let filled = 0; filled < length; ) {
        const read = readSync(this.#descriptor, buffer, filled, length - filled, offset + filled);
        if (read === 0) throw this.refuse('the file ends too early');
        filled += read;
      }
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
      throw errors.fileSystem(this.#path, cause as NodeJS.ErrnoException);
    }
    return buffer;
  }

  number(offset: number): number {
    const bytes = this.bytes(offset, 4);
    return this.#littleEndian ? bytes.readUInt32LE() : bytes.readUInt32BE();
  }

  longNumber(offset: number): number {
    const bytes = this.bytes(offset, 8);
    return Number(this.#littleEndian ? bytes.readBigUInt64LE() : bytes.readBigUInt64BE());
  }

  numbers(offset: number, count: number): Uint32Array {
    const bytes = this.bytes(offset, 4 * count);
    return Uint32Array.from({ length: count }, (_, i) =>
      this.#littleEndian ? bytes.readUInt32LE(4 * i) : bytes.readUInt32BE(4 * i),
    );
  }

  close(): void {
    closeSync(this.#descriptor);
  }
}
