/** The programs the engine is compared with; tests that need one are skipped, visibly, where it is absent. */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const isInstalled = (program: string): boolean => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
};

export const hasPlink2 = isInstalled('plink2');
export const hasBcftools = isInstalled('bcftools');

/** A scoring row; weights as text, so that both programs read the same digits. */
export interface Row {
  readonly chrom: string;
  readonly pos: number;
  readonly effect: string;
  readonly other: string;
  readonly weight: string;
}

/** A record as plink2 is told of it. */
interface Site {
  readonly id: string;
  /** REF and its ALTs. */
  readonly alleles: readonly string[];
}

/** The records of a VCF text with `chrom:pos:ref:alt` as ID: plink2 knows variants by ID alone. */
const withIds = (text: string): string =>
  text.replace(
    /^(?:chr)?([^\s#]+)\t(\d+)\t[^\t]+\t([^\t]+)\t([^\t]+)/gm,
    (_, chrom, pos, ref, alt) => `${chrom}\t${pos}\t${chrom}:${pos}:${ref}:${alt}\t${ref}\t${alt}`,
  );

/** Sites by `chrom:pos`. */
function readSites(text: string): ReadonlyMap<string, readonly Site[]> {
  const sites = new Map<string, Site[]>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    const [chrom, pos, id, ref, alt] = line.split('\t', 5) as [string, string, string, string, string];
    const place = `${chrom}:${pos}`;
    sites.set(place, [...(sites.get(place) ?? []), { id, alleles: [ref, ...alt.split(',')] }]);
  }
  return sites;
}

export interface Plink2Score {
  /** As printed: at most six digits. */
  readonly sum: string;
  /** Copies of the effect alleles: a whole number, printed in full. */
  readonly copies: number;
  /** Alleles with a call, two a variant. */
  readonly alleles: number;
  /** Rows whose variant was found with the effect allele among its alleles, missing genotypes included. */
  readonly used: ReadonlySet<Row>;
}

export interface Plink2Input {
  /** Text of the VCF. */
  readonly text: string;
  readonly rows: readonly Row[];
  /** Where its files go. */
  readonly directory: string;
  /** FORMAT field of dosages; plink2 keeps them to 1/16384. */
  readonly dosage?: 'DS';
  /** Chromosome X as well, of a man or a woman. */
  readonly xchr?: { readonly model: '0' | '1' | '2'; readonly sex: 'Male' | 'Female' };
}

/**
 * `plink2 --score`, of the autosomes unless told otherwise. It knows variants by ID and does not look at the other allele, so each row is given
 * the ID of the record at its place that lists both its alleles; a row that fits no record is given an unknown ID.
 */
export function scoreWithPlink2({ text, rows, directory, dosage, xchr }: Plink2Input): Plink2Score {
  const vcf = join(directory, 'plink2.vcf');
  const named = withIds(text);
  writeFileSync(vcf, named);
  const sites = readSites(named);
  const rowsById = new Map(
    rows.map((row, i) => {
      const here = sites.get(`${row.chrom}:${row.pos}`) ?? [];
      const site = here.find(({ alleles }) => alleles.includes(row.effect) && alleles.includes(row.other));
      return [site?.id ?? `none:${i}`, row];
    }),
  );
  if (rowsById.size < rows.length) throw new Error('two rows of one variant: plink2 takes one');
  const table = join(directory, 'plink2.txt');
  const lines = [...rowsById].map(([id, { effect, weight }]) => `${id}\t${effect}\t${weight}`);
  writeFileSync(table, `ID\tA1\tWEIGHT\n${lines.join('\n')}\n`);
  const out = join(directory, 'plink2');
  const score = [table, '1', '2', '3', 'header', 'no-mean-imputation', 'ignore-dup-ids', 'list-variants'];
  const columns = 'cols=nallele,dosagesum,scoresums';
  const samples = join(directory, 'plink2.psam');
  if (xchr !== undefined) writeFileSync(samples, `#IID\tSEX\nS1\t${xchr.sex === 'Male' ? 1 : 2}\n`);
  const chromosomes =
    xchr === undefined ? ['--autosome'] : ['--psam', samples, '--split-par', 'b38', '--xchr-model', xchr.model];
  const genotypes = ['--vcf', vcf, ...(dosage === undefined ? [] : [`dosage=${dosage}`])];
  const read = [...genotypes, '--vcf-half-call', 'missing', ...chromosomes, '--allow-extra-chr'];
  execFileSync('plink2', [...read, '--score', ...score, columns, '--out', out], { stdio: 'pipe' });
  const [head, values] = readFileSync(`${out}.sscore`, 'utf8')
    .split('\n')
    .map((line) => line.split('\t')) as [string[], string[]];
  const value = (name: string): string => values[head.indexOf(name)] as string;
  const used = readFileSync(`${out}.sscore.vars`, 'utf8').trim().split('\n');
  return {
    sum: value('SCORE1_SUM'),
    copies: Number(value('NAMED_ALLELE_DOSAGE_SUM')),
    alleles: Number(value('ALLELE_CT')),
    used: new Set(used.map((id) => rowsById.get(id) as Row)),
  };
}

/** Whether a number, rounded to the six digits plink2 prints, is what it printed. */
export function agreesInPrint(value: number, printed: string): boolean {
  const unit = 10 ** (Math.floor(Math.log10(Math.abs(value))) - 5);
  return Math.abs(value - Number(printed)) <= (unit / 2) * (1 + 1e-9);
}

/** Rows of `bcftools query`, tab-separated as asked for. */
export const queryWithBcftools = (vcf: string, format: string): readonly string[] =>
  execFileSync('bcftools', ['query', '-f', `${format}\n`, vcf], { encoding: 'latin1', maxBuffer: 2 ** 30 })
    .trimEnd()
    .split('\n');
