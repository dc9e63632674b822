/** A figure, a text, or nothing to say. */
export type Value = string | number | undefined;

/** One line of a result: columns in the order in which they are printed. */
export interface Row {
  readonly columns: Readonly<Record<string, Value>>;
  /** A stated target that this row misses, in words. */
  readonly missed?: string;
}

/** What a benchmark is told. */
interface BenchmarkContext {
  /** Only the sizes that take seconds. */
  readonly isQuick: boolean;
  /** Where public data lie; may hold any subset. */
  readonly dataFolder: string | undefined;
  /** Labelled data to be scored instead, and, of another set, to learn from. Only benchmarks of learners look at them. */
  readonly testFolder?: string | undefined;
  readonly trainFolder?: string | undefined;
}

/** A benchmark or an evaluation. */
export interface Benchmark {
  readonly name: string;
  readonly description: string;
  /** Whether it only makes sense with data. */
  readonly needsData: boolean;
  run(context: BenchmarkContext): AsyncIterable<Row>;
}
