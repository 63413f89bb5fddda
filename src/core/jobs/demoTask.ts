import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SHEET_FILES } from '../catalog/sheets.ts';
import { DEMO_POPULATION, generateCohort } from '../demo/cohort.ts';
import { createGenomeModel, type GenomeModel } from '../demo/genomeModel.ts';
import { generateDemoScores } from '../demo/scores.ts';
import { generateDemoSheets } from '../demo/sheets.ts';
import { generateDemoVcf } from '../demo/vcf.ts';
import { genomeKey } from '../genotype/chromosome.ts';
import { type GenotypeIndex, GenotypeIndexBuilder } from '../genotype/genotypeIndex.ts';
import { replaceFile, writeChunks } from '../io/replaceFile.ts';
import type { DemoFiles } from '../model/demo.ts';
import { DEFAULT_POLICIES } from '../model/result.ts';
import { METADATA_SHEETS, type ReferenceDistribution } from '../model/score.ts';
import { writeRowsParquet } from '../polars.ts';
import { aggregateDistribution } from '../reference/distributions.ts';
import { type MatchPlan, planMatches, readDosages } from '../scoring/matchKernel.ts';
import { matchPolicies } from '../scoring/prsResult.ts';
import { sumContributions } from '../scoring/scoreSums.ts';
import { parseScoringFile, type ScoringFile } from '../scoring/scoringFile.ts';
import { compressBgzf } from '../vcf/bgzf.ts';
import { distributionsPath } from './readDistributions.ts';
import type { TaskContext, ValueTask } from './task.ts';

/** Changes whenever what is generated changes, so that an older demo is made anew. */
const DEMO_VERSION = 2;

/** Writes the demo under `directory`, once: a genome, its scores, their catalogue and reference distributions. */
export const demoTask: ValueTask<{ readonly directory: string }, DemoFiles> = async ({ directory }, context) => {
  const marker = join(directory, 'demo.json');
  const finished = await readFile(marker, 'utf8').catch(() => null);
  if (finished !== null) {
    const { version, files } = JSON.parse(finished) as { version: number; files: DemoFiles };
    if (version === DEMO_VERSION && files.directory === directory) return files;
  }
  await mkdir(directory, { recursive: true });
  const step = (phase: string, done: number, total: number): void => {
    context.checkCancelled();
    context.report({ phase, done, total, unit: 'records' });
  };
  step('Drawing a synthetic genome', 0, 4);
  const model = createGenomeModel();
  const vcf = join(directory, 'SYNTHETIC_DEMO.vcf.gz');
  step('Writing a synthetic VCF', 1, 4);
  await writeChunks(vcf, compressBgzf(generateDemoVcf(model)));
  step('Writing synthetic scores', 2, 4);
  const scorings: ScoringFile[] = [];
  const pgs_ids: string[] = [];
  for (const { pgs_id, file_name, text } of generateDemoScores(model)) {
    pgs_ids.push(pgs_id);
    scorings.push(parseScoringFile(Buffer.from(text), file_name));
    await writeChunks(join(directory, 'scores', file_name), [gzipSync(text, { level: 1 })]);
  }
  const sheets = generateDemoSheets(model);
  for (const { key } of METADATA_SHEETS)
    await writeChunks(join(directory, 'metadata', 'raw', SHEET_FILES[key]), [sheets[key]]);
  const distributions = scoreCohort(model, { pgs_ids, scorings }, context);
  await replaceFile(distributionsPath(directory), async (temporary) => writeRowsParquet(distributions, temporary));
  const files: DemoFiles = {
    directory,
    vcf,
    catalogDirectory: directory,
    pgs_ids,
    genome_build: 'GRCh38',
    population: DEMO_POPULATION,
  };
  await writeChunks(marker, [JSON.stringify({ version: DEMO_VERSION, files }, null, 2)]);
  return files;
};

interface DemoScores {
  readonly pgs_ids: readonly string[];
  readonly scorings: readonly ScoringFile[];
}

/** Scores a simulated cohort with the same kernel that scores people, and summarises it by superpopulation. */
function scoreCohort(
  model: GenomeModel,
  { pgs_ids, scorings }: DemoScores,
  context: TaskContext,
): ReferenceDistribution[] {
  const sites = indexOfSites(model);
  const plans = scorings.map((scoring) => planMatches(sites, scoring, matchPolicies(DEFAULT_POLICIES)));
  const scores = new Map<string, number[][]>();
  let people = 0;
  for (const { superpopulation, genotypes } of generateCohort(model)) {
    context.checkCancelled();
    context.report({ phase: 'Scoring a simulated reference cohort', done: people++, total: null, unit: 'people' });
    const calls = { ...sites, firsts: genotypes.hap0, seconds: genotypes.hap1 };
    const columns = scores.get(superpopulation) ?? scorings.map(() => []);
    scores.set(superpopulation, columns);
    for (const [i, scoring] of scorings.entries())
      columns[i]?.push(sumContributions(scoring, readDosages(plans[i] as MatchPlan, calls)));
  }
  return [...scores].flatMap(([superpopulation, columns]) =>
    columns.map((values, i) => aggregateDistribution(Float64Array.from(values), pgs_ids[i], superpopulation)),
  );
}

/** The sites of the model as a genotype index without calls. */
function indexOfSites(model: GenomeModel): GenotypeIndex {
  const builder = new GenotypeIndexBuilder();
  for (let site = 0; site < model.size; site++) {
    const ref = Buffer.from(model.ref[site]);
    const alt = Buffer.from((model.alts[site] as readonly string[]).join(','));
    builder.add({
      key: genomeKey(model.chromosome[site], model.pos[site]),
      ref,
      refStart: 0,
      refEnd: ref.length,
      alt,
      altStart: 0,
      altEnd: alt.length,
      first: 0,
      second: 0,
      filtered: false,
      dosages: null,
    });
  }
  return builder.finish();
}
