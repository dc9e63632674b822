/** Numbers in [0, 1). */
export type Random = () => number;

/** A family of distributions that figures of steps come from. */
export interface Family {
  readonly name: string;
  /** Whether two values are equal more often than by rounding. */
  readonly hasTies?: true;
  readonly draw: (random: Random) => number;
}

/** A standard normal number. G. E. P. Box, M. E. Muller, Annals of Mathematical Statistics 29 (1958). */
export const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());

const exponential = (random: Random): number => -Math.log(1 - random());

/** Values that do not depend on each other. */
export const families: readonly Family[] = [
  { name: 'lognormal, sigma 1', draw: (random) => 100 * Math.exp(normal(random)) },
  { name: 'Pareto, index 2', draw: (random) => 100 / Math.sqrt(1 - random()) },
  { name: 'bimodal, cache', draw: (random) => (random() < 0.7 ? 5 : 200) * Math.exp(0.2 * normal(random)) },
  { name: 'exponential', draw: (random) => 100 * exponential(random) },
  { name: 'normal, 1 %', draw: (random) => 100 + normal(random) },
  { name: 'uniform', draw: (random) => 50 + 100 * random() },
  { name: 'Weibull, shape 0.5', draw: (random) => 100 * exponential(random) ** 2 },
  { name: 'gamma, shape 2', draw: (random) => 50 * (exponential(random) + exponential(random)) },
  { name: 'Cauchy', draw: (random) => 100 + 10 * Math.tan(Math.PI * (random() - 0.5)) },
  { name: 'Poisson, mean 3', hasTies: true, draw: (random) => poisson(random, 3) },
  { name: 'lognormal, rounded', hasTies: true, draw: (random) => Math.round(5 * Math.exp(normal(random))) },
  { name: 'zeros, 60 %', hasTies: true, draw: (random) => (random() < 0.6 ? 0 : 100 * Math.exp(normal(random))) },
];

/** How many exponential intervals fit into the mean. */
function poisson(random: Random, mean: number): number {
  let count = -1;
  for (let left = mean; left > 0; count++) left -= exponential(random);
  return count;
}

/** Values each of which resembles the one before, so that the newest resembles the last of its history. */
export function autocorrelated(random: Random): () => number {
  let level = normal(random);
  return () => {
    level = 0.9 * level + Math.sqrt(1 - 0.9 ** 2) * normal(random);
    return 100 * Math.exp(level);
  };
}
