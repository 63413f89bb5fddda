import { type ByteRange, type OpenedFile, planRanges } from '../io/open.ts';

/** Compressed bytes of a range: small enough to share out evenly, large enough to be worth a start. */
const LEAST_RANGE = 4 << 20;
const LARGEST_RANGE = 64 << 20;
const RANGES_PER_THREAD = 4;

/** Ranges of a BGZF file for so many threads; one null, the whole file, for what is read from start to end. */
export async function planEvenRanges(
  { path, bytes, compression }: Pick<OpenedFile, 'path' | 'bytes' | 'compression'>,
  threads: number,
): Promise<readonly (ByteRange | null)[]> {
  const size = Math.min(LARGEST_RANGE, Math.max(LEAST_RANGE, Math.ceil(bytes / (threads * RANGES_PER_THREAD))));
  if (compression !== 'bgzf' || threads === 1 || bytes <= size) return [null];
  return planRanges(path, bytes, size);
}
