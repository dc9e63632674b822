import { defineIngester, FaultlineError } from '@faultline/core';
import { z } from 'zod';
import { bpEventOf } from './bp-line.ts';
import { pegasusRunOf } from './pegasus-run.ts';
import { StampedeLog } from './stampede-records.ts';

/**
 * Reads the logs of pegasus-monitord: real workflows whose jobs and invocations were timed by different clocks. Not
 * published: a test bed for what is said about clocks.
 */
export const pegasus = defineIngester({
  id: 'bench/pegasus',
  description: 'Reads logs of pegasus-monitord (stampede events), one run for each workflow.',
  formats: ['pegasus-monitord log'],
  options: z.strictObject({}),
  notes: {},
  recognizes: (head) => (/^ts=\S+ event=stampede\./.test(new TextDecoder().decode(head.subarray(0, 200))) ? 1 : 0),
  async *read(bytes, { source, signal, problem }) {
    const log = new StampedeLog();
    let number = 0;
    for await (const line of linesOf(bytes)) {
      signal?.throwIfAborted();
      number++;
      if (line.trim() === '') continue;
      const event = bpEventOf(line);
      if (event === undefined) problem(invalid(source, `line ${number} is not a NetLogger event.`));
      else log.take(event);
    }
    const runs = [...log.workflows.values()].flatMap((workflow) => pegasusRunOf(workflow) ?? []);
    if (runs.length === 0) throw invalid(source, 'it has no job that was submitted.');
    yield* runs;
  },
});

async function* linesOf(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of bytes) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  yield rest + decoder.decode();
}

const invalid = (source: string, problem: string): FaultlineError =>
  new FaultlineError('FAULTLINE_INVALID_INPUT', { source, problem, hint: 'It must be a .bp log of pegasus-monitord.' });
