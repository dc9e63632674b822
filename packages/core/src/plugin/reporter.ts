import type { z } from 'zod';
import type { Report } from '@faultline/model';
import type { Options, RuleId } from './rule.ts';

/** What a reporter is given beside the reports. */
export interface RenderContext<O extends Options = Options> {
  readonly options: z.output<O>;
  /** Width of the medium in columns. */
  readonly columns: number;
  /** Whether the medium shows colour. */
  readonly isColored: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Writes reports: one document for any number of runs, so that JSON, JUnit and SARIF all fit. */
export interface Reporter<O extends Options = Options, Id extends RuleId = RuleId> {
  readonly id: Id;
  /** What a person types after --format. */
  readonly format: string;
  readonly description: string;
  readonly mediaType: string;
  readonly options: O;
  render(reports: AsyncIterable<Report>, context: RenderContext<O>): AsyncIterable<string>;
}

/** Defines a reporter. */
export function defineReporter<O extends Options, const Id extends RuleId>(reporter: Reporter<O, Id>): Reporter<O, Id> {
  return reporter;
}
