import type { Json } from '@faultline/model';
import { textIn } from './attribute-text.ts';
import type { SpanAttributes } from './span-attributes.ts';

/**
 * Parts of a name that are new in every run: a UUID, a ULID, hex of eight digits or more in which letters and digits are
 * mixed, hex of sixteen or more, decimal numbers of six digits or more. Shorter ones belong to the name: `gpt-4-0613`.
 */
const idPatterns = [
  '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}',
  '[0-7][0-9a-hjkmnp-tv-z]{25}',
  '(?=[a-f]*[0-9])(?=[0-9]*[a-f])[0-9a-f]{8,}',
  '[0-9a-f]{16,}',
  '[0-9]{6,}',
];
/** Most names have no id: telling so is cheaper than looking for one. */
const mayHaveId = /[0-9]|[a-f]{16}/i;
const ids = new RegExp(`(?<![0-9a-z])(?:${idPatterns.join('|')})(?![0-9a-z])`, 'gi');

/** A name that is the same in every run: ids in it become `*`. `"task-550e8400-e29b-..."` is `"task-*"`. */
export function withoutIds(name: string): string {
  const stable = (mayHaveId.test(name) ? name.replace(ids, '*') : name).trim();
  return stable === '' ? 'unnamed' : stable;
}

/**
 * The step that a span says it is: `faultline.step.id` as it stands, else the first of graph node, executor, agent or tool
 * that is a name and not only an id. `undefined`: the name of the span has to do.
 */
export function stepIdOf(
  { stepId, nodeId, agentName, toolName, entityName, callSite, spanKind }: SpanAttributes['meant'],
  type: string,
  spanName: string,
): string | undefined {
  const declared = textIn(stepId);
  if (declared !== undefined) return declared;
  // Agents and tools hand their name down to the spans inside them, so a name counts only for a span of its own kind.
  const ofType = type === 'agent' ? agentName : type === 'tool' ? toolName : undefined;
  const named = namedBy(nodeId) ?? namedBy(ofType) ?? namedBy(spanKind === undefined ? undefined : entityName);
  if (named !== undefined) return named;
  const site = textIn(callSite);
  return site === undefined || spanName.endsWith(site) ? undefined : `${withoutIds(spanName)} ${withoutIds(site)}`;
}

function namedBy(candidate: Json | undefined): string | undefined {
  const name = textIn(candidate);
  if (name === undefined) return undefined;
  const stable = withoutIds(name);
  return /[\p{L}\p{N}]/u.test(stable) ? stable : undefined;
}
