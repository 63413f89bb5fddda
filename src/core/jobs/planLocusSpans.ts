/** Cuts a BGZF VCF into spans of about equal size that start between two loci, to be read side by side. */
import { open } from 'node:fs/promises';
import { errors } from '../errors.ts';
import { grown } from '../genotype/alleles.ts';
import type { OpenedFile } from '../io/open.ts';
import { sameBytes } from '../text/ascii.ts';
import { blockLength, findBlockStart, inflateBlock } from '../vcf/bgzf.ts';
import { FILE_UNIT, type VirtualSpan } from '../vcf/regionIndex.ts';

/** Compressed bytes looked at for a cut: some lines of the widest cohorts. Without one there, the spans are left joined. */
const WINDOW_BYTES = 4 << 20;
const TAB = 9;
const NEWLINE = 10;

/** At most `count` spans that together are the file; records of one locus that follow each other are in one span. */
export async function planLocusSpans(
  { path, bytes }: Pick<OpenedFile, 'path' | 'bytes'>,
  count: number,
): Promise<readonly VirtualSpan[]> {
  const handle = await open(path, 'r').catch((cause) => {
    throw errors.fileSystem(path, cause);
  });
  try {
    const cuts = [0];
    for (let part = 1; part < count; part++) {
      const window = Buffer.alloc(Math.min(WINDOW_BYTES, bytes));
      const from = Math.floor((bytes * part) / count);
      const { bytesRead } = await handle.read(window, 0, window.length, from);
      const cut = findCut(window.subarray(0, bytesRead), from);
      if (cut !== null && cut > (cuts.at(-1) as number)) cuts.push(cut);
    }
    return cuts.map((from, i) => ({ from, to: cuts[i + 1] ?? bytes * FILE_UNIT }));
  } finally {
    await handle.close();
  }
}

/** Virtual offset of a line in a window of the file whose locus is not that of the line before, or null. */
function findCut(packed: Uint8Array, windowStart: number): number | null {
  const finder = new CutFinder();
  for (let at = findBlockStart(packed); at !== -1; ) {
    const length = blockLength(packed, at);
    if (length <= 0 || at + length > packed.length) return null;
    const cut = finder.push(inflateBlock(packed, at, length), windowStart + at);
    if (cut !== null) return cut;
    at += length;
  }
  return null;
}

/** Takes the text of block after block. */
class CutFinder {
  #text = new Uint8Array(1 << 20);
  #used = 0;
  readonly #blocks: { readonly textStart: number; readonly fileStart: number }[] = [];
  /** Start of the line looked at; −1 before the first line that begins here. */
  #line = -1;
  #locus: Uint8Array | null = null;

  push(block: Uint8Array, fileStart: number): number | null {
    this.#blocks.push({ textStart: this.#used, fileStart });
    if (this.#used + block.length > this.#text.length) this.#text = grown(this.#text, this.#text.length * 2);
    this.#text.set(block, this.#used);
    this.#used += block.length;
    return this.#findCut();
  }

  #findCut(): number | null {
    if (this.#line === -1) this.#line = this.#after(NEWLINE, 0);
    while (this.#line !== -1) {
      const locusEnd = this.#after(TAB, this.#after(TAB, this.#line));
      if (locusEnd === -1) return null;
      const locus = this.#text.slice(this.#line, locusEnd);
      if (this.#locus !== null && !sameBytes(locus, 0, locus.length, this.#locus))
        return this.#virtualOffset(this.#line);
      const next = this.#after(NEWLINE, locusEnd);
      if (next === -1) return null;
      // A header is cut after its last line, which has no locus.
      this.#locus = locus;
      this.#line = next;
    }
    return null;
  }

  /** The place after the next such byte, or −1. */
  #after(byte: number, from: number): number {
    const place = from === -1 ? -1 : this.#text.indexOf(byte, from);
    return place === -1 || place >= this.#used ? -1 : place + 1;
  }

  #virtualOffset(textPlace: number): number {
    const { textStart, fileStart } = this.#blocks.findLast((block) => block.textStart <= textPlace) as {
      textStart: number;
      fileStart: number;
    };
    return fileStart * FILE_UNIT + (textPlace - textStart);
  }
}
