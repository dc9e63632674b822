import type { Choices } from './choices.test-support.ts';
import { Members, type Written } from './written-json.test-support.ts';

/** Texts that are easily read wrong. */
export const texts = [
  'fetch',
  'chat',
  '',
  'é',
  '\u{1F600}',
  '__proto__',
  'constructor',
  'a"b',
  'line\nend',
  'back\\slash',
  '/',
  '\uFEFFx',
  'x'.repeat(70),
  'step 7',
  'step 8',
  '\u0000',
];
const keys = [
  'gen_ai.operation.name',
  'gen_ai.usage.input_tokens',
  'a',
  'key',
  '__proto__',
  'é',
  'input.value',
  'user.id',
];

/** A list of attributes as OTLP writes them, or nearly. */
export function randomAttributes(choices: Choices): Written {
  return Array.from({ length: choices.below(5) }, () => attribute(choices, choices.pick(keys)));
}

function attribute(choices: Choices, key: string): Written {
  const members = [
    ['key', choices.isOdd() ? choices.pick<Written>([null, 7]) : key],
    ['value', value(choices, 3)],
  ] as const;
  if (!choices.isOdd()) return new Members(members);
  return choices.pick<Written>([
    null,
    7,
    new Members([]),
    new Members([members[0]]),
    new Members(members.toReversed()),
    new Members([...members, ['x', 1]]),
  ]);
}

function value(choices: Choices, depth: number): Written {
  if (choices.isOdd()) return anything(choices, depth);
  const types: (() => readonly [string, Written])[] = [
    () => ['stringValue', choices.pick(texts)],
    () => ['stringValue', choices.pick(texts)],
    () => [
      'intValue',
      choices.pick<Written>([
        '7',
        7,
        '-7',
        '0',
        '-0',
        '007',
        '123456789012345',
        '9007199254740993',
        '',
        'x',
        '1e3',
        1.5,
        null,
      ]),
    ],
    () => ['doubleValue', choices.pick<Written>([0.5, -0.25, 1e21, 1e-7, 123456.789, 0.1, 'NaN', '0.5', 3])],
    () => ['boolValue', choices.pick<Written>([true, false, 'true', null])],
    () => ['bytesValue', 'AAAwOQ=='],
  ];
  if (depth > 0) {
    const list = (): Written => Array.from({ length: choices.below(3) }, () => value(choices, depth - 1));
    types.push(
      () => ['arrayValue', new Members([['values', list()]])],
      () => [
        'kvlistValue',
        new Members([
          [
            'values',
            [
              new Members([
                ['key', '__proto__'],
                ['value', value(choices, depth - 1)],
              ]),
            ],
          ],
        ]),
      ],
    );
  }
  const typed = choices.pick(types)();
  return new Members(choices.isOdd() ? choices.pick([[], [typed, typed], [typed, ['x', 1]]]) : [typed]);
}

/** Any JSON, `depth` levels of it. */
export function anything(choices: Choices, depth: number): Written {
  if (depth === 0 || choices.chance(0.5))
    return choices.pick<Written>([null, true, 1.5, -0, 1e300, 'x', '', '__proto__']);
  const inner = (): Written => anything(choices, depth - 1);
  return choices.chance(0.5)
    ? Array.from({ length: choices.below(3) }, inner)
    : new Members(Array.from({ length: choices.below(3) }, () => [choices.pick(keys), inner()] as const));
}
