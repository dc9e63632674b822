import type { Repair, RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { Edge, StepExecution } from '@faultline/model';

type RepairOfExecution = Extract<Repair, { execution: StepExecution }>;

/** The executions that were mended in one way, in order of id: documents list them in any order. O(repairs). */
export function repairedExecutions(run: RunView, kind: RepairOfExecution['kind']): readonly StepExecution[] {
  return repairsByKind(run).executions.get(kind) ?? [];
}

/** The edges that were left out, because an end of them is not in the run. */
export const lostEdges = (run: RunView): readonly Edge[] => repairsByKind(run).edges;

const repairsByKind = fact((run: RunView) => {
  const executions = new Map<Repair['kind'], StepExecution[]>();
  const edges: Edge[] = [];
  for (const repair of run.repairs) {
    if (repair.kind === 'unknown-edge-end') {
      edges.push(repair.edge);
      continue;
    }
    const mended = executions.get(repair.kind) ?? [];
    executions.set(repair.kind, mended);
    mended.push(repair.execution);
  }
  for (const mended of executions.values()) mended.sort((a, b) => compareText(a.id, b.id));
  edges.sort((a, b) => compareText(a.from, b.from) || compareText(a.to, b.to));
  return { executions, edges };
});

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
