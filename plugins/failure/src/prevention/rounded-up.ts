/** So many digits, two unless said otherwise, rounded up, as people write limits: 7.53 is 7.6. */
export function roundedUp(ms: number, digits: 1 | 2 = 2): number {
  if (ms <= 0) return 0;
  const [mantissa, exponent] = ms.toExponential(11).split('e');
  return Number(`${Math.ceil(Number(`${mantissa}e${digits - 1}`))}e${Number(exponent) - (digits - 1)}`);
}
