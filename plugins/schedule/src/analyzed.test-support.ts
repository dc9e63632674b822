import { AnalysisEngine, sectionOf, type Analysis } from '@faultline/core';
import type { Block, Run, WorkflowDefinition } from '@faultline/model';
import type { z } from 'zod';
import schedule from './index.ts';

/** What a section says about a run, as the engine puts it into a report. */
export async function analyzed<Schema extends z.ZodType>(
  section: Analysis<`${string}/${string}`, Schema>,
  run: Run,
  {
    definition,
    history = [],
    options = {},
  }: { definition?: WorkflowDefinition; history?: readonly Run[]; options?: Record<string, unknown> } = {},
): Promise<{ value: z.output<Schema> | undefined; blocks: readonly Block[]; text: string }> {
  const engine = new AnalysisEngine([schedule], { rules: { [section.id]: { options } } });
  const learned = engine.load(await engine.learn(history));
  const report = await engine.analyze(run, { definition, history: learned });
  const failed = report.findings.find(({ ruleId }) => ruleId === 'core/rule-failed');
  if (failed !== undefined) throw new Error(failed.message);
  const blocks = report.sections.find(({ id }) => id === section.id)?.blocks ?? [];
  const text = blocks.flatMap((block) => (block.type === 'text' ? [block.text] : []))[0] ?? '';
  return { value: sectionOf(report, section), blocks, text };
}

/** The same run, marked as having times that nobody measured. */
export const derived = (run: Run): Run => ({
  ...run,
  notes: [{ id: 'ingest/derived-times', severity: 'info', message: 'Times are derived.', executionIds: [] }],
});

/** The same run, marked as having an order and no times. */
export const ordered = (run: Run): Run => ({
  ...run,
  notes: [{ id: 'ingest/order-only', severity: 'info', message: 'No times.', executionIds: [] }],
});

/** The same run so many times, with ids of their own. */
export const repeated = (run: Run, count: number): Run[] =>
  Array.from({ length: count }, (_, index) => ({ ...run, id: `earlier-${index}` }));
