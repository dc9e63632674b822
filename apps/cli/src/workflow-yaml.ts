import { Document } from 'yaml';
import type { Dependency, StepDefinition, WorkflowDefinition } from '@faultline/model';

/** A definition as a person writes it: fields at their default are left out. `comment` stands before it, line by line. */
export function workflowYaml(definition: WorkflowDefinition, comment: readonly string[] = []): string {
  const { schemaVersion: _schemaVersion, steps, successCriteria, ...rest } = definition;
  const document = new Document({
    ...withoutDefaults(rest, { description: '' }),
    steps: steps.map(stepOf),
    ...(Object.keys(successCriteria).length > 0 && { successCriteria }),
  });
  if (comment.length > 0) document.commentBefore = comment.map((line) => ` ${line}`).join('\n');
  return document.toString({ lineWidth: 0 });
}

const stepOf = ({ dependencies, resources, baseline, ...step }: StepDefinition): object => ({
  ...withoutDefaults(step, { type: 'task', description: '', isOptional: false, failureTolerance: 'medium' }),
  ...(dependencies.length > 0 && { dependencies: dependencies.map(dependencyOf) }),
  ...(Object.keys(resources).length > 0 && { resources }),
  ...(Object.keys(baseline).length > 0 && { baseline }),
});

/** The id alone says the rest where that is as usual. */
function dependencyOf({ dataFlow, ...dependency }: Dependency): object | string {
  const told = {
    ...withoutDefaults(dependency, { dependencyType: 'data', criticality: 'normal' }),
    ...(dataFlow.length > 0 && { dataFlow }),
  };
  return Object.keys(told).length === 1 ? dependency.on : told;
}

const withoutDefaults = (fields: object, defaults: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([name, value]) => defaults[name] !== value));
