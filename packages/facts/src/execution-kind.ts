import type { RunView } from '@faultline/core';
import { fact } from '@faultline/graph';
import type { StepExecution } from '@faultline/model';
import { textHash } from '@faultline/stats';
import { payloadSize } from './payload-size.ts';

/** What executions of one step differ by, so that they take and cost differently. */
export interface ExecutionKind {
  readonly model: string | undefined;
  readonly tool: string | undefined;
  /** A number for model and tool together. 0: neither is known. */
  readonly kind: number;
  /** The class of the input by its size, each up to twice as large as the one before. 0: no input is known. */
  readonly size: number;
}

/** Model, tool and input size of each execution, by node. O(payloads). */
export const executionKinds = fact((run: RunView): readonly ExecutionKind[] => {
  const { model: modelOfRun } = run.context;
  let last: ExecutionKind | undefined;
  return run.executions.map((execution) => {
    const model = textAt(execution, modelAttributes) ?? (typeof modelOfRun === 'string' ? modelOfRun : undefined);
    const tool = textAt(execution, toolAttributes);
    // Neighbours are mostly of one kind.
    const kind = last?.model === model && last?.tool === tool ? (last?.kind ?? 0) : kindOf(model, tool);
    last = { model, tool, kind, size: sizeClassOf(execution) };
    return last;
  });
});

/** Ingested telemetry says `model` whatever its convention; runs that were written by others may use the convention. */
const modelAttributes = ['model', 'gen_ai.response.model', 'gen_ai.request.model'];
/** Those of all conventions: they are kept as they came. */
const toolAttributes = ['gen_ai.tool.name', 'tool.name', 'ai.toolCall.name'];

function textAt({ attributes }: StepExecution, names: readonly string[]): string | undefined {
  if (attributes === undefined) return undefined;
  for (const name of names) {
    const value = attributes[name];
    if (typeof value === 'string') return value;
  }
  return undefined;
}

/** 24 bits: of a hundred kinds in one step, two share a number once in three thousand such steps. */
const kindOf = (model: string | undefined, tool: string | undefined): number =>
  model === undefined && tool === undefined ? 0 : 1 + (textHash(`${model ?? ''}\0${tool ?? ''}`) >>> 8);

/** In tokens where these were counted, else in characters. */
function sizeClassOf({ metrics, input }: StepExecution): number {
  const size = metrics['inputTokens'] ?? (input === undefined ? 0 : payloadSize(input));
  return size >= 1 && size < Infinity ? 1 + Math.floor(Math.log2(size)) : 0;
}
