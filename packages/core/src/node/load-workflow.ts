import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse as parseYaml } from 'yaml';
import { z } from 'zod';
import { workflowDefinitionSchema, type WorkflowDefinition } from '@faultline/model';
import { FaultlineError } from '../errors.ts';

/**
 * Reads a workflow definition, YAML or JSON.
 * @throws FaultlineError FAULTLINE_WORKFLOW_UNREADABLE, with what is wrong and where.
 */
export function loadWorkflow(file: string, folder: string): WorkflowDefinition {
  const parsed = workflowDefinitionSchema.safeParse(contentOf(resolve(folder, file), file));
  if (parsed.success) return parsed.data;
  throw new FaultlineError('FAULTLINE_WORKFLOW_UNREADABLE', { file, problem: `\n${z.prettifyError(parsed.error)}` });
}

function contentOf(path: string, file: string): unknown {
  try {
    return parseYaml(readFileSync(path, 'utf8'));
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : String(cause);
    throw new FaultlineError('FAULTLINE_WORKFLOW_UNREADABLE', { file, problem }, { cause });
  }
}
