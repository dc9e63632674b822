import { testRule } from '@faultline/plugin-testkit';
import type { Json, Run } from '@faultline/model';
import { chainRun, earlierRuns, usualChain } from '../chain-runs.test-support.ts';
import { unusualRounds } from './unusual-rounds.ts';

const idOf = (index: number): string => `parse[${String(index).padStart(3, '0')}]`;
/** The run, whose step "parse" was called for so many items, side by side. */
const fannedOut = (run: Run, count: number, inputOf: (index: number) => Json = (index) => index): Run => ({
  ...run,
  edges: [],
  executions: run.executions.flatMap((execution) =>
    execution.stepId === 'parse'
      ? Array.from({ length: count }, (_, index) => ({
          ...execution,
          id: idOf(index),
          item: String(index),
          input: inputOf(index),
        }))
      : [execution],
  ),
});
/** Two to five times, and "fetch" failed now and then, once in all of each type. */
const history = earlierRuns(300, (stepId, index) =>
  stepId === 'fetch' && index % 100 === 7 ? { status: 'failed', error: { type: `E${index}`, message: '' } } : {},
).map((run, index) => fannedOut(run, 2 + (index % 4)));
const usual = chainRun(usualChain, 300);
const parseIds = (count: number): string[] => Array.from({ length: count }, (_, index) => idOf(index));

testRule(unusualRounds, {
  valid: [
    { name: 'no history', run: fannedOut(usual, 400) },
    { name: 'as usual', history, run: fannedOut(usual, 5) },
    {
      name: 'four of three hundred had as many',
      history: history.map((run, index) => (index < 5 ? fannedOut(run, 6 + index) : run)),
      run: fannedOut(usual, 7),
    },
    { name: 'an empty run', history, run: { ...usual, executions: [], edges: [] } },
    { name: 'the same each time: anomaly/loop tells', history, run: fannedOut(usual, 40, () => 'again') },
    {
      name: 'a single item, tried again and again',
      history,
      run: (() => {
        const run = fannedOut(usual, 40, () => 0);
        const executions = run.executions.map((one, index) =>
          one.stepId === 'parse' ? { ...one, item: '', attempt: index, status: 'completed' as const } : one,
        );
        return { ...run, executions };
      })(),
    },
  ],
  invalid: [
    {
      name: 'four hundred times, where two to five are usual',
      history,
      run: fannedOut(usual, 400),
      findings: [
        {
          messageId: 'unusual',
          at: parseIds(100),
          severity: 'warning',
          data: { step: 'parse', rounds: 400, earlier: 300, low: 2, high: 5 },
        },
      ],
    },
    {
      name: 'thirty times',
      history,
      run: fannedOut(usual, 30),
      findings: [{ messageId: 'unusual', at: parseIds(30), data: { rounds: 30 } }],
    },
    {
      name: 'a cycle of two steps, of which the second was left out of the last round',
      history: earlierRuns(200),
      run: (() => {
        const run = fannedOut(usual, 12);
        const reviewed = run.executions.slice(1, -2).map((one, index) => ({
          ...one,
          id: `store-${index}`,
          stepId: 'store',
          startMs: one.startMs + 1,
        }));
        return { ...run, executions: [...run.executions, ...reviewed] };
      })(),
      findings: [{ messageId: 'unusual', at: parseIds(12), data: { step: 'parse', rounds: 12 } }],
      message:
        'Step "parse" ran 12 times, and with it "store"; 95 % of 200 earlier runs with it had 1 to 1. None had as many; at most one in 200 usual ones does (p = 0.00498, q = 0.0443).',
    },
    {
      name: 'twice, where once is the rule',
      history: earlierRuns(200),
      run: fannedOut(usual, 2),
      findings: [
        { messageId: 'unusual', at: parseIds(2), guarantee: 'exact', pValue: 1 / 201, data: { low: 1, high: 1 } },
      ],
    },
  ],
});
