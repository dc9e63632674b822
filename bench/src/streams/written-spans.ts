// Writes generated spans, in a process of its own: whoever reads them from a named pipe reads them as they are made.
import { closeSync, openSync, writeSync } from 'node:fs';
import { exportOf, generate, spansInLines } from '../pipeline/generate.ts';
import { protobufOf } from './protobuf-of.ts';

const [form = '', file = '', size = '0'] = process.argv.slice(2);
const spans = Number(size);
const runSize = 10;
if (form === 'lines') generate(file, 'tree', spans, runSize);
else {
  const out = openSync(file, 'w');
  if (form === 'document') writeDocument(out);
  else for (const some of spansInLines('tree', spans, runSize)) writeSync(out, protobufOf(some));
  closeSync(out);
}

/** All spans in one list of one JSON document. */
function writeDocument(out: number): void {
  const [head, tail] = JSON.stringify(exportOf([])).split('[]') as [string, string];
  let before = `${head}[`;
  for (const some of spansInLines('tree', spans, runSize)) {
    writeSync(out, before + JSON.stringify(some).slice(1, -1));
    before = ',';
  }
  writeSync(out, `]${tail}\n`);
}
