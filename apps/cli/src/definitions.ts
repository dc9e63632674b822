import type { Run, WorkflowDefinition } from '@faultline/model';
import type { AnalysisEngine } from '@faultline/core';
import { loadWorkflow } from '@faultline/core/node';
import type { Io } from './io.ts';

/**
 * Which definition a run is held against. One that is named alone is meant for every run; of several, each run takes its
 * own; without any, what plugins or the run itself bring.
 */
export function definitionsFrom(
  files: readonly string[],
  { cwd }: Pick<Io, 'cwd'>,
  engine: AnalysisEngine,
): (run: Run) => WorkflowDefinition | undefined {
  const definitions = files.map((file) => loadWorkflow(file, cwd));
  const [only] = definitions;
  if (definitions.length === 1) return () => only;
  const byId = new Map(definitions.map((definition) => [definition.id, definition]));
  return (run) => byId.get(run.workflowId) ?? engine.definitionOf(run);
}
