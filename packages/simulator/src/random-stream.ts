/**
 * Random numbers that depend on nothing but what they are for. Two draws with the same address are the same, whatever
 * else was drawn before, so that a change to one step leaves the draws of all others alone: common random numbers.
 *
 *     stream.at(run, step, attempt, purpose)   ->   some number between 0 and 1, always the same
 *
 * The words of the address are mixed one by one into a state of 64 bits with the finaliser of MurmurHash3; two rounds of
 * xoroshiro64** give 52 bits. P. L'Ecuyer, "Random numbers for simulation", Communications of the ACM 33 (1990); D. Blackman,
 * S. Vigna, "Scrambled linear pseudorandom number generators", ACM Transactions on Mathematical Software 47 (2021).
 */
export class RandomStream {
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = mixed((seed >>> 0) ^ mixed(Math.floor(seed / 2 ** 32) >>> 0));
  }

  /** A uniform number between 0 and 1, without them. */
  at(run: number, step: number, attempt: number, purpose: number): number {
    let a = this.#seed;
    let b = mixed(a ^ 0x9e3779b9);
    a = mixed((a + run) | 0);
    b = mixed((b ^ a) + Math.imul(step, 0x85ebca77));
    a = mixed((a + b) ^ step);
    b = mixed((b + Math.imul(attempt, 0xc2b2ae3d)) ^ Math.imul(purpose, 0x27d4eb2f));
    a = mixed(a ^ b);
    b = mixed(b + a);
    if ((a | b) === 0) a = 1;
    const high = scrambled(a);
    b ^= a;
    const low = scrambled(rotated(a, 26) ^ b ^ (b << 9));
    return ((high >>> 6) * 2 ** 26 + (low >>> 6) + 0.5) / 2 ** 52;
  }
}

function mixed(word: number): number {
  let hash = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

const scrambled = (word: number): number => Math.imul(rotated(Math.imul(word, 0x9e3779bb), 5), 5);
const rotated = (word: number, by: number): number => (word << by) | (word >>> (32 - by));
