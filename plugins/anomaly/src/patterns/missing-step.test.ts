import { testRule } from '@faultline/plugin-testkit';
import { chainRun, earlierRuns, usualChain, varied } from '../chain-runs.test-support.ts';
import { missingStep } from './missing-step.ts';

const history = earlierRuns(200);
const incomplete = chainRun({ fetch: 100, store: 20 }, 200);
const oftenWithout = Array.from({ length: 200 }, (_, index) =>
  index % 4 === 0
    ? chainRun({ fetch: varied(100, index, 200), store: 20 }, index)
    : chainRun({ fetch: varied(100, index, 200), parse: 50, store: 20 }, index),
);

testRule(missingStep, {
  valid: [
    { name: 'no history', run: incomplete },
    { name: '49 earlier runs', history: earlierRuns(49), run: incomplete },
    { name: 'everything is there', history, run: chainRun(usualChain, 200) },
    { name: 'the run failed', history, run: { ...incomplete, status: 'failed' } },
    { name: 'one run in four does without it', history: oftenWithout, run: incomplete },
    {
      name: 'skipped is not missing',
      history,
      run: chainRun(usualChain, 200, (id) => (id === 'parse' ? { status: 'skipped' } : {})),
    },
  ],
  invalid: [
    {
      name: 'a step that all others had',
      history,
      run: incomplete,
      findings: [{ messageId: 'missing', at: ['parse'], severity: 'warning', guarantee: 'exact', pValue: 1 / 201 }],
    },
    {
      name: 'two of them',
      history,
      run: chainRun({ fetch: 100 }, 200),
      findings: [{ messageId: 'missing', at: ['parse', 'store'], data: { steps: '"parse", "store"' } }],
    },
  ],
});
