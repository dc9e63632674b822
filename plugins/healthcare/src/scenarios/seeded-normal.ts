import { seededUniform } from './seeded-uniform.ts';

/**
 * Numbers from the standard normal distribution, the same for the same seed: uniform ones, turned by Box and Muller.
 *
 * G. E. P. Box, M. E. Muller, "A note on the generation of random normal deviates", Annals of Mathematical Statistics 29
 * (1958).
 */
export function seededNormal(seed: number): () => number {
  const uniform = seededUniform(seed);
  return () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
}
