import { z } from 'zod';
import { defineReporter } from '@faultline/core';
import { jsonText } from './json-text.ts';

/** Every report on a line of its own, written as soon as it is known. The shape does not depend on the number of runs. */
export const jsonLinesReporter = defineReporter({
  id: 'report-json/lines',
  format: 'jsonl',
  description: 'JSON Lines: one report per line, written as soon as it is known.',
  mediaType: 'application/jsonl',
  options: z.strictObject({}),
  async *render(reports) {
    for await (const report of reports) yield `${jsonText(report)}\n`;
  },
});
