import type { Block, RunSummary } from '@faultline/model';

/** What ran and how it is known who waited for whom: the figures behind the first sentence. */
export function runFigures({ executions, steps, edges, inferredEdgeShare }: RunSummary): Block {
  const outcomes = Object.entries({
    completed: steps.completed,
    failed: steps.failed,
    skipped: steps.skipped,
    open: steps.open,
  }).filter(([, count]) => count > 0);
  const origins = Object.entries(edges).filter(([, count]) => count > 0);
  return {
    type: 'facts',
    facts: [
      { label: 'Steps', value: listed(steps.defined ?? steps.seen, outcomes) },
      { label: 'Executions', value: { value: executions, unit: 'count' } },
      { label: 'Recorded edges', value: listed(sum(origins), origins) },
      { label: 'Path inferred from timing', value: { value: inferredEdgeShare, unit: 'share' } },
    ],
  };
}

/** `9: 7 completed, 1 failed` */
function listed(count: number, parts: readonly (readonly [name: string, count: number])[]): string {
  if (parts.length === 0) return String(count);
  return `${count}: ${parts.map(([name, ofName]) => `${ofName} ${name}`).join(', ')}`;
}

const sum = (parts: readonly (readonly [name: string, count: number])[]): number =>
  parts.reduce((total, [, count]) => total + count, 0);
