/** Reference blocks of a gVCF: records that say that a stretch is homozygous for the reference. */
import { parseUnsigned } from '../text/ascii.ts';
import { FIELD, fieldEnd, fieldStart, type RecordBatch } from './recordScanner.ts';

const COMMA = 44;
const DOT = 46;
const SEMICOLON = 59;
const LESS_THAN = 60;
const END_KEY = Buffer.from('END=');

/** Last position of a stretch that a record speaks of: it spells out no ALT, and INFO has END. Null for any other. */
export function blockEnd(batch: RecordBatch, record: number): number | null {
  const { bytes } = batch;
  const altStart = fieldStart(batch, record, FIELD.ALT);
  const altEnd = fieldEnd(batch, record, FIELD.ALT);
  const isOpen = bytes[altStart] === LESS_THAN || (bytes[altStart] === DOT && altEnd - altStart === 1);
  if (!isOpen) return null;
  for (let at = altStart; at < altEnd; at++) if (bytes[at] === COMMA) return null;
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
    return position > batch.positions[record] ? position : null;
  }
  return null;
}
