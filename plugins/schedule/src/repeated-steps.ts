import { z } from 'zod';
import type { RunView } from '@faultline/core';
import { attemptChains, itemNumbers, itemText, outcomeOf, stepIndex } from '@faultline/facts';
import type { Block } from '@faultline/model';
import { foremost } from './foremost.ts';
import { listed, listedSchema } from './listed.ts';

/** Steps that ran more than once, in loops or by retries. */
export const repeatedStepsSchema = z.strictObject({
  loops: listedSchema(z.strictObject({ stepId: z.string(), items: z.int(), executions: z.int() })).describe(
    'Steps that ran more than once for other reasons than a retry.',
  ),
  retries: listedSchema(
    z.strictObject({
      stepId: z.string(),
      item: z.int().describe('Which of its items, numbered in order of their first start. 0: there is only one.'),
      attempts: z.int(),
      outcome: z.string().describe('How the last of them ended.'),
    }),
  ),
});

type RepeatedSteps = z.infer<typeof repeatedStepsSchema>;

/** Those that ran most often first, `limit` of each kind. O(n log n). */
export function repeatedSteps(run: RunView, limit: number): RepeatedSteps {
  return { loops: loops(run, limit), retries: listed(retries(run), limit) };
}

/** More would be read by nobody: the others are in the value. */
const MOST_ROWS = 5;

/** A table of each kind that there is. */
export function repeatedStepTables({ loops: repeated, retries: retried }: RepeatedSteps): Block[] {
  const tables: Block[] = [];
  if (repeated.count > 0)
    tables.push({
      type: 'table',
      columns: ['Repeated step', 'Executions', 'Items'],
      rows: repeated.first
        .slice(0, MOST_ROWS)
        .map(({ stepId, executions, items }) => [
          stepId,
          { value: executions, unit: 'count' },
          { value: items, unit: 'count' },
        ]),
    });
  if (retried.count > 0)
    tables.push({
      type: 'table',
      columns: ['Retried step', 'Attempts', 'Outcome'],
      rows: retried.first
        .slice(0, MOST_ROWS)
        .map(({ stepId, item, attempts, outcome }) => [
          itemText(stepId, item),
          { value: attempts, unit: 'count' },
          outcome,
        ]),
    });
  for (const [what, { count, first }] of Object.entries({ 'repeated steps': repeated, retries: retried })) {
    const left = count - Math.min(first.length, MOST_ROWS);
    if (left > 0) tables.push({ type: 'text', text: `And ${left} more ${what}.` });
  }
  return tables;
}

function loops(run: RunView, limit: number): RepeatedSteps['loops'] {
  const { ids, stepOf } = stepIndex(run);
  const rounds = new Uint32Array(ids.length);
  for (let node = 0; node < run.executionCount; node++)
    if (run.executions[node]!.attempt === 1) rounds[stepOf[node]!]!++;
  const count = rounds.reduce((sum, executions) => sum + (executions > 1 ? 1 : 0), 0);
  const first = foremost(ids.length, Math.min(limit, count), (a, b) => rounds[b]! - rounds[a]!).map((step) => ({
    stepId: ids[step]!,
    items: new Set(run.executionsOf(ids[step]!).map(({ item }) => item)).size,
    executions: rounds[step]!,
  }));
  return { count, first };
}

function retries(run: RunView): RepeatedSteps['retries']['first'] {
  return attemptChains(run)
    .map(({ stepId, attempts }) => ({
      stepId,
      item: attempts[0] === undefined ? 0 : itemNumbers(run)[run.nodeOf(attempts[0])]!,
      attempts: attempts.length,
      outcome: attempts.at(-1)?.status ?? outcomeOf(run, stepId) ?? 'open',
    }))
    .toSorted((a, b) => b.attempts - a.attempts);
}
