import { CHROMOSOME_LENGTHS, CHROMOSOMES, GENOME_BUILDS, type GenomeBuild } from '../model/genome.ts';

export interface BuildEvidence {
  readonly genome_build: GenomeBuild | null;
  /** What decided, or why nothing did: for a person. */
  readonly build_cue: string;
}

/** Header lines that may name the build (`##contig` lines do too, by `assembly=`). */
const NAMING_LINE = /^##(reference=|assembly=|DRAGENCommandLine=|source=)|^##.*assembly=/i;

/** Tried in this order on a naming line; GRCh38 first, so that a line naming both is GRCh38. */
const BUILD_NAMES: readonly (readonly [RegExp, GenomeBuild])[] = [
  [/GRCh38|hg38|assembly38/i, 'GRCh38'],
  [/GRCh37|hg19|\bb37\b|hs37d5|g1k_v37|assembly19/i, 'GRCh37'],
];

/** Builds that are recognised in order to be refused by name. */
const UNSUPPORTED_NAMES: readonly (readonly [RegExp, string])[] = [
  [/CHM13|T2T|\bhs1\b/i, 'T2T-CHM13'],
  [/NCBI36|hg18|\bb36\b/i, 'NCBI36 (hg18)'],
];

const CONTIG_LINE = /^##contig=<(?:.*,)?\s*ID=(?:chr)?(\w+)\b/i;
const LENGTH_ATTRIBUTE = /[<,]\s*length=(\d+)/i;
const MINIMUM_VOTES = 3;

/**
 * Genome build from the header lines of a VCF: the first line that names one, else at least three contig lengths
 * that belong to one build and outnumber the other's.
 */
export function detectBuild(lines: readonly string[]): BuildEvidence {
  for (const line of lines) {
    if (!NAMING_LINE.test(line)) continue;
    const named = BUILD_NAMES.find(([name]) => name.test(line));
    if (named !== undefined) return { genome_build: named[1], build_cue: `header line ${shorten(line)}` };
    const refused = UNSUPPORTED_NAMES.find(([name]) => name.test(line));
    if (refused !== undefined)
      return { genome_build: null, build_cue: `${refused[1]} is not supported: header line ${shorten(line)}` };
  }
  return voteByLengths(lines);
}

function voteByLengths(lines: readonly string[]): BuildEvidence {
  const votes: Record<GenomeBuild, number> = { GRCh37: 0, GRCh38: 0 };
  let contigs = 0;
  for (const line of lines) {
    const name = CONTIG_LINE.exec(line)?.[1];
    const length = LENGTH_ATTRIBUTE.exec(line)?.[1];
    if (name === undefined) continue;
    contigs++;
    const code = CHROMOSOMES.indexOf(name.toUpperCase() as (typeof CHROMOSOMES)[number]);
    if (code === -1 || length === undefined || name.toUpperCase() === 'MT') continue;
    for (const build of GENOME_BUILDS) if (CHROMOSOME_LENGTHS[build][code] === Number(length)) votes[build]++;
  }
  for (const build of GENOME_BUILDS) {
    const other = build === 'GRCh37' ? votes.GRCh38 : votes.GRCh37;
    if (votes[build] >= MINIMUM_VOTES && votes[build] > other)
      return { genome_build: build, build_cue: `${votes[build]} contig lengths are those of ${build}` };
  }
  const cue =
    contigs === 0
      ? 'the header names no build and has no contig lengths'
      : `the header names no build, and of ${contigs} contigs ${votes.GRCh37} have GRCh37 and ${votes.GRCh38} GRCh38 lengths`;
  return { genome_build: null, build_cue: cue };
}

/** A header line for a sentence: one line, at most 60 characters, and no directory of the user's. */
function shorten(line: string): string {
  const text = line.replace(/(?:\/[^/\s,"<>=]+)+\//g, '…/');
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}
