export { default } from './plugin.ts';
export { comprehensiveDiagnosticAnalysis } from './comprehensive-diagnostic-analysis.ts';

// Scenarios.
export { healthyRun } from './scenarios/healthy-run.ts';
export { documentSample } from './scenarios/document-sample.ts';
export { faultyRun, plantedFaults } from './scenarios/faulty-run.ts';
export { faults, type Fault } from './scenarios/faults.ts';
export { healthyRuns } from './scenarios/healthy-runs.ts';
