// Does one job in a process of its own and prints its figures, so that jobs do not share heaps and compiled code.
import { setFlagsFromString } from 'node:v8';
import { closeSync, openSync, readSync } from 'node:fs';
import { AnalysisEngine, readFigures, readRuns, type ReadOptions } from '@faultline/core';
import { chunksOfFile } from '@faultline/core/node';
import { defaultIngesters } from '../default-ingesters.ts';

// As the command line does.
setFlagsFromString('--no-allocation-site-pretenuring');

const [job = '', file = ''] = process.argv.slice(2);
// As in the command line, what a job does not need is not loaded.
const analysis = job === 'analyze' ? await import('./analysis-parts.ts') : undefined;
const reading: ReadOptions = {
  source: file,
  onProblem: (error) => {
    throw error;
  },
};
const bytes = () => chunksOfFile(file);
const startUpMs = cpuMs();
const started = performance.now();
let steps = 0;
if (job === 'parse') parseOnly();
else if (job === 'inspect') await inspect();
else if (analysis !== undefined) await analyze(analysis);
console.log(
  JSON.stringify({
    startUpMs,
    cpuMs: cpuMs() - startUpMs,
    wallMs: performance.now() - started,
    peakMiB: process.resourceUsage().maxRSS / 1024,
    steps,
  }),
);

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The bare limit: parse every line, keep nothing. Piece by piece, because V8 cannot hold a text of more than 512 MiB. */
function parseOnly(): void {
  const input = openSync(file, 'r');
  const piece = Buffer.alloc(1 << 22);
  let rest = '';
  for (let length = readSync(input, piece); length > 0; length = readSync(input, piece)) {
    const text = rest + piece.toString('latin1', 0, length);
    let from = 0;
    for (let to = text.indexOf('\n'); to >= 0; from = to + 1, to = text.indexOf('\n', from)) {
      JSON.parse(text.slice(from, to));
      steps++;
    }
    rest = text.slice(from);
  }
  closeSync(input);
}

/** What `faultline inspect` adds up. */
async function inspect(): Promise<void> {
  for await (const some of readFigures(bytes(), defaultIngesters, reading))
    for (const { executions } of some) steps += executions;
}

async function analyze({ defaultPlugins, json }: NonNullable<typeof analysis>): Promise<void> {
  const engine = new AnalysisEngine(defaultPlugins);
  const runs = readRuns(bytes(), defaultIngesters, reading);
  async function* reports() {
    for await (const run of runs) yield engine.analyze(run);
  }
  const context = { options: json.options.parse({}), columns: 80, isColored: false };
  for await (const chunk of json.render(reports(), context)) steps += chunk.length;
}
