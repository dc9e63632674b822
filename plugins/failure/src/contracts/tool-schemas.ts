import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { Json, StepExecution } from '@faultline/model';
import { entriesOf, parsed, valueAt } from '../payload.ts';

/**
 * The JSON Schema of the arguments of each tool, as far as the telemetry has them: `gen_ai.tool.definitions` of OpenTelemetry,
 * `llm.tools.*.tool.json_schema` and `tool.json_schema` of OpenInference. The first that names a tool wins. O(attributes).
 */
export const toolSchemas = fact((run: RunView): ReadonlyMap<string, Json> => {
  const schemas = new Map<string, Json>();
  for (const execution of run.executions)
    for (const tool of toolsTold(execution)) {
      // OpenAI wraps it in "function", Anthropic calls it "input_schema".
      const told = valueAt(tool, 'function') ?? tool;
      const name = valueAt(told, 'name');
      const schema = valueAt(told, 'parameters') ?? valueAt(told, 'input_schema') ?? valueAt(told, 'inputSchema');
      if (typeof name === 'string' && schema !== undefined && !schemas.has(name)) schemas.set(name, schema);
    }
  return schemas;
});

function toolsTold({ attributes }: StepExecution): readonly Json[] {
  if (attributes === undefined) return [];
  return entriesOf(attributes).flatMap(([key, value]) => {
    if (!/^gen_ai\.tool\.definitions$|(^|\.)tool\.json_schema$/.test(key)) return [];
    const told = parsed(value);
    return Array.isArray(told) ? told : told === undefined ? [] : [told];
  });
}
