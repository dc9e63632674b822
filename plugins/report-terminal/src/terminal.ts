import { z } from 'zod';
import { defineReporter } from '@faultline/core';
import { pageOf } from './page.ts';
import { printableReport } from './printable.ts';
import { runReport } from './run-report.ts';
import { RunTally } from './run-tally.ts';
import { runsReport } from './runs-report.ts';

/** The report that a person reads: the verdict first, then the evidence, then everything else on request. */
export const terminalReporter = defineReporter({
  id: 'report-terminal/terminal',
  format: 'terminal',
  description: 'The report that a person reads: one run in full, several as a table with the worst one in full.',
  mediaType: 'text/plain',
  options: z.strictObject({
    verbose: z
      .boolean()
      .default(false)
      .describe('Shows every run in full, every finding with its evidence, and every section.'),
    maxRuns: z.int().positive().default(50).describe('The most runs in the table of several; the others are counted.'),
  }),
  async *render(reports, { options, columns, isColored }) {
    const page = pageOf({ columns, isColored, isVerbose: options.verbose });
    const tally = new RunTally(options.maxRuns);
    for await (const unsafe of reports) {
      const report = printableReport(unsafe);
      tally.add(report);
      if (options.verbose) yield textOf([...runReport(report, page), '']);
    }
    const { count, worst } = tally;
    if (worst === undefined) yield textOf(['No runs.']);
    else if (count > 1) yield textOf(runsReport(tally, page, { withWorst: !options.verbose }));
    else if (!options.verbose) yield textOf(runReport(worst, page));
  },
});

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join('');
