import type { Json } from '@faultline/model';
import { membersIn, objectIn, textIn, type JsonObject } from '@faultline/spans';

/** A run, and what it inherits from the run that it was found in. */
export interface LangsmithRun {
  readonly fields: JsonObject;
  /** Empty: it stood at the top. */
  readonly parentId: string;
  readonly traceId: string;
}

/**
 * Finds the runs in a LangSmith document: a run, with the runs inside it in `child_runs`; a list of runs, also under
 * `runs`; a batch as SDKs send it (`{post, patch}`). `undefined`: it is none of them. Iterative: a tree may be deep.
 */
export function langsmithRunsIn(document: Json): readonly LangsmithRun[] | undefined {
  const top = topRunsIn(document);
  if (top === undefined) return undefined;
  const runs: LangsmithRun[] = top.map((run) => ({ fields: objectIn(run) ?? {}, parentId: '', traceId: '' }));
  // The list grows while it is read.
  for (const { fields, traceId } of runs) {
    const parentId = textIn(fields.id) ?? '';
    const handedDown = textIn(fields.trace_id) ?? (traceId === '' ? parentId : traceId);
    for (const child of membersIn(fields.child_runs))
      runs.push({ fields: objectIn(child) ?? {}, parentId, traceId: handedDown });
  }
  return runs;
}

function topRunsIn(document: Json): readonly Json[] | undefined {
  if (Array.isArray(document)) return document as readonly Json[];
  const fields = objectIn(document);
  if (fields === undefined) return undefined;
  if (Array.isArray(fields.post) || Array.isArray(fields.patch))
    return [...membersIn(fields.post), ...membersIn(fields.patch)];
  if (Array.isArray(fields.runs)) return membersIn(fields.runs);
  const isRun = fields.run_type !== undefined || fields.dotted_order !== undefined || fields.child_runs !== undefined;
  return isRun ? [fields] : undefined;
}
