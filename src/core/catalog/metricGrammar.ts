import type { Metric } from '../model/catalog.ts';

const NUMBER = String.raw`[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?(?: ?%)?`;
const INTERVAL = String.raw`\[(${NUMBER}) ?[,;–-] ?(${NUMBER})\]`;
const METRIC = new RegExp(String.raw`^(${NUMBER})(?: ?${INTERVAL})?(?: ?\((${NUMBER})\))?$`);
/** `, p<0.001`, ` (p = 3e-8)`, `; P-value ≤ 5x10^-8`. */
const P_VALUE = /[,;]? ?(?:\( ?)?p(?:[ -]?val(?:ue)?)? ?[<>=≤≥] ?[^\s()[\]]+(?: ?\))?$/i;

const NOTHING: Metric = { estimate: null, ci_lower: null, ci_upper: null, se: null };

/**
 * A metric cell as numbers: `estimate [lower, upper] (se)`, interval and standard error each optional, in this order.
 *
 * Beyond the Catalogue's own form: exponents, a leading plus, the minus sign U+2212, limits separated by `;`, an en
 * dash or a hyphen, a p value at the end (left out), and per cent signs, of which one makes all numbers per cent
 * (`62 % [60,64]` is 0.62 [0.60, 0.64]). Anything else gives nulls; nothing throws.
 */
export function parseMetric(text: string | null): Metric {
  if (text === null) return NOTHING;
  // One blank stands for any run of them, which keeps the patterns from trying each split of a long one.
  const plain = text.trim().replaceAll(/\s+/g, ' ').replaceAll('−', '-').replace(P_VALUE, '').trimEnd();
  const found = METRIC.exec(plain);
  if (found === null) return NOTHING;
  const scale = plain.includes('%') ? 100 : 1;
  const numbers = found.slice(1).map((part: string | undefined) => readNumber(part, scale));
  if (numbers.some((number) => number === Infinity || number === -Infinity)) return NOTHING;
  const [estimate, ci_lower, ci_upper, se] = numbers;
  return { estimate, ci_lower, ci_upper, se };
}

function readNumber(text: string | undefined, scale: number): number | null {
  return text === undefined ? null : Number(text.replace('%', '').trim()) / scale;
}
