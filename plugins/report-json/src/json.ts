import { z } from 'zod';
import { defineReporter } from '@faultline/core';
import type { Report } from '@faultline/model';
import { jsonText } from './json-text.ts';

/**
 * One JSON text, whatever the number of runs: the report of one run is the document itself, those of none or several
 * stand in an array, a line each. One report is held back, to see whether another follows; the others stream.
 */
export const jsonReporter = defineReporter({
  id: 'report-json/json',
  format: 'json',
  description: 'One JSON text: a report, or an array of reports if there is not exactly one.',
  mediaType: 'application/json',
  options: z.strictObject({}),
  async *render(reports) {
    let first: Report | undefined;
    let isArray = false;
    for await (const report of reports) {
      if (isArray) {
        yield `,\n${jsonText(report)}`;
      } else if (first === undefined) {
        first = report;
      } else {
        yield `[\n${jsonText(first)},\n${jsonText(report)}`;
        isArray = true;
      }
    }
    if (isArray) yield '\n]\n';
    else yield first === undefined ? '[]\n' : `${jsonText(first, 2)}\n`;
  },
});
