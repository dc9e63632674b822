import { definitionGraph, fact } from '@faultline/graph';
import type { WorkflowDefinition } from '@faultline/model';

/** The graph of a definition, made once for all runs that are checked against it. */
export const definitionGraphOf = fact(({ steps }: WorkflowDefinition) => definitionGraph(steps));
