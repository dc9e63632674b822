import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run, StepExecutionInput } from '@faultline/model';
import { wilsonInterval } from '@faultline/stats';
import { executionOf, folded, runOf, testLearner } from '@faultline/plugin-testkit';
import { repeatedInputs, type StepInputs } from './repeated-inputs.ts';

const calls = fc.array(
  fc.record({
    stepId: fc.constantFrom('fetch', '__proto__'),
    input: fc.constantFrom(undefined, 'a', { b: [1] }, { b: [2] }, null),
    output: fc.constantFrom(undefined, 1, 2),
    status: fc.constantFrom('completed', 'completed', 'failed'),
  }),
  { maxLength: 8 },
);

const runWith = (...executions: readonly Partial<StepExecutionInput>[]): Run =>
  runOf(executions.map((execution, index) => ({ ...executionOf(), id: `e${index}`, ...execution })));
const seenIn = (runs: readonly Run[]): StepInputs | undefined =>
  repeatedInputs.view(folded(repeatedInputs, runs)).of('drawn', 'fetch');

testLearner(
  repeatedInputs,
  calls.map((executions) =>
    runWith(
      ...executions.map(({ input, output, ...rest }) => ({
        ...rest,
        ...(input !== undefined && { input }),
        ...(output !== undefined && { output }),
      })),
    ),
  ),
);

/** What is asked for, by name of the world. */
const worlds: Readonly<Record<string, (random: () => number, index: number) => string>> = {
  'one hot input in a world of new ones': (random, index) => (random() < 0.5 ? 'hot' : `new ${index}`),
  '20 inputs that are 60 % of all': (random, index) =>
    random() < 0.6 ? `hot ${Math.floor(random() * 20)}` : `new ${index}`,
  'inputs that follow the law of Zipf': (random) => `${Math.floor(20_000 ** random())}`,
  'inputs that are all alike': (random) => `${Math.floor(random() * 1000)}`,
};

/** D. H. Lehmer's generator, as S. K. Park and K. W. Miller set it, CACM 31 (1988). */
function randomFrom(seed: number): () => number {
  let state = (seed * 7919) % 2147483647;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

describe('repeatedInputs', () => {
  it('counts inputs that had come before, in any run and whatever the order of their keys', () => {
    const runs = [
      runWith({ input: { a: 1, b: 2 } }, { input: { b: 2, a: 1 } }),
      runWith({ input: { a: 1, b: 2 } }, { input: 'other' }),
    ];
    expect(seenIn(runs)).toEqual({
      executions: 4,
      hitRate: { expected: 0.5, ...wilsonInterval(2, 4) },
      inputs: 2,
      repeatedInputs: 1,
      comparedInputs: 0,
      ambiguousInputs: 0,
    });
  });

  it('says to how many repeated inputs the outputs differed', () => {
    const runs = [
      runWith(
        { input: 'a', output: 1 },
        { input: 'a', output: 1 },
        { input: 'b', output: 1 },
        { input: 'b', output: 2 },
      ),
      runWith({ input: 'c', output: 1 }, { input: 'c' }, { input: 'd', output: 5 }),
    ];
    expect(seenIn(runs)).toMatchObject({ repeatedInputs: 3, comparedInputs: 2, ambiguousInputs: 1 });
  });

  it('leaves out what failed or has no input', () => {
    expect(seenIn([runWith({ status: 'failed', input: 'a' }, { input: 'a' }, {})])).toMatchObject({ executions: 1 });
    expect(seenIn([runWith({})])).toBeUndefined();
  });

  it.each(Object.entries(worlds))('finds the hit rate of %s, with an interval that holds it', (_, inputOf) => {
    const trials = 100;
    let covered = 0;
    for (let trial = 0; trial < trials; trial++) {
      const random = randomFrom(trial + 1);
      const inputs = Array.from({ length: 1500 }, (_input, index) => inputOf(random, index));
      const { hitRate, executions } = seenIn([runWith(...inputs.map((input) => ({ input: `${trial} ${input}` })))])!;
      const rate = 1 - new Set(inputs).size / executions;
      if (hitRate.low <= rate && rate <= hitRate.high) covered++;
      expect(Math.abs(hitRate.expected - rate)).toBeLessThan(5 * (1 / Math.sqrt(254)) * (1 - rate));
    }
    expect(covered).toBeGreaterThanOrEqual(0.9 * trials);
  });

  it.each(['inputs out of order', 'an input twice', 'more outputs than executions', 'an input that is not counted'])(
    'refuses a state with %s',
    (damage) => {
      const state = structuredClone(folded(repeatedInputs, [runWith({ input: 'a', output: 1 }, { input: 'b' })]));
      expect(repeatedInputs.state.safeParse(state).success).toBe(true);
      const { inputs } = Object.values(state.steps)[0];
      const [first, second] = [inputs[0], inputs[1]];
      if (damage === 'inputs out of order') inputs.reverse();
      else if (damage === 'an input twice') second.input = first.input;
      else if (damage === 'more outputs than executions') first.outputs = 2;
      else first.times = 2;
      expect(repeatedInputs.state.safeParse(state).success).toBe(false);
    },
  );

  it('keeps nothing that was handed over', () => {
    const state = folded(repeatedInputs, [runWith({ input: { patient: 'secret' }, output: 'secret' })]);
    expect(JSON.stringify(state)).not.toContain('secret');
    expect(JSON.stringify(state)).not.toContain('patient');
  });

  it('gives the same input of two steps two hashes', () => {
    const { steps } = folded(repeatedInputs, [runWith({ input: 'a' }, { input: 'a', stepId: 'parse' })]);
    const [first, second] = Object.values(steps).map(({ inputs }) => inputs[0]?.input);
    expect(first).not.toBe(second);
  });
});
