/** A TBI made here, so that tests need no tabix: bins by the rule of the SAM specification, section 5.3. */
import { gzipSync } from 'node:zlib';
import { blockLength, compressBgzf } from '../../src/core/vcf/bgzf.ts';

/** Text of each block but the last, as compressBgzf cuts it. */
const BLOCK_TEXT = 0xff00;

/** BGZF of a sorted VCF text, and its index. */
export function indexedVcf(text: string): { readonly vcf: Buffer; readonly tbi: Buffer } {
  const vcf = Buffer.concat([...compressBgzf([text])]);
  const blocks: number[] = [];
  for (let at = 0; at < vcf.length; at += blockLength(vcf, at)) blocks.push(at);
  const virtual = (offset: number): number =>
    (blocks[Math.floor(offset / BLOCK_TEXT)] as number) * 65536 + (offset % BLOCK_TEXT);
  const contigs = new Map<string, Map<number, [from: number, to: number][]>>();
  const windows = new Map<string, number[]>();
  let offset = 0;
  for (const line of text.split('\n')) {
    const end = offset + line.length + 1;
    if (line !== '' && !line.startsWith('#')) {
      const [chrom, pos, , ref] = line.split('\t') as [string, string, string, string];
      const first = Number(pos) - 1;
      const last = first + ref.length - 1;
      const bins = contigs.get(chrom) ?? new Map();
      contigs.set(chrom, bins);
      const bin = binOf(first, last);
      bins.set(bin, [...(bins.get(bin) ?? []), [virtual(offset), virtual(end)]]);
      const own = windows.get(chrom) ?? [];
      windows.set(chrom, own);
      for (let window = first >> 14; window <= last >> 14; window++) own[window] ??= virtual(offset);
    }
    offset = end;
  }
  return { vcf, tbi: gzipSync(pack(contigs, windows)) };
}

function binOf(first: number, last: number): number {
  for (let shift = 14; shift <= 26; shift += 3)
    if (first >> shift === last >> shift) return ((1 << (29 - shift)) - 1) / 7 + (first >> shift);
  return 0;
}

function pack(
  contigs: ReadonlyMap<string, ReadonlyMap<number, readonly (readonly [number, number])[]>>,
  windows: ReadonlyMap<string, readonly (number | undefined)[]>,
): Buffer {
  const parts: Buffer[] = [Buffer.from('TBI\x01')];
  const int32 = (value: number): number => parts.push(Buffer.from(Int32Array.of(value).buffer));
  const uint64 = (value: number): number => parts.push(Buffer.from(BigUint64Array.of(BigInt(value)).buffer));
  const names = Buffer.from([...contigs.keys()].map((name) => `${name}\0`).join(''));
  for (const value of [contigs.size, 2, 1, 2, 0, 35, 0, names.length]) int32(value);
  parts.push(names);
  for (const [name, bins] of contigs) {
    int32(bins.size);
    for (const [bin, chunks] of bins) {
      int32(bin);
      int32(chunks.length);
      for (const [from, to] of chunks) {
        uint64(from);
        uint64(to);
      }
    }
    const own = windows.get(name) ?? [];
    int32(own.length);
    let before = 0;
    for (let window = 0; window < own.length; window++) {
      before = own[window] ?? before;
      uint64(before);
    }
  }
  return Buffer.concat(parts);
}
