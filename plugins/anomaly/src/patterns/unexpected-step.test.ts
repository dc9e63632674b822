import { testRule } from '@faultline/plugin-testkit';
import { chainRun, earlierRuns, usualChain, varied } from '../chain-runs.test-support.ts';
import { unexpectedStep } from './unexpected-step.ts';

const history = earlierRuns(200);
const surprised = chainRun({ ...usualChain, surprise: 5 }, 200);
/** Every run has a step of its own. */
const allDifferent = Array.from({ length: 200 }, (_, index) =>
  chainRun({ fetch: varied(100, index, 200), [`tool-${index}`]: 5 }, index),
);

testRule(unexpectedStep, {
  valid: [
    { name: 'no history', run: surprised },
    { name: 'as usual', history, run: chainRun(usualChain, 200) },
    { name: 'new steps are usual', history: allDifferent, run: chainRun({ fetch: 100, 'tool-x': 5 }, 200) },
  ],
  invalid: [
    {
      name: 'a step that no other run had',
      history,
      run: surprised,
      findings: [
        {
          messageId: 'unexpected',
          at: ['surprise'],
          severity: 'warning',
          guarantee: 'exact',
          pValue: 1 / 201,
          data: { step: 'surprise', seen: 'none of 200 earlier runs' },
        },
      ],
    },
    {
      name: 'a step named __proto__',
      history,
      run: chainRun(JSON.parse('{"fetch":100,"parse":50,"store":20,"__proto__":5}') as Record<string, number>, 200),
      findings: [{ messageId: 'unexpected', at: ['__proto__'] }],
    },
  ],
});
