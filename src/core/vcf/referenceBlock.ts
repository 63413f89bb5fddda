/** Reference blocks of a gVCF: records that say that a stretch is homozygous for the reference. */
import { parseUnsigned, sameBytes } from '../text/ascii.ts';
import { FIELD, fieldEnd, fieldStart, type RecordBatch } from './recordScanner.ts';

const DOT = 46;
const SEMICOLON = 59;
const LESS_THAN = 60;
const END_KEY = Buffer.from('END=');
/** ALTs that stand for any allele but REF: none, GATK's, the specification's, and that of old samtools. */
const ANY_ALTS = ['.', '', '<NON_REF>', '<*>', '<X>'].map((alt) => Buffer.from(alt));

/** Whether the ALT in `bytes[start, end)` stands for any allele but REF, and no other: unlike `<DEL>`, of which a 0/0 says little. */
export function isAnyAlt(bytes: Uint8Array, start: number, end: number): boolean {
  // Most ALTs are bases, which one look tells.
  if (end > start && bytes[start] !== LESS_THAN && bytes[start] !== DOT) return false;
  return ANY_ALTS.some((alt) => sameBytes(bytes, start, end, alt));
}

/** Last position of a stretch that a record speaks of: it spells out no ALT, and INFO/END lies past its REF. Null for any other. */
export function blockEnd(batch: RecordBatch, record: number): number | null {
  const { bytes } = batch;
  const altStart = fieldStart(batch, record, FIELD.ALT);
  const altEnd = fieldEnd(batch, record, FIELD.ALT);
  if (!isAnyAlt(bytes, altStart, altEnd)) return null;
  const refLength = fieldEnd(batch, record, FIELD.REF) - fieldStart(batch, record, FIELD.REF);
  const start = fieldStart(batch, record, FIELD.INFO);
  const end = fieldEnd(batch, record, FIELD.INFO);
  for (let at = start; at < end; at++) {
    if (at > start && bytes[at - 1] !== SEMICOLON) continue;
    let matched = 0;
    while (matched < END_KEY.length && bytes[at + matched] === END_KEY[matched]) matched++;
    if (matched < END_KEY.length) continue;
    let to = at + matched;
    while (to < end && bytes[to] !== SEMICOLON) to++;
    const position = parseUnsigned(bytes, at + matched, to);
    return position >= batch.positions[record] + refLength ? position : null;
  }
  return null;
}
