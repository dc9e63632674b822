import { FaultlineError, quoted } from '@faultline/core';
import type { Edit } from '@faultline/simulator';

/** Changes as they are written on the command line; each may be repeated. */
export interface EditOptions {
  readonly scale?: readonly string[];
  readonly replace?: readonly string[];
  readonly cache?: readonly string[];
  readonly dropEdge?: readonly string[];
  readonly addEdge?: readonly string[];
  readonly pool?: readonly string[];
  readonly resources?: readonly string[];
  readonly retries?: readonly string[];
  readonly timeout?: readonly string[];
}

/** An edit that may have to know the steps there are: "a:b:c" is an edge from "a" to "b:c", or from "a:b" to "c". */
export type EditMaker = (knownSteps: ReadonlySet<string>) => Edit;

/** Reads the changes. Throws FAULTLINE_USAGE for one that is not written as it should be, with its form. */
export function editMakers(options: EditOptions): readonly EditMaker[] {
  return (Object.keys(forms) as (keyof EditOptions)[]).flatMap((name) =>
    (options[name] ?? []).map((text) => made(name, text)),
  );
}

/** How much there is of resources today, from "gpus=2" and the like. */
export function capacities(texts: readonly string[]): ReadonlyMap<string, number> {
  return new Map(
    texts.map((text) => {
      const [resource, amount] = halves(text, '=') ?? [];
      const capacity = numberOf(amount);
      if (resource === undefined || capacity === undefined) throw malformed('capacity', text, 'gpus=2');
      if (capacity < 0)
        throw new FaultlineError('FAULTLINE_USAGE', {
          problem: `There cannot be ${capacity} of ${quoted(resource)}.`,
          hint: 'Name what there is, 0 or more: --capacity gpus=2.',
        });
      return [resource, capacity];
    }),
  );
}

interface Form {
  /** A change that is well written. */
  readonly example: string;
  /** `undefined`: not written so. */
  readonly read: (text: string) => EditMaker | undefined;
}

const forms: Readonly<Record<keyof EditOptions, Form>> = {
  scale: {
    example: 'search=0.5',
    read: (text) => ofStep(text, numberOf, (stepId, factor) => ({ kind: 'scale', stepId, factor })),
  },
  replace: {
    example: 'search=300ms',
    read: (text) => ofStep(text, durationOf, (stepId, durationMs) => ({ kind: 'replace', stepId, durationMs })),
  },
  cache: {
    example: 'search=0.3" or "search=0.3:20ms',
    read: (text) =>
      ofStep(text, numberAndDuration, (stepId, [hitRate, hitCostMs]) => ({
        kind: 'cache',
        stepId,
        hitRate,
        ...(hitCostMs !== undefined && { hitCostMs }),
      })),
  },
  dropEdge: { example: 'search:rank', read: (text) => ofEdge(text, 'drop-edge') },
  addEdge: { example: 'search:rank', read: (text) => ofEdge(text, 'add-edge') },
  pool: {
    example: 'gpus=4',
    read: (text) => ofStep(text, numberOf, (resource, capacity) => ({ kind: 'pool', resource, capacity })),
  },
  resources: {
    example: 'search:gpus=0.5',
    read: (text) => {
      const [subject, value] = halves(text, '=') ?? [];
      const [stepId, resource] = halves(subject ?? '', ':') ?? [];
      const amount = numberOf(value);
      if (stepId === undefined || resource === undefined || amount === undefined) return undefined;
      return () => ({ kind: 'resources', stepId, requirements: Object.fromEntries([[resource, amount]]) });
    },
  },
  retries: {
    example: 'search=3" or "search=3:500ms',
    read: (text) =>
      ofStep(text, numberAndDuration, (stepId, [maxAttempts, backoffMs]) => ({
        kind: 'retries',
        stepId,
        maxAttempts,
        ...(backoffMs !== undefined && { backoffMs }),
      })),
  },
  timeout: {
    example: 'search=5s',
    read: (text) => ofStep(text, durationOf, (stepId, timeoutMs) => ({ kind: 'timeout', stepId, timeoutMs })),
  },
};

function made(name: keyof EditOptions, text: string): EditMaker {
  const { example, read } = forms[name];
  const maker = read(text);
  if (maker === undefined)
    throw malformed(
      name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`),
      text,
      example,
    );
  return maker;
}

function ofStep<Value>(
  text: string,
  valueOf: (text: string | undefined) => Value | undefined,
  editOf: (stepId: string, value: Value) => Edit,
): EditMaker | undefined {
  const [stepId, written] = halves(text, '=') ?? [];
  const value = valueOf(written);
  return stepId === undefined || value === undefined ? undefined : () => editOf(stepId, value);
}

function ofEdge(text: string, kind: 'add-edge' | 'drop-edge'): EditMaker | undefined {
  const splits = [...text.matchAll(/:/g)].map(({ index }) => [text.slice(0, index), text.slice(index + 1)] as const);
  const possible = splits.filter(([from, to]) => from !== '' && to !== '');
  const [first] = possible;
  if (first === undefined) return undefined;
  return (known) => {
    const [from, to] = possible.find((split) => split.every((stepId) => known.has(stepId))) ?? first;
    return { kind, from, to };
  };
}

/** What stands before and after the last mark: names may hold it as well. */
function halves(text: string, mark: string): readonly [string, string] | undefined {
  const at = text.lastIndexOf(mark);
  return at <= 0 || at === text.length - 1 ? undefined : [text.slice(0, at), text.slice(at + 1)];
}

/** Whether a number makes sense is not asked here: who applies the change knows, and says why not. */
function numberOf(text: string | undefined): number | undefined {
  return text !== undefined && /^-?(\d+\.?\d*|\.\d+)$/.test(text) ? finite(Number(text)) : undefined;
}

/** Digits without end are a mistake, not an amount. */
const finite = (value: number): number | undefined => (Number.isFinite(value) ? value : undefined);

const msOfUnit: ReadonlyMap<string, number> = new Map([
  ['us', 0.001],
  ['ms', 1],
  ['s', 1000],
  ['min', 60_000],
  ['h', 3_600_000],
]);

/** "300ms", "1.5s", "2min": a duration without its unit is a question. */
function durationOf(text: string | undefined): number | undefined {
  const [, amount, unit] = /^(-?[\d.]+)(us|ms|s|min|h)$/.exec(text ?? '') ?? [];
  const value = numberOf(amount);
  return value === undefined ? undefined : finite(value * (msOfUnit.get(unit ?? '') ?? 1));
}

/** "0.3", or "0.3:20ms". */
function numberAndDuration(text: string | undefined): readonly [number, number | undefined] | undefined {
  const [first, second, ...rest] = (text ?? '').split(':');
  const value = numberOf(first);
  const durationMs = durationOf(second);
  if (value === undefined || rest.length > 0) return undefined;
  return second !== undefined && durationMs === undefined ? undefined : [value, durationMs];
}

function malformed(option: string, text: string, example: string): FaultlineError {
  return new FaultlineError('FAULTLINE_USAGE', {
    problem: `Cannot read --${option} "${text}".`,
    hint: `Write it as "${example}".`,
  });
}
