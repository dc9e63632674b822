import { testRule } from '@faultline/plugin-testkit';
import { chainRun, earlierRuns, usualChain, varied } from '../chain-runs.test-support.ts';
import { drift } from './drift.ts';

const history = earlierRuns(200);
/** From run 120 on, "fetch" takes twice as long, or half as long. */
const changed = (factor: number, from = 120) =>
  Array.from({ length: 200 }, (_, index) =>
    chainRun({ fetch: varied(100, index, 200) * (index < from ? 1 : factor), parse: 50, store: 20 }, index),
  );

testRule(drift, {
  valid: [
    { name: 'no history', run: chainRun(usualChain, 0) },
    { name: 'as it always was', history, run: chainRun(usualChain, 200) },
    { name: 'a run from before the change', history: changed(2), run: chainRun(usualChain, 60) },
    { name: 'a change too small to tell', history: changed(1.05), run: chainRun(usualChain, 200) },
    {
      name: 'a change below what is asked for',
      history: changed(2),
      run: chainRun(usualChain, 200),
      options: { least: 2 },
    },
  ],
  invalid: [
    {
      name: "twice as long since two o'clock",
      history: changed(2),
      run: chainRun({ ...usualChain, fetch: 200 }, 200),
      findings: [
        {
          messageId: 'drift',
          at: ['fetch'],
          severity: 'warning',
          data: { step: 'fetch', since: '1970-01-01 02:00 UTC', count: 80, earlier: 120 },
        },
      ],
    },
    {
      name: 'half as long is a note',
      history: changed(0.5),
      run: chainRun({ ...usualChain, fetch: 50 }, 200),
      findings: [{ messageId: 'drift', at: ['fetch'], severity: 'info' }],
    },
    {
      name: 'too recent for a level: the chart ends with this run',
      history: changed(3, 196),
      run: chainRun({ ...usualChain, fetch: 300 }, 200),
      findings: [
        { messageId: 'drift', at: ['fetch'], severity: 'warning', data: { since: '1970-01-01 03:15 UTC', count: 5 } },
      ],
    },
  ],
});
