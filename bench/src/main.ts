import { existsSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { attribution } from './attribution/attribution.ts';
import { badinput } from './badinput/badinput.ts';
import type { Benchmark, Row } from './benchmark.ts';
import { calibration } from './calibration/calibration.ts';
import { changepoint } from './changepoint/changepoint.ts';
import { conformance } from './conformance/conformance.ts';
import { detect } from './detect/detect.ts';
import { formats } from './formats/formats.ts';
import { learn } from './learn/learn.ts';
import { analyze } from './pipeline/analyze.ts';
import { inspect } from './pipeline/inspect.ts';
import { nab } from './nab/nab.ts';
import { pipeline } from './pipeline/pipeline.ts';
import { power } from './power/power.ts';
import { rca } from './rca/rca.ts';
import { schedule } from './schedule/schedule.ts';
import { streams } from './streams/streams.ts';
import { tableOf } from './table.ts';
import { whatif } from './whatif/whatif.ts';

const benchmarks: readonly Benchmark[] = [
  pipeline,
  inspect,
  analyze,
  learn,
  detect,
  streams,
  formats,
  badinput,
  conformance,
  whatif,
  schedule,
  nab,
  changepoint,
  calibration,
  power,
  attribution,
  rca,
];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: 'string' },
    data: { type: 'string' },
    train: { type: 'string' },
    test: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const [name] = positionals;
const benchmark = benchmarks.find((one) => one.name === name);
if (benchmark === undefined) {
  console.error('Usage: pnpm bench NAME [--quick] [--json FILE] [--data DIR] [--train DIR] [--test DIR]\n');
  for (const one of benchmarks) console.error(`  ${one.name.padEnd(12)}${one.description}`);
  process.exitCode = 2;
} else process.exitCode = await runOne(benchmark);

async function runOne(chosen: Benchmark): Promise<number> {
  const { name: title, needsData } = chosen;
  const dataFolder = values.data ?? process.env['FAULTLINE_DATA'];
  const hasData = dataFolder !== undefined && existsSync(dataFolder);
  if (needsData && !hasData && values.test === undefined) {
    console.log(`${title}: no data (name its folder with --data or FAULTLINE_DATA).`);
    return 0;
  }
  const rows: Row[] = [];
  const context = {
    isQuick: values.quick,
    dataFolder: hasData ? dataFolder : undefined,
    trainFolder: values.train,
    testFolder: values.test,
  };
  for await (const row of chosen.run(context)) {
    rows.push(row);
    console.error(Object.values(row.columns).join('  '));
  }
  console.log(tableOf(rows));
  if (values.json !== undefined)
    writeFileSync(
      values.json,
      `${JSON.stringify(
        rows.map(({ columns, missed }) => ({ ...columns, ...(missed !== undefined && { missed }) })),
        null,
        2,
      )}\n`,
    );
  const missed = rows.flatMap((row) => row.missed ?? []);
  for (const one of missed) console.log(`Target missed: ${one}`);
  return missed.length > 0 ? 1 : 0;
}
