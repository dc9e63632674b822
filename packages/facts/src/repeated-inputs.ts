import { defineLearner, type RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { z } from 'zod';
import { keyOf } from './baseline-state.ts';
import { contentHash } from './content-hash.ts';

/** How many different inputs of a step are followed, with all their repetitions. */
const mostInputs = 256;

const hashSchema = z.string().regex(/^[0-9a-f]{16}$/);

const seenInputSchema = z.strictObject({
  input: hashSchema,
  times: z.int().positive().describe('Completed executions with this input.'),
  outputs: z.int().nonnegative().describe('How many of them recorded their output.'),
  low: hashSchema.or(z.literal('')).describe('The smallest hash of an output.'),
  high: hashSchema.or(z.literal('')).describe('The largest: where the two differ, so did outputs.'),
});

const stepInputsSchema = z.strictObject({
  executions: z.int().nonnegative(),
  inputs: z.array(seenInputSchema).describe('Those with the smallest hashes, in order.'),
});

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

/** What was seen of the inputs of a step. Figures are those of the inputs followed: all of them, or a uniform sample. */
export interface StepInputs {
  /** Completed executions that recorded their input. */
  readonly executions: number;
  /** Those whose input is followed. */
  readonly followed: number;
  /** How many of these had an input that had come before, so that a cache without limits would have had the answer. */
  readonly repeats: number;
  /** Inputs that came more than once. */
  readonly repeatedInputs: number;
  /** Of these, inputs for which more than one execution recorded its output. */
  readonly comparedInputs: number;
  /** Of these, inputs to which not every output was the same. */
  readonly ambiguousInputs: number;
}

/**
 * Learns how often a step was given the same input again, and whether it then gave the same output. Inputs are followed by
 * their hash: of each step the 256 smallest, each with all its repetitions, so that the share of repetitions among them
 * is an unbiased picture of all (a sample of executions would miss most pairs).
 *
 * Neither inputs nor outputs are kept, only hashes, salted by workflow and step: they say "the same again", cannot be turned
 * back, and those of two steps cannot be joined.
 */
export const repeatedInputs = defineLearner({
  id: 'inputs/repeated',
  version: 1,
  description: 'How often a step was given the same input again, and whether its output was the same.',
  state: stateSchema,
  empty: (): RepeatedInputsState => ({ steps: {} }),
  add(state: RepeatedInputsState, run: RunView) {
    for (const execution of run.executions) {
      if (!hasAnswered(execution)) continue;
      const key = keyOf(run.workflowId, execution.stepId);
      const learned = (state.steps[key] ??= { executions: 0, inputs: [] });
      learned.executions++;
      const input = contentHash(execution.input, key);
      const last = learned.inputs.at(-1);
      if (learned.inputs.length === mostInputs && last !== undefined && input > last.input) continue;
      const output = execution.output === undefined ? '' : contentHash(execution.output, key);
      include(learned.inputs, { input, times: 1, outputs: output === '' ? 0 : 1, low: output, high: output });
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
  view: ({ steps }: RepeatedInputsState): RepeatedInputs => ({
    of(workflowId, stepId) {
      const learned = steps[keyOf(workflowId, stepId)];
      return learned && stepInputsOf(learned);
    },
  }),
});

/** A cache keeps answers: what failed, or never ended, gave none. */
const hasAnswered = ({ status, input }: StepExecution): boolean => status === 'completed' && input !== undefined;

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
  if (seen.low !== '' && (known.low === '' || seen.low < known.low)) known.low = seen.low;
  if (seen.high > known.high) known.high = seen.high;
}

/** Once for each step: rules ask for every step of every run. */
const stepInputsOf = fact(({ executions, inputs }: StepInputsState): StepInputs => {
  const followed = inputs.reduce((sum, { times }) => sum + times, 0);
  const repeated = inputs.filter(({ times }) => times > 1);
  const compared = repeated.filter(({ outputs }) => outputs > 1);
  return {
    executions,
    followed,
    repeats: followed - inputs.length,
    repeatedInputs: repeated.length,
    comparedInputs: compared.length,
    ambiguousInputs: compared.filter(({ low, high }) => low !== high).length,
  };
});
