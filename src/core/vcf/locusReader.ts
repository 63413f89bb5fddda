/** Records of one place as they are in a VCF, every field with what the header says of it. */
import VcfParser, { type Variant } from '@gmod/vcf';
import type { LocusRecord, RecordField } from '../model/locus.ts';
import { decodeText } from '../text/ascii.ts';
import type { VcfHeader } from './header.ts';
import { FIELD, fieldEnd, fieldStart, type RecordBatch } from './recordScanner.ts';
import { blockEnd } from './referenceBlock.ts';

/** Whether a record reaches over a position: its REF does, or the stretch that it speaks of. */
export function coversPosition(batch: RecordBatch, record: number, position: number): boolean {
  const start = batch.positions[record];
  if (start > position) return false;
  const refLength = fieldEnd(batch, record, FIELD.REF) - fieldStart(batch, record, FIELD.REF);
  return Math.max(start + refLength - 1, blockEnd(batch, record) ?? 0) >= position;
}

/** Reads records of the chosen sample. */
export class LocusReader {
  readonly #parser: VcfParser;

  constructor({ lines }: VcfHeader, sample: string) {
    const declared = lines.filter((line) => /^##(fileformat|INFO|FORMAT|FILTER)=/.test(line));
    const columns = ['CHROM', 'POS', 'ID', 'REF', 'ALT', 'QUAL', 'FILTER', 'INFO', 'FORMAT', sample];
    this.#parser = new VcfParser({ header: [...declared, `#${columns.join('\t')}`].join('\n'), strict: false });
  }

  read(batch: RecordBatch, record: number): LocusRecord {
    const cell = (field: number): string =>
      decodeText(batch.bytes, fieldStart(batch, record, field), fieldEnd(batch, record, field));
    const fixed = [FIELD.CHROM, FIELD.POS, FIELD.ID, FIELD.REF, FIELD.ALT, FIELD.QUAL, FIELD.FILTER, FIELD.INFO];
    const line = [...fixed, FIELD.FORMAT, FIELD.SAMPLE].map(cell).join('\t');
    const variant = this.#parser.parseLine(line);
    return {
      chrom: cell(FIELD.CHROM),
      pos: variant.POS,
      id: variant.ID?.join(';') ?? null,
      ref: variant.REF ?? '',
      alts: variant.ALT ?? [],
      qual: variant.QUAL === undefined ? null : cell(FIELD.QUAL),
      filter: variant.FILTER === undefined ? null : [variant.FILTER].flat().join(';'),
      info: this.#infoFields(variant),
      sample: this.#sampleFields(variant),
    };
  }

  #infoFields({ INFO }: Variant): readonly RecordField[] {
    return Object.entries(INFO).map(([name, value]) => this.#field('INFO', name, value));
  }

  #sampleFields(variant: Variant): readonly RecordField[] {
    const [values] = Object.values(variant.SAMPLES());
    // The parser splits a genotype nowhere, and gives it as it is written.
    return Object.entries(values ?? {}).map(([name, value]) => this.#field('FORMAT', name, value));
  }

  #field(section: 'INFO' | 'FORMAT', name: string, value: unknown): RecordField {
    const description = this.#parser.getMetadata(section, name, 'Description');
    return {
      name,
      value: presentValue(value),
      description: typeof description === 'string' && description !== '' ? description : null,
    };
  }
}

/** A flag is said by its name. */
function presentValue(value: unknown): string {
  if (value === true) return 'yes';
  return [value]
    .flat()
    .map((part) => (part === undefined || part === null ? '.' : String(part)))
    .join(',');
}
