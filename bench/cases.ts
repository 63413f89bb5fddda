/** What is measured: each case gives several programs the same work. */
import { execFileSync } from 'node:child_process';
import { linkSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { COHORT, type Fixtures, MANY_SCORES, type ScoreFixture } from './fixtures.ts';
import { isInstalled, type Program } from './measure.ts';

export interface Case {
  readonly name: string;
  readonly programs: readonly Program[];
}

const MAIN = fileURLToPath(new URL('../dist/main.js', import.meta.url));
/** Calls of plink2 that stand for one call a score. */
const SEPARATE_CALLS = 5;

/** The cases; what an earlier one wrote into `directory` a later one reads. */
export function planCases(fixtures: Fixtures, directory: string): readonly Case[] {
  const { vcf, single, many, cohort } = fixtures;
  const path = (name: string): string => join(directory, name);
  const pgen = ['--pfile', path('plink2')];
  const parquet = path('ours.parquet');
  return [
    {
      name: 'normalise the VCF',
      programs: [
        { name: 'just-prs-tui normalize', argv: ours('normalize', '--vcf', vcf, '--output', parquet) },
        { name: 'plink2 --make-pgen', argv: [...plink2Reading(vcf), '--make-pgen', '--out', path('plink2')] },
        {
          name: 'bcftools view -Ob',
          argv: ['bcftools', 'view', '-Ob', '--threads', `${availableParallelism()}`, '-o', path('bcftools.bcf'), vcf],
        },
      ],
    },
    {
      name: `one score of ${format(single[0] as ScoreFixture)} variants, straight from the VCF`,
      programs: [
        scoreWithOurs([single[0] as ScoreFixture], { directory, genotypes: vcf }),
        scoreWithPlink2(single[0] as ScoreFixture, { directory, read: plink2Reading(vcf).slice(1) }),
      ],
    },
    ...indexedCase(fixtures, directory),
    ...single.map((score) => ({
      name: `one score of ${format(score)} variants, normalised genome`,
      programs: [
        scoreWithOurs([score], { directory, genotypes: parquet }),
        scoreWithPlink2(score, { directory, read: pgen }),
      ],
    })),
    {
      name: `${MANY_SCORES} scores of ${format(many[0] as ScoreFixture)} to ${format(many.at(-1) as ScoreFixture)} variants, normalised genome`,
      programs: [
        scoreWithOurs(many, { directory, genotypes: parquet }),
        scoreMerged(fixtures, { directory, read: pgen }),
        scoreSeparately(many, { directory, read: pgen }),
      ],
    },
    {
      name: `one score of ${format(cohort.score)} variants for ${COHORT.samples.toLocaleString('en')} people, from a VCF of ${COHORT.records.toLocaleString('en')} records`,
      programs: [
        scoreCohortWithOurs(cohort, directory),
        scoreWithPlink2(cohort.score, { directory, read: plink2Reading(cohort.vcf).slice(1) }),
      ],
    },
  ];
}

/** The smallest of the many scores, from a VCF with a TBI beside it. */
function indexedCase({ vcf, many }: Fixtures, directory: string): readonly Case[] {
  if (!isInstalled('tabix')) return [];
  const indexed = join(directory, 'indexed.vcf.gz');
  linkSync(vcf, indexed);
  execFileSync('tabix', ['-p', 'vcf', indexed]);
  const [smallest] = many as readonly [ScoreFixture];
  return [
    {
      name: `one score of ${format(smallest)} variants, straight from an indexed VCF`,
      programs: [
        scoreWithOurs([smallest], { directory, genotypes: indexed }),
        scoreWithPlink2(smallest, { directory, read: plink2Reading(indexed).slice(1) }),
      ],
    },
  ];
}

const format = ({ rows }: ScoreFixture): string => rows.toLocaleString('en');

const ours = (...args: readonly string[]): readonly string[] => [process.execPath, MAIN, ...args];

/** Reads a VCF with `chrom:pos` as IDs: the genome has one record a position. */
const plink2Reading = (vcf: string): readonly string[] => ['plink2', '--vcf', vcf, '--set-all-var-ids', '@:#'];

function scoreWithOurs(
  scores: readonly ScoreFixture[],
  { directory, genotypes }: { directory: string; genotypes: string },
): Program {
  const output = join(directory, 'ours.json');
  const files = scores.map(({ catalog }) => catalog).join(',');
  const policies = ['--ambiguous', 'keep', '--chromosomes', 'autosomes', '--catalog', directory];
  return {
    name: 'just-prs-tui compute',
    argv: ours(
      ...['compute', '--vcf', genotypes, '--scoring-file', files, ...policies],
      ...['--format', 'json', '--output', output],
    ),
    readScores: () =>
      (JSON.parse(readFileSync(output, 'utf8')) as readonly { score: number }[]).map(({ score }) => score),
  };
}

function scoreCohortWithOurs({ vcf, score }: Fixtures['cohort'], directory: string): Program {
  const output = join(directory, 'cohort.tsv');
  const policies = ['--ambiguous', 'keep', '--chromosomes', 'autosomes', '--catalog', directory];
  return {
    name: 'just-prs-tui compute --sample all',
    argv: ours(
      ...['compute', '--vcf', vcf, '--sample', 'all', '--scoring-file', score.catalog, ...policies],
      ...['--output', output],
    ),
    readScores: () =>
      readFileSync(output, 'utf8')
        .trim()
        .split('\n')
        .slice(1)
        .map((line) => Number(line.split('\t')[1])),
  };
}

interface Plink2Context {
  readonly directory: string;
  /** Flags that name the genotypes. */
  readonly read: readonly string[];
}

const SCORE_MODIFIERS = ['header', 'no-mean-imputation', 'ignore-dup-ids', 'cols=+scoresums'];

function scoreWithPlink2({ plink2 }: ScoreFixture, { directory, read }: Plink2Context): Program {
  const out = join(directory, 'score');
  return {
    name: 'plink2 --score',
    argv: ['plink2', ...read, '--autosome', '--score', plink2, '1', '2', '3', ...SCORE_MODIFIERS, '--out', out],
    readScores: () => readSums(`${out}.sscore`),
  };
}

function scoreMerged({ merged }: Fixtures, { directory, read }: Plink2Context): Program {
  const out = join(directory, 'merged');
  const score = ['--score', merged, '1', '2', ...SCORE_MODIFIERS, '--score-col-nums', `3-${MANY_SCORES + 2}`];
  return {
    name: 'plink2 --score, all scores merged into one table',
    argv: ['plink2', ...read, '--autosome', ...score, '--out', out],
    readScores: () => readSums(`${out}.sscore`),
  };
}

/** A few of the scores, spread over the sizes, one call each. */
function scoreSeparately(many: readonly ScoreFixture[], context: Plink2Context): Program {
  const chosen = Array.from(
    { length: SEPARATE_CALLS },
    (_, i) => many[Math.floor(((i + 0.5) * many.length) / SEPARATE_CALLS)] as ScoreFixture,
  );
  const calls = chosen.map((score) => scoreWithPlink2(score, context).argv.join(' '));
  return {
    name: `plink2 --score, a call a score (extrapolated from ${SEPARATE_CALLS} calls)`,
    argv: ['bash', '-ec', calls.join('\n')],
    needs: 'plink2',
    times: many.length / SEPARATE_CALLS,
  };
}

/** The `SCORE…_SUM` columns, sample after sample. */
function readSums(path: string): readonly number[] {
  const [head = [], ...samples] = readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split('\t'));
  const isSum = head.map((name) => name.endsWith('_SUM') && name !== 'NAMED_ALLELE_DOSAGE_SUM');
  return samples.flatMap((values) => values.filter((_, i) => isSum[i]).map(Number));
}
