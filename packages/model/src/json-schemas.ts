import type { z } from 'zod';
import { findingSchema } from './finding.ts';
import { jsonSchemaOf } from './json-schema-of.ts';
import { reportSchema } from './report.ts';
import { runSchema } from './run.ts';
import { workflowDefinitionSchema } from './workflow.ts';

/** JSON Schema (draft 2020-12) of each document: as people write it (workflow, run) or as Faultline writes it. */
export const jsonSchemas: Readonly<
  Record<'workflow' | 'run' | 'finding' | 'report', () => z.core.JSONSchema.BaseSchema>
> = {
  workflow: () => jsonSchemaOf(workflowDefinitionSchema, 'input'),
  run: () => jsonSchemaOf(runSchema, 'input'),
  finding: () => jsonSchemaOf(findingSchema, 'output'),
  report: () => jsonSchemaOf(reportSchema, 'output'),
};
