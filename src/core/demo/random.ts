/** A source of random numbers that gives the same numbers on every machine for the same seed and stream. */
export interface Random {
  /** 32 uniform bits, as an integer from 0 to 2³² − 1. */
  bits(): number;
  /** Uniform, above 0 and below 1. */
  uniform(): number;
  /** Uniform integer from 0 to n − 1. */
  below(n: number): number;
  chance(probability: number): boolean;
  pick<T>(choices: readonly T[]): T;
  /** Standard normal, by the polar method (G. Marsaglia & T. A. Bray, SIAM Review 6 (1964) 260–264). */
  normal(): number;
  /** Laplace with mean 0 and scale 1: a few large values among many small ones, as effect sizes are. */
  laplace(): number;
  /** Gamma with scale 1 (G. Marsaglia & W. W. Tsang, ACM Trans. Math. Softw. 26 (2000) 363–372). */
  gamma(shape: number): number;
}

/**
 * Generator sfc32 ("small fast counting", C. Doty-Humphrey, PractRand): 128 bits of state, period at least 2³².
 * Streams of the same seed are independent, so adding a draw to one part of the demo leaves the others as they were.
 */
export function createRandom(seed: number, stream: string): Random {
  const seeds = createSplitMix(hashText(`${seed}/${stream}`));
  let a = seeds();
  let b = seeds();
  let c = seeds();
  let counter = 1;

  const bits = (): number => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (((c << 21) | (c >>> 11)) + sum) | 0;
    return sum >>> 0;
  };
  const uniform = () => (bits() + 0.5) / 2 ** 32;
  const below = (n: number) => Math.floor(uniform() * n);
  const normal = (): number => {
    for (;;) {
      const x = 2 * uniform() - 1;
      const square = x * x + (2 * uniform() - 1) ** 2;
      if (square < 1) return x * Math.sqrt((-2 * Math.log(square)) / square);
    }
  };
  const gamma = (shape: number): number => {
    if (shape < 1) return gamma(shape + 1) * uniform() ** (1 / shape);
    const d = shape - 1 / 3;
    for (;;) {
      const x = normal();
      const v = (1 + x / Math.sqrt(9 * d)) ** 3;
      if (v > 0 && Math.log(uniform()) < (x * x) / 2 + d - d * v + d * Math.log(v)) return d * v;
    }
  };
  for (let i = 0; i < 12; i++) bits();
  return {
    bits,
    uniform,
    below,
    chance: (probability) => uniform() < probability,
    pick: (choices) => choices[below(choices.length)],
    normal,
    laplace: () => (bits() & 1 ? Math.log(uniform()) : -Math.log(uniform())),
    gamma,
  };
}

/** splitmix32: spreads one number over the state of another generator. */
function createSplitMix(start: number): () => number {
  let state = start;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return z ^ (z >>> 15);
  };
}

/** FNV-1a, 32 bits. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
}
