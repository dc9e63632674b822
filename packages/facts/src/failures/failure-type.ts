import { fact } from '@faultline/graph';
import { failureTypeSchema, type FailureType, type Json, type StepExecution } from '@faultline/model';
import { failurePatterns, type FailurePattern, type FailurePatternSubject } from './failure-patterns.ts';

/** What kind of failure it was, how sure that is, and what says so. */
export interface ToldFailure {
  /** One of the seven, `cancelled`, the trace's own word where nobody here knows it, or `unknown_error`. */
  readonly type: FailureType;
  /** Between 0 and 1: a rank of the kinds of evidence, chosen and not measured. 0: nothing says what kind it was. */
  readonly confidence: number;
  /** The kind of evidence; the first that the trace has, in the order of `evidenceConfidence`. */
  readonly evidence: FailureEvidence;
  /** The line of the table that matched. */
  readonly pattern: FailurePattern | undefined;
}

/** What a type was told by: see `evidenceConfidence`. */
export type FailureEvidence = keyof typeof evidenceConfidence;

/** How much each kind of evidence is trusted. In this order they are looked for. */
const evidenceConfidence = {
  /** The trace names one of the known types itself. */
  recorded: 0.95,
  /** A status code of HTTP or gRPC among the attributes, or in place of a name. */
  code: 0.95,
  /** The name of an exception, as the type of the error, among the attributes, or before the message. */
  name: 0.9,
  /** Its caller timed out waiting for it: see `failureRoots`, which alone knows callers. */
  caller: 0.8,
  /** Words of the message. */
  message: 0.7,
  /** What it put out although it failed, as tools and executors of code do: the error that stands there. */
  output: 0.65,
  /** The workflow engine wrote down that a dependency had failed, and nothing else. */
  dependency: 0.6,
  /** A name that nobody here knows. */
  'own-word': 0.5,
  nothing: 0,
} as const;

/**
 * The type of a failure. `undefined`: the execution neither failed nor has an error. Remembered for each execution.
 *
 *     { type: 'java.net.SocketTimeoutException' }       timeout                  by the name
 *     { type: '503' }                                   external_service_error   by the code
 *     { type: 'Error', message: 'fetch failed' }        external_service_error   by the message
 */
export const failureTypeOf = fact((execution: StepExecution): ToldFailure | undefined => {
  const { status, error, dependenciesFailed = [] } = execution;
  if (error === undefined && status !== 'failed' && status !== 'retrying') return undefined;
  const names = namesOf(execution);
  const recorded = names.find((name) => knownTypes.has(name));
  if (recorded !== undefined) return told(recorded, 'recorded');
  const message = (error?.message ?? '').slice(0, MOST_CHARACTERS);
  return (
    matched('code', 'http', [...names, ...textsOf(execution, httpAttributes)]) ??
    matched('code', 'grpc', textsOf(execution, grpcAttributes)) ??
    matched('name', 'name', [...names, ...nameBefore(message)].map(withoutPackage)) ??
    matched('message', 'message', [message]) ??
    matchedOutput(execution) ??
    (dependenciesFailed.length > 0 ? told('dependency_failure', 'dependency') : undefined) ??
    ownWord(names)
  );
});

/** A message says what happened at its beginning. */
const MOST_CHARACTERS = 1000;

const knownTypes: ReadonlySet<string> = new Set([
  ...failureTypeSchema.options.flatMap((option) => ('enum' in option ? Object.values(option.enum) : [])),
  'cancelled',
]);

const nameAttributes = ['error.type', 'exception.type'];
const httpAttributes = ['http.response.status_code', 'http.status_code'];
const grpcAttributes = ['rpc.grpc.status_code', 'rpc.response.status_code'];
/** What stands where nobody knew a name. */
const emptyNames: ReadonlySet<string> = new Set(['', '_OTHER', 'unknown_error', 'Error', 'Exception', 'error']);

/** Some hand over a message with the name. */
const namesOf = (execution: StepExecution): string[] =>
  [execution.error?.type ?? '', ...textsOf(execution, nameAttributes)]
    .map((name) => name.replace(/:\s.*$/s, ''))
    .filter((name) => !emptyNames.has(name));

function textsOf({ attributes }: StepExecution, keys: readonly string[]): string[] {
  if (attributes === undefined) return [];
  return keys.flatMap((key) => (Object.hasOwn(attributes, key) ? textOf(attributes[key]) : []));
}

const textOf = (value: Json | undefined): string[] =>
  typeof value === 'string' ? [value] : typeof value === 'number' ? [String(value)] : [];

/** `KeyError` of `"KeyError: 'name'"`. */
const nameBefore = (message: string): string[] => /^([A-Za-z_][\w.$]{2,80}): /.exec(message)?.slice(1, 2) ?? [];

/** The error of a text that was put out: the last name of one at the beginning of a line, else the words of its ends. */
function matchedOutput({ output }: StepExecution): ToldFailure | undefined {
  if (typeof output !== 'string') return undefined;
  const ends = [output.slice(0, MOST_CHARACTERS), output.slice(-MOST_CHARACTERS)];
  const names = ends.flatMap((end) => [...end.matchAll(namedError)].map(([, name]) => withoutPackage(name ?? '')));
  return matched('output', 'name', names.slice(-1)) ?? matched('output', 'message', ends);
}

const namedError = /^([A-Za-z_][\w.]{0,80}(?:Error|Exception|Timeout|Interrupt)): /gm;

const withoutPackage = (name: string): string => name.slice(name.search(/[^.$:/]*$/));

function matched(
  evidence: FailureEvidence,
  subject: FailurePatternSubject,
  texts: readonly string[],
): ToldFailure | undefined {
  if (texts.length === 0) return undefined;
  for (const row of patternsBySubject.get(subject) ?? [])
    if (texts.some((text) => row.pattern.test(text))) return told(row.type, evidence, row);
  return undefined;
}

const patternsBySubject = Map.groupBy(failurePatterns, ({ reads }) => reads);

/** Only names, alone or before a colon: anything else is a message, which may tell of people. */
function ownWord(names: readonly string[]): ToldFailure {
  const name = names.map((one) => /^[A-Za-z_][\w.$/-]*(?=$|:)/.exec(one)?.[0]).find((one) => one !== undefined);
  return name === undefined ? told('unknown_error', 'nothing') : told(name, 'own-word');
}

const told = (type: FailureType, evidence: FailureEvidence, pattern?: FailurePattern): ToldFailure => ({
  type,
  confidence: evidenceConfidence[evidence],
  evidence,
  pattern,
});
