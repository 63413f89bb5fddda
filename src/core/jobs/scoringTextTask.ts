import { readWholeFile } from '../io/readWhole.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { WeightLayout } from '../model/score.ts';
import { convertWeights } from '../scoring/convertWeights.ts';
import { readScoringParquet } from './scoringParquet.ts';
import type { ValueTask } from './task.ts';
import { fileName } from './vcfRecords.ts';

export interface ScoringTextRequest {
  readonly path: string;
  /** How to read weights of another program, and the build of their positions; null refuses them. */
  readonly weights: { readonly layout: WeightLayout; readonly build: GenomeBuild } | null;
}

const HASH = 35;

/** A scoring file as text in the format of the PGS Catalog, whether it is text, a Parquet, or weights of another program. */
export const scoringTextTask: ValueTask<ScoringTextRequest, Uint8Array> = async ({ path, weights }) => {
  if (path.endsWith('.parquet')) return readScoringParquet(path);
  const text = await readWholeFile(path);
  // A file of the catalogue begins with a comment.
  if (weights === null || text[0] === HASH) return text;
  const name = fileName(path).replace(/(\.(txt|tsv|csv|gz))+$/, '');
  return Buffer.from(convertWeights(Buffer.from(text).toString('utf8'), { input: path, name, ...weights }).text);
};
