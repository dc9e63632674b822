import { z } from 'zod';

/** From harmless to harmful. */
export const severities = ['info', 'warning', 'error'] as const;
/** How harmful a finding is. */
export const severitySchema = z.enum(severities);
/** How harmful a finding is. */
export type Severity = z.infer<typeof severitySchema>;
