/** Powers of ten that a double holds exactly: m × 10^k with m < 2^53 and |k| ≤ 22 rounds once, so it is exact. */
const EXACT_POWERS = Array.from({ length: 23 }, (_, k) => 10 ** k);
const MAX_EXACT = 2 ** 53;

const MINUS = 45;
const PLUS = 43;
const DOT = 46;
const ZERO = 48;
const NINE = 57;

/**
 * The decimal number in `bytes[start, end)`, correctly rounded; NaN for anything else (an empty span, `.`, `NA`, text).
 * Short numbers are read without making a string: that is most of the time of reading a large scoring file.
 */
export function parseDecimal(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  const first = bytes[at];
  const negative = first === MINUS;
  if (negative || first === PLUS) at++;
  let mantissa = 0;
  let digits = 0;
  let fraction = 0;
  let seenDot = false;
  for (; at < end; at++) {
    const byte = bytes[at];
    if (byte >= ZERO && byte <= NINE) {
      mantissa = mantissa * 10 + (byte - ZERO);
      digits++;
      if (seenDot) fraction++;
    } else if (byte === DOT && !seenDot) seenDot = true;
    else break;
  }
  if (digits === 0) return parseByString(bytes, start, end);
  if (at !== end || mantissa >= MAX_EXACT || fraction > 22) return parseByString(bytes, start, end);
  const value = mantissa / EXACT_POWERS[fraction];
  return negative ? -value : value;
}

const DECIMAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;
const INFINITE = /^[+-]?inf(inity)?$/i;

function parseByString(bytes: Uint8Array, start: number, end: number): number {
  const text = decodeText(bytes, start, end).trim();
  if (DECIMAL.test(text)) return Number(text);
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return Number.NaN;
}

/** The unsigned integer in `bytes[start, end)`, or −1 when it is not one or is 2^31 or more. */
export function parseUnsigned(bytes: Uint8Array, start: number, end: number): number {
  if (start >= end) return -1;
  let value = 0;
  for (let at = start; at < end; at++) {
    const digit = bytes[at] - ZERO;
    if (digit < 0 || digit > 9) return -1;
    value = value * 10 + digit;
    if (value >= 2 ** 31) return -1;
  }
  return value;
}

/** `bytes[start, end)` as a string; fast for the short spans of a VCF. UTF-8, so names keep their accents. */
export function decodeText(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8');
}

/** Whether two spans hold the same bytes. */
export function sameBytes(a: Uint8Array, aStart: number, aEnd: number, b: Uint8Array): boolean {
  const length = aEnd - aStart;
  if (length !== b.length) return false;
  for (let i = 0; i < length; i++) if (a[aStart + i] !== b[i]) return false;
  return true;
}
