import { unusualMetricDetector } from './unusual-metric-detector.ts';

const nouns: ReadonlyMap<string, string> = new Map([
  ['inputTokens', 'input'],
  ['outputTokens', 'output'],
  ['cachedInputTokens', 'input from the cache'],
  ['cacheWriteTokens', 'input written to the cache'],
  ['reasoningTokens', 'reasoning'],
  ['totalTokens', 'input and output'],
]);

/** Reports executions, or whole runs, that used unusually many or few tokens. */
export const unusualTokens = unusualMetricDetector({
  id: 'anomaly/unusual-tokens',
  description: 'Reports steps and runs that used more or fewer tokens than is usual for them.',
  advice:
    'Look at the prompt and its cache: history that grows, documents handed over whole, a beginning that changes, an answer cut off.',
  severity: 'warning',
  nounOf: (metric) => nouns.get(metric) ?? (metric.endsWith('Tokens') ? metric : undefined),
});
