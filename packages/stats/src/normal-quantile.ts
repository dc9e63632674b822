/**
 * The value that a standard normal variable stays below with the given probability: Φ⁻¹, to about 16 digits; −Infinity
 * at 0, Infinity at 1.
 *
 *     normalQuantile(0.975) // 1.959963984540054
 *
 * M. J. Wichura, "Algorithm AS 241: the percentage points of the normal distribution", Applied Statistics 37 (1988),
 * the routine PPND16.
 *
 * @throws RangeError if the probability does not lie between 0 and 1.
 */
export function normalQuantile(probability: number): number {
  if (!(probability >= 0 && probability <= 1))
    throw new RangeError(`A probability lies between 0 and 1, not at ${probability}.`);
  const fromMedian = probability - 0.5;
  if (Math.abs(fromMedian) <= 0.425) return fromMedian * ratio(central, 0.180625 - fromMedian * fromMedian);
  const tail = Math.min(probability, 1 - probability);
  if (tail === 0) return Math.sign(fromMedian) * Infinity;
  const r = Math.sqrt(-Math.log(tail));
  return Math.sign(fromMedian) * (r <= 5 ? ratio(middle, r - 1.6) : ratio(far, r - 5));
}

/** Coefficients of a quotient of two polynomials, those of the highest power first. */
interface Quotient {
  readonly above: readonly number[];
  readonly below: readonly number[];
}

const central: Quotient = {
  above: [
    2509.0809287301227, 33430.57558358813, 67265.7709270087, 45921.95393154987, 13731.69376550946, 1971.5909503065513,
    133.14166789178438, 3.3871328727963665,
  ],
  below: [
    5226.495278852854, 28729.085735721943, 39307.89580009271, 21213.794301586597, 5394.196021424751, 687.1870074920579,
    42.31333070160091, 1,
  ],
};
const middle: Quotient = {
  above: [
    0.0007745450142783414, 0.022723844989269184, 0.2417807251774506, 1.2704582524523684, 3.6478483247632045,
    5.769497221460691, 4.630337846156546, 1.4234371107496835,
  ],
  below: [
    1.0507500716444169e-9, 0.0005475938084995345, 0.015198666563616457, 0.14810397642748008, 0.6897673349851,
    1.6763848301838038, 2.053191626637759, 1,
  ],
};
const far: Quotient = {
  above: [
    2.0103343992922881e-7, 0.000027115555687434876, 0.0012426609473880784, 0.026532189526576124, 0.29656057182850487,
    1.7848265399172913, 5.463784911164114, 6.657904643501103,
  ],
  below: [
    2.0442631033899397e-15, 1.421511758316446e-7, 0.000018463183175100548, 0.0007868691311456133, 0.014875361290850615,
    0.1369298809227358, 0.599832206555888, 1,
  ],
};

function ratio({ above, below }: Quotient, x: number): number {
  let numerator = 0;
  let denominator = 0;
  for (let i = 0; i < above.length; i++) {
    numerator = numerator * x + above[i];
    denominator = denominator * x + below[i];
  }
  return numerator / denominator;
}
