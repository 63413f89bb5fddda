/** Coefficients of a polynomial, highest power first (Horner's order). */
type Polynomial = readonly number[];

/*
 * Rational approximations of FreeBSD/Sun `s_erf.c` (fdlibm), error below 1 ulp on each interval:
 *
 *   |x| < 0.84375          erf(x)  = x + x·P(x²)/Q(x²)
 *   0.84375 ≤ |x| < 1.25   erf(x)  = c + P(s)/Q(s),                        s = |x| − 1
 *   1.25 ≤ |x| < 1/0.35    erfc(x) = exp(−x²)/x · exp(−0.5625 + P(s)/Q(s)), s = 1/x²
 *   1/0.35 ≤ |x| < 28      the same with other coefficients
 */
const CENTRE_P: Polynomial = [
  -2.37630166566501626084e-5, -5.77027029648944159157e-3, -2.84817495755985104766e-2,
  -3.25042107247001499370e-1, 1.28379167095512558561e-1,
];
const CENTRE_Q: Polynomial = [
  -3.96022827877536812320e-6, 1.32494738004321644526e-4, 5.08130628187576562776e-3,
  6.50222499887672944485e-2, 3.97917223959155352819e-1, 1,
];
const SHOULDER_ERF = 8.45062911510467529297e-1;
const SHOULDER_P: Polynomial = [
  -2.16637559486879084300e-3, 3.54783043256182359371e-2, -1.10894694282396677476e-1,
  3.18346619901161753674e-1, -3.72207876035701323847e-1, 4.14856118683748331666e-1,
  -2.36211856075265944077e-3,
];
const SHOULDER_Q: Polynomial = [
  1.19844998467991074170e-2, 1.36370839120290507362e-2, 1.26171219808761642112e-1,
  7.18286544141962662868e-2, 5.40397917702171048937e-1, 1.06420880400844228286e-1, 1,
];
const NEAR_TAIL_P: Polynomial = [
  -9.81432934416914548592, -8.12874355063065934246e1, -1.84605092906711035994e2,
  -1.62396669462573470355e2, -6.23753324503260060396e1, -1.05586262253232909814e1,
  -6.93858572707181764372e-1, -9.86494403484714822705e-3,
];
const NEAR_TAIL_Q: Polynomial = [
  -6.04244152148580987438e-2, 6.57024977031928170135, 1.08635005541779435134e2,
  4.29008140027567833386e2, 6.45387271733267880336e2, 4.34565877475229228821e2,
  1.37657754143519042600e2, 1.96512716674392571292e1, 1,
];
const FAR_TAIL_P: Polynomial = [
  -4.83519191608651397019e2, -1.02509513161107724954e3, -6.37566443368389627722e2,
  -1.60636384855821916062e2, -1.77579549177547519889e1, -7.99283237680523006574e-1,
  -9.86494292470009928597e-3,
];
const FAR_TAIL_Q: Polynomial = [
  -2.24409524465858183362e1, 4.74528541206955367215e2, 2.55305040643316442583e3,
  3.19985821950859553908e3, 1.53672958608443695994e3, 3.25792512996573918826e2,
  3.03380607434824582924e1, 1,
];

/**
 * Standard normal distribution function Φ(x) = ½·erfc(−x/√2), 0 to 1.
 *
 * Good to a few ulp for |x| < 1 and to about x²·1e-16 relative in the lower tail, where the rounding of x/√2 itself
 * is what limits it.
 */
export function normalCdf(x: number): number {
  return 0.5 * erfc(-x / Math.SQRT2);
}

/**
 * Complementary error function 1 − erf(x), 0 to 2, without the cancellation of computing it so.
 *
 * Method: W. J. Cody, Math. Comp. 23 (1969) 631–637, as implemented in fdlibm (K. C. Ng, Sun Microsystems, 1993).
 */
export function erfc(x: number): number {
  const size = Math.abs(x);
  if (Number.isNaN(x)) return Number.NaN;
  if (size < 0.84375) {
    const z = x * x;
    const y = evaluate(CENTRE_P, z) / evaluate(CENTRE_Q, z);
    return x < 0.25 ? 1 - (x + x * y) : 0.5 - (x - 0.5 + x * y);
  }
  if (size < 1.25) {
    const s = size - 1;
    const y = evaluate(SHOULDER_P, s) / evaluate(SHOULDER_Q, s);
    return x > 0 ? 1 - SHOULDER_ERF - y : 1 + (SHOULDER_ERF + y);
  }
  if (size >= 28) return x > 0 ? 0 : 2;
  return x > 0 ? upperTail(size) : 2 - upperTail(size);
}

/** erfc for 1.25 ≤ x < 28. */
function upperTail(x: number): number {
  const s = 1 / (x * x);
  const ratio =
    x < 1 / 0.35
      ? evaluate(NEAR_TAIL_P, s) / evaluate(NEAR_TAIL_Q, s)
      : evaluate(FAR_TAIL_P, s) / evaluate(FAR_TAIL_Q, s);
  // x² is split so that its large part is exact: exp would magnify the rounding error of a plain x·x.
  const z = Math.fround(x);
  return (Math.exp(-z * z - 0.5625) * Math.exp((z - x) * (z + x) + ratio)) / x;
}

function evaluate(coefficients: Polynomial, x: number): number {
  let value = 0;
  for (const coefficient of coefficients) value = value * x + coefficient;
  return value;
}
