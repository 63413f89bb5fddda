/** Constants of scores (see scoring/homRefScore.ts) as a tab-separated table, to be computed once and used without a reference. */
import { errors } from '../errors.ts';
import { readWholeFile } from '../io/readWhole.ts';
import { writeChunks } from '../io/replaceFile.ts';
import { GENOME_BUILDS, type GenomeBuild } from '../model/genome.ts';

export interface HomRefConstant {
  readonly pgs_id: string;
  readonly genome_build: GenomeBuild;
  /** Σ contribution of a homozygous-reference genome, in the unit of the weights. */
  readonly hom_ref_score: number;
  /** The part of it that comes from A/T and C/G pairs. */
  readonly hom_ref_palindromic: number;
  readonly n_rows: number;
  /** Digest of the rows that the constant is of: it is used for those rows alone. */
  readonly rows_sha256: string;
  /** Name of what told the reference alleles. */
  readonly reference: string;
}

const COLUMNS = [
  'pgs_id',
  'genome_build',
  'hom_ref_score',
  'hom_ref_palindromic',
  'n_rows',
  'rows_sha256',
  'reference',
] as const;

export interface HomRefTable {
  /** The constant of exactly these rows. */
  find(build: GenomeBuild, rows_sha256: string): HomRefConstant | undefined;
  /** Whether there is one of this name, for other rows or another build. */
  names(pgs_id: string): boolean;
}

/** Writes the table, atomically, mode 0600. */
export const writeHomRefTable = (path: string, constants: readonly HomRefConstant[]): Promise<void> =>
  writeChunks(path, [
    `${COLUMNS.join('\t')}\n`,
    ...constants.map((constant) => `${COLUMNS.map((name) => cell(constant[name])).join('\t')}\n`),
  ]);

const cell = (value: string | number): string => String(value).replaceAll(/\s+/g, ' ');

/** Reads a table; other columns are passed over. Throws `bad_table` with the line that cannot be read. */
export async function readHomRefTable(path: string): Promise<HomRefTable> {
  const lines = Buffer.from(await readWholeFile(path))
    .toString('utf8')
    .replace(/\n$/, '')
    .split(/\r?\n/);
  const head = (lines[0] ?? '').split('\t');
  const missing = COLUMNS.filter((name) => !head.includes(name));
  if (missing.length > 0) throw errors.badTable(path, 1, `there is no column ${missing.join(', ')}`);
  const constants = new Map<string, HomRefConstant>();
  for (const [i, line] of lines.slice(1).entries()) {
    const constant = readConstant(path, i + 2, head, line.split('\t'));
    const key = `${constant.genome_build} ${constant.rows_sha256}`;
    const known = constants.get(key);
    if (known !== undefined && known.hom_ref_score !== constant.hom_ref_score)
      throw errors.badTable(path, i + 2, `the rows of ${constant.pgs_id} have another constant above`);
    constants.set(key, constant);
  }
  const named = new Set([...constants.values()].map(({ pgs_id }) => pgs_id));
  return {
    find: (build, rows_sha256) => constants.get(`${build} ${rows_sha256}`),
    names: (pgs_id) => named.has(pgs_id),
  };
}

function readConstant(path: string, line: number, head: readonly string[], cells: readonly string[]): HomRefConstant {
  const text = (name: string): string => cells[head.indexOf(name)] ?? '';
  const number = (name: string): number => {
    const value = text(name).trim() === '' ? Number.NaN : Number(text(name));
    if (!Number.isFinite(value)) throw errors.badTable(path, line, `${name} is "${text(name)}", not a number`);
    return value;
  };
  const genome_build = GENOME_BUILDS.find((build) => build === text('genome_build'));
  if (genome_build === undefined)
    throw errors.badTable(path, line, `genome_build is "${text('genome_build')}", not ${GENOME_BUILDS.join(' or ')}`);
  const rows_sha256 = text('rows_sha256').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(rows_sha256))
    throw errors.badTable(path, line, 'rows_sha256 is not 64 hexadecimal digits');
  return {
    pgs_id: text('pgs_id'),
    genome_build,
    hom_ref_score: number('hom_ref_score'),
    hom_ref_palindromic: number('hom_ref_palindromic'),
    n_rows: number('n_rows'),
    rows_sha256,
    reference: text('reference'),
  };
}
