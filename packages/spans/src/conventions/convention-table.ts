import {
  clockAttributes,
  contextAttributes,
  conventions,
  decisiveAttributes,
  metadataAttributes,
  metadataPrefixes,
  metricAttributes,
  metricPrefix,
  modelledAttributes,
  renamedAttributes,
  stepTypeNames,
  type Convention,
  type Meaning,
} from './conventions.ts';

/** One name that telemetry uses, and what it is read as. */
export interface ConventionRow {
  readonly convention: Convention;
  /** The attribute, or the value of one. */
  readonly attribute: string;
  readonly meaning: string;
}

/** All that is known of conventions, in the order in which it is declared: what the documentation shows. */
export const conventionTable: readonly ConventionRow[] = [
  ...rowsOf(modelledAttributes, (_name, says) => says),
  ...rowsOf(decisiveAttributes, (_name, says) => says),
  ...rowsOf(renamedAttributes, (name, says) => `${says}, as \`${name}\``),
  ...rowsOf(metricAttributes, (name) => `the metric \`${name}\``),
  row(conventions.faultline, `${metricPrefix}*`, 'the metric of that name'),
  ...Object.entries<readonly string[]>(contextAttributes).flatMap(([name, attributes]) =>
    attributes.map((attribute) => row(conventions.openTelemetry, attribute, `\`${name}\` in the context of the run`)),
  ),
  ...clockAttributes
    .flat()
    .filter((attribute) => attribute !== contextAttributes.service[0])
    .map((attribute) => row(conventions.openTelemetry, attribute, 'the clock that the times were read from')),
  ...[...metadataAttributes, ...metadataPrefixes.map((prefix) => `${prefix}*`)].map((attribute) =>
    row(conventions.langGraph, attribute, 'metadata in which LangGraph names its nodes'),
  ),
  ...stepTypeNames.flatMap(([convention, types]) =>
    Object.entries(types).map(([word, type]) => row(convention, word, `a step of type \`${type}\``)),
  ),
];

function row(convention: Convention, attribute: string, meaning: string): ConventionRow {
  return { convention, attribute, meaning };
}

function rowsOf(
  meanings: Readonly<Record<string, Meaning>>,
  told: (name: string, says: string) => string,
): readonly ConventionRow[] {
  return Object.entries(meanings).flatMap(([name, { says, names }]) =>
    names.flatMap(([convention, ...attributes]) =>
      attributes.map((attribute) => row(convention, attribute, told(name, says))),
    ),
  );
}
