// Does one job in a process of its own and prints its figures, so that jobs do not share heaps and compiled code.
import { createReadStream, readFileSync } from 'node:fs';
import { AnalysisEngine, readRuns } from '@faultline/core';
import healthcare from '@faultline/plugin-healthcare';
import ingestJson from '@faultline/plugin-ingest-json';
import ingestTraces from '@faultline/plugin-ingest-traces';
import integrity from '@faultline/plugin-integrity';
import { jsonReporter as json } from '@faultline/plugin-report-json';
import schedule from '@faultline/plugin-schedule';

const [job = '', file = ''] = process.argv.slice(2);
const startUpMs = cpuMs();
let steps = 0;
if (job === 'parse') parseOnly();
else await analyze();
console.log(
  JSON.stringify({ startUpMs, cpuMs: cpuMs() - startUpMs, peakMiB: process.resourceUsage().maxRSS / 1024, steps }),
);

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The bare limit: parse every line, keep nothing. */
function parseOnly(): void {
  const text = readFileSync(file, 'latin1');
  for (let from = 0, to = text.indexOf('\n'); to >= 0; from = to + 1, to = text.indexOf('\n', from)) {
    JSON.parse(text.slice(from, to));
    steps++;
  }
}

async function analyze(): Promise<void> {
  const plugins = [integrity, schedule, healthcare, ingestJson, ingestTraces];
  const engine = new AnalysisEngine(plugins);
  const runs = readRuns(
    createReadStream(file, { highWaterMark: 1 << 20 }),
    [...(ingestJson.ingesters ?? []), ...(ingestTraces.ingesters ?? [])],
    {
      source: file,
      onProblem: (error) => {
        throw error;
      },
    },
  );
  async function* reports() {
    for await (const run of runs) yield engine.analyze(run);
  }
  const context = { options: json.options.parse({}), columns: 80, isColored: false };
  for await (const chunk of json.render(reports(), context)) steps += chunk.length;
}
