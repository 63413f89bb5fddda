/** The README.md of a dataset on Hugging Face: what it holds, what was done to it, and whom to cite. */
import { CATALOG_CITATION } from './citation.ts';

export interface DescribedTable {
  /** In the dataset. */
  readonly path: string;
  readonly rows: number;
  readonly columns: number;
}

interface CardFacts {
  readonly repo: string;
  readonly tables: readonly DescribedTable[];
  /** YYYY-MM-DD. */
  readonly date: string;
  readonly newestRelease: string | null;
  readonly toolVersion: string;
}

const TAGS = ['biology', 'genomics', 'polygenic-risk-scores', 'pgs-catalog', 'genetics', 'health'];

export function writeDatasetCard({ repo, tables, date, newestRelease, toolVersion }: CardFacts): string {
  const name = (path: string): string => path.replace(/^.*\//, '').replace(/\.parquet$/, '');
  return `${[
    '---',
    'license: cc-by-4.0',
    'tags:',
    ...TAGS.map((tag) => `- ${tag}`),
    'configs:',
    // The tables have different columns; without this the Hub would take them for parts of one.
    ...tables.flatMap(({ path }) => [`- config_name: ${name(path)}`, `  data_files: ${path}`]),
    '---',
    '',
    `# ${repo.replace(/^.*\//, '')}`,
    '',
    'Metadata of the [PGS Catalog](https://www.pgscatalog.org/), cleaned into typed Parquet tables.',
    '',
    `Made on ${date} with just-prs-tui ${toolVersion}${newestRelease === null ? '' : `; the newest score was released on ${newestRelease}`}.`,
    '',
    '| file | rows | columns |',
    '|---|---|---|',
    ...tables.map(({ path, rows, columns }) => `| \`${path}\` | ${rows.toLocaleString('en-US')} | ${columns} |`),
    '',
    '## How it was cleaned',
    '',
    '* Columns have short names and types; what is not known is null.',
    '* Genome builds have one spelling each: hg19 and hg37 are GRCh37, hg38 is GRCh38, NCBI36 and hg18 are GRCh36.',
    '* Odds ratios, hazard ratios, betas, AUROCs and C-indexes are numbers, with confidence intervals and standard errors,',
    '  read from texts such as `1.55 [1.52,1.58]`.',
    '* Each evaluation has the size and ancestry of its sample set; samples that a sheet repeats count once.',
    '* `best_performance` has one evaluation a score: the one in most people, European ones first.',
    '',
    '## Terms of use and citation',
    '',
    'The tables are shared under CC BY 4.0. Each score has terms of its own, in the column `license` of `scores`; the PGS',
    "Catalog's terms of use hold for all of it.",
    '',
    'Please cite the publication of each score that you use, and the PGS Catalog:',
    '',
    `> ${CATALOG_CITATION}`,
  ].join('\n')}\n`;
}
