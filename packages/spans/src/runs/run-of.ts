import type { IngestNote, Json, Run, Status } from '@faultline/model';
import { labelIn, textIn } from '../conventions/attribute-text.ts';
import { contextAttributes } from '../conventions/conventions.ts';
import { crewTasksOf, nameByTask } from '../definitions/crew-tasks.ts';
import { foundDefinition } from '../definitions/found-definition.ts';
import { graphNodesOf, nameByNode } from '../edges/graph-nodes.ts';
import { inIdOrder } from './id-order.ts';
import { numberExecutions } from './number-executions.ts';
import { recordedOrder } from '../edges/recorded-order.ts';
import { SPAN_KIND } from '../table/span-fields.ts';
import type { SpanTable } from '../table/span-table.ts';
import { withoutIds } from '../conventions/step-id.ts';
import type { StepSpan } from './step-span.ts';

const [serviceKey] = contextAttributes.service;

/** Puts one run together from the steps of a trace, of which there is at least one. O(n log n). */
export function runOf(table: SpanTable, unordered: readonly StepSpan[], notes: readonly IngestNote[]): Run {
  const steps = unordered.toSorted(byTime);
  const stepById = new Map<string, StepSpan>();
  // Of two spans with one id the first is meant.
  for (const step of steps) if (!stepById.has(step.execution.id)) stepById.set(step.execution.id, step);
  for (const step of steps) step.execution.isAsync = isAsync(table, step, stepById);
  const nodes = graphNodesOf(table, steps, stepById);
  nameByNode(nodes);
  const tasks = crewTasksOf(table, steps, stepById);
  nameByTask(tasks);
  numberExecutions([...stepById.values()]);
  if (stepById.size < steps.length) numberRepetitions(steps, stepById);

  const roots = rootsOf(steps, stepById);
  const [root] = roots;
  tellServices(table, root, steps);
  const status = statusOf(roots, steps);
  const subjectId = subjectIn(root, steps);
  const workflowId = textIn(root.meant.workflowId) ?? withoutIds(table.names.at(table.name[root.row]));
  const { edges, joins } = recordedOrder(table, steps, stepById, { nodes, tasks });
  const definition = foundDefinition(table, steps, tasks, workflowId);
  return {
    schemaVersion: 1,
    id: table.traceIds[table.trace[root.row]],
    workflowId,
    ...(subjectId !== undefined && { subjectId }),
    context: contextOf(table, root, steps),
    status,
    startMs: roots.reduce((least, { execution }) => Math.min(least, execution.startMs), Infinity),
    ...(status !== 'running' && {
      endMs: roots.reduce((last, { execution }) => Math.max(last, endOf(execution)), -Infinity),
    }),
    metrics: {},
    executions: steps.map(({ execution }) => execution),
    edges,
    ...(joins.length > 0 && { joins }),
    ...(definition !== undefined && { definition }),
    notes,
  };
}

/** A span that was exported twice is not a further item. */
function numberRepetitions(steps: readonly StepSpan[], stepById: ReadonlyMap<string, StepSpan>): void {
  for (const { execution } of steps) {
    const { item, attempt } = stepById.get(execution.id)?.execution ?? execution;
    execution.item = item;
    execution.attempt = attempt;
  }
}

/** By everything that could differ, so that the order of spans in the input does not matter. */
function byTime({ execution: a }: StepSpan, { execution: b }: StepSpan): number {
  const { endMs: aEndMs = Infinity } = a;
  const { endMs: bEndMs = Infinity } = b;
  if (a.startMs !== b.startMs) return a.startMs - b.startMs;
  if (aEndMs !== bEndMs) return aEndMs < bEndMs ? -1 : 1;
  return inIdOrder(a.id, b.id) || inIdOrder(a.stepId, b.stepId) || inIdOrder(a.parentId ?? '', b.parentId ?? '');
}

/** A consumer works on what its producer left in a queue; FOLLOWS_FROM says of a parent that it did not wait. */
function isAsync(table: SpanTable, { row, execution }: StepSpan, stepById: ReadonlyMap<string, StepSpan>): boolean {
  const { parentId } = execution;
  if (parentId === undefined) return false;
  const links = table.linksOf(row);
  if (links.some(({ spanId, isFollowsFrom }) => isFollowsFrom && spanId === parentId)) return true;
  if (table.kind[row] !== SPAN_KIND.consumer) return false;
  const parent = stepById.get(parentId);
  return parent !== undefined && table.kind[parent.row] === SPAN_KIND.producer;
}

/** Spans without a parent; in a fragment of a trace those whose parent is elsewhere; on a cycle, all. */
function rootsOf(steps: readonly StepSpan[], stepById: ReadonlyMap<string, StepSpan>): readonly StepSpan[] {
  const roots = steps.filter(({ execution }) => execution.parentId === undefined);
  if (roots.length > 0) return roots;
  const orphans = steps.filter(({ execution }) => !stepById.has(execution.parentId!));
  return orphans.length > 0 ? orphans : steps;
}

/**
 * The worst of the roots, where a retried one counts by its last attempt. A run without a root is open while anything
 * in it is: its root was not exported yet.
 */
function statusOf(roots: readonly StepSpan[], steps: readonly StepSpan[]): Status {
  const hasRoot = roots[0]?.execution.parentId === undefined;
  if ((hasRoot ? roots : steps).some(({ execution }) => execution.status === 'running')) return 'running';
  const last = new Map<string, StepSpan['execution']>();
  for (const { execution } of roots) {
    const key = JSON.stringify([execution.stepId, execution.item]);
    if (execution.attempt >= (last.get(key)?.attempt ?? 0)) last.set(key, execution);
  }
  return [...last.values()].some(({ status }) => status === 'failed') ? 'failed' : 'completed';
}

/** A failed root may have no end; then it is not known to have lasted. */
const endOf = ({ startMs, endMs = startMs }: StepSpan['execution']): number => endMs;

/** Spans of another service than the root's say so; of the root's the context of the run does. */
function tellServices(table: SpanTable, root: StepSpan, steps: readonly StepSpan[]): void {
  const own = table.resourceOf[root.row];
  for (const { row, execution } of steps) {
    if (table.resourceOf[row] === own) continue;
    const service = table.resources[table.resourceOf[row]]?.get(serviceKey);
    if (service === undefined || service === table.resources[own]?.get(serviceKey)) continue;
    execution.attributes = { [serviceKey]: service, ...execution.attributes };
  }
}

/** Of the root, else of the first span that has it: instrumentations hand it down to every span, or set it late. */
function subjectIn(root: StepSpan, steps: readonly StepSpan[]): string | undefined {
  return labelIn(root.meant.subjectId ?? steps.find(({ meant }) => meant.subjectId !== undefined)?.meant.subjectId);
}

function contextOf(table: SpanTable, root: StepSpan, steps: readonly StepSpan[]): Run['context'] {
  const resource = table.resources[table.resourceOf[root.row]];
  const circumstances: [string, string | number | boolean][] = [];
  const add = (name: string, value: Json | undefined): void => {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
      circumstances.push([name, value]);
  };
  for (const [name, keys] of Object.entries<readonly string[]>(contextAttributes))
    add(
      name,
      keys.map((key) => resource?.get(key)).find((value) => value !== undefined),
    );
  add('session', root.meant.session ?? steps.find(({ meant }) => meant.session !== undefined)?.meant.session);
  return Object.fromEntries(circumstances);
}
