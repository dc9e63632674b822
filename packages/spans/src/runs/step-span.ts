import type { StepExecution } from '@faultline/model';
import { textIn } from '../conventions/attribute-text.ts';
import { clockReader } from '../conventions/clock.ts';
import { failureOf } from '../conventions/failure.ts';
import { payloadOf } from '../conventions/payload.ts';
import type { SpanAttributes } from '../conventions/span-attributes.ts';
import { SPAN_STATUS } from '../table/span-fields.ts';
import type { SpanTable } from '../table/span-table.ts';
import { stepIdOf, withoutIds } from '../conventions/step-id.ts';
import { stepTypeOf } from '../conventions/step-type.ts';

/** A step execution while its run is being put together. */
type Draft = { -readonly [Field in keyof StepExecution]: StepExecution[Field] };

/** A span as a step execution, with what only the run as a whole can make use of. */
export interface StepSpan {
  readonly row: number;
  readonly execution: Draft;
  readonly meant: SpanAttributes['meant'];
}

/**
 * What executions are copied from: a copy has its fields at once, where setting them one by one makes room each time. The
 * times are fractions because times are.
 */
const begun: Draft = {
  id: '',
  stepId: '',
  type: '',
  item: '',
  attempt: 1,
  isAsync: false,
  startMs: 0.5,
  status: 'completed',
  metrics: {},
};
const called: Draft = { ...begun, parentId: '', endMs: 0.5 };

/** Turns rows of one table into step executions. `item`, `attempt` and `isAsync` are left at their defaults. */
export function stepSpanMaker(table: SpanTable): (row: number, attributes: SpanAttributes) => StepSpan {
  const stableNames: string[] = [];
  const stableName = (name: number): string => (stableNames[name] ??= withoutIds(table.names.at(name)));

  const clockOf = clockReader(table);
  const parentIdOf = parentReader(table);

  return (row, { meant, metrics, others }) => {
    const endMs = table.endMs[row];
    const isOpen = Number.isNaN(endMs);
    const isFailed = table.status[row] === SPAN_STATUS.error;
    const spanName = table.names.at(table.name[row]);
    const type = textIn(meant.stepType) ?? stepTypeOf(meant.spanKind, meant.operation, spanName);
    const parentId = parentIdOf(row);
    const execution: Draft = parentId === undefined || isOpen ? { ...begun } : { ...called };
    execution.id = table.idOf(row);
    execution.stepId = stepIdOf(meant, type, spanName) ?? stableName(table.name[row]);
    execution.type = type;
    execution.startMs = table.startMs[row];
    execution.status = isFailed ? 'failed' : isOpen ? 'running' : 'completed';
    execution.metrics = metrics;
    if (parentId !== undefined) execution.parentId = parentId;
    if (!isOpen) execution.endMs = endMs;
    const clock = textIn(meant.clock) ?? clockOf(table.resourceOf[row]);
    if (clock !== undefined) execution.clock = clock;
    if (isFailed) execution.error = failureOf(meant.errorType, meant.errorMessage, meant.errorStack);
    const input = payloadOf(meant.input, meant.inputMimeType);
    if (input !== undefined) execution.input = input;
    const output = payloadOf(meant.output, meant.outputMimeType);
    if (output !== undefined) execution.output = output;
    const attributes = isFailed ? withoutError(others) : others;
    const elsewhere = linksElsewhere(table, row);
    if (elsewhere.length > 0) execution.attributes = { ...attributes, links: elsewhere };
    else if (attributes !== undefined) execution.attributes = attributes;
    return { row, execution, meant };
  };
}

/** Siblings often follow each other: one text for all of them is hashed once. */
function parentReader(table: SpanTable): (row: number) => string | undefined {
  const { form, high, low } = table.parentIds;
  let last = 0;
  let lastId = table.parentIdOf(last);
  return (row) => {
    if (high[row] !== high[last] || low[row] !== low[last] || form[row] !== form[last]) lastId = table.parentIdOf(row);
    last = row;
    return lastId;
  };
}

function withoutError(attributes: SpanAttributes['others']): SpanAttributes['others'] {
  const others = Object.entries(attributes ?? {}).filter(([key]) => !toldByError.has(key));
  return others.length === 0 ? undefined : Object.fromEntries(others);
}

/** What the error of a failed execution holds in full. Its class is kept: `error.type` may be one we have mapped. */
const toldByError: ReadonlySet<string> = new Set([
  'otel.status_description',
  'exception.message',
  'exception.stacktrace',
]);

const none: readonly never[] = [];

/** Links to other traces: they lead out of the run, so they are no edges. */
function linksElsewhere(table: SpanTable, row: number): readonly (readonly [traceId: string, spanId: string])[] {
  const links = table.linksOf(row);
  if (links.length === 0) return none;
  const own = table.traceIds[table.trace[row]];
  return links.filter(({ traceId }) => traceId !== own).map(({ traceId, spanId }) => [traceId, spanId]);
}
