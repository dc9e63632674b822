import { severities, type Report, type Severity } from '@faultline/model';
import { DurationSpread } from './duration-spread.ts';
import { verdicts } from './words.ts';

type Verdict = keyof typeof verdicts;

/** What is kept of a run. */
export interface RunLine {
  readonly verdict: Verdict;
  readonly runId: string;
  readonly workflowId: string;
  /** `undefined`: its times were not recorded. */
  readonly durationMs: number | undefined;
  readonly score: number;
  /** What broke first, or else the rule of the worst finding. */
  readonly cause: string;
}

/** How often a rule fired. */
export interface RuleTally {
  readonly ruleId: string;
  severity: Severity;
  runs: number;
  findings: number;
}

/** What is not known of runs. */
export interface UnknownTally {
  readonly text: string;
  runs: number;
}

const MOST_TEXT = 200;
/** More that is not known is not said. */
const MOST_UNKNOWN = 5;

/**
 * Adds up any number of runs and keeps a line for the worst ones only, so that memory does not grow with their number.
 * One report is kept whole: that of the worst run.
 */
export class RunTally {
  readonly #limit: number;
  readonly #rules = new Map<string, RuleTally>();
  readonly #unknown = new Map<string, UnknownTally>();
  readonly #verdicts = new Map<Verdict, number>();
  readonly #durations = new DurationSpread();
  #lines: RunLine[] = [];
  #worst: { readonly report: Report; readonly line: RunLine } | undefined;
  #count = 0;
  #workflowId: string | undefined;
  #hasSeveralWorkflows = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  add(report: Report): void {
    this.#count++;
    this.#workflowId ??= report.run.workflowId;
    this.#hasSeveralWorkflows ||= this.#workflowId !== report.run.workflowId;
    const line = lineOf(report);
    this.#verdicts.set(line.verdict, (this.#verdicts.get(line.verdict) ?? 0) + 1);
    if (this.#worst === undefined || worstFirst(line, this.#worst.line) < 0) this.#worst = { report, line };
    if (line.durationMs !== undefined) this.#durations.add(line.durationMs);
    this.#lines.push(line);
    if (this.#lines.length >= 2 * this.#limit) this.#lines = this.lines;
    this.#addRules(report);
    this.#addUnknown(report);
  }

  get count(): number {
    return this.#count;
  }

  /** The workflow that they are all runs of. `undefined`: they are of several. */
  get workflowId(): string | undefined {
    return this.#hasSeveralWorkflows ? undefined : this.#workflowId;
  }

  /** How long the runs took whose times were recorded. */
  get durations(): Pick<DurationSpread, 'count' | 'leastMs' | 'medianMs' | 'mostMs'> {
    return this.#durations;
  }

  /** The worst run of all: the longest of those alike, and of equals the first. */
  get worst(): Report | undefined {
    return this.#worst?.report;
  }

  /** The worst runs, worst first, and of those alike the longest. Equal ones stay in the order in which they came. */
  get lines(): RunLine[] {
    return this.#lines.toSorted(worstFirst).slice(0, this.#limit);
  }

  /** How many runs got each verdict, worst first, those that none got left out. */
  get verdicts(): { readonly verdict: Verdict; readonly runs: number }[] {
    return verdictOrder
      .map((verdict) => ({ verdict, runs: this.#verdicts.get(verdict) ?? 0 }))
      .filter(({ runs }) => runs > 0);
  }

  /** Rules that fired in several runs, worst and most frequent first. */
  get shared(): readonly RuleTally[] {
    return [...this.#rules.values()]
      .filter(({ runs }) => runs > 1)
      .toSorted((a, b) => rankOf(b.severity) - rankOf(a.severity) || b.runs - a.runs || b.findings - a.findings);
  }

  /** What is not known of the runs, as they said it first. */
  get unknown(): readonly UnknownTally[] {
    return [...this.#unknown.values()];
  }

  #addUnknown({ summary }: Report): void {
    for (const { topic, text } of summary) {
      if (topic !== 'unknown') continue;
      const known = this.#unknown.get(text);
      if (known !== undefined) known.runs++;
      else if (this.#unknown.size < MOST_UNKNOWN) this.#unknown.set(text, { text, runs: 1 });
    }
  }

  #addRules({ findings }: Report): void {
    for (const [ruleId, ofRule] of Map.groupBy(findings, (finding) => finding.ruleId)) {
      const tally = this.#rules.get(ruleId) ?? { ruleId, severity: 'info', runs: 0, findings: 0 };
      tally.runs++;
      tally.findings += ofRule.length;
      for (const { severity } of ofRule) if (rankOf(severity) > rankOf(tally.severity)) tally.severity = severity;
      this.#rules.set(ruleId, tally);
    }
  }
}

/** How most sentences start: a narrow column has no room for it. */
const commonStart = /^(?:Nothing broke\. What is most unusual: )?(?:(?:[Ss]tep|[Tt]he run) )?/;

const rankOf = (severity: Severity): number => severities.indexOf(severity);

/** `verdicts` lists them worst first. */
const verdictOrder = Object.keys(verdicts) as Verdict[];

function lineOf({ run, assessment, health, summary, findings }: Report): RunLine {
  const [worst] = findings;
  const worstRule = worst === undefined || worst.severity === 'info' ? '' : worst.ruleId;
  const cause = summary.find(({ topic }) => topic === 'cause')?.text ?? worstRule;
  return {
    verdict: assessment.verdict,
    runId: run.id.slice(0, MOST_TEXT),
    workflowId: run.workflowId.slice(0, MOST_TEXT),
    durationMs: run.times === 'recorded' ? run.durationMs : undefined,
    score: health.score,
    cause: cause.replace(commonStart, '').slice(0, MOST_TEXT),
  };
}

const worstFirst = (a: RunLine, b: RunLine): number =>
  verdictOrder.indexOf(a.verdict) - verdictOrder.indexOf(b.verdict) ||
  a.score - b.score ||
  (b.durationMs ?? 0) - (a.durationMs ?? 0);
