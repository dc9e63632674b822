import { z } from 'zod';
import type { Block, Chapter, Insight, Report } from '@faultline/model';
import type { RunView } from '../run/run-view.ts';
import type { Uses } from './learner.ts';
import type { CheckedOptions, Context, NoOptions, Options, RuleId } from './rule.ts';

/** A sentence that a section adds to the summary of the report. */
export type SectionInsight = Pick<Insight, 'topic' | 'text'>;

/** A section of the report: a value for programs, blocks for every reporter. Runs last and sees all findings. */
export interface Analysis<Id extends RuleId = RuleId, Schema extends z.ZodType = z.ZodType> {
  readonly id: Id;
  readonly description: string;
  readonly chapter: Chapter;
  readonly title: string;
  readonly schema: Schema;
  readonly options: Options;
  readonly uses: Uses;
  /** `undefined`: there is nothing to say about this run, and no section. */
  readonly analyze: (run: RunView, context: never) => z.output<Schema> | undefined;
  present(value: z.output<Schema>): readonly Block[];
  /** What of it belongs into the summary, a sentence each. */
  sumUp(value: z.output<Schema>): readonly SectionInsight[];
}

/** Defines a section of the report. */
export function defineAnalysis<
  const Id extends RuleId,
  Schema extends z.ZodType,
  O extends Options = NoOptions,
  U extends Uses = {},
>(spec: {
  readonly id: Id;
  readonly description: string;
  readonly chapter: Chapter;
  readonly title: string;
  readonly schema: Schema;
  readonly options?: O & CheckedOptions<O>;
  readonly uses?: U;
  analyze(run: RunView, context: Context<O, U>): z.output<Schema> | undefined;
  present(value: z.output<Schema>): readonly Block[];
  readonly sumUp?: (value: z.output<Schema>) => readonly SectionInsight[];
}): Analysis<Id, Schema> {
  const { options = z.strictObject({}), uses = {}, sumUp = () => [], ...rest } = spec;
  return { ...rest, options, uses, sumUp };
}

/** The value of a section with its type, for programs that know the plugin. `undefined`: the report does not have it. */
export function sectionOf<Schema extends z.ZodType>(
  report: Report,
  analysis: Analysis<RuleId, Schema>,
): z.output<Schema> | undefined {
  const section = report.sections.find(({ id }) => id === analysis.id);
  return section && analysis.schema.parse(section.value);
}
