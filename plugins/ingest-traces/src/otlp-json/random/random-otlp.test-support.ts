import { Choices, type Oddness, type Random } from './choices.test-support.ts';
import { anything, texts } from './random-attributes.test-support.ts';
import { randomSpan } from './random-span.test-support.ts';
import { Members, writtenText, type Written } from './written-json.test-support.ts';

/** An input in the manner of OTLP JSON: one document, or several lines of them. */
export function randomInput(random: Random, oddness: Oddness): string {
  const choices = new Choices(random, oddness);
  const lines = choices.chance(0.6) ? 1 : 1 + choices.below(4);
  const space = lines > 1 ? choices.pick(['', '', ' ', '\t ']) : choices.pick(['', '', '', ' ', '\n  ', '\r\n\t']);
  const documents = Array.from({ length: lines }, () => writtenText(choices, document(choices), space));
  return (
    choices.pick(['', '', '', '\uFEFF', '\n \n']) +
    documents.join(choices.pick(['\n', '\r\n', '\n\n'])) +
    choices.pick(['', '\n', ' \n\n'])
  );
}

function document(choices: Choices): Written {
  const one = (): Written => exported(choices);
  if (choices.chance(0.1)) return Array.from({ length: choices.below(3) }, one);
  return choices.isOddAround() ? choices.pick([7, null, 'x', [], new Members([]), [[]], [null]]) : one();
}

function exported(choices: Choices): Written {
  const resources: Written = Array.from({ length: 1 + choices.below(2) }, () => resourceSpans(choices));
  const inner = members(choices, [
    [
      choices.pick(['resourceSpans', 'resourceSpans', 'resourceSpans', 'batches', 'resource_spans']),
      around(choices, resources),
    ],
    ...(choices.chance(0.1) ? ([['extra', anything(choices, 2)]] as const) : []),
  ]);
  const wrapped: Written = choices.chance(0.15) ? new Members([[choices.pick(['trace', 'result']), inner]]) : inner;
  if (!choices.isOddAround()) return wrapped;
  return new Members([
    ...wrapped.list,
    [
      choices.pick(['resourceLogs', 'trace', 'batches', 'x', 'resourceSpans']),
      choices.pick<Written>([null, [], new Members([]), 'x', resources]),
    ],
  ]);
}

function around(choices: Choices, value: Written): Written {
  return choices.isOddAround() ? choices.pick<Written>([null, 7, 'x', new Members([]), value]) : value;
}

function resourceSpans(choices: Choices): Written {
  const scopes: Written = Array.from({ length: 1 + choices.below(2) }, () => scopeSpans(choices));
  const service = new Members([['stringValue', choices.pick(texts)]]);
  const attributes: Written = [
    new Members([
      ['key', 'service.name'],
      ['value', service],
    ]),
  ];
  const resource = new Members([
    ['attributes', choices.isOddAround() ? new Members([['service.name', 'x']]) : attributes],
  ]);
  return around(
    choices,
    members(choices, [
      ...(choices.chance(0.8) ? ([['resource', around(choices, resource)]] as const) : []),
      [
        choices.pick(['scopeSpans', 'scopeSpans', 'scopeSpans', 'instrumentationLibrarySpans', 'scope_spans']),
        around(choices, scopes),
      ],
      ...(choices.chance(0.2) ? ([['schemaUrl', 'https://example.org']] as const) : []),
    ]),
  );
}

function scopeSpans(choices: Choices): Written {
  const spans: Written = Array.from({ length: choices.below(5) }, () => randomSpan(choices));
  return around(
    choices,
    members(choices, [
      ...(choices.chance(0.7) ? ([['scope', new Members([['name', 'test']])]] as const) : []),
      ['spans', around(choices, spans)],
      ...(choices.isOddAround() ? ([['logRecords', null]] as const) : []),
    ]),
  );
}

function members(choices: Choices, list: readonly (readonly [string, Written])[]): Members {
  const written = choices.isOddAround() ? choices.shuffled([...list, choices.pick(list)]) : list;
  return new Members(choices.chance(0.2) ? choices.shuffled(written) : written);
}
