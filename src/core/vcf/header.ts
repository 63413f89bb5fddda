import VcfParser from '@gmod/vcf';
import { errors } from '../errors.ts';
import { decodeText } from '../text/ascii.ts';
import { LineBuffer } from '../text/lineBuffer.ts';

/** FORMAT declarations that decide a column's type. */
export interface FormatField {
  readonly type: string;
  readonly number: string;
}

export interface VcfHeader {
  /** All header lines, `#CHROM` included, without line ends. */
  readonly lines: readonly string[];
  readonly samples: readonly string[];
  readonly formats: ReadonlyMap<string, FormatField>;
}

const NEWLINE = 10;
const HASH = 35;
const MAX_HEADER_BYTES = 256 << 20;

/** Collects the header from the start of a VCF's text, chunk by chunk. */
export class VcfHeaderReader {
  #lines: string[] = [];
  readonly #pending = new LineBuffer();
  #seen = 0;
  readonly #file: string;

  constructor(file: string) {
    this.#file = file;
  }

  /** Lines read so far: the 1-based number of the line being read is one more. */
  get lineCount(): number {
    return this.#lines.length;
  }

  /**
   * Adds text. Returns null while the header goes on, then the header and the text after it.
   * Throws `not_vcf` or `no_samples`.
   */
  push(bytes: Uint8Array): { header: VcfHeader; rest: Uint8Array } | null {
    const text = this.#pending.take(bytes);
    this.#seen += bytes.length;
    let start = 0;
    for (let end = text.indexOf(NEWLINE, start); end !== -1; end = text.indexOf(NEWLINE, start)) {
      if (text[start] !== HASH) this.#refuse(decodeText(text, start, end));
      const line = decodeText(text, start, end).replace(/\r$/, '');
      this.#lines.push(line);
      start = end + 1;
      if (this.#lines.length === 1 && !/^##fileformat=VCF/i.test(line)) this.#refuse(line);
      if (!line.startsWith('##')) {
        const rest = Buffer.concat([text.subarray(start), this.#pending.rest()]);
        return { header: this.#finish(line), rest };
      }
    }
    if (this.#seen > MAX_HEADER_BYTES || (this.#lines.length === 0 && this.#pending.length > 1 << 16))
      this.#refuse(this.#pendingText(60));
    return null;
  }

  /** The file ended inside the header. */
  refuseEnd(): never {
    if (this.#lines.length === 0) this.#refuse(this.#pendingText(60));
    const line = this.#lines.length + (this.#pending.length > 0 ? 1 : 0);
    // A #CHROM line without its line break may have lost samples: it is not read as if it were whole.
    const isCut = this.#pendingText(60).startsWith('#CHROM');
    throw errors.notVcf(this.#file, line, isCut ? 'it ends in the #CHROM line' : 'the #CHROM line is missing');
  }

  /** Up to `most` bytes of the line that has not ended. */
  #pendingText(most: number): string {
    const rest = this.#pending.rest();
    return decodeText(rest, 0, Math.min(most, rest.length));
  }

  #refuse(line: string): never {
    const shown = [...line.slice(0, 40)].map((c) => (c < ' ' || c > '~' ? '?' : c)).join('');
    const what =
      this.#lines.length > 1 ? `a record comes before the #CHROM line: "${shown}"` : `the first line is "${shown}"`;
    throw errors.notVcf(this.#file, Math.max(1, this.#lines.length), what);
  }

  #finish(chromLine: string): VcfHeader {
    const columns = chromLine.split('\t');
    if (!/^#CHROM$/i.test(columns[0]) || columns.length < 8)
      throw errors.notVcf(this.#file, this.#lines.length, 'the #CHROM line has fewer than 8 tab-separated columns');
    const samples = columns.slice(9);
    if (samples.length === 0) throw errors.noSamples(this.#file, this.#lines.length);
    return { lines: this.#lines, samples, formats: parseFormats(this.#lines) };
  }
}

/** Whether the header says that the genome was generated and belongs to nobody. */
export const isSynthetic = (header: VcfHeader): boolean =>
  header.lines.some((line) => line.startsWith('##source=') && line.includes('SYNTHETIC'));

/**
 * The FORMAT fields to keep, GT first: those asked for, else DP and whatever else the genotypes of this kind of file rest
 * on: imputed dosages (DS, or GP when there is none), and the quality of the reference blocks of a gVCF.
 */
export function chooseFormatFields(header: VcfHeader, wanted: readonly string[] | undefined): readonly string[] {
  // Not by `formats`, which holds the reserved fields of the specification whether they are declared or not.
  const isDeclared = (field: string): boolean => header.lines.some((line) => line.startsWith(`##FORMAT=<ID=${field},`));
  const imputed = ['DS', 'GP'].filter(isDeclared).slice(0, 1);
  const isGvcf = header.lines.some((line) => line.startsWith('##GVCFBlock') || /^##ALT=<ID=(NON_REF|\*)/.test(line));
  const quality = isGvcf && isDeclared('GQ') ? ['GQ'] : [];
  const fields = wanted ?? ['DP', ...imputed, ...quality];
  return ['GT', ...fields.filter((field) => field !== 'GT')];
}

/** FORMAT metadata by @gmod/vcf; a header it cannot read just leaves every field typed as text. */
function parseFormats(lines: readonly string[]): ReadonlyMap<string, FormatField> {
  const formats = new Map<string, FormatField>();
  const declared = lines.filter((line) => line.startsWith('##FORMAT=') || line.startsWith('#CHROM'));
  try {
    const metadata = new VcfParser({ header: declared.join('\n') }).getMetadata('FORMAT');
    for (const [id, field] of Object.entries((metadata ?? {}) as Record<string, { Type?: string; Number?: unknown }>))
      formats.set(id, { type: field.Type ?? 'String', number: String(field.Number ?? '.') });
  } catch {
    // A malformed FORMAT line costs types, never genotypes.
  }
  return formats;
}

/** The sample to read. Throws `sample_choice` when none was named and there are several, `sample_repeated` for a name of several. */
export function chooseSample(file: string, samples: readonly string[], wanted: string | undefined): number {
  if (wanted === undefined) {
    if (samples.length > 1) throw errors.sampleChoice(file, samples);
    return 0;
  }
  const index = samples.indexOf(wanted);
  if (index === -1) throw errors.sampleUnknown(file, wanted, samples);
  const namesakes = samples.filter((name) => name === wanted).length;
  if (namesakes > 1) throw errors.sampleRepeated(file, wanted, namesakes);
  return index;
}
