import { testRule } from '@faultline/plugin-testkit';
import type { Run } from '@faultline/model';
import { chainRun, earlierRuns, usualChain, varied } from '../chain-runs.test-support.ts';
import { outlierRun } from './outlier-run.ts';

/** Many figures of the run. */
const withFigures = (run: Run, valueOf: (figure: number) => number): Run => ({
  ...run,
  metrics: Object.fromEntries(Array.from({ length: 12 }, (_, figure) => [`figure${figure}`, valueOf(figure)])),
});
const history = earlierRuns(384).map((run, index) =>
  withFigures(run, (figure) => varied(10, index * (figure + 1), 384, figure)),
);
const torn = withFigures(chainRun(usualChain, 384), (figure) => (figure % 2 === 0 ? 6 : 17));

testRule(outlierRun, {
  valid: [
    { name: 'no history', run: torn },
    { name: '99 earlier runs', history: history.slice(0, 99), run: torn },
    { name: 'as usual', history, run: withFigures(chainRun(usualChain, 384), () => 10) },
    {
      name: 'a missing step explains it',
      history,
      run: withFigures(chainRun({ fetch: 100, store: 20 }, 384), () => 40),
    },
  ],
  invalid: [
    {
      name: 'twelve figures are at an end of what is usual, all at once',
      history,
      run: torn,
      findings: [{ messageId: 'outlier', at: [], severity: 'info', guarantee: 'exact', data: { runs: 256 } }],
    },
  ],
});
