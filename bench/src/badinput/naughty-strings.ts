import { readFileSync } from 'node:fs';
import { reportSchema, type Run } from '@faultline/model';
import { AnalysisEngine, readRuns, type FaultlineError, type Ingester, type Plugin } from '@faultline/core';
import type { Row } from '../benchmark.ts';

/**
 * The naughty strings (https://github.com/minimaxir/big-list-of-naughty-strings, MIT) as names of spans, keys and values
 * of attributes, ids and subjects: through the ingester, all rules and every reporter. Each must come back as it was, and
 * no report may hold a control character or name the subject.
 */
export async function* naughtyStrings(
  file: string,
  plugins: readonly Plugin[],
  ingesters: readonly Ingester[],
): AsyncGenerator<Row> {
  // The file is a list of texts.
  const strings = JSON.parse(readFileSync(file, 'utf8')) as readonly string[];
  const engine = new AnalysisEngine(plugins);
  const faults: string[] = [];
  let runs = 0;
  let findings = 0;
  const before = performance.now();
  for (const [at, text] of strings.entries()) {
    const fault = (what: string): void => void faults.push(`string ${at}: ${what}`);
    for await (const run of runsWith(text, ingesters)) {
      runs++;
      if (!holds(run, text)) fault('it did not come back from an attribute as it was');
      const report = await engine.analyze(run);
      findings += report.findings.length;
      for (const { ruleId, message } of report.findings) if (ruleId === 'core/rule-failed') fault(message);
      for (const { id, media, output } of await rendered(report, plugins)) {
        if (media.includes('json')) JSON.parse(output);
        // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
        else if (/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/.test(output)) fault(`${id} wrote a control character`);
        if (output.includes(subject)) fault(`${id} named the subject`);
      }
      reportSchema.parse(JSON.parse(JSON.stringify(report)));
    }
  }
  yield {
    columns: {
      corpus: 'naughty strings',
      'read by': 'the whole pipeline',
      inputs: strings.length,
      accepted: runs,
      crashed: faults.length,
      'error codes': `${findings} findings`,
      ms: Math.round(performance.now() - before),
    },
    ...(faults.length > 0 && { missed: faults.slice(0, 5).join('; ') }),
  };
}

const subject = 'patient-of-the-benchmark';
const traceId = '5b8efff798038103d269b633813fc60c';

/** Two spans, one of which failed, that say the text wherever they can. */
function runsWith(text: string, ingesters: readonly Ingester[]): AsyncIterable<Run> {
  const value = { stringValue: text };
  const attributes = [
    { key: text, value },
    { key: 'plain', value },
    { key: 'nested', value: { kvlistValue: { values: [{ key: text, value }] } } },
    { key: 'input.value', value },
    { key: 'gen_ai.request.model', value },
    { key: 'user.id', value: { stringValue: subject } },
  ];
  const times = { startTimeUnixNano: '1544712660000000000', endTimeUnixNano: '1544712661000000000' };
  const status = { code: 2, message: text };
  const spans = [
    { traceId, spanId: 'eee19b7ec3c1b174', name: text, ...times, attributes, status },
    { traceId, spanId: 'eee19b7ec3c1b175', parentSpanId: 'eee19b7ec3c1b174', name: `a ${text}`, ...times, attributes },
    { traceId, spanId: text, parentSpanId: text, name: text, ...times, attributes, status },
  ];
  const resource = { attributes: [{ key: 'service.name', value }] };
  const bytes = new TextEncoder().encode(JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans }] }] }));
  async function* input(): AsyncGenerator<Uint8Array> {
    yield bytes;
  }
  return readRuns(input(), ingesters, { source: 'input', onProblem: refuse });
}

const refuse = (error: FaultlineError): never => {
  throw error;
};

const holds = ({ executions }: Run, text: string): boolean =>
  executions.every(({ attributes = {} }) => attributes['plain'] === text && attributes[text] === text);

async function rendered(
  report: Awaited<ReturnType<AnalysisEngine['analyze']>>,
  plugins: readonly Plugin[],
): Promise<readonly { readonly id: string; readonly media: string; readonly output: string }[]> {
  const outputs = [];
  for (const reporter of plugins.flatMap(({ reporters = [] }) => reporters)) {
    async function* reports() {
      yield report;
    }
    const options = reporter.options.parse('verbose' in reporter.options.shape ? { verbose: true } : {});
    let output = '';
    for await (const chunk of reporter.render(reports(), { options, columns: 80, isColored: false })) output += chunk;
    outputs.push({ id: reporter.id, media: reporter.mediaType, output });
  }
  return outputs;
}
