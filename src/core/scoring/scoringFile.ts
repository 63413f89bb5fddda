/** Reads PGS Catalog scoring files (format 1.0 and 2.0, harmonised or not) into flat arrays. */
import { errors } from '../errors.ts';
import { AlleleTable, BASES, grown, NO_ALLELE } from '../genotype/alleles.ts';
import { chromosomeCode, genomeKey, NO_KEY } from '../genotype/chromosome.ts';
import { sortedOrder } from '../genotype/genotypeIndex.ts';
import type { GenomeBuild } from '../model/genome.ts';
import type { ScoringHeader } from '../model/score.ts';
import { decodeText, parseDecimal, sameBytes } from '../text/ascii.ts';
import { parseEpsilon } from './apoe.ts';
import { normalizeBuildName } from './buildName.ts';

/** How a row's dosage becomes its contribution. */
export const EFFECT = {
  /** weight × dosage */
  additive: 0,
  /** weight once, with one copy or more */
  dominant: 1,
  /** weight once, with two copies */
  recessive: 2,
  /** one weight for each of 0, 1 and 2 copies */
  perDosage: 3,
  /** counted, never added: haplotypes, diplotypes, interactions, alleles that are not nucleotides */
  unsupported: 4,
  /** no usable position or no weight */
  unmapped: 5,
  /** an ε allele of APOE, whatever its position: see apoe.ts */
  apoe: 6,
} as const;

export interface ScoringFile {
  readonly header: ScoringHeader;
  readonly rows: number;
  /** 1-based line number of the first row. */
  readonly firstLine: number;
  /** Build of the positions used; null when the file does not say. */
  readonly genome_build: GenomeBuild | null;
  readonly harmonised: boolean;
  /** Per row, in ascending key order; rows without a key come first. */
  readonly keys: Uint32Array;
  readonly effects: Int32Array;
  /** NO_ALLELE when unknown, or when the file gives several alternatives. */
  readonly others: Int32Array;
  readonly weights: Float64Array;
  /** Three per row, or null when the file has none. */
  readonly dosageWeights: Float64Array | null;
  /** Effect-allele frequency, NaN where unknown; null when the file has no such column. */
  readonly frequencies: Float64Array | null;
  readonly kinds: Uint8Array;
  readonly alleles: AlleleTable;
  /** Row of the file, from 0, that each row is: the way back to its line. */
  readonly fileRows: Uint32Array;
  readonly warnings: readonly string[];
}

const HASH = 35;
const TAB = 9;
const NEWLINE = 10;
const CARRIAGE_RETURN = 13;
const DOT = 46;
const UPPER_N = 78;
const LOWER_N = 110;
/** Bytes of `1\t5\tG\tA\t1` and its line break: a first line that is blank must not make room for a row a byte. */
const SHORTEST_LINE = 10;
const DOSAGE_COLUMNS = ['dosage_0_weight', 'dosage_1_weight', 'dosage_2_weight'];
/** Flags that make a row more than one allele at one locus. */
const COMPLEX_COLUMNS = ['is_haplotype', 'is_diplotype', 'is_interaction'];

/** Parses the text of a scoring file. `name` is only for messages. Throws `bad_scoring_file`. */
export function parseScoringFile(text: Uint8Array, name: string): ScoringFile {
  const { header, columns, bodyStart, headerLines } = parseScoringHeader(text, name);
  return new RowReader({ text, name, header, columns, bodyStart, firstLine: headerLines + 1 }).read();
}

export interface ScoringHeaderParts {
  readonly header: ScoringHeader;
  readonly columns: readonly string[];
  /** Offset of the first row, and the number of lines before it. */
  readonly bodyStart: number;
  readonly headerLines: number;
}

/** Splits `#key=value` lines at the first `=`; the first other line names the columns. */
export function parseScoringHeader(text: Uint8Array, name: string): ScoringHeaderParts {
  const header: Record<string, string> = {};
  let start = 0;
  let line = 0;
  while (start < text.length) {
    let end = text.indexOf(NEWLINE, start);
    if (end === -1) end = text.length;
    line++;
    const content = decodeText(text, start, Math.min(end, start + 100_000)).replace(/^\uFEFF/, '');
    start = end + 1;
    if (content.charCodeAt(0) !== HASH) {
      const columns = content
        .trimEnd()
        .split('\t')
        .map((column) => column.trim());
      if (columns.length < 2)
        throw errors.badScoringFile(name, line, `"${printable(content)}" is not a tab-separated row of column names.`);
      return { header, columns, bodyStart: start, headerLines: line };
    }
    const [, key, value] = /^#*\s*([^=]*?)\s*=\s*(.*?)\s*$/.exec(content) ?? [];
    if (key && value) header[key] = value;
  }
  throw errors.badScoringFile(name, line, 'the file ends before the row of column names.');
}

const printable = (text: string): string => [...text.slice(0, 40)].map((c) => (c < ' ' ? '?' : c)).join('');

interface RowReaderInput {
  readonly text: Uint8Array;
  readonly name: string;
  readonly header: ScoringHeader;
  readonly columns: readonly string[];
  readonly bodyStart: number;
  readonly firstLine: number;
}

/** Place of every column the engine reads, −1 where absent. Throws when a score cannot be made of the rest. */
function choosePlaces({ name, columns, firstLine }: RowReaderInput) {
  const column = (wanted: string): number => columns.indexOf(wanted);
  const headerLine = firstLine - 1;
  const listed = `columns: ${columns.join(', ')}`;
  const harmonised = column('hm_chr') !== -1 && column('hm_pos') !== -1;
  const places = {
    harmonised,
    chromosome: column(harmonised ? 'hm_chr' : 'chr_name'),
    position: column(harmonised ? 'hm_pos' : 'chr_position'),
    authorChromosome: column('chr_name'),
    authorPosition: column('chr_position'),
    effect: column('effect_allele'),
    /** Format 1.0 calls the other allele `reference_allele`; it is not the reference base of the genome. */
    other: column('other_allele') === -1 ? column('reference_allele') : column('other_allele'),
    inferredOther: column('hm_inferOtherAllele'),
    weight: column('effect_weight'),
    dosage: DOSAGE_COLUMNS.map(column),
    frequency: column('allelefrequency_effect'),
    dominant: column('is_dominant'),
    recessive: column('is_recessive'),
    /** pygscatalog's one column for what the catalogue has two flags for. */
    effectType: column('effect_type'),
    complex: COMPLEX_COLUMNS.map(column).filter((place) => place !== -1),
  };
  if (places.chromosome === -1 || places.position === -1)
    throw errors.badScoringFile(
      name,
      headerLine,
      `no positions: neither hm_chr and hm_pos nor chr_name and chr_position (${listed}).`,
    );
  if (places.effect === -1) throw errors.badScoringFile(name, headerLine, `no effect_allele column (${listed}).`);
  if (places.weight === -1 && places.dosage.includes(-1))
    throw errors.badScoringFile(
      name,
      headerLine,
      `no weights: neither effect_weight nor dosage_0_weight to dosage_2_weight (${listed}).`,
    );
  return places;
}

type Places = ReturnType<typeof choosePlaces>;

class RowReader {
  readonly #input: RowReaderInput;
  readonly #starts: Int32Array;
  readonly #alleles = new AlleleTable();
  #chromosomeBytes: Uint8Array = new Uint8Array(0);
  #chromosome = -1;
  #fields = 0;
  #line: number;

  constructor(input: RowReaderInput) {
    this.#input = input;
    this.#starts = new Int32Array(input.columns.length + 1);
    this.#line = input.firstLine - 1;
  }

  read(): ScoringFile {
    const { header, columns, text, bodyStart, firstLine, name } = this.#input;
    const places = choosePlaces(this.#input);
    const { harmonised } = places;
    const positionBuild = normalizeBuildName(harmonised ? header.HmPOS_build : header.genome_build);
    const authorBuild = normalizeBuildName(header.genome_build ?? header['Original Genome Build']);
    const fallsBack = harmonised && positionBuild !== null && authorBuild === positionBuild;
    const capacity = this.#estimateRows();
    let keys = new Uint32Array(capacity);
    let effects = new Int32Array(capacity);
    let others = new Int32Array(capacity);
    let weights = new Float64Array(capacity);
    let dosageWeights = places.weight === -1 ? new Float64Array(capacity * 3) : null;
    let frequencies = places.frequency === -1 ? null : new Float64Array(capacity);
    let kinds = new Uint8Array(capacity);
    let rows = 0;
    for (let start = bodyStart; start < text.length; ) {
      start = this.#splitLine(start);
      if (this.#fields === 0) continue;
      if (rows === keys.length) {
        const length = rows * 2;
        keys = grown(keys, length);
        effects = grown(effects, length);
        others = grown(others, length);
        weights = grown(weights, length);
        kinds = grown(kinds, length);
        if (dosageWeights !== null) dosageWeights = grown(dosageWeights, length * 3);
        if (frequencies !== null) frequencies = grown(frequencies, length);
      }
      let key = this.#keyAt(places.chromosome, places.position);
      if (key === NO_KEY && fallsBack) key = this.#keyAt(places.authorChromosome, places.authorPosition);
      keys[rows] = key;
      effects[rows] = this.#allele(places.effect);
      others[rows] = this.#otherAllele(places.other, places.inferredOther);
      if (frequencies !== null) frequencies[rows] = this.#number(places.frequency, 'allelefrequency_effect');
      kinds[rows] = this.#kind(places, key, effects[rows]);
      if (dosageWeights === null) weights[rows] = this.#number(places.weight, 'effect_weight');
      else
        for (let copies = 0; copies < 3; copies++)
          dosageWeights[rows * 3 + copies] = this.#number(places.dosage[copies], DOSAGE_COLUMNS[copies]);
      const hasWeight = dosageWeights === null ? weights[rows] : sumOfThree(dosageWeights, rows);
      if (Number.isNaN(hasWeight)) {
        kinds[rows] = EFFECT.unmapped;
        weights[rows] = 0;
        dosageWeights?.fill(0, rows * 3, rows * 3 + 3);
      }
      rows++;
    }
    if (rows === 0) throw errors.badScoringFile(name, firstLine, 'there are no variants after the column names.');
    const fileRows = sortedOrder(keys.subarray(0, rows));
    const ratioWarning = takeLogarithms(
      header,
      (dosageWeights ?? weights).subarray(0, dosageWeights === null ? rows : rows * 3),
      kinds.subarray(0, rows),
    );
    return {
      header,
      rows,
      firstLine,
      genome_build: positionBuild,
      harmonised,
      keys: inOrder(keys, fileRows, 1),
      effects: inOrder(effects, fileRows, 1),
      others: inOrder(others, fileRows, 1),
      weights: inOrder(weights, fileRows, 1),
      dosageWeights: dosageWeights && inOrder(dosageWeights, fileRows, 3),
      frequencies: frequencies && inOrder(frequencies, fileRows, 1),
      kinds: inOrder(kinds, fileRows, 1),
      alleles: this.#alleles,
      fileRows,
      warnings: [...ratioWarning, ...lintHeader(header, rows, columns)],
    };
  }

  #estimateRows(): number {
    const { text, bodyStart } = this.#input;
    const lineEnd = text.indexOf(NEWLINE, bodyStart);
    const lineBytes = lineEnd === -1 ? text.length - bodyStart : lineEnd - bodyStart + 1;
    return Math.max(16, Math.ceil(((text.length - bodyStart) / Math.max(lineBytes, SHORTEST_LINE)) * 1.25));
  }

  /** Marks the fields of the line at `start`; returns the start of the next one. A blank line has no fields. */
  #splitLine(start: number): number {
    const { text } = this.#input;
    const starts = this.#starts;
    const wanted = starts.length - 1;
    this.#line++;
    this.#fields = 0;
    starts[0] = start;
    let at = start;
    for (; at < text.length && text[at] !== NEWLINE; at++)
      if (text[at] === TAB && this.#fields < wanted) starts[++this.#fields] = at + 1;
    const next = at + 1;
    if (at > start && text[at - 1] === CARRIAGE_RETURN) at--;
    if (at === start) return next;
    if (this.#fields < wanted) starts[++this.#fields] = at + 1;
    return next;
  }

  #start(place: number): number {
    return this.#starts[place];
  }

  /** End of a field without trailing spaces; equal to its start for a missing one. */
  #end(place: number): number {
    if (place < 0 || place >= this.#fields) return place < 0 ? 0 : this.#start(Math.min(place, this.#fields));
    const { text } = this.#input;
    let end = this.#starts[place + 1] - 1;
    while (end > this.#start(place) && text[end - 1] <= 32) end--;
    return end;
  }

  #isEmpty(place: number): boolean {
    if (place < 0 || place >= this.#fields) return true;
    const start = this.#start(place);
    const length = this.#end(place) - start;
    if (length <= 0) return true;
    const first = this.#input.text[start];
    if (length > 4 || (first !== DOT && first !== UPPER_N && first !== LOWER_N)) return false;
    const token = decodeText(this.#input.text, start, start + length);
    return token === 'NA' || token === 'None' || token === '.' || token === 'nan' || token === 'NaN';
  }

  #text(place: number): string {
    return decodeText(this.#input.text, this.#start(place), this.#end(place));
  }

  #number(place: number, column: string): number {
    if (this.#isEmpty(place)) return Number.NaN;
    const { text, name } = this.#input;
    const value = parseDecimal(text, this.#start(place), this.#end(place));
    if (!Number.isFinite(value)) {
      if (column === 'allelefrequency_effect') return Number.NaN;
      const shown = printable(this.#text(place));
      throw errors.badScoringFile(name, this.#line, `${column} is "${shown}", not a finite number.`);
    }
    return value;
  }

  #keyAt(chromosomePlace: number, positionPlace: number): number {
    if (this.#isEmpty(chromosomePlace) || this.#isEmpty(positionPlace)) return NO_KEY;
    const { text } = this.#input;
    const start = this.#start(chromosomePlace);
    const end = this.#end(chromosomePlace);
    if (!sameBytes(text, start, end, this.#chromosomeBytes)) {
      this.#chromosomeBytes = text.slice(start, end);
      this.#chromosome = chromosomeCode(decodeText(text, start, end));
    }
    const position = parseDecimal(text, this.#start(positionPlace), this.#end(positionPlace));
    return Number.isInteger(position) ? genomeKey(this.#chromosome, position) : NO_KEY;
  }

  /** Allele id, NO_ALLELE for an empty one. */
  #allele(place: number): number {
    if (this.#isEmpty(place)) return NO_ALLELE;
    return this.#alleles.intern(this.#input.text, this.#start(place), this.#end(place));
  }

  /** The other allele, else the inferred one; a list of alternatives counts as unknown. */
  #otherAllele(place: number, inferred: number): number {
    const used = this.#isEmpty(place) ? inferred : place;
    const id = this.#allele(used);
    return id === NO_ALLELE || isNucleotides(this.#alleles.text(id)) ? id : NO_ALLELE;
  }

  #kind(places: Places, key: number, effect: number): number {
    const isSet = (place: number): boolean => {
      if (place < 0 || place >= this.#fields) return false;
      const first = this.#input.text[this.#start(place)];
      return first === 84 || first === 116 || first === 49; // T, t, 1
    };
    if (places.weight !== -1 && effect >= BASES.length && parseEpsilon(this.#alleles.text(effect)) !== null)
      return EFFECT.apoe;
    if (places.complex.some(isSet)) return EFFECT.unsupported;
    if (effect >= BASES.length && !isNucleotides(this.#alleles.text(effect))) return EFFECT.unsupported;
    if (key === NO_KEY || effect === NO_ALLELE) return EFFECT.unmapped;
    const type = this.#isEmpty(places.effectType) ? 'additive' : this.#text(places.effectType).toLowerCase();
    if (isSet(places.dominant) || type === 'dominant') return EFFECT.dominant;
    if (isSet(places.recessive) || type === 'recessive') return EFFECT.recessive;
    if (type !== 'additive' && places.weight !== -1) return EFFECT.unsupported;
    return places.weight === -1 ? EFFECT.perDosage : EFFECT.additive;
  }
}

/** Rows of `width` values each, rearranged. */
function inOrder<T extends Uint8Array | Int32Array | Uint32Array | Float64Array>(
  values: T,
  order: Uint32Array,
  width: number,
): T {
  const arranged = new (values.constructor as new (length: number) => T)(order.length * width);
  for (let row = 0; row < order.length; row++)
    for (let i = 0; i < width; i++) arranged[row * width + i] = values[order[row] * width + i] as number;
  return arranged;
}

const sumOfThree = (weights: Float64Array, row: number): number =>
  weights[row * 3] + weights[row * 3 + 1] + weights[row * 3 + 2];

const isNucleotides = (allele: string): boolean => /^[ACGTN]+$/.test(allele);

/** Odds and hazard ratios of common variants lie between these, and their logarithms do not. */
const RATIO_MEDIAN = [0.5, 2] as const;

/**
 * Turns odds and hazard ratios into their natural logarithms, which is what adds up, where the header calls the weights
 * ratios and they look like it: all positive, half of them between 0.5 and 2. Returns the sentence that says so.
 */
function takeLogarithms(header: ScoringHeader, weights: Float64Array, kinds: Uint8Array): string[] {
  const type = header.weight_type ?? header['Weight Type'] ?? '';
  if (!/\b(OR|HR|odds ratio|hazard ratio)\b/i.test(type) || /log|ln|beta/i.test(type)) return [];
  const perRow = weights.length / kinds.length;
  const isUsed = (i: number): boolean => kinds[Math.floor(i / perRow)] < EFFECT.unmapped;
  const used = weights.filter((_, i) => isUsed(i)).sort();
  const median = used[used.length >>> 1] ?? Number.NaN;
  if (!(used[0] > 0) || median < RATIO_MEDIAN[0] || median > RATIO_MEDIAN[1])
    return [
      `The header calls the weights ratios (${type}), but they do not look like it; they are added as they stand.`,
    ];
  for (let i = 0; i < weights.length; i++) if (isUsed(i)) weights[i] = Math.log(weights[i]);
  return [`The weights are ratios (${type}); their natural logarithms were added.`];
}

/** What the header promises and the rows do not keep. */
function lintHeader(header: ScoringHeader, rows: number, columns: readonly string[]): string[] {
  const warnings: string[] = [];
  const promised = Number(header.variants_number ?? header['Number of Variants'] ?? Number.NaN);
  if (Number.isInteger(promised) && promised !== rows)
    warnings.push(`The header promises ${promised} variants, but the file has ${rows} rows.`);
  if (
    !columns.includes('other_allele') &&
    !columns.includes('reference_allele') &&
    !columns.includes('hm_inferOtherAllele')
  )
    warnings.push('The file names no other allele, so variants are matched by their effect allele alone.');
  return warnings;
}
