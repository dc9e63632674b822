import { z } from 'zod';
import { defineAnalysis, hasTimes } from '@faultline/core';
import { pointSchema, pointValue } from './point-value.ts';
import { preventionBlocks } from './prevention-blocks.ts';
import { preventionUses, studiedPoints } from './prevention.ts';
import { settingsSchema } from './settings.ts';

const schema = z.strictObject({
  hasTimes: z.boolean().describe('false: only the order was recorded, and times of a simulation mean nothing.'),
  points: z.array(pointSchema).describe('Where failures began, most probable first, at most three.'),
});

/** What the section says, for programs. */
export type PreventionValue = z.infer<typeof schema>;

/** What would have prevented the failures of a run, and at what price. */
export const preventionSection = defineAnalysis({
  id: 'failure/prevention',
  description:
    'Compares what can be done where failures began: retry, timeout, fallback, check, circuit breaker, second provider.',
  chapter: 'recommendations',
  title: 'How to prevent it',
  schema,
  options: settingsSchema,
  uses: preventionUses,
  analyze(run, context) {
    const points = studiedPoints(run, context);
    if (points.length === 0) return undefined;
    return {
      hasTimes: hasTimes(run),
      points: points.map((point) => {
        context.checkpoint();
        return pointValue(point, context.options);
      }),
    };
  },
  present: preventionBlocks,
});
