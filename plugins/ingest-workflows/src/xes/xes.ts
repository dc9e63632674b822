import { defineIngester, FaultlineError } from '@faultline/core';
import type { Run } from '@faultline/model';
import { z } from 'zod';
import { XesLog } from './xes-log.ts';
import { xesNotes } from './xes-notes.ts';
import { xesRunOf } from './xes-run.ts';
import { XmlFault } from './xml-fault.ts';
import { XmlReader } from './xml-reader.ts';
import { xmlText } from './xml-text.ts';

/**
 * Reads event logs in XES (IEEE 1849), one run for each trace, as they stream by: one trace is held at a time. A log that
 * turns out to be faulty refuses itself at that place; the runs before it have been given.
 */
export const xes = defineIngester({
  id: 'ingest-workflows/xes',
  description: 'Reads event logs of process mining in XES (IEEE 1849): one run for each trace.',
  formats: ['XES'],
  options: z.strictObject({}),
  notes: xesNotes,
  recognizes: certaintyOf,
  async *read(bytes, { source, signal, problem }) {
    const ready: Run[] = [];
    let traces = 0;
    let timeless = 0;
    const log = new XesLog((trace) => {
      const run = xesRunOf(trace, ++traces, log.name);
      if (run === undefined) timeless++;
      else ready.push(run);
    });
    const reader = new XmlReader(log);
    try {
      for await (const piece of xmlText(bytes)) {
        signal?.throwIfAborted();
        reader.push(piece);
        yield* ready.splice(0);
      }
      reader.finish();
    } catch (error) {
      // Whole before the fault, wherever a piece ended.
      yield* ready.splice(0);
      throw error instanceof XmlFault ? refusal(error, source) : error;
    }
    if (traces === timeless) throw invalid(source, 'it has no trace with an event that has a time.');
    if (timeless > 0) problem(invalid(source, `traces without any event that has a time were left out: ${timeless}.`));
    if (log.strayEvents > 0) problem(invalid(source, `events in no trace were left out: ${log.strayEvents}.`));
  },
});

/** Any XML is taken, to be refused by name if it is no log. */
function certaintyOf(head: Uint8Array): number {
  const text = new TextDecoder().decode(head).trimStart();
  if (!text.startsWith('<')) return 0;
  const root = /<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)/.exec(text.replace(/<!--[^]*?(?:-->|$)/g, ''))?.[1];
  return root === 'log' ? 1 : 0.1;
}

const refusal = (fault: XmlFault, source: string): FaultlineError =>
  fault.isTooDeep
    ? new FaultlineError('FAULTLINE_TOO_DEEP', { source, where: 'an element' }, { cause: fault })
    : new FaultlineError(
        'FAULTLINE_INVALID_INPUT',
        { source, problem: lowered(fault.message), hint },
        { cause: fault },
      );

const hint = 'An event log in XES is XML, encoded as UTF-8, with the outermost element "log" and traces in it.';

const lowered = (sentence: string): string => sentence.charAt(0).toLowerCase() + sentence.slice(1);

const invalid = (source: string, problem: string): FaultlineError =>
  new FaultlineError('FAULTLINE_INVALID_INPUT', { source, problem, hint });
