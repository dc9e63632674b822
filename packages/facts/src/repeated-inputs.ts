import { defineLearner, type RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { Interval, StepExecution } from '@faultline/model';
import { wilsonInterval } from '@faultline/stats';
import { z } from 'zod';
import { keyOf } from './step-key.ts';
import { contentHash, contentHashes } from './content-hash.ts';
import { countSchema, mostCounted } from './count-schema.ts';
import { distinctCount } from './distinct-count.ts';

/** How many different inputs of a step are followed, with all their repetitions. */
const mostInputs = 256;

const hashSchema = z.int().nonnegative();

const seenInputSchema = z
  .strictObject({
    input: hashSchema,
    times: z.int().positive().max(mostCounted).describe('Completed executions with this input.'),
    outputs: countSchema.describe('How many of them recorded their output.'),
    low: hashSchema.describe('The smallest hash of an output; without any the largest that there is.'),
    high: hashSchema.describe('The largest, or 0: where the two differ, so did outputs.'),
  })
  .refine(({ times, outputs }) => outputs <= times, 'there cannot be more outputs than executions')
  .refine(({ outputs, low, high }) => outputs === 0 || low <= high, 'hashes of outputs must be in order');

const stepInputsSchema = z
  .strictObject({
    executions: countSchema,
    inputs: z.array(seenInputSchema).max(mostInputs).describe('Those with the smallest hashes, in order.'),
  })
  .refine(
    ({ inputs }) => inputs.every(({ input }, at) => at === 0 || inputs[at - 1]!.input < input),
    'each input must be there once, in order of the hashes',
  )
  .refine(({ executions, inputs }) => {
    const followed = inputs.reduce((sum, { times }) => sum + times, 0);
    return inputs.length === mostInputs ? followed <= executions : followed === executions;
  }, 'inputs are left out only where there are too many');

const stateSchema = z.strictObject({
  steps: z.record(z.string(), stepInputsSchema).describe('By keyOf(workflow, step).'),
});

interface SeenInput extends z.infer<typeof seenInputSchema> {}
interface StepInputsState extends z.infer<typeof stepInputsSchema> {}

/** What the learner of repeated inputs keeps: hashes and counts. */
export interface RepeatedInputsState extends z.infer<typeof stateSchema> {}

/** How often steps were given an input that they had been given before. */
export interface RepeatedInputs {
  /** `undefined`: no completed execution of the step recorded its input. */
  of(workflowId: string, stepId: string): StepInputs | undefined;
}

/**
 * What was seen of the inputs of a step. The hit rate is that of all executions; counts of inputs are those of the inputs
 * followed: all of them, or a uniform sample of inputs, in which one that comes very often may be missing.
 */
export interface StepInputs {
  /** Completed executions that recorded their input. */
  readonly executions: number;
  /**
   * The share of them whose input had come before, so that a cache without limits would have had the answer, with 95 %
   * confidence. Where `low` is 0, it may be that none had.
   */
  readonly hitRate: Interval;
  /** Inputs followed. */
  readonly inputs: number;
  /** Of these, inputs that came more than once. */
  readonly repeatedInputs: number;
  /** Of these, inputs for which more than one execution recorded its output. */
  readonly comparedInputs: number;
  /** Of these, inputs to which not every output was the same. */
  readonly ambiguousInputs: number;
}

/**
 * Learns how often a step was given the same input again, and whether it then gave the same output. Inputs are followed by
 * their hash: of each step the 256 smallest, each with all its repetitions.
 *
 *     hit rate = 1 - D / N      N executions, counted; D different inputs, counted up to 256, else estimated
 *
 * D is estimated from how close the smallest hashes are to 0, see `distinctCount`. The share of repetitions among the inputs
 * followed would not do: one input that makes up half of all executions is rarely among them. For the same reason
 * whether outputs were equal is known of the inputs followed alone.
 *
 * Neither inputs nor outputs are kept, only hashes, salted by workflow and step: they say "the same again", cannot be turned
 * back, and those of two steps cannot be joined.
 */
export const repeatedInputs = defineLearner({
  id: 'inputs/repeated',
  version: 3,
  description: 'How often a step was given the same input again, and whether its output was the same.',
  state: stateSchema,
  empty: (): RepeatedInputsState => ({ steps: {} }),
  add(state: RepeatedInputsState, run: RunView) {
    for (const execution of run.executions) {
      if (!hasAnswered(execution)) continue;
      const { key, learned } = followedOf(state, run.workflowId, execution.stepId);
      learned.executions++;
      const input = contentHash(execution.input, key);
      const last = learned.inputs.at(-1);
      if (learned.inputs.length === mostInputs && last !== undefined && input > last.input) continue;
      include(learned.inputs, { input, times: 1, ...outputOf(execution, key) });
    }
    return state;
  },
  merge(into: RepeatedInputsState, from: RepeatedInputsState) {
    for (const [key, { executions, inputs }] of Object.entries(from.steps)) {
      const learned = (into.steps[key] ??= { executions: 0, inputs: [] });
      learned.executions += executions;
      for (const seen of inputs) include(learned.inputs, { ...seen });
    }
    return into;
  },
  view({ steps }: RepeatedInputsState): RepeatedInputs {
    // Rules ask for every step of every run: without history, making the key would be all the work.
    if (Object.keys(steps).length === 0) return { of: () => undefined };
    return {
      of(workflowId, stepId) {
        const learned = steps[keyOf(workflowId, stepId)];
        return learned && stepInputsOf(learned);
      },
    };
  },
});

/** What is followed of a step, and its key. */
interface Followed {
  readonly key: string;
  readonly learned: StepInputsState;
}

function followedOf(state: RepeatedInputsState, workflowId: string, stepId: string): Followed {
  const byWorkflow = followedSteps(state);
  let bySteps = byWorkflow.get(workflowId);
  if (bySteps === undefined) byWorkflow.set(workflowId, (bySteps = new Map<string, Followed>()));
  let followed = bySteps.get(stepId);
  if (followed === undefined) {
    const key = keyOf(workflowId, stepId);
    followed = { key, learned: (state.steps[key] ??= { executions: 0, inputs: [] }) };
    bySteps.set(stepId, followed);
  }
  return followed;
}

/** By workflow, then step: to make a key for each execution takes as long as to hash its input. */
const followedSteps = fact((_state: RepeatedInputsState) => new Map<string, Map<string, Followed>>());

/** A cache keeps answers: what failed, or never ended, gave none. */
const hasAnswered = ({ status, input }: StepExecution): boolean => status === 'completed' && input !== undefined;

/** No output is below all and above all, so that the smallest and the largest need no exception. */
function outputOf({ output }: StepExecution, salt: string): Pick<SeenInput, 'outputs' | 'low' | 'high'> {
  if (output === undefined) return { outputs: 0, low: contentHashes - 1, high: 0 };
  const hash = contentHash(output, salt);
  return { outputs: 1, low: hash, high: hash };
}

/** Adds what was seen of an input, and lets go of the largest hash where there are too many. O(k). */
function include(inputs: SeenInput[], seen: SeenInput): void {
  let low = 0;
  let high = inputs.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (inputs[middle]!.input < seen.input) low = middle + 1;
    else high = middle;
  }
  const known = inputs[low];
  if (known?.input !== seen.input) {
    inputs.splice(low, 0, seen);
    if (inputs.length > mostInputs) inputs.pop();
    return;
  }
  known.times += seen.times;
  known.outputs += seen.outputs;
  known.low = Math.min(known.low, seen.low);
  known.high = Math.max(known.high, seen.high);
}

/** Once for each step: rules ask for every step of every run. */
const stepInputsOf = fact(({ executions, inputs }: StepInputsState): StepInputs => {
  const repeated = inputs.filter(({ times }) => times > 1);
  const compared = repeated.filter(({ outputs }) => outputs > 1);
  return {
    executions,
    hitRate: hitRateOf(executions, inputs),
    inputs: inputs.length,
    repeatedInputs: repeated.length,
    comparedInputs: compared.length,
    ambiguousInputs: compared.filter(({ low, high }) => low !== high).length,
  };
});

/** Its interval holds both doubts: how many inputs there were, and how the rate of these executions is that of others. */
function hitRateOf(executions: number, inputs: readonly SeenInput[]): Interval {
  const followed = inputs.reduce((sum, { times }) => sum + times, 0);
  const counted = inputs.length;
  const { low, expected, high } =
    followed === executions
      ? { low: counted, expected: counted, high: counted }
      : // What is not followed had to give way to others.
        distinctCount(counted, shareOf(inputs.at(-1)!.input));
  const hits = (count: number): number => Math.min(Math.max(0, executions - count), executions - counted);
  return {
    low: wilsonInterval(hits(high), executions).low,
    expected: hits(expected) / executions,
    high: wilsonInterval(hits(low), executions).high,
  };
}

/** Where among all hashes one stands: more than 0, up to 1. */
const shareOf = (hash: number): number => (hash + 1) / contentHashes;
