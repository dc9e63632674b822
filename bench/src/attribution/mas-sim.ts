import type { Json } from '@faultline/model';
import ingestTraces from '@faultline/plugin-ingest-traces';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { LabelledCase } from './labelled-case.ts';
import { runsOfJson } from './runs-of-json.ts';

const spanSchema = z.object({
  name: z.string(),
  trace_id: z.string(),
  span_id: z.string(),
  parent_span_id: z.string().nullable(),
  start_time_unix_ns: z.number(),
  end_time_unix_ns: z.number(),
  status: z.object({ status_code: z.string(), description: z.string().nullable() }),
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

/** Reads traces with injected faults through the ingester of OTLP, without what tells the fault. */
export async function masSimCases(dataFolder: string): Promise<readonly LabelledCase[]> {
  const folder = join(dataFolder, 'mas-sim-otel');
  if (!existsSync(folder)) return [];
  const cases: LabelledCase[] = [];
  for (const file of globSync('**/*.otel.json', { cwd: folder }).toSorted()) {
    const trace = traceSchema.parse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
    const truthFile = file.replace('/otel/', '/ground_truth/').replace('.otel.json', '.ground_truth.json');
    const truth: unknown = JSON.parse(readFileSync(join(folder, truthFile), 'utf8'));
    const { critical_failure_step: step, failed_component: agent } = truthSchema.parse(truth);
    for (const run of await runsOfJson(otlpOf(trace), ingestTraces.ingesters ?? [], file))
      cases.push({ run, group: trace.task_id, agent, step, numberOf: numbersOf(trace) });
  }
  return cases;
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
  const isTool = attributes['tool.result_json'] !== undefined;
  const named = Object.entries(attributes).flatMap(([name, value]) => {
    const known = kept.get(name);
    // Of a tool its arguments and result, not what was said about them.
    const isSaid = isTool ? name.startsWith('agent.') : name.startsWith('tool.');
    return known === undefined || isSaid || typeof value !== 'string' ? [] : [[known, value] as const];
  });
  const operation = isTool ? 'execute_tool' : span.parent_span_id === null ? 'workflow' : 'invoke_agent';
  named.push(['gen_ai.operation.name', operation]);
  return {
    traceId: span.trace_id,
    spanId: span.span_id,
    parentSpanId: span.parent_span_id ?? '',
    name: span.name,
    startTimeUnixNano: String(BigInt(span.start_time_unix_ns)),
    endTimeUnixNano: String(BigInt(span.end_time_unix_ns)),
    status: { code: status.status_code === 'ERROR' ? 2 : 0, message: status.description ?? '' },
    attributes: named.map(([key, value]) => ({ key, value: { stringValue: value } })),
  };
}
