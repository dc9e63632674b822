import { describe, expect, it } from 'vitest';
import { nestedCase, nestedGroups, type NestedGroup } from './nested-case.ts';
import { nestedRun } from './nested-run.ts';
import { nestedWorkflow } from './nested-workflow.ts';

const workflows = Array.from({ length: 10 }, (_, seed) => nestedWorkflow(seed));

describe('runs of nested calls', () => {
  it('are the same for the same seed, and complete where nothing is planted', () => {
    for (const workflow of workflows) {
      expect(nestedRun(workflow, 1)).toEqual(nestedRun(workflow, 1));
      expect(nestedRun(workflow, 1).status).toBe('completed');
    }
  });

  it('begin inside of their callers, and name executions that are there', () => {
    for (const workflow of workflows) {
      const { executions, edges } = nestedRun(workflow, 2);
      const byId = new Map(executions.map((execution) => [execution.id, execution]));
      expect(byId.size).toBe(executions.length);
      for (const { parentId, startMs } of executions)
        expect(parentId === undefined || byId.get(parentId)!.startMs <= startMs).toBe(true);
      expect(edges.every(({ from, to }) => byId.has(from) && byId.has(to))).toBe(true);
    }
  });

  it.each(Object.keys(nestedGroups) as NestedGroup[])('are planted with: %s', (group) => {
    const cases = workflows.flatMap(
      (workflow) => nestedCase(workflow, 1, group) ?? nestedCase(workflow, 2, group) ?? [],
    );
    expect(cases.length).toBeGreaterThan(0);
    for (const { run, roots } of cases)
      for (const root of roots) expect(run.executions.map(({ stepId }) => stepId)).toContain(root);
  });
});
