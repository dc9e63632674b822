import { textHash } from '@faultline/stats';
import { RandomStream } from '../random-stream.ts';
import type { TimeEdits } from './time-edits.ts';

/** Something that happens one way or another, apart from all else: a cache that is hit or not, a further attempt. */
export interface Chance {
  /** Names it in its run: draws depend on it, not on the order of chances. */
  readonly key: string;
  readonly alternatives: readonly Alternative[];
}

/** One way it may happen. The probabilities of the alternatives of a chance sum to 1. */
export interface Alternative {
  readonly probability: number;
  readonly edits: TimeEdits;
  /** Whether a step then fails for good that did not. */
  readonly fails: boolean;
}

/** How it may all turn out together, with the weight of each. */
export interface Outcome {
  readonly probability: number;
  /** Made when asked for: of a large run each takes much room. */
  readonly edits: () => TimeEdits;
}

/** How the outcomes of chances were found: none to find, every one with its probability, or drawn at random. */
export type Method = 'exact' | 'mixture' | 'draws';

/** How to look at chances. */
export interface ChanceOptions {
  readonly seed: number;
  /** How many outcomes to draw where listing them would take more than `most`. */
  readonly draws: number;
  readonly most: number;
  /** Names the run: equal keys in two runs are two chances. */
  readonly runId: string;
}

/**
 * The outcomes of independent chances: all of them while they are few, else draws. O(outcomes * chances).
 *
 *     hit 0.3 or miss 0.7, for two items   ->   0.09, 0.21, 0.21, 0.49
 *
 * A draw depends on seed, run, chance and number alone: it is the same whatever else is asked for, so that two plans that share a
 * chance share its luck (common random numbers).
 */
export function outcomesOf(
  certain: TimeEdits,
  chances: readonly Chance[],
  options: ChanceOptions,
): { readonly method: Method; readonly outcomes: readonly Outcome[] } {
  const count = chances.reduce((product, { alternatives }) => product * alternatives.length, 1);
  if (count <= options.most) {
    let listed: readonly Listed[] = [{ probability: 1, edits: certain }];
    for (const { alternatives } of chances)
      listed = listed.flatMap((outcome) => alternatives.map((alternative) => both(outcome, alternative)));
    return {
      method: count === 1 ? 'exact' : 'mixture',
      outcomes: listed.map(({ probability, edits }) => ({ probability, edits: () => edits })),
    };
  }
  const keys = Uint32Array.from(chances, ({ key }) => textHash(key));
  return {
    method: 'draws',
    outcomes: Array.from({ length: options.draws }, (_, draw) => ({
      probability: 1 / options.draws,
      edits: () => drawn(certain, chances, keys, draw, options),
    })),
  };
}

/** Each chance as it most often turns out. */
export function likeliest(certain: TimeEdits, chances: readonly Chance[]): TimeEdits {
  const chosen = chances.map(({ alternatives }) =>
    alternatives.reduce((best, alternative) => (alternative.probability > best.probability ? alternative : best)),
  );
  return new Map([...certain, ...chosen.flatMap(({ edits }) => [...edits])]);
}

type Listed = Pick<Alternative, 'probability' | 'edits'>;

function both(a: Listed, b: Alternative): Listed {
  return { probability: a.probability * b.probability, edits: new Map([...a.edits, ...b.edits]) };
}

/** Tells these draws from others with the same seed. */
const PURPOSE = 0x7a1f;

function drawn(
  certain: TimeEdits,
  chances: readonly Chance[],
  keys: Uint32Array,
  draw: number,
  { seed, runId }: ChanceOptions,
): TimeEdits {
  const edits = new Map(certain);
  const stream = new RandomStream(seed);
  const run = textHash(runId);
  for (const [at, { alternatives }] of chances.entries()) {
    let left = stream.at(run, keys[at], draw, PURPOSE);
    const chosen = alternatives.find(({ probability }) => (left -= probability) < 0) ?? alternatives.at(-1);
    for (const [node, edit] of chosen?.edits ?? []) edits.set(node, edit);
  }
  return edits;
}
