export { definePlugin, type Plugin } from './plugin/plugin.ts';
export {
  defineDetector,
  defineFailureRule,
  defineOptimizer,
  defineValidator,
  ruleKinds,
  type Context,
  type DetectorExtra,
  type Earlier,
  type ExtraOf,
  type FailureExtra,
  type NoOptions,
  type OptimizerExtra,
  type Options,
  type Place,
  type ReportBase,
  type ReportOf,
  type Rule,
  type RuleContext,
  type RuleId,
  type RuleKind,
} from './plugin/rule.ts';
export { defineAnalysis, sectionOf, type Analysis } from './plugin/analysis.ts';
export { defineLearner, type Learned, type LearnedState, type Learner, type Uses } from './plugin/learner.ts';
export {
  defineIngester,
  type IngestContext,
  type Ingester,
  type NoteCatalogue,
  type NoteDeclaration,
} from './plugin/ingester.ts';
export { checkedOptions } from './plugin/checked-options.ts';
export { defineReporter, type RenderContext, type Reporter } from './plugin/reporter.ts';
export { defineStore, type RunStore, type Store } from './plugin/store.ts';
export { defineWorkflow, type WorkflowStep } from './plugin/define-workflow.ts';
export { because, measured } from './plugin/evidence.ts';
export { firstPlaces, mostPlaces } from './plugin/first-places.ts';

export { viewOf, type RunView } from './run/run-view.ts';
export { hasTimes, timesOf } from './run/times-of.ts';
export { attemptSeries } from './run/attempt-series.ts';
export { figuresOf, slackFigures, type Mending, type RunFigures, type SlackFigures } from './run/run-figures.ts';
export type { Repair } from './run/identity.ts';
export type { ClockShift } from './run/clock-shifts.ts';

export { AnalysisEngine, type AnalyzeOptions } from './engine/engine.ts';
export { engineConfigSchema, type EngineConfig, type EngineConfigInput } from './engine/config.ts';
export { evaluate, type Surroundings } from './engine/evaluate.ts';
export { historyOf, learnedFor, type History } from './engine/history.ts';
export type { Included, Learning } from './engine/learning.ts';
export { scheduleOptionsFrom } from './engine/schedule-options.ts';
export { isExecution } from './engine/earlier.ts';
export { engineRules } from './engine/engine-findings.ts';
export { healthOf } from './report/health.ts';

export { readFigures, readRuns, type FigureOptions, type ReadOptions } from './ingest/read-runs.ts';
export { outerKeys } from './ingest/outer-keys.ts';
export { jsonDocuments, type JsonDocument } from './ingest/json-documents.ts';
export { deepestValue, isTooDeep, parseJson } from './ingest/parse-json.ts';
export { hasZone, msOfInstant } from './ingest/instant.ts';

export { errorCatalogue, FaultlineError, type ErrorCategory, type ErrorCode } from './errors.ts';
export { hasPlaceholders, renderMessage, type DataOf, type Messages, type UnknownUnit } from './messages.ts';
export { formatQuantity } from './quantity.ts';
export { quoted } from './quoted.ts';
export { listed } from './listed.ts';
export { capitalized } from './capitalized.ts';
