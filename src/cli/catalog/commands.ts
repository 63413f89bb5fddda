/** Commands about the catalogue on disk. */
import type { Command } from '../command.ts';
import { CATALOG, type Flag, JSON_FLAG } from '../flags.ts';
import { runCleanMetadata } from './cleanMetadata.ts';
import { runScoreInfo } from './scoreInfo.ts';
import { runBulkIds, runScoresList, runScoresSearch } from './scores.ts';
import { runStatus } from './status.ts';
import { runTraitInfo, runTraitsSearch } from './traits.ts';

const TERM: Flag = { name: 'term', kind: 'text', short: 't', value: 'WORDS', help: 'The same as the words' };
const BUILD: Flag = {
  name: 'build',
  kind: 'text',
  short: 'b',
  value: 'BUILD',
  setting: 'build',
  help: 'Only scores that can be had on GRCh37 or GRCh38, lifted ones among them',
};
const NATIVE: Flag = { name: 'native', kind: 'switch', help: 'With --build: without the lifted ones' };
const limit = (rows: number): Flag => ({
  name: 'limit',
  kind: 'number',
  short: 'n',
  value: 'N',
  help: `Show at most N (${rows})`,
});
const ALL: Flag = { name: 'all', kind: 'switch', short: 'a', help: 'Show all' };

export const CATALOG_COMMANDS: readonly Command[] = [
  {
    name: 'catalog scores list',
    summary: 'List the scores of the catalogue',
    examples: ['catalog scores list --build GRCh38', 'catalog scores list --all --json > scores.json'],
    flags: [BUILD, NATIVE, limit(100), ALL, JSON_FLAG, CATALOG],
    run: runScoresList,
  },
  {
    name: 'catalog scores search',
    operand: 'WORDS',
    summary: 'Find scores by trait, name, id, author or ancestry; typing errors are forgiven, filters narrow down',
    examples: [
      'catalog scores search coronary artery disease',
      'catalog scores search "breast cancer n:<1000 ancestry:EUR auroc:>0.6 year:2018.."',
      'catalog scores search "T2D build:GRCh38 licence:cc"',
    ],
    flags: [TERM, BUILD, NATIVE, limit(25), ALL, JSON_FLAG, CATALOG],
    run: runScoresSearch,
  },
  {
    name: 'catalog scores info',
    operand: 'ID',
    summary: 'Tell everything the catalogue knows of a score',
    examples: ['catalog scores info PGS000018', 'catalog scores info PGS000018 --population AFR --json'],
    flags: [
      BUILD,
      {
        name: 'population',
        kind: 'text',
        value: 'POP',
        setting: 'population',
        help: 'Prefer evaluations in AFR, AMR, EAS, EUR or SAS (EUR)',
      },
      JSON_FLAG,
      CATALOG,
    ],
    run: runScoreInfo,
  },
  {
    name: 'catalog traits search',
    operand: 'WORDS',
    summary: 'Find traits by label, ontology id, or what their scores call them',
    examples: ['catalog traits search stroke'],
    flags: [TERM, limit(25), ALL, JSON_FLAG, CATALOG],
    run: runTraitsSearch,
  },
  {
    name: 'catalog traits info',
    operand: 'ID',
    summary: 'Tell what a trait is and which scores it has',
    examples: ['catalog traits info EFO_0000305'],
    flags: [JSON_FLAG, CATALOG],
    run: runTraitInfo,
  },
  {
    name: 'catalog status',
    summary: 'Tell what the catalogue folder holds, how old it is and what of it is used',
    examples: ['catalog status'],
    flags: [JSON_FLAG, CATALOG],
    run: runStatus,
  },
  {
    name: 'catalog bulk ids',
    operand: '[WORDS]',
    summary: 'Print the ids of all scores, or of those that a search finds, one on each line',
    examples: ['catalog bulk ids > ids.txt', 'catalog bulk ids "stroke ancestry:AFR" --build GRCh38'],
    flags: [BUILD, NATIVE, JSON_FLAG, CATALOG],
    run: runBulkIds,
  },
  {
    name: 'catalog bulk clean-metadata',
    summary: 'Clean the bulk sheets in metadata/raw into Parquet files, with a dated manifest',
    examples: ['catalog bulk clean-metadata --catalog /scratch/me/pgs-catalog'],
    flags: [JSON_FLAG, CATALOG],
    run: runCleanMetadata,
  },
];
