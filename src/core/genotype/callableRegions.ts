/** Regions in which a caller could have found a variant, from a BED: only there does a locus not listed mean reference. */
import { CHROMOSOME_LENGTHS, CHROMOSOMES, type GenomeBuild } from '../model/genome.ts';
import { chromosomeCode, genomeKey } from './chromosome.ts';
import { ReferenceBlockBuilder, type ReferenceBlocks } from './referenceBlocks.ts';

const MT = CHROMOSOMES.indexOf('MT');
/** Lines that describe and do not count: https://samtools.github.io/hts-specs/BEDv1.pdf */
const NO_REGION = /^(#|track(\s|$)|browser(\s|$)|\s*$)/;

/** Collects the lines of a BED: 0-based starts, ends that are not included, in any order; overlaps are fine. */
export class CallableRegionBuilder {
  readonly #blocks = new ReferenceBlockBuilder();
  readonly #lengths: readonly number[];
  readonly #build: GenomeBuild;

  constructor(build: GenomeBuild) {
    this.#build = build;
    this.#lengths = CHROMOSOME_LENGTHS[build];
  }

  /** Takes a line. Returns what is wrong with it, or null. Sequences that are no chromosomes are passed over. */
  add(line: string): string | null {
    if (NO_REGION.test(line)) return null;
    const [chromosome, from = '', to = ''] = line.split(line.includes('\t') ? '\t' : /\s+/);
    if (!/^\d+$/.test(from) || !/^\d+$/.test(to.trimEnd())) return 'a region is a chromosome, a start and an end';
    const [start, end] = [Number(from), Number(to)];
    if (start > end) return `the region ends at ${end}, before its start ${start}`;
    const code = chromosomeCode(chromosome);
    if (code === -1 || start === end) return null;
    if (end <= this.#lengths[code]) this.#blocks.add(genomeKey(code, start + 1), genomeKey(code, end));
    // UCSC's hg19 has an older mitochondrion, whose regions mean nothing here.
    else if (code !== MT)
      return `the region ends at ${end}, but ${chromosome} at ${this.#lengths[code]} on ${this.#build}`;
    return null;
  }

  /** By genome keys; null when no line was a region of a chromosome. */
  finish(): ReferenceBlocks | null {
    return this.#blocks.finish();
  }
}
