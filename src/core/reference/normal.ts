/** Coefficients of a polynomial, highest power first (Horner's order). */
type Polynomial = readonly number[];

/*
 * Rational approximations from `s_erf.c` of fdlibm, error below 1 ulp on each interval:
 *
 *   |x| < 0.84375          erf(x)  = x + x·P(x²)/Q(x²)
 *   0.84375 ≤ |x| < 1.25   erf(x)  = c + P(s)/Q(s),                        s = |x| − 1
 *   1.25 ≤ |x| < 1/0.35    erfc(x) = exp(−x²)/x · exp(−0.5625 + P(s)/Q(s)), s = 1/x²
 *   1/0.35 ≤ |x| < 28      the same with other coefficients
 *
 * Copyright (C) 1993 by Sun Microsystems, Inc. All rights reserved. Developed at SunPro, a Sun Microsystems, Inc.
 * business. Permission to use, copy, modify, and distribute this software is freely granted, provided that this
 * notice is preserved.
 */
const CENTRE_P: Polynomial = [
  -2.3763016656650163e-5, -0.005770270296489442, -0.02848174957559851, -0.3250421072470015, 0.12837916709551256,
];
const CENTRE_Q: Polynomial = [
  -3.960228278775368e-6, 0.00013249473800432164, 0.005081306281875766, 0.0650222499887673, 0.39791722395915535, 1,
];
const SHOULDER_ERF = 0.8450629115104675;
const SHOULDER_P: Polynomial = [
  -0.002166375594868791, 0.035478304325618236, -0.11089469428239668, 0.31834661990116175, -0.3722078760357013,
  0.41485611868374833, -0.0023621185607526594,
];
const SHOULDER_Q: Polynomial = [
  0.011984499846799107, 0.01363708391202905, 0.12617121980876164, 0.07182865441419627, 0.540397917702171,
  0.10642088040084423, 1,
];
const NEAR_TAIL_P: Polynomial = [
  -9.814329344169145, -81.2874355063066, -184.60509290671104, -162.39666946257347, -62.375332450326006,
  -10.558626225323291, -0.6938585727071818, -0.009864944034847148,
];
const NEAR_TAIL_Q: Polynomial = [
  -0.0604244152148581, 6.570249770319282, 108.63500554177944, 429.00814002756783, 645.3872717332679, 434.56587747522923,
  137.65775414351904, 19.651271667439257, 1,
];
const FAR_TAIL_P: Polynomial = [
  -483.5191916086514, -1025.0951316110772, -637.5664433683896, -160.63638485582192, -17.757954917754752,
  -0.799283237680523, -0.0098649429247001,
];
const FAR_TAIL_Q: Polynomial = [
  -22.44095244658582, 474.52854120695537, 2553.0504064331644, 3199.8582195085955, 1536.729586084437, 325.7925129965739,
  30.33806074348246, 1,
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

/** Beyond this, Φ is 0 or 1 in doubles. */
const FARTHEST_Z = 40;

/** Inverse of `normalCdf` by bisection, to the last bits of what it tells apart; −∞ at 0, ∞ at 1, NaN outside. */
export function normalQuantile(p: number): number {
  if (!(p > 0 && p < 1)) return p === 0 ? Number.NEGATIVE_INFINITY : p === 1 ? Number.POSITIVE_INFINITY : Number.NaN;
  let low = -FARTHEST_Z;
  let high = FARTHEST_Z;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (normalCdf(middle) < p) low = middle;
    else high = middle;
  }
}

/**
 * Complementary error function 1 − erf(x), 0 to 2, without the cancellation of computing it so; within 7e-16 of
 * glibc's, relative. The method is that of W. J. Cody, Math. Comp. 23 (1969) 631–637.
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
