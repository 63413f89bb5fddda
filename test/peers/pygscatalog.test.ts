/**
 * Matching compared with pygscatalog: with a match table it published, and with its rules, on its own inputs. The rules are
 * those of its documentation, written down once more here: eight match types in order of preference, a flip that complements
 * without reversing, ambiguity judged on the variant's alleles. Skipped without the data.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { decompress } from 'fzstd';
import { describe, expect, it } from 'vitest';
import { hasRealData, realData } from '../support/realData.ts';
import { score } from '../support/scoring.ts';

const inputs = join(realData, 'ground_truth/pygscatalog_match_inputs');
const tables = join(realData, 'ground_truth/pygscatalog_duckdb_match_tables');

interface Variant {
  readonly chrom: string;
  readonly pos: string;
  readonly ref: string;
  /** Alternate alleles, separated by commas. */
  readonly alt: string;
}

interface Row {
  readonly accession: string;
  readonly chrom: string;
  readonly pos: string;
  readonly effect: string;
  /** Empty when the row does not say. */
  readonly other: string;
}

function readLines(name: string): string[] {
  const bytes = readFileSync(join(inputs, name));
  const text = Buffer.from(name.endsWith('.zst') ? decompress(bytes) : bytes).toString('utf8');
  return text.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
}

/** Variants of a .pvar (chromosome, position, ID, REF, ALT) or .bim (chromosome, ID, cM, position, ALT, REF). */
function readVariants(name: string): Variant[] {
  return readLines(name).map((line) => {
    const [chrom = '', second = '', , fourth = '', fifth = '', sixth = ''] = line.split('\t');
    return name.includes('.bim')
      ? { chrom, pos: fourth, ref: sixth, alt: fifth }
      : { chrom, pos: second, ref: fourth, alt: fifth };
  });
}

function readRows(path: string): Row[] {
  const [names = [], ...rows] = readFileSync(path, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => line.split('\t'));
  return rows.map((cells) => {
    const cell = (name: string): string => cells[names.indexOf(name)] ?? '';
    return {
      accession: cell('accession'),
      chrom: cell('chr_name'),
      pos: cell('chr_position'),
      effect: cell('effect_allele'),
      other: cell('other_allele'),
    };
  });
}

const COMPLEMENT: Readonly<Record<string, string>> = { A: 'T', T: 'A', C: 'G', G: 'C' };
const complement = (allele: string): string => [...allele].map((base) => COMPLEMENT[base]).join('');

/** In order of preference: whether a row and a variant of two alleles have that type. */
const TYPES: Readonly<Record<string, (row: Row, variant: Variant) => boolean>> = {
  refalt: ({ effect, other }, { ref, alt }) => effect === ref && other === alt,
  altref: ({ effect, other }, { ref, alt }) => effect === alt && other === ref,
  refalt_flip: ({ effect, other }, { ref, alt }) => complement(effect) === ref && complement(other) === alt,
  altref_flip: ({ effect, other }, { ref, alt }) => complement(effect) === alt && complement(other) === ref,
  no_oa_ref: ({ effect, other }, { ref }) => other === '' && effect === ref,
  no_oa_alt: ({ effect, other }, { alt }) => other === '' && effect === alt,
  no_oa_ref_flip: ({ effect, other }, { ref }) => other === '' && complement(effect) === ref,
  no_oa_alt_flip: ({ effect, other }, { alt }) => other === '' && complement(effect) === alt,
};

/** The best type of a row among the variants of its place, `ambiguous`, or `unmatched`. */
function classify(row: Row, variants: readonly Variant[]): string {
  const here = variants.filter(({ chrom, pos, alt }) => chrom === row.chrom && pos === row.pos && !alt.includes(','));
  for (const [type, fits] of Object.entries(TYPES)) {
    const matched = here.find((variant) => fits(row, variant));
    if (matched !== undefined) return complement(matched.ref) === matched.alt ? 'ambiguous' : type;
  }
  return 'unmatched';
}

/** The state we call what they call a type. */
const STATES: Readonly<Record<string, string>> = {
  refalt: 'swapped',
  altref: 'exact',
  refalt_flip: 'flipped',
  altref_flip: 'flipped',
  no_oa_ref: 'swapped',
  no_oa_alt: 'exact',
  no_oa_ref_flip: 'flipped',
  no_oa_alt_flip: 'flipped',
  ambiguous: 'ambiguous',
  unmatched: 'allele_mismatch',
};

const recordOf = ({ chrom, pos, ref, alt }: Variant): string => `${chrom} ${pos} ${ref} ${alt} 0/1`;
const rowText = ({ chrom, pos, effect, other }: Row): string => `${chrom} ${pos} ${effect} ${other || '-'} 1`;

/** `theirs → ours` of every row on which the two differ, with their number. */
function compare(rows: readonly Row[], variants: readonly Variant[]): Record<string, number> {
  const ours = score(variants.map(recordOf), rows.map(rowText), { ambiguous: 'drop' }).states;
  const differences: Record<string, number> = {};
  rows.forEach((row, i) => {
    const theirs = classify(row, variants);
    if (STATES[theirs] === ours[i]) return;
    const key = `${theirs} → ${ours[i]}`;
    differences[key] = (differences[key] ?? 0) + 1;
  });
  return differences;
}

describe.skipIf(!hasRealData)('the match table that pygscatalog published', () => {
  it('has the effect allele where we find it, and excludes as ambiguous what we do', () => {
    const read = (name: string) =>
      readFileSync(join(tables, name), 'utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
    const rows = read('score_variant_table.json');
    const seen: Record<string, number> = {};
    for (const { accession, row_nr, match_result } of read('allele_match_table.json')) {
      const row = rows.find((candidate) => candidate.accession === accession && candidate.row_nr === row_nr);
      const { chr_name, chr_position, effect_allele, other_allele } = row;
      // The variants are not in the table: ALTREF says that ALT is the effect allele, and an ambiguous pair may be either way.
      const { states, dosages } = score(
        [`${chr_name} ${chr_position} ${other_allele} ${effect_allele} 1/1`],
        [`${chr_name} ${chr_position} ${effect_allele} ${other_allele} 1`],
        { ambiguous: 'drop' },
      );
      const key = `${match_result.match_type} ${states[0]}`;
      seen[key] = (seen[key] ?? 0) + 1;
      if (states[0] === 'exact') expect([match_result.effect_allele_idx, dosages[0]]).toEqual([1, 2]);
      expect(match_result.is_ambiguous).toBe(states[0] === 'ambiguous');
    }
    // One row of theirs is at chromosome 0, position 0, which for us is no place.
    expect(seen).toEqual({ 'ALTREF exact': 93, 'EXCLUDED ambiguous': 7, 'ALTREF unmapped': 1 });
  });
});

describe.skipIf(!hasRealData)("pygscatalog's rules", () => {
  const goodRows = hasRealData ? readRows(join(inputs, 'good_match_scorefile.txt')) : [];
  const accession = (name: string): Row[] => goodRows.filter((row) => row.accession === name);

  it.each([
    ['PGS000001', 77],
    ['PGS000002', 78],
  ])('%s: every row alike', (name, rows) => {
    expect(accession(name)).toHaveLength(rows);
    expect(compare(accession(name), readVariants('good_match.pvar'))).toEqual({});
  });

  it('exclude rows of one score that meet in one variant; we keep all, or the first, as asked', () => {
    const rows = accession('PGS000002').filter(({ pos }) => pos === '69331418');
    const records = readVariants('good_match.pvar').map(recordOf);
    expect(rows.map(({ effect, other }) => effect + other)).toEqual(['CT', 'TC']);
    expect(score(records, rows.map(rowText)).states).toEqual(['exact', 'swapped']);
    expect(score(records, rows.map(rowText), { duplicates: 'first' }).states).toEqual(['exact', 'excluded']);
  });

  it('know the same variants packed and unpacked', () => {
    expect(readVariants('hapnest.pvar.zst')).toEqual(readVariants('hapnest.pvar'));
    expect(readVariants('hapnest.bim.zst')).toEqual(readVariants('hapnest.bim'));
  });

  /** Rows that a variant could have in a score, and why we differ. */
  const reverse = (allele: string): string => complement([...allele].reverse().join(''));
  const FORMS: Readonly<Record<string, (ref: string, alt: string) => readonly [effect: string, other: string]>> = {
    'ALT of both': (ref, alt) => [alt, ref],
    'REF of both': (ref, alt) => [ref, alt],
    'ALT, complemented': (ref, alt) => [complement(alt), complement(ref)],
    'ALT, other strand': (ref, alt) => [reverse(alt), reverse(ref)],
    'ALT alone': (_, alt) => [alt, ''],
    'REF alone': (ref) => [ref, ''],
    'ALT alone, complemented': (_, alt) => [complement(alt), ''],
  };
  /**
   * By file, then by form; a form that is not named agrees in every row.
   * - no_oa_…_flip → allele_mismatch: without the other allele they guess the strand, we do not.
   * - …_flip → allele_mismatch, unmatched → flipped: they complement an indel without reversing it, which makes another
   *   sequence; the same sequence read from the other strand they do not find.
   * - unmatched → anything: they leave out variants of more than two alleles. A row that names one allele of such a variant is
   *   ambiguous for us when its complement is there too.
   * - refalt → exact, no_oa_ref → exact: 1000 Genomes lists an insertion and the deletion of the same bases at one locus. They
   *   choose by type; for us both fit, must agree (here all calls are 0/1), and the state is that of the first.
   */
  const DIFFERENCES: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>> = {
    'good_match.pvar': {
      'ALT alone, complemented': { 'no_oa_alt_flip → allele_mismatch': 70 },
    },
    'multiallelic.pvar': {
      'ALT of both': { 'unmatched → exact': 2, 'unmatched → ambiguous': 1 },
      'REF of both': { 'unmatched → swapped': 2, 'unmatched → ambiguous': 1 },
      'ALT, complemented': { 'unmatched → flipped': 2, 'unmatched → ambiguous': 1 },
      'ALT, other strand': { 'unmatched → flipped': 2, 'unmatched → ambiguous': 1 },
      'ALT alone': { 'unmatched → ambiguous': 2, 'unmatched → exact': 1 },
      'REF alone': { 'unmatched → swapped': 1, 'unmatched → ambiguous': 2 },
      'ALT alone, complemented': { 'unmatched → ambiguous': 2, 'no_oa_alt_flip → allele_mismatch': 68 },
    },
    'hapnest.pvar': {
      'ALT alone, complemented': { 'no_oa_alt_flip → allele_mismatch': 91 },
    },
    'hapnest.bim': {
      'ALT alone, complemented': { 'no_oa_alt_flip → allele_mismatch': 86 },
    },
    'target.pvar.zst': {
      'ALT, complemented': { 'altref_flip → allele_mismatch': 10 },
      'ALT, other strand': { 'unmatched → flipped': 10 },
      'ALT alone, complemented': { 'no_oa_alt_flip → allele_mismatch': 91 },
    },
    'target.bim.zst': {
      'ALT, complemented': { 'altref_flip → allele_mismatch': 10 },
      'ALT, other strand': { 'unmatched → flipped': 10 },
      'ALT alone, complemented': { 'no_oa_alt_flip → allele_mismatch': 91 },
    },
    'ref.pvar.zst': {
      'ALT, complemented': { 'altref_flip → allele_mismatch': 30 },
      'ALT, other strand': { 'unmatched → flipped': 30 },
      'ALT alone, complemented': { 'no_oa_alt_flip → allele_mismatch': 178 },
    },
    '1000G.pvar': {
      'ALT of both': { 'refalt → exact': 2 },
      'REF of both': { 'refalt → exact': 2 },
      'ALT, complemented': { 'altref_flip → allele_mismatch': 4, 'refalt_flip → allele_mismatch': 4 },
      'ALT, other strand': { 'unmatched → flipped': 8 },
      'ALT alone': { 'no_oa_ref → exact': 2 },
      'REF alone': { 'no_oa_ref → exact': 2 },
      'ALT alone, complemented': { 'no_oa_alt_flip → allele_mismatch': 6, 'no_oa_ref_flip → allele_mismatch': 4 },
    },
  };

  it.each(Object.entries(DIFFERENCES))('%s: rows in every form', (name, expected) => {
    const variants = readVariants(name).filter(({ ref, alt }) => /^[ACGT]+$/.test(ref) && /^[ACGT,]+$/.test(alt));
    expect(variants.length).toBeGreaterThan(9);
    const found: Record<string, Record<string, number>> = {};
    for (const [form, allelesOf] of Object.entries(FORMS)) {
      const rows = variants.map(({ chrom, pos, ref, alt }) => {
        const [effect, other] = allelesOf(ref, alt.split(',')[0] as string);
        return { accession: '', chrom, pos, effect, other };
      });
      const differences = compare(rows, variants);
      if (Object.keys(differences).length > 0) found[form] = differences;
    }
    expect(found).toEqual(expected);
  });
});
