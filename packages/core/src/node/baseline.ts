import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { AnalysisEngine } from '../engine/engine.ts';
import type { History } from '../engine/history.ts';
import { FaultlineError } from '../errors.ts';
import { quoted } from '../quoted.ts';

/** What "faultline learn" writes: one JSON document. */
const baselineSchema = z.strictObject({
  schemaVersion: z.literal(1),
  runs: z.int().nonnegative().describe('How many runs were learned. A learner that was installed later saw fewer.'),
  learned: z
    .record(z.string(), z.strictObject({ version: z.number(), state: z.unknown() }))
    .describe('The states of the learners, by id.'),
});

/** What earlier runs have taught, and from how many. */
export interface Baseline extends z.infer<typeof baselineSchema> {}

/**
 * Reads what was learned before.
 * @throws FaultlineError FAULTLINE_BASELINE_UNREADABLE, with what is wrong.
 */
export async function loadBaseline(file: string, folder: string): Promise<Baseline> {
  const content = await contentOf(resolve(folder, file), file);
  const head = headSchema.safeParse(content);
  if (!head.success) throw unreadable(file, 'it is none: it has no "schemaVersion" and "learned".');
  if (head.data.schemaVersion !== 1)
    throw unreadable(file, `its schemaVersion is ${JSON.stringify(head.data.schemaVersion)}; this version reads 1.`);
  const parsed = baselineSchema.safeParse(content);
  if (!parsed.success) throw unreadable(file, `\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

/**
 * What a baseline holds, checked once for all runs. `undefined`: no file is named.
 * @throws FaultlineError FAULTLINE_BASELINE_UNREADABLE, where it cannot be read, as a whole or in part.
 */
export async function loadHistory(
  file: string | undefined,
  folder: string,
  engine: AnalysisEngine,
): Promise<History | undefined> {
  if (file === undefined) return undefined;
  const { learned } = await loadBaseline(file, folder);
  const history = engine.load(learned);
  const [damaged] = history.damaged;
  if (damaged !== undefined) throw unreadable(file, `what ${quoted(damaged)} had learned is damaged.`);
  return history;
}

/** The text of a baseline: keys in order, so that equal baselines are equal files whatever the order of their runs. */
export const baselineText = (baseline: Baseline): string => `${JSON.stringify(baseline, inKeyOrder)}\n`;

const headSchema = z.looseObject({ schemaVersion: z.json(), learned: z.unknown() });

async function contentOf(path: string, file: string): Promise<unknown> {
  try {
    return JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw unreadable(file, cause instanceof SyntaxError ? 'it is not JSON.' : problemOf(cause), cause);
  }
}

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'ENOENT') return 'there is no such file.';
  return error instanceof Error ? error.message : String(error);
}

const unreadable = (file: string, problem: string, cause?: unknown): FaultlineError =>
  new FaultlineError('FAULTLINE_BASELINE_UNREADABLE', { file, problem }, { cause });

const inKeyOrder = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    : value;
