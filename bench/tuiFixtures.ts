/** What the app is shown while it is measured: generated, in a directory that the caller removes. */
import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, openSync, readdirSync, readFileSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { SHEET_FILES } from '../src/core/catalog/sheets.ts';
import { generateGenome } from './generateGenome.ts';

/** Scores of the catalogue; the sheets of the real one have 5,300 by now. */
const SCORES = 7_000;
/** About 200 MB of plain VCF. */
const RECORDS = 1_000_000;
/** Rows of a scoring file compressed at once. */
const ROWS_A_MEMBER = 100_000;

export interface TuiFixtures {
  readonly environment: Readonly<Record<string, string>>;
  /** 200 MB, plain. */
  readonly vcf: string;
  /** Small. */
  readonly genome: string;
  /** Scoring files of 5,000 and 5,000,000 rows. */
  readonly small: string;
  readonly large: string;
  /** A score that the catalogue lists and that has 5,000,000 rows. */
  readonly largeId: string;
}

export function prepareTuiFixtures(program: string, directory: string): TuiFixtures {
  const environment = {
    HOME: directory,
    PRS_CACHE_DIR: join(directory, 'cache'),
    PRS_CATALOG_DIR: join(directory, 'catalog'),
    PRS_STATE_DIR: join(directory, 'state'),
    PRS_OFFLINE: '1',
  };
  const demo = spawnSync(process.execPath, [program, 'demo', '--format', 'json'], {
    env: { ...process.env, ...environment },
    encoding: 'utf8',
  });
  if (demo.status !== 0) throw new Error(`The demo could not be generated: ${demo.stderr}`);
  const catalog = environment.PRS_CATALOG_DIR;
  cpSync(join(environment.PRS_CACHE_DIR, 'demo'), catalog, { recursive: true });
  growSheet(join(catalog, 'metadata', 'raw', SHEET_FILES.scores));
  const genome = join(catalog, readdirSync(catalog).find((name) => name.endsWith('.vcf.gz')) ?? '');
  const [vcf, small] = [join(directory, 'genome.vcf'), join(directory, 'small.txt.gz')];
  const file = openSync(vcf, 'wx', 0o600);
  for (const chunk of generateGenome(RECORDS)) writeSync(file, chunk);
  closeSync(file);
  mkdirSync(join(catalog, 'scores'), { recursive: true });
  const largeId = 'PGS990001';
  const large = join(catalog, 'scores', `${largeId}_hmPOS_GRCh38.txt.gz`);
  writeScore(small, 5_000);
  writeScore(large, 5_000_000);
  return { environment, vcf, genome, small, large, largeId };
}

/** The rows of the demo again and again, under other ids. */
function growSheet(path: string): void {
  const [titles, ...rows] = readFileSync(path, 'utf8').trimEnd().split('\n');
  const grown = Array.from({ length: SCORES }, (_, i) => rows[i % rows.length].replace(/PGS\d{6}/, `PGS${990001 + i}`));
  writeFileSync(path, `${[titles, ...grown].join('\n')}\n`);
}

function writeScore(path: string, rows: number): void {
  const file = openSync(path, 'wx', 0o600);
  const write = (lines: readonly string[]): number => writeSync(file, gzipSync(lines.join(''), { level: 1 }));
  write([
    '#genome_build=GRCh38\n#HmPOS_build=GRCh38\n',
    'rsID\teffect_allele\tother_allele\teffect_weight\thm_chr\thm_pos\n',
  ]);
  for (let from = 0; from < rows; from += ROWS_A_MEMBER) {
    const count = Math.min(ROWS_A_MEMBER, rows - from);
    // Few a chromosome, as in sparse scores, and many, as in genome-wide ones.
    write(
      Array.from({ length: count }, (_, i) => {
        const row = from + i;
        const [chrom, place] = [1 + Math.floor((row * 22) / rows), row % Math.ceil(rows / 22)];
        return `rs${row}\tA\tG\t${((row % 997) / 1e5).toFixed(5)}\t${chrom}\t${10_000 + place * 130}\n`;
      }),
    );
  }
  closeSync(file);
}
