import { z } from 'zod';
import { assessmentSchema, reportSchema, severitySchema } from '@faultline/model';

/** An error as clients read it. */
export const problemSchema = z
  .object({ code: z.string(), message: z.string(), hint: z.string() })
  .meta({ id: 'Problem', description: 'What happened, and what to try.' });

/** The answer to posted runs. */
export const analyzedSchema = z
  .object({
    reports: z.array(reportSchema),
    problems: z.array(problemSchema).meta({ description: 'Parts of the input that could not be read.' }),
  })
  .meta({ id: 'Analyzed' });

/** One line of the list of runs. */
export const listedRunSchema = z
  .object({
    id: z.string(),
    workflowId: z.string(),
    status: z.string(),
    startMs: z.number(),
    durationMs: z.number(),
    health: z.number(),
    verdict: assessmentSchema.shape.verdict,
    worst: severitySchema.nullable(),
    findings: z.int(),
  })
  .meta({ id: 'ListedRun' });
