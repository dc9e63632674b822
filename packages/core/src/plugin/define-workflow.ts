import {
  workflowDefinitionSchema,
  type DependencyInput,
  type StepDefinitionInput,
  type WorkflowDefinition,
  type WorkflowDefinitionInput,
} from '@faultline/model';

type Need<Ids extends string> = Ids | (Omit<DependencyInput, 'on'> & { readonly on: Ids });

/** A step of `defineWorkflow`: what it needs is a list of step ids, or of objects that say more. */
export type WorkflowStep<Ids extends string> = Omit<StepDefinitionInput, 'id' | 'dependencies'> & {
  readonly needs?: readonly Need<Ids>[];
};

/**
 * Defines a workflow. Steps are keyed by id, so that a dependency on a step that does not exist does not compile.
 *
 *     defineWorkflow({ id: 'report', steps: { fetch: { type: 'tool' }, write: { type: 'llm', needs: ['fetch'] } } });
 */
export function defineWorkflow<const Ids extends string>({
  steps,
  ...rest
}: Omit<WorkflowDefinitionInput, 'steps'> & {
  readonly steps: { readonly [Id in Ids]: WorkflowStep<NoInfer<Ids>> };
}): WorkflowDefinition {
  return workflowDefinitionSchema.parse({
    ...rest,
    steps: Object.entries<WorkflowStep<Ids>>(steps).map(([id, { needs = [], ...step }]) => ({
      ...step,
      id,
      dependencies: needs.map((need) => (typeof need === 'string' ? { on: need } : need)),
    })),
  });
}
