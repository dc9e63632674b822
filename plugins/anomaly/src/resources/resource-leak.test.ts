import { testRule } from '@faultline/plugin-testkit';
import { chainRun, earlierRuns, usualChain, varied } from '../chain-runs.test-support.ts';
import { resourceLeak } from './resource-leak.ts';

/** "parse" takes about 900 MiB, and so much more with each run. */
const leaking = (perRun: number) =>
  earlierRuns(200, (stepId, index) =>
    stepId === 'parse' ? { metrics: { memoryMiB: varied(900, index, 200, 9) + perRun * index } } : {},
  );
const now = chainRun(usualChain, 200);
const definition = { id: 'drawn', steps: [{ id: 'parse', resources: { memoryMiB: 2048 } }] };

testRule(resourceLeak, {
  valid: [
    { name: 'no history', run: now },
    { name: 'as it always was', history: leaking(0), run: now },
    { name: 'it shrinks', history: leaking(-3), run: now },
    { name: 'the step is not in the run', history: leaking(3), run: chainRun({ fetch: 100 }, 200) },
    { name: 'a run from before', history: leaking(3), run: chainRun(usualChain, -5) },
    { name: 'less than is asked for', history: leaking(3), run: now, options: { least: 5 } },
  ],
  invalid: [
    {
      name: 'three MiB a run',
      history: leaking(3),
      run: now,
      definition,
      findings: [
        { messageId: 'leak', at: ['parse'], severity: 'warning', data: { step: 'parse', per: 'run', count: 200 } },
      ],
    },
    {
      name: 'over days, without a limit',
      history: leaking(3).map((run, index) => ({
        ...run,
        ...chainRun(usualChain, index * 60, (stepId) => ({
          metrics: run.executions.find((execution) => execution.stepId === stepId)?.metrics ?? {},
        })),
      })),
      run: chainRun(usualChain, 200 * 60),
      findings: [{ messageId: 'leak', at: ['parse'], data: { per: 'day', limit: '' } }],
    },
  ],
});
