import { testRule } from '@faultline/plugin-testkit';
import type { Json, Run } from '@faultline/model';
import { chainRun, earlierRuns, usualChain } from '../chain-runs.test-support.ts';
import { loop } from './loop.ts';

/** The run, whose step "parse" was done in rounds with these inputs. */
const rounds = (run: Run, inputs: readonly Json[], attempt = 1): Run => ({
  ...run,
  edges: [],
  executions: run.executions.flatMap((execution) =>
    execution.stepId === 'parse'
      ? inputs.map((input, index) => ({
          ...execution,
          id: `parse[${index}]`,
          item: String(index),
          attempt: index === 0 ? 1 : attempt,
          input,
        }))
      : [execution],
  ),
});
const same = (count: number): Json[] => Array.from({ length: count }, () => ({ query: 'again', page: 1 }));
const history = earlierRuns(200);
/** One to eight rounds, each with another input. */
const inRounds = earlierRuns(200).map((run, index) => rounds(run, [...Array(1 + (index % 8)).keys()]));

testRule(loop, {
  valid: [
    { name: 'three times, without history', run: rounds(chainRun(usualChain, 0), same(3)) },
    { name: 'another input each time', run: rounds(chainRun(usualChain, 0), [1, 2, 3, 4]) },
    { name: 'retries', run: rounds(chainRun(usualChain, 0), same(4), 2) },
    { name: 'inputs not recorded', run: chainRun({ a: 1, b: 1, c: 1 }, 0, () => ({ stepId: 'parse' })) },
    {
      name: 'four rounds are usual',
      history: earlierRuns(200).map((run) => rounds(run, same(4))),
      run: rounds(chainRun(usualChain, 200), same(4)),
    },
    {
      name: 'the same again and again, as in a tenth of the earlier runs',
      history: inRounds.map((run, index) => (index % 9 === 0 ? rounds(run, same(5)) : run)),
      run: rounds(chainRun(usualChain, 200), same(5)),
    },
    {
      name: 'another input each time, and never before',
      history,
      run: rounds(chainRun(usualChain, 200), [1, 2, 3, 4]),
    },
  ],
  invalid: [
    {
      name: 'five times, where once is usual',
      history,
      run: rounds(chainRun(usualChain, 200), [...same(4), { page: 1, query: 'again' }]),
      findings: [
        {
          messageId: 'unusual-loop',
          at: ['parse[0]', 'parse[1]', 'parse[2]', 'parse[3]', 'parse[4]'],
          severity: 'warning',
          guarantee: 'exact',
          pValue: 1 / 201,
          data: { step: 'parse', times: 5, rounds: 5, seen: 'none of 200 earlier runs' },
        },
      ],
    },
    {
      name: 'five times the same, where eight rounds are usual but no input came twice',
      history: inRounds,
      run: rounds(chainRun(usualChain, 200), same(5)),
      findings: [
        {
          messageId: 'unusual-loop',
          at: ['parse[0]', 'parse[1]', 'parse[2]', 'parse[3]', 'parse[4]'],
          guarantee: 'exact',
          pValue: 1 / 201,
          data: { times: 5, rounds: 5, seen: 'none of 200 earlier runs' },
        },
      ],
    },
  ],
});
