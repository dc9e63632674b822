import { z } from 'zod';

/** From harmless to harmful. */
export const severities = ['info', 'warning', 'error'] as const;
export const severitySchema = z.enum(severities);
export type Severity = z.infer<typeof severitySchema>;
