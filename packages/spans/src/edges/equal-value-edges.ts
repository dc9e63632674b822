import type { Join, Json } from '@faultline/model';
import { canonicalText } from '../conventions/canonical-text.ts';
import { edge } from './edge.ts';
import type { StepSpan } from '../runs/step-span.ts';

/** Shorter values may be equal by chance: "ok", an id, a number. */
const shortest = 32;
/** Longer structures are not compared; texts are, because they cost nothing. */
const longest = 65_536;

/**
 * An output that is, whole, the input of a later execution was handed on. A value that several put out, or that was
 * around before it was put out, shows nothing. Wrappers put out and take in what is inside of them: the outermost counts.
 * O(size of the payloads whose form is found on both sides); nothing is kept.
 *
 *     fetch   ==  out: "<report>"
 *     rank        ==  in: "<report>"        fetch -> rank
 */
export function* equalValueEdges(steps: readonly StepSpan[], stepById: ReadonlyMap<string, StepSpan>): Generator<Join> {
  const produced = byForm(steps, 'output');
  const consumed = byForm(steps, 'input');
  for (const [form, consumers] of consumed) {
    const producers = produced.get(form);
    if (producers === undefined) continue;
    const makers = byText(producers, 'output');
    const takers = byText(consumers, 'input');
    for (const [text, taking] of takers) {
      const making = outermost(makers.get(text) ?? [], stepById);
      const [maker] = making;
      if (maker === undefined || making.length > 1) continue;
      const { id, endMs } = maker.execution;
      if (endMs === undefined || taking.some(({ execution }) => execution.startMs < endMs)) continue;
      for (const { execution } of outermost(taking, stepById))
        if (execution.id !== id) yield edge(id, execution.id, 'dataflow');
    }
  }
}

type Side = 'input' | 'output';

/** What can be told of values without reading them: values of different form differ. Trivial ones are left out. */
function byForm(steps: readonly StepSpan[], side: Side): ReadonlyMap<string, readonly StepSpan[]> {
  const groups = new Map<string, StepSpan[]>();
  for (const step of steps) {
    const form = formOf(step.execution[side]);
    if (form === undefined) continue;
    const group = groups.get(form);
    if (group === undefined) groups.set(form, [step]);
    else group.push(step);
  }
  return groups;
}

function formOf(value: Json | undefined): string | undefined {
  if (typeof value === 'string') return value.length < shortest ? undefined : `text of ${value.length}`;
  if (typeof value !== 'object' || value === null) return undefined;
  const keys = Array.isArray(value) ? undefined : Object.keys(value).toSorted();
  return keys === undefined ? `list of ${(value as readonly Json[]).length}` : JSON.stringify(keys);
}

function byText(steps: readonly StepSpan[], side: Side): ReadonlyMap<string, readonly StepSpan[]> {
  const groups = Map.groupBy(steps, ({ execution }) => comparedText(execution[side]));
  groups.delete('');
  return groups;
}

/** Empty: too short or too long to say something. */
function comparedText(value: Json | undefined): string {
  const text = canonicalText(value);
  return typeof value === 'string' || (text.length >= shortest && text.length <= longest) ? text : '';
}

/** Those whose parent is not among them. */
function outermost(steps: readonly StepSpan[], stepById: ReadonlyMap<string, StepSpan>): readonly StepSpan[] {
  if (steps.length < 2) return steps;
  const all = new Set(steps);
  return steps.filter(({ execution: { parentId } }) => {
    const parent = parentId === undefined ? undefined : stepById.get(parentId);
    return parent === undefined || !all.has(parent);
  });
}
