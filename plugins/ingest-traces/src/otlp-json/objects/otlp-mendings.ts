import { FaultlineError } from '@faultline/core';
import { tolerances, type ToleranceId } from '../otlp-notes.ts';

/** How an input is read. */
export interface OtlpReading {
  /** The name of the input, for messages. */
  readonly source: string;
  /** Refuse what departs from OTLP JSON instead of mending it. */
  readonly isStrict: boolean;
}

/** What has to be mended in a span and around it, and where that is; when strict, none of it is. */
export class OtlpMendings {
  readonly #reading: OtlpReading;
  /** In what is being read: a resource, then span after span. */
  readonly #ids = new Set<ToleranceId>();
  #around: readonly ToleranceId[] = [];
  #line = 0;
  #path = '';
  #span: number | undefined;

  constructor(reading: OtlpReading) {
    this.#reading = reading;
  }

  /** What was mended in the span, and around it. */
  get ids(): ReadonlySet<ToleranceId> {
    return this.#ids;
  }

  /** What was mended around spans, for all of the resource. */
  get around(): readonly ToleranceId[] {
    return this.#around;
  }

  /** Says where the fields of a resource are. `line`: where the document starts. */
  enterResource(path: string, line: number): void {
    this.#line = line;
    this.#path = path;
    this.#span = undefined;
  }

  /** Begins a resource of which nothing is mended yet. */
  startResource(): void {
    this.#ids.clear();
  }

  /** Says that what was mended since `startResource` is so for each span that follows. */
  keepAround(): void {
    this.#around = [...this.#ids];
  }

  /** Says in which list the spans are that follow. */
  enterSpans(path: string): void {
    this.#path = path;
    this.#span = 0;
  }

  /** Begins a span of the list. */
  startSpan(index: number): void {
    this.#span = index;
    this.#ids.clear();
    for (const id of this.#around) this.#ids.add(id);
  }

  /** @throws FaultlineError when strict. */
  add(id: ToleranceId, field: string): void {
    if (!this.#reading.isStrict) {
      this.#ids.add(id);
      return;
    }
    const { fault, advice } = tolerances[id];
    this.refuse(`${this.#place(field)} ${fault}.`, `${advice}, or read without the option "strict".`);
  }

  /** @throws FaultlineError always. */
  refuse(problem: string, hint: string): never {
    throw new FaultlineError('FAULTLINE_INVALID_INPUT', { source: this.#reading.source, problem, hint });
  }

  /** @throws FaultlineError always: an attribute is nested too deep. */
  refuseDepth(key: string): never {
    throw new FaultlineError('FAULTLINE_TOO_DEEP', {
      source: this.#reading.source,
      where: `the attribute "${key}" at ${this.#place()}`,
    });
  }

  #place(field = ''): string {
    const at = this.#span === undefined ? this.#path : `${this.#path}[${this.#span}]`;
    return `${at}${field === '' ? '' : `.${field}`} (line ${this.#line})`;
  }
}
