/** Where the bases of a genome build come from: a FASTA, a .2bit, or a table of the loci that scores use. */
export interface ReferenceSource {
  /** What people know it by: the name of its file. */
  readonly name: string;
  /** Whether it knows the bases between loci too: without them, insertions and deletions cannot be compared. */
  readonly isComplete: boolean;
  /** Whether anything is known of a chromosome (index in CHROMOSOMES). */
  has(code: number): boolean;
  /** Upper-case bases from a 1-based position on, N where unknown; may be shorter at the end of the chromosome. */
  read(code: number, position: number, length: number): Promise<string>;
  close(): void;
}

/** Bases read on each side of the ones asked for. */
const MARGIN = 1 << 14;

/** The same, keeping the stretch around the last read: for many short reads of neighbouring places, one after another. */
export function keepingNeighbours(source: ReferenceSource): ReferenceSource {
  let kept = { code: -1, start: 0, bases: '' };
  return {
    ...source,
    read: async (code, position, length) => {
      const end = position + length;
      if (code !== kept.code || position < kept.start || end > kept.start + kept.bases.length) {
        const start = Math.max(1, position - MARGIN);
        kept = { code, start, bases: await source.read(code, start, end + MARGIN - start) };
      }
      return kept.bases.slice(position - kept.start, end - kept.start);
    },
  };
}
