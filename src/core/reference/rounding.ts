/**
 * `x` with `k` decimals (0 to 100), the exact binary value rounded half to even: what Python's `format(x, '.kf')`
 * prints. `toFixed` rounds exact ties away from zero instead (0.125 → 0.13), and gives up above 1e21.
 */
export function formatFixed(x: number, k: number): string {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? 'nan' : x > 0 ? 'inf' : '-inf';
  if (Object.is(x, -0)) return `-${(0).toFixed(k)}`;
  if (Math.abs(x) >= 1e21) return k === 0 ? BigInt(x).toString() : `${BigInt(x)}.${'0'.repeat(k)}`;
  const text = x.toFixed(k);
  const last = Number(text.at(-1));
  return isTie(x, k) && last % 2 === 1 ? `${text.slice(0, -1)}${last - 1}` : text;
}

/** `x` rounded to `k` decimals, half to even: Python's `round(x, k)`. */
export function roundTo(x: number, k: number): number {
  return Number.isFinite(x) ? Number(formatFixed(x, k)) : x;
}

/**
 * Whether x·10^k is exactly an integer plus one half. As 10^k = 2^k·5^k, x is a binary fraction and 5^k is odd, that
 * is so exactly when x·2^(k+1) is an odd integer; and scaling by a power of two is exact.
 */
function isTie(x: number, k: number): boolean {
  return Math.abs((x * 2 ** (k + 1)) % 2) === 1;
}
