import { closeSync, openSync, writeSync } from 'node:fs';

/** Forms of a trace: every span calls ten, each calls the next, or one calls all. */
export const shapes = ['tree', 'chain', 'flat'] as const;
export type Shape = (typeof shapes)[number];

const spansPerLine = 100;
const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');
const parentOf: Readonly<Record<Shape, (span: number) => number>> = {
  tree: (span) => Math.floor((span - 1) / 10),
  chain: (span) => span - 1,
  flat: () => 0,
};

/**
 * Writes spans as OTLP JSON Lines, 100 a line, about 600 bytes a span with four attributes: one trace, or traces of
 * `runSize` spans one after the other.
 */
export function generate(file: string, shape: Shape, size: number, runSize = size): void {
  const out = openSync(file, 'w');
  for (const spans of spansInLines(shape, size, runSize)) writeSync(out, `${JSON.stringify(exportOf(spans))}\n`);
  closeSync(out);
}

/** The spans of `generate`, a line at a time. */
export function* spansInLines(shape: Shape, size: number, runSize = size): Generator<readonly GeneratedSpan[]> {
  const times = timesOf(shape, runSize);
  for (let first = 0; first < size; first += spansPerLine)
    yield Array.from({ length: Math.min(spansPerLine, size - first) }, (_, i) =>
      spanOf(Math.floor((first + i) / runSize), (first + i) % runSize, shape, times),
    );
}

/** An export of OTLP JSON with some spans of one service. */
export const exportOf = (spans: readonly GeneratedSpan[]) => ({
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'generated' } }] },
      scopeSpans: [{ scope: { name: 'bench' }, spans }],
    },
  ],
});

/** A span of OTLP JSON, as far as it is generated. */
export interface GeneratedSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly GeneratedAttribute[];
  readonly status: object;
}

interface GeneratedAttribute {
  readonly key: string;
  readonly value: { readonly stringValue: string } | { readonly intValue: string };
}

interface Times {
  readonly startUs: Float64Array;
  readonly endUs: Float64Array;
}

/** Every span lies inside its parent: children one after the other, a margin of 1 us on both sides. */
function timesOf(shape: Shape, size: number): Times {
  const startUs = new Float64Array(size);
  const endUs = new Float64Array(size);
  const lengthUs = new Float64Array(size).fill(2);
  for (let span = size - 1; span > 0; span--) {
    const parent = parentOf[shape](span);
    lengthUs[parent] = lengthUs[parent]! + lengthUs[span]! + 1;
  }
  const next = new Float64Array(size);
  for (let span = 0; span < size; span++) {
    startUs[span] = span === 0 ? 0 : next[parentOf[shape](span)]!;
    endUs[span] = startUs[span]! + lengthUs[span]!;
    next[span] = startUs[span]! + 1;
    if (span > 0) next[parentOf[shape](span)] = endUs[span]! + 1;
  }
  return { startUs, endUs };
}

function spanOf(run: number, span: number, shape: Shape, { startUs, endUs }: Times): GeneratedSpan {
  const first = run * startUs.length;
  const runStartUs = run * (endUs[0]! + 10);
  return {
    traceId: `0af7651916cd43dd8448eb21${hex(run, 8)}`,
    spanId: hex(first + span + 1, 16),
    ...(span > 0 && { parentSpanId: hex(first + parentOf[shape](span) + 1, 16) }),
    name: `step ${span % 50}`,
    kind: 1,
    startTimeUnixNano: nanosAt(runStartUs + startUs[span]!),
    endTimeUnixNano: nanosAt(runStartUs + endUs[span]!),
    attributes: [
      { key: 'gen_ai.operation.name', value: { stringValue: span % 3 === 0 ? 'chat' : 'execute_tool' } },
      { key: 'gen_ai.request.model', value: { stringValue: 'model-small' } },
      { key: 'gen_ai.usage.input_tokens', value: { intValue: String(span % 4000) } },
      { key: 'gen_ai.usage.output_tokens', value: { intValue: String(span % 500) } },
    ],
    status: {},
  };
}

const nanosAt = (us: number): string => `${1_700_000_000_000_000n + BigInt(us)}000`;
