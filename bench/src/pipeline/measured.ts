import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { z } from 'zod';

const figuresSchema = z.object({
  startUpMs: z.number(),
  cpuMs: z.number(),
  wallMs: z.number(),
  peakMiB: z.number(),
  steps: z.number(),
});

/** What a job took: CPU time to load modules, and without that; wall time; most memory; what it counted. */
export type Figures = z.infer<typeof figuresSchema>;

/** What `measured-child` can do. */
export type Job = 'parse' | 'analyze' | 'inspect';

/** Does a job on a file or named pipe, in a process of its own. */
export async function measured(job: Job, file: string): Promise<Figures> {
  const script = join(import.meta.dirname, 'measured-child.js');
  const { stdout } = await promisify(execFile)(process.execPath, ['--max-old-space-size=8192', script, job, file]);
  return figuresSchema.parse(JSON.parse(stdout));
}
