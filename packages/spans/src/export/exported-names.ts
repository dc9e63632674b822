import { statusMessageKey } from '../table/span-fields.ts';

/**
 * The attributes under which an exported run keeps what OTLP has no place for; see the README. They are read back by
 * `exportedRunReader`.
 */
export const exported = {
  /** On the span of the run: its fields, all but the executions. */
  run: 'faultline.run.',
  /** On the span of an execution: fields that have no name of their own below. */
  execution: 'faultline.execution.',
  stepId: 'faultline.step.id',
  type: 'faultline.step.type',
  item: 'faultline.item',
  attempt: 'faultline.attempt',
  metric: 'faultline.metrics.',
  /** Before the name of an attribute that would be taken for one of these. Alone: there are attributes, but none in it. */
  attribute: 'faultline.attributes',
  subjectId: 'user.id',
} as const;

/** Names of inputs and outputs; their type says whether they are JSON or text. */
export const exportedPayloads = [
  { field: 'input', value: 'input.value', mimeType: 'input.mime_type' },
  { field: 'output', value: 'output.value', mimeType: 'output.mime_type' },
] as const;

/** Types of inputs and outputs. */
export const payloadTypes = { json: 'application/json', text: 'text/plain' } as const;

/** Written on every span of an exported run. */
export const marker = { run: `${exported.run}id`, execution: `${exported.execution}status` } as const;

/** The names of inputs, outputs and their types. */
export const payloadNames: ReadonlySet<string> = new Set(
  exportedPayloads.flatMap(({ value, mimeType }) => [value, mimeType]),
);

/** Whether an attribute would be read as something else than an attribute. */
export const isExportedName = (key: string): boolean =>
  key.startsWith('faultline.') || key === statusMessageKey || payloadNames.has(key);
