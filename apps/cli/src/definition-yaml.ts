import { Document, isMap, isScalar, isSeq, type YAMLMap } from 'yaml';
import type { InferredDefinition, InferredDependency, InferredStep } from '@faultline/facts';

/** An inferred definition as a person edits it: fields at their default are left out, comments say what the rest rests on. */
export function definitionYaml({ runs, steps, definition }: InferredDefinition): string {
  const document = new Document({
    id: definition.id,
    steps: definition.steps.map((step) => ({
      id: step.id,
      ...(step.type !== 'task' && { type: step.type }),
      ...(step.isOptional && { isOptional: true }),
      ...(step.dependencies.length > 0 && { dependencies: step.dependencies.map(({ on }) => on) }),
      ...(step.expectedDurationMs !== undefined && { expectedDurationMs: step.expectedDurationMs }),
      ...(Object.keys(step.baseline).length > 0 && { baseline: step.baseline }),
    })),
  });
  document.commentBefore = [
    ` Proposed by "faultline infer" from ${counted(runs, 'run')}. Check it, then use it with --workflow.`,
    ' A dependency that is known by order in time alone may be chance: take it out where the steps are independent.',
  ].join('\n');
  const list = document.get('steps');
  if (isSeq<YAMLMap>(list))
    for (const [at, map] of list.items.entries()) {
      const step = steps[at];
      if (step !== undefined) annotate(map, step, runs);
    }
  return document.toString({ lineWidth: 0 });
}

function annotate(map: YAMLMap, step: InferredStep, runs: number): void {
  comment(map.get('id', true), `in ${step.runs} of ${counted(runs, 'run')}`);
  const dependencies = map.get('dependencies');
  if (isSeq(dependencies))
    for (const [at, dependency] of step.dependencies.entries()) comment(dependencies.items[at], supportOf(dependency));
  const baseline = map.get('baseline');
  const duration = isMap(baseline) ? baseline.get('durationMs') : undefined;
  if (isMap(duration)) duration.flow = true;
}

function supportOf({ runs, recorded }: InferredDependency): string {
  return recorded === 0
    ? `by order in time alone, in ${counted(runs, 'run')} of ${runs} that had both`
    : `recorded in ${counted(recorded, 'run')} of ${runs} that had both`;
}

function comment(node: unknown, text: string): void {
  if (isScalar(node)) node.comment = ` ${text}`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;
