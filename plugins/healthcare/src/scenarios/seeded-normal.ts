/**
 * Numbers from the standard normal distribution, the same for the same seed: mulberry32, turned by Box and Muller.
 *
 * G. E. P. Box, M. E. Muller, "A note on the generation of random normal deviates", Annals of Mathematical Statistics 29
 * (1958).
 */
export function seededNormal(seed: number): () => number {
  let state = seed | 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
