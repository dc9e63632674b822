import 'reflect-metadata';
import { describe, expect, it } from 'vitest';
import { FaultlineError, readRuns, type Ingester, type Plugin } from '@faultline/core';
import type { Run } from '@faultline/model';
import { documentSample } from '@faultline/plugin-healthcare';
import { compose } from './compose.ts';
import { processIo } from './io.ts';
import { PLUGINS } from './tokens.ts';

// Names as in the JSON test suite of Nicolas Seriot: y must be read as JSON, n must be refused, i is for each to decide.
const bytes = (...parts: readonly (string | number)[]): Uint8Array =>
  Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.of(part))));
const json: readonly (readonly [name: string, text: Uint8Array])[] = [
  ['y: an empty object', bytes('{}')],
  ['y: an empty list', bytes('[]')],
  ['y: a lonely number', bytes('-0.0e-1')],
  ['y: a lonely text', bytes('"\\u0000\\ud83e\\ude7a"')],
  ['y: a lonely null', bytes(' null\n')],
  ['y: a key twice', bytes('{"a":1,"a":2}')],
  ['y: keys of every object', bytes('{"__proto__":{"__proto__":1},"constructor":[],"toString":"","hasOwnProperty":0}')],
  ['y: 64 lists in each other', bytes('['.repeat(64), ']'.repeat(64))],
  ['n: nothing', bytes()],
  ['n: a byte order mark', bytes(0xef, 0xbb, 0xbf)],
  ['n: a comma too many', bytes('{"resourceSpans":[],}')],
  ['n: a comma too few', bytes('{"resourceSpans":[] "a":1}')],
  ['n: a colon too few', bytes('{"resourceSpans" []}')],
  ['n: single quotes', bytes("{'resourceSpans':[]}")],
  ['n: a comment', bytes('{"resourceSpans":[]/* none */}')],
  ['n: something after it', bytes('{"resourceSpans":[]}x')],
  ['n: two closing braces', bytes('{"resourceSpans":[]}}')],
  ['n: the wrong bracket', bytes('{"resourceSpans":[}')],
  ['n: cut off in a list', bytes('{"resourceSpans":[')],
  ['n: cut off in a text', bytes('{"resourceSpans')],
  ['n: cut off in an escape', bytes('{"resourceSpans":["\\u00')],
  ['n: cut off in a character', bytes('{"resourceSpans":["', 0xf0, 0x9f)],
  ['n: a raw line feed in a text', bytes('{"resourceSpans":["a\nb"]}')],
  ['n: a raw NUL in a text', bytes('{"resourceSpans":["', 0, '"]}')],
  ['n: an escape that is none', bytes('{"resourceSpans":["\\x41"]}')],
  ['n: a leading zero', bytes('{"resourceSpans":[012]}')],
  ['n: a number without digits', bytes('{"resourceSpans":[-]}')],
  ['n: a fraction without digits', bytes('{"resourceSpans":[1.]}')],
  ['n: NaN', bytes('{"resourceSpans":[NaN]}')],
  ['n: Infinity', bytes('{"executions":[],"workflowId":Infinity}')],
  ['n: True', bytes('[True]')],
  ['n: a key that is none', bytes('{resourceSpans:[]}')],
  ['n: 100,000 opening brackets', bytes('['.repeat(100_000))],
  ['n: 100,000 opening objects', bytes('{"resourceSpans":'.repeat(100_000))],
  ['n: UTF-16', Buffer.from('{"resourceSpans":[]}', 'utf16le')],
  ['n: XML', bytes('<resourceSpans/>')],
  ['n: NULs', Buffer.alloc(1000)],
  ['n: a byte that is no UTF-8', bytes(0xff)],
  ['i: 100,000 lists in each other', bytes('['.repeat(100_000), ']'.repeat(100_000))],
  ['i: a number beyond a double', bytes('{"resourceSpans":[1e999]}')],
  ['i: half of a surrogate pair', bytes('{"resourceSpans":["\\ud800"]}')],
  ['i: a byte in a text that is no UTF-8', bytes('{"resourceSpans":["', 0xff, '"]}')],
  ['i: a byte order mark before it', bytes(0xef, 0xbb, 0xbf, '{"resourceSpans":[]}')],
];

const plugins: readonly Plugin[] = (await compose(processIo(import.meta.dirname), {})).resolve(PLUGINS);
const ingesters: readonly Ingester[] = plugins.flatMap((plugin) => plugin.ingesters ?? []);

/** The runs, or the error that a person reads; any other error fails the test. */
async function outcomeOf(content: Uint8Array, format?: string): Promise<readonly Run[] | FaultlineError> {
  async function* input(): AsyncGenerator<Uint8Array> {
    yield content;
  }
  const problems: FaultlineError[] = [];
  const runs: Run[] = [];
  try {
    const options = { source: 'input', format, onProblem: (problem: FaultlineError) => problems.push(problem) };
    for await (const run of readRuns(input(), ingesters, options)) runs.push(run);
  } catch (error) {
    if (error instanceof FaultlineError) return error;
    throw error;
  }
  return problems[0] ?? runs;
}

describe.each([undefined, ...ingesters.map(({ id }) => id)])('read by %s', (format) => {
  it.each(json)('%s: is no trace', async (_name, content) => {
    const outcome = await outcomeOf(content, format);
    expect(outcome).toBeInstanceOf(FaultlineError);
    expect((outcome as FaultlineError).category).toBe('input');
    expect((outcome as FaultlineError).message.length).toBeLessThan(500);
  });
});

const marker = '"placeholder"';
const carriers = [
  [
    'a run',
    JSON.stringify({ ...documentSample(), executions: [{ ...documentSample().executions[0], input: 'placeholder' }] }),
  ],
  [
    'OTLP JSON',
    JSON.stringify({
      resourceSpans: [
        {
          scopeSpans: [
            {
              spans: [
                {
                  traceId: '5b8efff798038103d269b633813fc60c',
                  spanId: 'eee19b7ec3c1b174',
                  name: 'a',
                  startTimeUnixNano: '1544712660000000000',
                  endTimeUnixNano: '1544712661000000000',
                  attributes: [{ key: 'a', value: { arrayValue: { values: ['placeholder'] } } }],
                },
              ],
            },
          ],
        },
      ],
    }),
  ],
] as const;

describe.each(carriers)('inside of %s', (_what, carrier) => {
  const [before = '', after = ''] = carrier.split(marker);
  const values: readonly (readonly [string, string, boolean])[] = [
    ['a text with escapes', '"\\u0000\\n\\ud83e\\ude7a"', true],
    ['a number', '-0.1e-1', true],
    ['half of a surrogate pair', '"\\ud800"', true],
    ['a raw control character', '"\u0001"', false],
    ['a leading zero', '01', false],
    ['a bare word', 'undefined', false],
    ['two values', '1 2', false],
    ['a text that does not end', '"', false],
  ];
  it.each(values)('%s', async (_name, value, isJson) => {
    const outcome = await outcomeOf(bytes(before, value, after));
    const isRefused = outcome instanceof FaultlineError;
    expect(isRefused ? outcome.category : outcome.length).toBe(isJson ? 1 : 'input');
  });
});
