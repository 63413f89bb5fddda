/** The reference that a run is given, or finds in the cache, and what it may be used for. */
import { tmpdir } from 'node:os';
import type { InputModeEvidence } from '../genotype/inputMode.ts';
import { openFile } from '../io/open.ts';
import { isReadable } from '../io/readWhole.ts';
import { openReferenceFasta } from '../io/referenceFasta.ts';
import { isTwoBit, openTwoBit } from '../io/twoBit.ts';
import type { GenomeBuild } from '../model/genome.ts';
import { keepingNeighbours, type ReferenceSource } from '../reference/referenceSource.ts';
import { IndelMatcher } from '../scoring/matchIndels.ts';
import type { ScoringFile } from '../scoring/scoringFile.ts';
import { type HomRefTable, readHomRefTable } from './homRefTable.ts';
import type { Genotypes } from './loadGenotypes.ts';
import { packedReferencePath } from './packReferenceTask.ts';
import { readCallableRegions } from './readCallableRegions.ts';
import { openReferenceAlleleTable } from './referenceAlleleTable.ts';
import { ReferenceRestorer } from './restoreReference.ts';

export interface ReferenceRequest {
  /**
   * FASTA, .2bit or table of reference alleles; undefined takes the pack in the cache or the catalogue, where the file
   * lists only differences.
   */
  readonly fasta?: string | undefined;
  readonly cacheDirectory?: string | undefined;
  readonly catalogDirectory?: string | undefined;
  /** BED of the regions to restore in; everywhere without it. */
  readonly callableBed?: string | undefined;
  readonly homRefTable?: string | undefined;
}

export interface ScoredGenome {
  readonly genotypes: Genotypes;
  readonly genome_build: GenomeBuild;
  readonly inputMode: InputModeEvidence;
}

/** What the reference genome is used for. */
export interface Reference {
  readonly indels: IndelMatcher;
  /** Tells the reference alleles of all rows; null without a reference. */
  readonly source: ReferenceSource | null;
  /** Gives loci that are not listed their alleles; null where that may not be done. */
  readonly restorer: ReferenceRestorer | null;
  /** Name of what loci are restored from. */
  readonly name: string | null;
  /** Constants of scores, for where there is no reference. */
  readonly homRefTable: HomRefTable | null;
  /** Whether a row that is not listed cannot be taken for the reference. */
  readonly isDoubtful: (scoring: ScoringFile, row: number) => boolean;
  /** Every file that results rest on. */
  readonly files: readonly string[];
  readonly warnings: readonly string[];
  readonly close: () => void;
}

/** Opens what was given. The reference restores loci of a file of differences of which nothing was filtered out. */
export async function openReference(request: ReferenceRequest, genome: ScoredGenome): Promise<Reference> {
  const { index, filteredOut } = genome.genotypes;
  const { callableBed, homRefTable } = request;
  // Faulty files are told of even where they make no difference.
  const callable = callableBed === undefined ? null : await readCallableRegions(callableBed, genome.genome_build);
  const table = homRefTable === undefined ? null : await readHomRefTable(homRefTable);
  const path = request.fasta ?? (await findPack(request, genome));
  const source =
    path === undefined
      ? null
      : await openReferenceSource(path, genome.genome_build, request.cacheDirectory ?? tmpdir());
  const restorer = source === null && table === null ? null : new ReferenceRestorer(index, callable);
  const reference = {
    source,
    indels: new IndelMatcher(index, source?.isComplete ? keepingNeighbours(source) : null),
    homRefTable: table,
    isDoubtful: (scoring: ScoringFile, row: number) => restorer?.isDoubtful(scoring, row) ?? true,
    files: [path, callableBed, homRefTable].filter((file) => file !== undefined),
    close: () => source?.close(),
  };
  const unused = (warnings: readonly string[]): Reference => ({ ...reference, restorer: null, name: null, warnings });
  if (source === null)
    return unused(
      callable === null || table !== null ? [] : ['The callable regions were not used: no reference was given.'],
    );
  const forIndelsOnly = (why: string): Reference =>
    unused([
      source.isComplete
        ? `The reference was used to compare insertions and deletions, and for nothing else: ${why}.`
        : `The reference was not used: ${why}.`,
    ]);
  if (!listsDifferences(genome)) return forIndelsOnly(`the file lists all sites (${genome.inputMode.cue})`);
  if (filteredOut > 0)
    return forIndelsOnly(
      `${filteredOut} records were filtered out when the VCF was normalised, and their loci look like the reference; score the VCF, or normalise it without filters`,
    );
  return { ...reference, restorer, name: source.name, warnings: [] };
}

const listsDifferences = ({ inputMode }: Pick<ScoredGenome, 'inputMode'>): boolean =>
  inputMode.mode === 'variant_only' || inputMode.mode === 'gvcf';

/** The pack that `reference build` left in the cache, or that came into the catalogue with a bundle. */
async function findPack(request: ReferenceRequest, genome: ScoredGenome): Promise<string | undefined> {
  if (!listsDifferences(genome)) return undefined;
  for (const directory of [request.cacheDirectory, request.catalogDirectory]) {
    const path = directory === undefined ? undefined : packedReferencePath(directory, genome.genome_build);
    if (path !== undefined && (await isReadable(path))) return path;
  }
  return undefined;
}

/** Opens a FASTA, a .2bit or a table, told apart by content. Throws a PrsError for one that does not fit the build. */
export async function openReferenceSource(
  path: string,
  build: GenomeBuild,
  cacheDirectory: string,
): Promise<ReferenceSource> {
  const { first, compression, close } = await openFile(path);
  await close();
  if (compression === 'parquet') return openReferenceAlleleTable(path, build);
  return isTwoBit(first) ? openTwoBit(path, build) : openReferenceFasta(path, build, cacheDirectory);
}
