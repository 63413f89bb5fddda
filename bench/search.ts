/** `npm run bench:search -- FOLDER`: what a search of 7,000 scores takes, on the bulk metadata sheets in a folder. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { cleanPerformance } from '../src/core/catalog/cleanPerformance.ts';
import { cleanPublications } from '../src/core/catalog/cleanPublications.ts';
import { cleanScores } from '../src/core/catalog/cleanScores.ts';
import { gatherEvidence } from '../src/core/catalog/evidence.ts';
import { createScoreSearch } from '../src/core/catalog/search.ts';
import { parseSheet, SHEET_FILES } from '../src/core/catalog/sheets.ts';
import type { MetadataSheet } from '../src/core/model/score.ts';
import { median } from './measure.ts';

const SCORES = 7_000;
const EVALUATIONS = 23_000;
const RUNS = 9;
const QUERIES = ['breast cancer', 'T2D', 'coronary artery diseese', 'BMI european', 'prostate n:<1000', 'Khera', 'e'];

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('Name the folder with the bulk metadata sheets.');
const read = (sheet: MetadataSheet) => parseSheet(readFileSync(join(folder, SHEET_FILES[sheet]), 'utf8'));

/** A catalogue of the size wanted: rows come again under other ids. */
const grow = <Row extends { pgs_id: string }>(rows: readonly Row[], count: number): Row[] =>
  Array.from({ length: count }, (_, i) => {
    const row = rows[i % rows.length] as Row;
    return i < rows.length ? row : { ...row, pgs_id: row.pgs_id.replace('PGS00', 'PGS01') };
  });

const scores = grow(cleanScores(read('scores')), SCORES);
const evaluations = grow(cleanPerformance(read('performance_metrics'), read('evaluation_sample_sets')), EVALUATIONS);
const start = performance.now();
const ask = createScoreSearch(
  scores,
  gatherEvidence(scores, { evaluations, publications: cleanPublications(read('publications')) }),
);
ask('');
process.stdout.write(`index of ${SCORES} scores: ${(performance.now() - start).toFixed(0)} ms\n`);
for (const query of QUERIES) {
  const times = Array.from({ length: RUNS }, () => {
    const started = performance.now();
    ask(query);
    return performance.now() - started;
  });
  process.stdout.write(`${query}: median ${median(times).toFixed(1)} ms, first ${times[0]?.toFixed(1)} ms\n`);
}
