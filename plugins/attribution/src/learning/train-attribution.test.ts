import { describe, expect, it } from 'vitest';
import { viewOf } from '@faultline/core';
import { decisiveExecutionKey } from '@faultline/facts';
import { attributeTrained } from '../attribute-trained.ts';
import { chat } from '../chat.test-support.ts';
import { guessers } from './guessers.test-support.ts';
import { trainAttribution, type LabelledRun } from './train-attribution.ts';

const labelledRuns = (count: number): readonly LabelledRun[] =>
  guessers(count).map((run) => ({ run: viewOf(run), decisiveExecutionId: String(run.context[decisiveExecutionKey]) }));

const runs = labelledRuns(24);
const model = trainAttribution(runs);

describe('what it learns', () => {
  it('is who errs, on runs that it has not seen', () => {
    const fresh = labelledRuns(30).slice(24);
    const named = fresh.map(({ run }) => attributeTrained(run, model));
    expect(named.map(({ steps }) => steps[0]?.execution.id)).toEqual(
      fresh.map(({ decisiveExecutionId }) => decisiveExecutionId),
    );
    expect(named.every(({ agents }) => agents[0]?.agent === 'Guesser')).toBe(true);
  });
  it('holds in a run twenty times as long as those learned from, for the step and for the agent', () => {
    const directs = { by: 'Planner', says: 'Please go on with your part of the count.', to: 'Checker' };
    const checks = { by: 'Checker', says: 'The page was counted to its end and all of it is well.' };
    const long = Array.from({ length: 96 }, (_, i) => (i % 2 === 0 ? directs : checks));
    const asks = { by: 'user', type: 'human', says: 'How many lamps?' };
    const guess = { by: 'Guesser', says: 'I assume that there are many lamps, as is known.' };
    const { steps, agents } = attributeTrained(chat([asks, directs, guess, ...long]), model);
    expect([steps[0]?.agent, agents[0]?.agent]).toEqual(['Guesser', 'Guesser']);
  });
  it('does not depend on the order of the runs', () => {
    expect(trainAttribution(runs.toReversed())).toEqual(model);
  });
});

it('gives probabilities that add up to 1', () => {
  const { steps } = attributeTrained(runs[0]?.run ?? chat([]), model);
  expect(steps.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
});

it('leaves out runs whose label names nobody, and refuses to learn from none', () => {
  expect(trainAttribution([...runs, { run: chat([], 'empty'), decisiveExecutionId: 'gone' }])).toEqual(model);
  expect(() => trainAttribution([])).toThrow('No label names a step that blame may fall on.');
});

it('abstains where nobody acted', () => {
  expect(attributeTrained(chat([]), model)).toEqual({ steps: [], agents: [], abstains: true });
});
