const PLAIN: Flag = {
  name: 'plain',
  kind: 'switch',
  setting: 'plain',
  help: 'The app as lines of text, for screen readers (INK_SCREEN_READER=true does the same)',
};

/** Every command, as data: dispatch and help come from this table. */
import { BUNDLE_COMMANDS } from './bundle.ts';
import { CACHE_COMMANDS } from './cache.ts';
import { CATALOG_COMMANDS } from './catalog/commands.ts';
import { HUB_COMMANDS } from './catalog/hub.ts';
import { FETCH_COMMANDS } from './catalogFetch.ts';
import type { Command } from './command.ts';
import { COMPARE_COMMAND } from './compare.ts';
import { runCompute } from './compute.ts';
import { runDemo } from './demo.ts';
import { DOCTOR_COMMAND } from './doctor.ts';
import { EXPORT_COMMAND, OPTION_FLAG } from './export.ts';
import { CATALOG, type Flag } from './flags.ts';
import { GENOTYPES_CONVERT } from './genotypesConvert.ts';
import { INTERPRET_COMMAND } from './interpret.ts';
import { runNormalize } from './normalize.ts';
import { PLUGIN_COMMANDS } from './plugins.ts';
import { runReferenceBuild, runReferenceConstants } from './reference.ts';
import { SCORE_CONVERT } from './scoreConvert.ts';
import { SCORE_COMMANDS } from './scoreLint.ts';
import { SOURCE_COMMANDS } from './scoreSources.ts';

const FILTER_FLAGS: readonly Flag[] = [
  {
    name: 'pass-filters',
    kind: 'list',
    value: 'LIST',
    setting: 'filters.pass_filters',
    help: 'Keep records with these FILTER values; . is no filter (PASS,.)',
  },
  {
    name: 'min-depth',
    kind: 'number',
    value: 'N',
    setting: 'filters.min_depth',
    help: 'Keep records with FORMAT/DP of at least N',
  },
  {
    name: 'min-qual',
    kind: 'number',
    value: 'X',
    setting: 'filters.min_qual',
    help: 'Keep records with QUAL of at least X',
  },
  {
    name: 'min-gq',
    kind: 'number',
    value: 'X',
    setting: 'filters.min_gq',
    help: 'Keep records with FORMAT/GQ of at least X',
  },
];

const SEX: Flag = {
  name: 'sex',
  kind: 'text',
  value: 'Male|Female',
  setting: 'filters.sex',
  help: 'Warn about chromosome Y in a female sample; decide for --xchr-model',
};

const SAMPLE: Flag = {
  name: 'sample',
  kind: 'text',
  value: 'NAME',
  setting: 'sample',
  help: 'Sample of a VCF with several; compute takes all for every one of them',
};
const FORMAT: Flag = {
  name: 'format',
  kind: 'text',
  value: 'FORMAT',
  help: 'table, csv, tsv, json, ndjson, markdown, html, methods, parquet, arrow; export --list shows all (table)',
};
const OUTPUT: Flag = {
  name: 'output',
  kind: 'text',
  short: 'o',
  value: 'FILE',
  help: 'Write there instead of to stdout; complete or not at all',
};

const FASTA: Flag = { name: 'fasta', kind: 'text', value: 'FILE', setting: 'fasta', help: 'FASTA, plain or gzipped' };
const REFERENCE: Flag = {
  name: 'reference',
  kind: 'text',
  value: 'FILE',
  setting: 'fasta',
  help: 'FASTA, .2bit or Parquet of alleles: stands for what a VCF of variants only does not list; aligns indels',
};
const SCORING_FILES: Flag = {
  name: 'scoring-file',
  kind: 'list',
  short: 's',
  value: 'FILES',
  help: 'Scoring files in the PGS Catalog format',
};
const BUILD: Flag = {
  name: 'build',
  kind: 'text',
  short: 'b',
  value: 'BUILD',
  setting: 'build',
  help: 'GRCh37 or GRCh38',
};

export const COMMANDS: readonly Command[] = [
  {
    name: 'normalize',
    summary: 'Turn a VCF into a compact Parquet of genotypes, once, for many runs',
    examples: ['normalize --vcf sample.vcf.gz --pass-filters PASS,.'],
    flags: [
      {
        name: 'vcf',
        kind: 'text',
        short: 'v',
        value: 'FILE',
        help: 'VCF to read: plain, gzip or BGZF, told by its content (required)',
      },
      { ...OUTPUT, help: 'Parquet to write (default: data/output/results/<name>.parquet)' },
      ...FILTER_FLAGS,
      SEX,
      {
        name: 'format-fields',
        kind: 'list',
        value: 'LIST',
        setting: 'format_fields',
        help: 'FORMAT fields to keep (GT, DP, imputed dosages, and GQ of a gVCF)',
      },
      SAMPLE,
    ],
    run: runNormalize,
  },
  {
    name: 'compute',
    summary: 'Compute polygenic scores for a VCF or a normalised Parquet',
    examples: [
      'compute --vcf sample.vcf.gz --pgs-id PGS000001,PGS000004',
      'compute --vcf sample.parquet --scoring-file my_score.txt.gz --format json',
      'compute --vcf sample.parquet --trait EFO_0000305 --download --by-trait',
    ],
    flags: [
      { name: 'vcf', kind: 'text', short: 'v', value: 'FILE', help: 'VCF, or Parquet written by normalize (required)' },
      { name: 'pgs-id', kind: 'list', short: 'p', value: 'IDS', help: 'PGS Catalog ids, from the catalogue folder' },
      SCORING_FILES,
      {
        name: 'score',
        kind: 'list',
        value: 'SOURCE:SCORE',
        help: 'Scores of a source, also of a plugin; see score search',
      },
      {
        name: 'trait',
        kind: 'list',
        value: 'TRAITS',
        help: 'All scores of these traits in the catalogue: EFO ids or labels',
      },
      { name: 'by-trait', kind: 'switch', help: 'Print what the scores of each trait say together, one line a trait' },
      { ...BUILD, help: 'GRCh37 or GRCh38 (default: what the VCF header says)' },
      { name: 'force-build', kind: 'switch', help: 'Score although header or scoring file name another build' },
      {
        name: 'ambiguous',
        kind: 'text',
        value: 'POLICY',
        setting: 'ambiguous',
        help: 'A/T and C/G pairs: auto (by the strand of the other SNVs), keep, drop, or frequency (of a cohort)',
      },
      {
        name: 'flip',
        kind: 'text',
        value: 'on|off',
        setting: 'flip',
        help: 'Take alleles that fit as their complement (on)',
      },
      {
        name: 'missing',
        kind: 'text',
        value: 'POLICY',
        setting: 'missing',
        help: 'No usable genotype: zero, mean (2 × effect-allele frequency), or exclude (for all of a cohort) (zero)',
      },
      {
        name: 'duplicates',
        kind: 'text',
        value: 'keep|first',
        setting: 'duplicates',
        help: 'Rows of the same variant: all count, or the first only (keep)',
      },
      {
        name: 'min-coverage',
        kind: 'number',
        value: 'SHARE',
        setting: 'min_coverage',
        help: 'Fail scores with less than this share of Σ|weight| counted, 0 to 1 (0)',
      },
      {
        name: 'dosage',
        kind: 'text',
        value: 'auto|gt|ds',
        setting: 'dosage',
        help: 'Genotypes from DS, else GP, else GT (auto); from GT alone; from imputed dosages alone',
      },
      {
        name: 'xchr-model',
        kind: 'text',
        value: 'called|0|1|2',
        setting: 'xchr_model',
        help: 'Copies on X, Y, MT: as the genotype is written, or as plink2 counts them in a male (called)',
      },
      SEX,
      {
        name: 'compat',
        kind: 'text',
        value: 'none|just-prs',
        setting: 'compat',
        help: 'Score as the Python just-prs does, by position alone, to compare with it (none)',
      },
      { name: 'chromosomes', kind: 'list', value: 'LIST', help: 'all, autosomes, or names (default: all)' },
      REFERENCE,
      { ...FASTA, help: 'The same' },
      {
        name: 'callable-bed',
        kind: 'text',
        value: 'FILE',
        help: 'Regions a variant would have been found in; what is not listed is the reference only there',
      },
      {
        name: 'hom-ref-table',
        kind: 'text',
        value: 'FILE',
        help: 'Table of reference constants: gives the complete score of a VCF of variants only without a reference',
      },
      {
        name: 'input-mode',
        kind: 'text',
        value: 'MODE',
        help: 'What the file lists: auto, variant_only, gvcf, all_sites, array or imputed',
      },
      {
        name: 'estimate',
        kind: 'switch',
        help: 'Say what time, memory and download it would take, and compute nothing',
      },
      { name: 'resume', kind: 'switch', help: 'Keep finished results in the cache, and skip what is there already' },
      {
        name: 'dump-variants',
        kind: 'text',
        value: 'FILE',
        help: 'Write what became of every row: Parquet, or TSV for a name in .tsv',
      },
      {
        name: 'population',
        kind: 'text',
        value: 'POP',
        setting: 'population',
        help: 'Reference population: AFR, AMR, EAS, EUR, SAS (EUR)',
      },
      {
        name: 'auroc-percentile',
        kind: 'switch',
        help: 'Where there is no percentile, guess one from the published AUROC, as just-prs does',
      },
      SAMPLE,
      ...FILTER_FLAGS,
      {
        name: 'download',
        kind: 'switch',
        setting: 'download',
        help: 'Fetch scores of --pgs-id and --trait that are missing',
      },
      CATALOG,
      FORMAT,
      {
        name: 'columns',
        kind: 'list',
        value: 'LIST',
        help: 'Columns of table, csv, tsv, markdown, parquet or arrow: names, all, or +name beside the usual ones',
      },
      OPTION_FLAG,
      OUTPUT,
    ],
    run: runCompute,
  },
  EXPORT_COMMAND,
  INTERPRET_COMMAND,
  COMPARE_COMMAND,
  ...FETCH_COMMANDS,
  ...BUNDLE_COMMANDS,
  ...CACHE_COMMANDS,
  {
    name: 'reference build',
    summary: 'Pack a reference FASTA into a .2bit, once, for compute to find',
    examples: ['reference build --fasta GRCh38.fa.gz'],
    flags: [
      { ...FASTA, help: 'FASTA to pack, plain or gzipped (required)' },
      { ...BUILD, help: 'GRCh37 or GRCh38 (default: told by the lengths of the chromosomes)' },
      { ...OUTPUT, help: '.2bit to write (default: <cache>/reference/<build>.2bit, which compute uses by itself)' },
    ],
    run: runReferenceBuild,
  },
  {
    name: 'reference constants',
    summary: 'Write what a homozygous-reference genome scores, for compute --hom-ref-table',
    examples: ['reference constants --scoring-file a.txt.gz,b.txt.gz --reference GRCh38.2bit --output constants.tsv'],
    flags: [
      { ...SCORING_FILES, help: 'Scoring files in the PGS Catalog format (required)' },
      { ...REFERENCE, help: 'FASTA, .2bit or Parquet of alleles (required)' },
      { ...BUILD, help: 'GRCh37 or GRCh38, for scoring files that do not say it' },
      { ...OUTPUT, help: 'Table to write, tab-separated (required)' },
    ],
    run: runReferenceConstants,
  },
  {
    name: 'demo',
    summary: 'Try everything on a generated, synthetic genome: the app in a terminal, a table without one',
    examples: ['demo', 'demo --format json > results.json'],
    flags: [PLAIN, FORMAT, OPTION_FLAG, OUTPUT],
    run: runDemo,
  },
  DOCTOR_COMMAND,
  ...SCORE_COMMANDS,
  SCORE_CONVERT,
  ...SOURCE_COMMANDS,
  ...PLUGIN_COMMANDS,
  GENOTYPES_CONVERT,
  ...CATALOG_COMMANDS,
  ...HUB_COMMANDS,
];

/** Flags of the app itself. */
export const APP_FLAGS: readonly Flag[] = [
  PLAIN,
  BUILD,
  SAMPLE,
  { name: 'population', kind: 'text', value: 'POP', setting: 'population', help: 'Reference population' },
  ...FILTER_FLAGS,
  CATALOG,
];
