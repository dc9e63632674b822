import type { Run } from '@faultline/model';
import { hexText } from '../bytes/hex.ts';

const zeros = /^0+$/;
const spanIdForm = /^[0-9a-f]{16}$/;
const traceIdForm = /^[0-9a-f]{32}$/;

/** The id as it is where OTLP can have it, else one made from it; never one that was taken before. */
function freeId(id: string, form: RegExp, words: number, taken: Set<string>): string {
  let free = id;
  for (let salt = 0; !form.test(free) || zeros.test(free) || taken.has(free); salt++)
    free = Array.from({ length: words }, (_, word) => hexText(hashOf(`${salt}.${word}.${id}`))).join('');
  taken.add(free);
  return free;
}

/** The id of a trace for a run. Runs with one id get traces of their own. */
export const traceIdFor = (runId: string, taken: Set<string>): string => freeId(runId, traceIdForm, 4, taken);

/** The ids of the spans of a run. */
export interface SpanIdsOfRun {
  /** Of the span that stands for the run. */
  readonly run: string;
  /** By place among the executions. */
  readonly executions: readonly string[];
  /** By execution id; of two executions with one id the first is meant. */
  readonly byId: ReadonlyMap<string, string>;
}

/** Span ids that are distinct within the run; the same for the same run. */
export function spanIdsFor({ id, executions }: Run): SpanIdsOfRun {
  const taken = new Set<string>();
  const byId = new Map<string, string>();
  const ids = executions.map((execution) => {
    const spanId = freeId(execution.id, spanIdForm, 2, taken);
    if (!byId.has(execution.id)) byId.set(execution.id, spanId);
    return spanId;
  });
  return { run: freeId(`run ${id}`, spanIdForm, 2, taken), executions: ids, byId };
}

/** FNV-1a over UTF-16, then mixed: ids often differ in their last digit only. */
function hashOf(text: string): number {
  let hash = 0x811c_9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x0100_0193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b);
  return (hash ^ (hash >>> 13)) >>> 0;
}
