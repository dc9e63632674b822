import { viewOf } from '@faultline/core';
import { decisiveExecutionKey } from '@faultline/facts';
import { chatRun, folded, testLearner } from '@faultline/plugin-testkit';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decisiveSteps, leastLabelledRuns } from './decisive-steps.ts';
import { guessers } from './guessers.test-support.ts';
import { mostRuns, mostSteps, mostStepsOfRun } from './labelled-sample.ts';
import { trainAttribution } from './train-attribution.ts';

const turns = (count: number) => Array.from({ length: count }, (_, i) => ({ by: 'Planner', says: `Turn ${i}.` }));
const labelledChat = (id: string, count: number, at = 0) =>
  chatRun(turns(count), { id, context: { [decisiveExecutionKey]: `turn-${at}` } });

testLearner(
  decisiveSteps,
  fc
    .record({
      id: fc.constantFrom('a', 'b', 'c', '__proto__'),
      count: fc.nat(3),
      at: fc.nat(3),
      isLabelled: fc.boolean(),
    })
    .map(({ id, count, at, isLabelled }) => (isLabelled ? labelledChat(id, count, at) : chatRun(turns(count), { id }))),
);

const runs = guessers(24);
const state = folded(decisiveSteps, runs);

describe('what is kept', () => {
  it('is labelled runs only, and of their labels those that name a step', () => {
    const unlabelled = runs.map((run) => ({ ...run, context: {} }));
    const mislabelled = runs.map((run) => ({ ...run, context: { [decisiveExecutionKey]: 'gone' } }));
    expect(folded(decisiveSteps, [...unlabelled, ...mislabelled])).toEqual(decisiveSteps.empty());
    expect(state.runs).toHaveLength(24);
  });

  it('is names and figures, and nothing that was said or asked', () => {
    const text = JSON.stringify(state);
    expect(text).toContain('Guesser');
    for (const secret of ['lamps', 'assume', 'many', 'count(', 'NameError']) expect(text).not.toContain(secret);
    expect(text.length / state.runs.length).toBeLessThan(4000);
  });

  it('is a label once, and two where two people disagree', () => {
    expect(folded(decisiveSteps, [...runs, ...runs])).toEqual(state);
    const twice = folded(decisiveSteps, [labelledChat('a', 3, 0), labelledChat('a', 3, 2)]);
    expect(twice.runs.map(({ decisive }) => decisive)).toEqual([0, 2]);
  });

  it('is no run that is too long, which is counted', () => {
    const long = folded(decisiveSteps, [labelledChat('a', mostStepsOfRun + 1), labelledChat('b', mostStepsOfRun)]);
    expect(long.runs.map(({ runId }) => runId)).toEqual(['b']);
    expect(decisiveSteps.view(long)).toMatchObject({ runs: 1, tooLong: 1 });
  });

  it('is as much as there is room for, whatever the order', () => {
    const many = Array.from({ length: 14 }, (_, i) => labelledChat(`long ${i}`, mostStepsOfRun, i));
    const sample = folded(decisiveSteps, many);
    expect(sample.runs.reduce((sum, { candidates }) => sum + candidates.length, 0)).toBe(mostSteps);
    expect(folded(decisiveSteps, many.toReversed())).toEqual(sample);
    const short = folded(
      decisiveSteps,
      Array.from({ length: mostRuns + 10 }, (_, i) => labelledChat(`short ${i}`, 1)),
    );
    expect(short.runs).toHaveLength(mostRuns);
  });
});

describe('what it knows', () => {
  const [first, second] = runs.map((run) => viewOf(run));
  const one = folded(decisiveSteps, runs.slice(0, 1));
  it('is the labelled runs that it was given', () => {
    expect(decisiveSteps.knows?.(one, first)).toBe(true);
    expect(decisiveSteps.knows?.(one, second)).toBe(false);
  });
  it('is nothing of runs without a label, nor where there was no more room', () => {
    expect(decisiveSteps.knows?.(one, viewOf({ ...runs[0], context: {} }))).toBeUndefined();
    expect(decisiveSteps.knows?.({ ...one, below: 0 }, second)).toBeUndefined();
  });
});

describe('what it teaches', () => {
  it('is what the runs at once would, trained when asked for, and once', () => {
    const view = decisiveSteps.view(state);
    const model = view.model();
    expect(model).toEqual(
      trainAttribution(
        runs.map((run) => ({ run: viewOf(run), decisiveExecutionId: String(run.context[decisiveExecutionKey]) })),
      ),
    );
    expect(view.model()).toBe(model);
  });

  it('is nothing with too few runs', () => {
    expect(decisiveSteps.view(folded(decisiveSteps, runs.slice(0, leastLabelledRuns - 1))).model()).toBeUndefined();
    expect(decisiveSteps.view(folded(decisiveSteps, runs.slice(0, leastLabelledRuns))).model()).toBeDefined();
  });
});

it('takes no state with other figures, or with a decisive step that is none', () => {
  const [run] = state.runs;
  const states = [
    { ...state, runs: [{ ...run, decisive: 77 }] },
    { ...state, runs: [{ ...run, candidates: run?.candidates.map((one) => ({ ...one, figures: [1] })) }] },
  ];
  for (const other of states) expect(decisiveSteps.state.safeParse(other).success).toBe(false);
});
