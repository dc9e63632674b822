import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Run, StepExecutionInput } from '@faultline/model';
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

describe('repeatedInputs', () => {
  it('counts inputs that had come before, in any run and whatever the order of their keys', () => {
    const runs = [
      runWith({ input: { a: 1, b: 2 } }, { input: { b: 2, a: 1 } }),
      runWith({ input: { a: 1, b: 2 } }, { input: 'other' }),
    ];
    expect(seenIn(runs)).toEqual({
      executions: 4,
      followed: 4,
      repeats: 2,
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

  it('finds the rate of repetitions from the inputs that it follows, within 4 standard errors', () => {
    // 2,000 inputs, each 1 to 4 times: 3,000 of 5,000 are repetitions.
    const inputs = Array.from({ length: 2000 }, (_, input) =>
      Array.from({ length: (input % 4) + 1 }, () => ({ input })),
    ).flat();
    const { executions, followed, repeats } = seenIn([runWith(...inputs)])!;
    expect(executions).toBe(5000);
    expect(followed).toBeLessThan(5000);
    expect(Math.abs(repeats / followed - 0.6)).toBeLessThan(4 * Math.sqrt((0.6 * 0.4) / followed));
  });

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
