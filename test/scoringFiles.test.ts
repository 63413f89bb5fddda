/**
 * What becomes of every scoring file of the collection: scored, with the sum that a naive reading of its text gives for a
 * genome that carries one copy of every allele it names, or refused. Skipped without the data.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { isPrsError } from '../src/core/errors.ts';
import { readWholeFile } from '../src/core/io/readWhole.ts';
import { DEFAULT_POLICIES } from '../src/core/model/result.ts';
import { matchRows } from '../src/core/scoring/matchKernel.ts';
import { sumScore } from '../src/core/scoring/scoreSums.ts';
import { parseScoringFile } from '../src/core/scoring/scoringFile.ts';
import { hasRealData, realData } from './support/realData.ts';
import { ALL_CHROMOSOMES, indexOf } from './support/scoring.ts';

interface Naive {
  readonly rows: number;
  /** A record `chrom pos ref alt 0/1` for each row of two different single bases on an autosome. */
  readonly records: readonly string[];
  /** Sum of what those rows add with one copy. */
  readonly sum: number;
}

/** Reads a scoring file with nothing but `split`. */
function readNaively(path: string): Naive {
  const bytes = readFileSync(path);
  const lines = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes)
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith('#'));
  const [names = [], ...rows] = lines.map((line) => line.split('\t').map((cell) => cell.trim()));
  const records: string[] = [];
  let sum = 0;
  for (const row of rows) {
    const cell = (name: string): string => row[names.indexOf(name)] ?? '';
    const isHarmonised = names.includes('hm_chr') && names.includes('hm_pos');
    const chrom = cell(isHarmonised ? 'hm_chr' : 'chr_name');
    const pos = cell(isHarmonised ? 'hm_pos' : 'chr_position');
    const effect = cell('effect_allele');
    const other = cell('other_allele') || cell('reference_allele') || cell('hm_inferOtherAllele');
    const isSnv = /^[ACGT]$/.test(effect) && /^[ACGT]$/.test(other) && effect !== other;
    const isOn = (name: string): boolean => /^(true|1)$/i.test(cell(name));
    const isComplex = ['is_haplotype', 'is_diplotype', 'is_interaction'].some(isOn);
    if (!isSnv || isComplex || !/^([1-9]|1\d|2[0-2])$/.test(chrom) || !/^\d+$/.test(pos)) continue;
    records.push(`${chrom} ${pos} ${other} ${effect} 0/1`);
    const isRecessive = isOn('is_recessive') || cell('effect_type') === 'recessive';
    if (!isRecessive) sum += Number(cell('effect_weight') || cell('dosage_1_weight'));
  }
  return { rows: rows.length, records, sum };
}

/** `scored`, or the code of the refusal. */
async function meetFate(path: string): Promise<string> {
  const bytes = await readWholeFile(path);
  try {
    const scoring = parseScoringFile(bytes, path);
    const { rows, records, sum } = readNaively(path);
    const policies = { ...DEFAULT_POLICIES, ambiguous: 'keep', chromosomes: ALL_CHROMOSOMES } as const;
    const { states, score } = sumScore(scoring, matchRows(indexOf(records), scoring, policies));
    expect(scoring.rows, path).toBe(rows);
    expect(
      Object.values(states).reduce((a, b) => a + b),
      path,
    ).toBe(rows);
    expect(states.exact + states.swapped, path).toBe(records.length);
    expect(Math.abs(score - sum), path).toBeLessThan(1e-9 * Math.max(1, Math.abs(sum)));
    return 'scored';
  } catch (error) {
    if (!isPrsError(error)) throw error;
    expect(error.message, path).toContain(path);
    return error.code;
  }
}

/** A group of files, by a pattern of their names, that meets one fate for one reason. */
type Group = readonly [files: number, name: RegExp, outcome: string, why: string];

const GROUPS: readonly Group[] = [
  [
    6,
    /^(PGS000001|PGS000002|test_scoring_file_2|complex_variants_PGS000021|invalid_scorefile)\.txt/,
    'bad_scoring_file',
    'rsIDs without positions',
  ],
  [2, /^(multiscore\.txt|test\.scorefile)$/, 'bad_scoring_file', 'the format of plink2: IDs without positions'],
  [5, /\.bed$|\.json$|_positions|relabel_map/, 'bad_scoring_file', 'no scoring file'],
  [66, /./, 'scored', 'all others'],
];

describe.skipIf(!hasRealData)('scoring files from everywhere', () => {
  it('are scored as their text says, or refused with a reason', { timeout: 180_000 }, async () => {
    const files = (readdirSync(join(realData, 'scoring_files'), { recursive: true }) as string[])
      .map((name) => join(realData, 'scoring_files', name))
      .filter((path) => statSync(path).isFile());
    const counts = GROUPS.map(() => 0);
    const surprises: string[] = [];
    for (const path of files) {
      const place = GROUPS.findIndex(([, name]) => name.test(basename(path)));
      counts[place]++;
      const outcome = await meetFate(path);
      if (GROUPS[place]?.[2] !== outcome) surprises.push(`${path}: ${outcome}`);
    }
    expect(surprises).toEqual([]);
    expect(counts).toEqual(GROUPS.map(([number]) => number));
  });
});
