/** Decides whether the records around a few loci can be read by the index beside a VCF, instead of all of them. */
import { readFile, stat } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { chromosomeCode, locusOfKey, NO_KEY } from '../genotype/chromosome.ts';
import { CHROMOSOMES } from '../model/genome.ts';
import { fileOffset, mergeSpans, parseRegionIndex, type RegionIndex, type VirtualSpan } from '../vcf/regionIndex.ts';
import { fileName } from './vcfRecords.ts';

/** Insertions and deletions may be spelled at a place this far from the row's. */
const REACH = 1000;
/** More of the file than this is read as fast from start to end. */
const LARGEST_SHARE = 0.25;
/** More loci than this are hardly in few places. */
const MOST_LOCI = 20_000;
/** Places on X outside the pseudoautosomal regions: the calls there tell the sex. */
const X_PROBES = [20_000_000, 50_000_000, 100_000_000, 130_000_000];

export interface RegionPlan {
  /** Null to read the whole file. */
  readonly spans: readonly VirtualSpan[] | null;
  /** Indices in CHROMOSOMES of which the VCF has any record; null without spans. */
  readonly listed: ReadonlySet<number> | null;
  readonly warnings: readonly string[];
}

export const WHOLE: RegionPlan = { spans: null, listed: null, warnings: [] };

/** Genome keys of the loci that matter, which may repeat and be NO_KEY; null when they are many. */
export type ReadLoci = () => Promise<readonly Uint32Array[] | null>;

/** The spans of a VCF that hold all records at and around some loci, which are asked for only when there is an index. */
export async function planRegions(vcf: string, readLoci: ReadLoci): Promise<RegionPlan> {
  const found = await findIndexFile(vcf);
  const keys = found === null ? null : await readLoci();
  if (found === null || keys === null || keys.reduce((sum, list) => sum + list.length, 0) > MOST_LOCI) return WHOLE;
  const whole = (why: string): RegionPlan => ({
    ...WHOLE,
    warnings: [`The index ${fileName(found.path)} was not used: ${why}. Make it anew (tabix) to score faster.`],
  });
  if (found.isStale) return whole('the VCF was changed after it');
  const bytes = await unpack(found.path);
  const index = bytes === null ? null : parseRegionIndex(bytes);
  if (index === null) return whole('it is not a complete TBI or CSI');
  const spans = mergeSpans(collectSpans(index, keys));
  if (spans.some(({ from, to }) => from > to || fileOffset(to) > found.vcfBytes)) return whole('it is of another file');
  const read = spans.reduce((sum, { from, to }) => sum + fileOffset(to) - fileOffset(from) + (1 << 16), 0);
  return read > found.vcfBytes * LARGEST_SHARE ? WHOLE : { spans, listed: listedChromosomes(index), warnings: [] };
}

async function findIndexFile(vcf: string) {
  const own = await stat(vcf);
  for (const path of [`${vcf}.tbi`, `${vcf}.csi`]) {
    const found = await stat(path).catch(() => null);
    if (found?.isFile()) return { path, isStale: found.mtimeMs < own.mtimeMs, vcfBytes: own.size };
  }
  return null;
}

async function unpack(path: string): Promise<Uint8Array | null> {
  try {
    return await promisify(gunzip)(await readFile(path));
  } catch {
    return null;
  }
}

const listedChromosomes = ({ names, hasRecords }: RegionIndex): ReadonlySet<number> =>
  new Set(names.filter((_, contig) => hasRecords(contig)).map(chromosomeCode));

function collectSpans({ names, spansOf }: RegionIndex, keys: readonly Uint32Array[]): readonly VirtualSpan[] {
  const contigs = new Map<number, number[]>();
  for (const [contig, name] of names.entries()) {
    const code = chromosomeCode(name);
    contigs.set(code, [...(contigs.get(code) ?? []), contig]);
  }
  const spansAt = (code: number, position: number): readonly VirtualSpan[] =>
    (contigs.get(code) ?? []).flatMap((contig) => spansOf(contig, Math.max(1, position - REACH), position + REACH));
  const spans = X_PROBES.flatMap((position) => spansAt(CHROMOSOMES.indexOf('X'), position));
  for (const list of keys)
    for (const key of list) {
      if (key === NO_KEY) continue;
      const { code, position } = locusOfKey(key);
      spans.push(...spansAt(code, position));
    }
  return spans;
}
