/** A FASTA, of any size, as a .2bit of its chromosomes (see twoBit.ts). Holds one packed chromosome: 62 MB at most. */
import { type FileHandle, open } from 'node:fs/promises';
import { errors } from '../errors.ts';
import { chromosomeCode } from '../genotype/chromosome.ts';
import { CHROMOSOME_LENGTHS, CHROMOSOMES, GENOME_BUILDS } from '../model/genome.ts';
import type { TextChunk } from './open.ts';
import { TWO_BIT_SIGNATURE } from './twoBit.ts';

/** As UCSC names them. */
const NAMES = CHROMOSOMES.map((name) => (name === 'MT' ? 'chrM' : `chr${name}`));
const HEADER_BYTES = 16;
const INDEX_ENTRY_BYTES = 1 + 5 + 4;
const BLOCK_BYTES = 1 << 20;
const NEWLINE = 10;
const GREATER_THAN = 62;

/** What becomes of a byte of sequence: two bits for a base in either case, else one of these. */
const UNKNOWN = 4;
const SKIPPED = 5;
const REFUSED = 6;
const CODES = new Uint8Array(256).fill(REFUSED);
for (const letter of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
  const base = 'TCAG'.indexOf(letter);
  CODES[letter.charCodeAt(0)] = base === -1 ? UNKNOWN : base;
  CODES[letter.toLowerCase().charCodeAt(0)] = CODES[letter.charCodeAt(0)];
}
for (const gap of '-*') CODES[gap.charCodeAt(0)] = UNKNOWN;
for (const space of '\n\r\t ') CODES[space.charCodeAt(0)] = SKIPPED;

export interface PackedChromosome {
  /** Name in the pack. */
  readonly name: string;
  readonly length: number;
}

interface FastaToPack {
  /** For messages. */
  readonly path: string;
  readonly chunks: AsyncIterable<TextChunk>;
}

/** Writes the pack to `output`; sequences that are no chromosomes are left out, and letters other than A, C, G, T are N. */
export async function packTwoBit({ path, chunks }: FastaToPack, output: string): Promise<readonly PackedChromosome[]> {
  const handle = await open(output, 'w', 0o600);
  try {
    const writer = new PackWriter(handle);
    let packer: SequencePacker | null = null;
    const seen = new Set<number>();
    for await (const piece of splitFasta(path, chunks)) {
      if ('bytes' in piece) {
        packer?.add(piece.bytes);
        continue;
      }
      if (packer !== null) await writer.add(packer);
      const code = chromosomeCode(piece.name);
      if (code !== -1 && seen.has(code))
        throw errors.badReference(path, `${piece.name} is there twice`, 'Leave out one of them.');
      seen.add(code);
      packer = code === -1 ? null : new SequencePacker(path, code);
    }
    if (packer !== null) await writer.add(packer);
    await writer.finish();
    return writer.chromosomes;
  } finally {
    await handle.close();
  }
}

type Piece = { readonly name: string } | { readonly bytes: Uint8Array };

/** Names and stretches of sequence, in order. */
async function* splitFasta(path: string, chunks: AsyncIterable<TextChunk>): AsyncGenerator<Piece> {
  let title: string | null = null;
  let started = false;
  for await (const { bytes } of chunks) {
    for (let at = 0; at < bytes.length; ) {
      if (title === null) {
        const next = bytes.indexOf(GREATER_THAN, at);
        const end = next === -1 ? bytes.length : next;
        if (!started && bytes.subarray(at, end).some((byte) => CODES[byte] !== SKIPPED))
          throw errors.badReference(path, 'its first line is not a ">" line', 'Give a FASTA file.');
        if (end > at) yield { bytes: bytes.subarray(at, end) };
        if (next !== -1) title = '';
        at = end + 1;
      } else {
        const lineEnd = bytes.indexOf(NEWLINE, at);
        title += Buffer.from(bytes.subarray(at, lineEnd === -1 ? bytes.length : lineEnd)).toString('latin1');
        at = lineEnd === -1 ? bytes.length : lineEnd + 1;
        if (lineEnd === -1) continue;
        yield { name: title.trimEnd().split(/\s/)[0] };
        title = null;
        started = true;
      }
    }
  }
}

/** Packs one chromosome. */
class SequencePacker {
  readonly name: string;
  readonly blocks: Buffer[] = [];
  readonly unknownStarts: number[] = [];
  readonly unknownLengths: number[] = [];
  length = 0;
  readonly #path: string;
  readonly #longest: number;
  #block = Buffer.alloc(BLOCK_BYTES);
  #filled = 0;
  #byte = 0;
  #inRun = false;

  constructor(path: string, code: number) {
    this.#path = path;
    this.name = NAMES[code];
    this.#longest = Math.max(...GENOME_BUILDS.map((build) => CHROMOSOME_LENGTHS[build][code])) + 1000;
  }

  add(bytes: Uint8Array): void {
    let { length } = this;
    let byte = this.#byte;
    for (const letter of bytes) {
      const code = CODES[letter];
      if (code === SKIPPED) continue;
      if (code === REFUSED) throw this.#refuse(`has the byte ${letter} after ${length} bases`);
      if (code === UNKNOWN ? !this.#inRun : this.#inRun) this.#switchRun(length);
      byte = (byte << 2) | (code & 3);
      if ((++length & 3) === 0) {
        this.#block[this.#filled] = byte;
        byte = 0;
        if (++this.#filled === BLOCK_BYTES) this.#nextBlock();
      }
    }
    this.length = length;
    this.#byte = byte;
    if (length > this.#longest) throw this.#refuse(`has more than ${this.#longest} bases`);
  }

  finish(): void {
    if (this.#inRun) this.#switchRun(this.length);
    const loose = this.length & 3;
    if (loose > 0) this.#block[this.#filled++] = this.#byte << (2 * (4 - loose));
    this.blocks.push(this.#block.subarray(0, this.#filled));
  }

  /** Begins a run of unknown bases, or ends it. */
  #switchRun(at: number): void {
    if (this.#inRun) this.unknownLengths.push(at - (this.unknownStarts.at(-1) as number));
    else this.unknownStarts.push(at);
    this.#inRun = !this.#inRun;
  }

  #nextBlock(): void {
    this.blocks.push(this.#block);
    this.#block = Buffer.alloc(BLOCK_BYTES);
    this.#filled = 0;
  }

  #refuse(what: string) {
    return errors.badReference(this.#path, `${this.name} ${what}`, 'Give a FASTA of the genome build.');
  }
}

/** Writes chromosomes behind the room that is left for the index, and the index at last. */
class PackWriter {
  readonly chromosomes: PackedChromosome[] = [];
  readonly #handle: FileHandle;
  readonly #offsets: number[] = [];
  #end = HEADER_BYTES + CHROMOSOMES.length * INDEX_ENTRY_BYTES;

  constructor(handle: FileHandle) {
    this.#handle = handle;
  }

  async add(packer: SequencePacker): Promise<void> {
    packer.finish();
    const { name, length, unknownStarts, unknownLengths } = packer;
    this.chromosomes.push({ name, length });
    this.#offsets.push(this.#end);
    await this.#append(numbers([length, unknownStarts.length, ...unknownStarts, ...unknownLengths, 0, 0]));
    for (const block of packer.blocks) await this.#append(block);
  }

  async finish(): Promise<void> {
    const index = this.chromosomes.map(({ name }, i) =>
      Buffer.concat([Buffer.from([name.length]), Buffer.from(name, 'latin1'), numbers([this.#offsets[i]])]),
    );
    const header = Buffer.concat([numbers([TWO_BIT_SIGNATURE, 0, this.chromosomes.length, 0]), ...index]);
    await writeAll(this.#handle, header, 0);
  }

  async #append(bytes: Buffer): Promise<void> {
    await writeAll(this.#handle, bytes, this.#end);
    this.#end += bytes.length;
  }
}

async function writeAll(handle: FileHandle, bytes: Buffer, position: number): Promise<void> {
  for (let written = 0; written < bytes.length; )
    written += (await handle.write(bytes, written, bytes.length - written, position + written)).bytesWritten;
}

/** As 32-bit numbers, the lowest byte first. */
function numbers(values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  values.forEach((value, i) => {
    bytes.writeUInt32LE(value, 4 * i);
  });
  return bytes;
}
