import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GENOME_BUILDS } from '../model/genome.ts';
import type { HeldScores } from '../model/score.ts';

const NAME = /^(PGS\d{6})_hmPOS_(GRCh3[78])\.(?:txt\.gz|txt|parquet)$/;

/** Scores that `locateScoringFile` would find in the catalogue, by one look into its folder; none without it. */
export async function listHeldScores(catalogDirectory: string): Promise<HeldScores> {
  const held = { GRCh37: new Set<string>(), GRCh38: new Set<string>() };
  for (const name of await readdir(join(catalogDirectory, 'scores')).catch(() => [])) {
    const [, pgs_id, found] = NAME.exec(name) ?? [];
    const build = GENOME_BUILDS.find((known) => known === found);
    if (build !== undefined) held[build].add(pgs_id);
  }
  return held;
}
