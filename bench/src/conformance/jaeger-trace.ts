import { z } from 'zod';

const fieldSchema = z.looseObject({ key: z.string(), value: z.unknown() });

/** As much of a trace in Jaeger's JSON as fixtures need besides their runs. Times in microseconds. */
export const jaegerTraceSchema = z.looseObject({
  traceID: z.string().optional(),
  spans: z.array(
    z.looseObject({
      spanID: z.string(),
      traceID: z.string().optional(),
      operationName: z.string(),
      processID: z.string().optional(),
      startTime: z.number(),
      duration: z.number(),
      references: z.array(z.looseObject({ refType: z.string(), spanID: z.string() })).nullish(),
      tags: z.array(fieldSchema).nullish(),
      logs: z.array(z.looseObject({ fields: z.array(fieldSchema) })).nullish(),
    }),
  ),
  processes: z.record(z.string(), z.looseObject({ serviceName: z.string() })).default({}),
});

export type JaegerTrace = z.infer<typeof jaegerTraceSchema>;
export type JaegerSpan = JaegerTrace['spans'][number];

/** `[service] operation`. */
export const operationOf = ({ processes }: JaegerTrace, { processID = '', operationName }: JaegerSpan): string =>
  `[${processes[processID]?.serviceName ?? processID}] ${operationName}`;

/** Whether a span says that it failed: by its tag, or by an event. */
export const hasFailed = ({ tags, logs }: JaegerSpan): boolean =>
  (tags ?? []).some(({ key, value }) => key === 'error' && value !== false && value !== 'false') ||
  (logs ?? []).some(({ fields }) =>
    fields.some(
      ({ key, value }) => key === 'error' || key === 'error.object' || (key === 'event' && value === 'error'),
    ),
  );
