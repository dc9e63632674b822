import { runOf, testRule } from '@faultline/plugin-testkit';
import type { Run } from '@faultline/model';
import { chainRun, earlierRuns, usualChain, varied } from '../chain-runs.test-support.ts';
import { missingStep } from './missing-step.ts';

const history = earlierRuns(200);
const incomplete = chainRun({ fetch: 100, store: 20 }, 200);
const oftenWithout = Array.from({ length: 200 }, (_, index) =>
  index % 4 === 0
    ? chainRun({ fetch: varied(100, index, 200), store: 20 }, index)
    : chainRun({ fetch: varied(100, index, 200), parse: 50, store: 20 }, index),
);

/** Two runs in three ask a clinic, which calls two steps, and the others somebody else. */
const branching = (index: number, calls: readonly string[] = ['diagnose', 'summarise']): Run => {
  const startMs = index * 60_000;
  const times = { startMs, endMs: startMs + 100, status: 'completed' } as const;
  const branch = index % 3 === 2 ? 'billing' : 'clinic';
  const called = branch === 'clinic' ? calls : [];
  return runOf(
    [
      { id: 'desk', stepId: 'desk', ...times },
      { id: branch, stepId: branch, parentId: 'desk', ...times },
      ...called.map((stepId) => ({ id: stepId, stepId, parentId: branch, ...times })),
    ],
    { id: `run-${index}`, startMs, endMs: startMs + 100 },
  );
};
const branches = Array.from({ length: 300 }, (_, index) => branching(index));

testRule(missingStep, {
  valid: [
    { name: 'no history', run: incomplete },
    { name: 'another branch, which calls nothing', history: branches, run: branching(302) },
    { name: 'the usual branch', history: branches, run: branching(300) },
    {
      name: 'the branch often does without',
      history: Array.from({ length: 300 }, (_, index) => branching(index, index % 4 === 0 ? ['diagnose'] : undefined)),
      run: branching(300, ['diagnose']),
    },
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
      name: 'what all others had that took the same branch',
      history: branches,
      run: branching(300, ['diagnose']),
      findings: [
        {
          messageId: 'uncalled',
          at: ['clinic'],
          severity: 'warning',
          guarantee: 'exact',
          pValue: 1 / 301,
          data: { caller: 'clinic', steps: '"summarise"', seen: 0, earlier: 200 },
        },
      ],
    },
    {
      name: 'two of them',
      history,
      run: chainRun({ fetch: 100 }, 200),
      findings: [{ messageId: 'missing', at: ['parse', 'store'], data: { steps: '"parse", "store"' } }],
    },
  ],
});
