export { default } from './plugin.ts';
export { comprehensiveDiagnosticAnalysis } from './comprehensive-diagnostic-analysis.ts';

// Scenarios.
export { healthyRun } from './scenarios/healthy-run.ts';
export { documentSample } from './scenarios/document-sample.ts';
export { faultyRun } from './scenarios/faulty-run.ts';
export { faults } from './scenarios/faults.ts';
export { anomalies } from './scenarios/anomalies.ts';
export { isExpected, type ExpectedFinding, type Fault } from './scenarios/fault.ts';
export { healthyRuns } from './scenarios/healthy-runs.ts';
export { incidents, type Incident } from './scenarios/incidents.ts';
export { scenarios, type Planted, type Scenario } from './scenarios/scenarios.ts';
