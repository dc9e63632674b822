import type { Json } from '@faultline/model';
import ingestTraces from '@faultline/plugin-ingest-traces';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { filesIn } from '../data/files-in.ts';
import { attempted, type PassedOver } from '../data/passed-over.ts';
import { jsonIn } from '../data/text-in.ts';
import type { LabelledCase } from './labelled-case.ts';
import { runOfJson } from './run-of-json.ts';

/** As digits. Numbers are beyond what counts as a safe integer. */
const nanoseconds = z
  .union([z.number().nonnegative().refine(Number.isInteger), z.string().regex(/^\d+$/)])
  .transform((told) => String(BigInt(told)));

const spanSchema = z.object({
  name: z.string(),
  trace_id: z.string(),
  span_id: z.string(),
  parent_span_id: z.string().nullish(),
  start_time_unix_ns: nanoseconds,
  end_time_unix_ns: nanoseconds,
  status: z.object({ status_code: z.string(), description: z.string().nullish() }),
  attributes: z.record(z.string(), z.json()),
});

const traceSchema = z.object({ task_id: z.string(), spans: z.array(spanSchema) });

const truthSchema = z.object({ critical_failure_step: z.number(), failed_component: z.string() });

/** What an instrumented system would say, and by which name it says it. All else, the label among it, is left out. */
const kept = new Map([
  ['gen_ai.agent.name', 'gen_ai.agent.name'],
  ['gen_ai.request.model', 'gen_ai.request.model'],
  ['task.input', 'task.input'],
  ['error.type', 'error.type'],
  ['agent.input_message', 'input.value'],
  ['agent.output_message', 'output.value'],
  ['tool.name', 'gen_ai.tool.name'],
  ['tool.args_json', 'gen_ai.tool.call.arguments'],
  ['tool.result_json', 'gen_ai.tool.call.result'],
]);

/** Reads traces with injected faults, wherever they are below a folder, through the ingester of OTLP, without what tells the fault. */
export async function masSimCases(folder: string, passedOver: PassedOver[]): Promise<readonly LabelledCase[]> {
  const cases: LabelledCase[] = [];
  for (const file of filesIn(folder).filter((name) => traceName.test(name))) {
    const read = attempted(file, passedOver, () => tracedFault(folder, file));
    if (read === undefined) continue;
    const { trace, truth } = read;
    const run = await runOfJson(otlpOf(trace), ingestTraces.ingesters ?? [], file, passedOver);
    if (run === undefined) continue;
    const { critical_failure_step: step, failed_component: agent } = truth;
    cases.push({ run, group: trace.task_id, agent, step, numberOf: numbersOf(trace) });
  }
  return cases;
}

const traceName = /\.otel\.json(?:\.gz)?$/;

/** A trace, and what its fault is. */
function tracedFault(
  folder: string,
  file: string,
): { readonly trace: Trace; readonly truth: z.infer<typeof truthSchema> } {
  const truth = `${file.replace(/(^|\/)otel\//, '$1ground_truth/').replace(traceName, '')}.ground_truth.json`;
  if (!existsSync(join(folder, truth))) throw new Error('nothing says what its fault is');
  return { trace: jsonIn(join(folder, file), traceSchema), truth: jsonIn(join(folder, truth), truthSchema) };
}

type Trace = z.infer<typeof traceSchema>;

const numbersOf = ({ spans }: Trace): ReadonlyMap<string, number> =>
  new Map(
    spans.flatMap(({ span_id: id, attributes }) => {
      const number = attributes['experiment.step_index'];
      return typeof number === 'number' ? [[id, number] as const] : [];
    }),
  );

const otlpOf = ({ spans }: Trace): Json => ({ resourceSpans: [{ scopeSpans: [{ spans: spans.map(spanOf) }] }] });

function spanOf(span: Trace['spans'][number]): Json {
  const { attributes, status } = span;
  const isRoot = (span.parent_span_id ?? '') === '';
  const isTool = attributes['tool.result_json'] !== undefined;
  const named = Object.entries(attributes).flatMap(([name, value]) => {
    const known = kept.get(name);
    // Of a tool its arguments and result, not what was said about them.
    const isSaid = isTool ? name.startsWith('agent.') : name.startsWith('tool.');
    return known === undefined || isSaid || typeof value !== 'string' ? [] : [[known, value] as const];
  });
  const operation = isTool ? 'execute_tool' : isRoot ? 'workflow' : 'invoke_agent';
  named.push(['gen_ai.operation.name', operation]);
  return {
    traceId: span.trace_id,
    spanId: span.span_id,
    parentSpanId: span.parent_span_id ?? '',
    name: span.name,
    startTimeUnixNano: span.start_time_unix_ns,
    endTimeUnixNano: span.end_time_unix_ns,
    status: { code: status.status_code === 'ERROR' ? 2 : 0, message: status.description ?? '' },
    attributes: named.map(([key, value]) => ({ key, value: { stringValue: value } })),
  };
}
