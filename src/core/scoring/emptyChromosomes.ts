/** Chromosomes that a score asks for and of which the genotypes list nothing: of a part of the genome, or lost on the way. */
import { chromosomeKeyRange, locusOfKey, NO_KEY } from '../genotype/chromosome.ts';
import { CHROMOSOMES } from '../model/genome.ts';
import { STATE } from './matchKernel.ts';
import type { ScoringFile } from './scoringFile.ts';

/**
 * A warning that names them, with the share of Σ|weight| that lies there; null when there are none.
 * `states` are those of the rows, `listed` the indices in CHROMOSOMES of which the genotypes have any record.
 */
export function findEmptyChromosomes(
  { keys, weights, rows }: Pick<ScoringFile, 'keys' | 'weights' | 'rows'>,
  states: Uint8Array,
  listed: ReadonlySet<number>,
): string | null {
  const empty: number[] = [];
  let variants = 0;
  let mass = 0;
  let total = 0;
  let code = -1;
  let end = 0;
  for (let row = 0; row < rows; row++) {
    const weight = Math.abs(weights[row]);
    if (!Number.isNaN(weight)) total += weight;
    if (keys[row] === NO_KEY) continue;
    // Rows are in the order of the genome: a chromosome is looked up once.
    if (keys[row] >= end) {
      code = locusOfKey(keys[row]).code;
      end = chromosomeKeyRange(code)[1];
    }
    if (listed.has(code) || states[row] !== STATE.absent_unknown) continue;
    if (empty.at(-1) !== code) empty.push(code);
    variants++;
    mass += weight;
  }
  if (variants === 0) return null;
  const where = `chromosome${empty.length === 1 ? '' : 's'} ${nameChromosomes(empty)}`;
  const what = `${variants.toLocaleString('en-US')} variant${variants === 1 ? '' : 's'}`;
  const share = total > 0 ? ` with ${((100 * mass) / total).toFixed(1)} % of the weight` : '';
  return `The genotypes have no record at all on ${where}, where ${what}${share} lie${variants === 1 ? 's' : ''}.`;
}

/** `1 to 3, 7 and X`, of ascending indices. */
function nameChromosomes(codes: readonly number[]): string {
  const parts: string[] = [];
  for (let first = 0; first < codes.length; ) {
    let last = first;
    while (codes[last + 1] === codes[last] + 1) last++;
    const [from, to] = [CHROMOSOMES[codes[first]], CHROMOSOMES[codes[last]]];
    if (last - first >= 2) parts.push(`${from} to ${to}`);
    else parts.push(...codes.slice(first, last + 1).map((code) => CHROMOSOMES[code]));
    first = last + 1;
  }
  return parts.length === 1 ? parts[0] : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}
