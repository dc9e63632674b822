export * from './workflow.ts';
export * from './run.ts';
export * from './severity.ts';
export * from './finding.ts';
export * from './report.ts';
export * from './json.ts';
export { jsonSchemas } from './json-schemas.ts';
