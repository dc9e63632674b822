export { testRule, type EarlierFinding, type InvalidCase, type RuleCase } from './test-rule.ts';
export { testLearner } from './test-learner.ts';
export { gantt } from './gantt.ts';
export { executionOf, runOf, withExecution } from './factories.ts';
export { arbitraryRun } from './arbitrary-run.ts';
export { folded, learnedFrom } from './learned-from.ts';
export { certaintyOf, inPieces, inputOf, readWith, runsWith, type Reading, type ReadWithOptions } from './read-with.ts';
export { edgeTexts, noteIds } from './run-texts.ts';
export { nested } from './nested.ts';
