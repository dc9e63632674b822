import { FaultlineError } from '@faultline/core';
import { departures, type DepartureId } from './protobuf-notes.ts';
import type { Wire } from './wire.ts';

/** How an input is read. */
export interface OtlpProtobufReading {
  /** The name of the input, for messages. */
  readonly source: string;
  /** Refuse what departs from OTLP instead of mending it. */
  readonly isStrict: boolean;
}

/** What has to be mended in the span that is being read; when strict, nothing is. */
export class SpanMendings {
  readonly #wire: Wire;
  readonly #reading: OtlpProtobufReading;
  readonly #ids = new Set<DepartureId>();

  constructor(wire: Wire, reading: OtlpProtobufReading) {
    this.#wire = wire;
    this.#reading = reading;
  }

  /** What was mended. */
  get ids(): ReadonlySet<DepartureId> {
    return this.#ids;
  }

  /** Begins another span. */
  start(): void {
    this.#ids.clear();
  }

  /** @throws FaultlineError when strict. */
  add(id: DepartureId): void {
    if (!this.#reading.isStrict) {
      this.#ids.add(id);
      return;
    }
    const { fault, advice } = departures[id];
    throw new FaultlineError('FAULTLINE_INVALID_INPUT', {
      source: this.#reading.source,
      problem: `the span that ends at byte ${this.#wire.base + this.#wire.at} ${fault}.`,
      hint: `${advice}, or read without the option "strict".`,
    });
  }
}
