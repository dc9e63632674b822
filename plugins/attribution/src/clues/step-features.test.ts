import { textHash } from '@faultline/stats';
import { expect, it } from 'vitest';
import { chat } from '../chat.test-support.ts';
import { decisiveSteps } from '../learning/decisive-steps.ts';
import { figureCount, stepFeatures } from './step-features.ts';
import { transcriptOf } from '../transcript.ts';

const features = (says: string) =>
  stepFeatures(
    transcriptOf(
      chat([
        { by: 'user', type: 'human', says: 'How many?' },
        { by: 'Planner', says },
      ]),
    ),
  );

it('has the figures that are stored: others want a new version of the learner, and another hash here', () => {
  const { names } = features('Three.');
  expect(names).toHaveLength(figureCount);
  expect([decisiveSteps.version, textHash(names.join('\n'))]).toEqual([2, 2922471011]);
});

it('has finite figures of four decimals, and no zero with a sign', () => {
  for (const says of ['', 'Three.', 'Let us assume 77, or so it seems.', '__proto__'])
    for (const figure of features(says).rows.flatMap((row) => [...row])) {
      expect(figure).toBe(Number(figure.toFixed(4)));
      expect(Object.is(figure, -0)).toBe(false);
    }
});
