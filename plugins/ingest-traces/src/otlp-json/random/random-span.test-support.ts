import type { Choices } from './choices.test-support.ts';
import { anything, randomAttributes, texts } from './random-attributes.test-support.ts';
import { Members, type Written } from './written-json.test-support.ts';

const traceIds = ['5b8efff798038103d269b633813fc60c', '0af7651916cd43dd8448eb211c80319c', 'a'.repeat(32)];

/** A span of one of three traces, as OTLP writes it, or nearly. */
export function randomSpan(choices: Choices): Written {
  const isSnake = choices.isOdd() && choices.chance(0.3);
  const field = (name: string, usual: Written, ...odd: readonly Written[]): readonly (readonly [string, Written])[] => {
    if (choices.isOdd() && choices.chance(0.2)) return [];
    const written = isSnake ? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name;
    const value = choices.isOdd() ? choices.pick([...odd, null, 7, '', 'x', [], new Members([])]) : usual;
    return choices.isOdd() && choices.chance(0.2)
      ? [
          [written, value],
          [written, usual],
        ]
      : [[written, value]];
  };
  const traceId = choices.pick(traceIds);
  const id = spanId(choices);
  const startNs = 1_544_712_660_000_000_000n + BigInt(choices.below(1e9)) * 1000n;
  const times = [
    0,
    '0',
    '00',
    '1',
    '1544712660000000000.5',
    ' 1',
    '9'.repeat(20),
    '9'.repeat(21),
    1544712660000000000,
    1e6,
    -1,
  ];
  const fields = [
    ...field(
      'traceId',
      traceId,
      traceId.toUpperCase(),
      base64(traceId),
      '0'.repeat(32),
      'opaque',
      `${traceId.slice(1)}g`,
    ),
    ...field('spanId', id, id.toUpperCase(), base64(id), '0'.repeat(16), 'span-1'),
    ...field('parentSpanId', choices.pick(['', spanId(choices)]), base64(spanId(choices)), '0'.repeat(16), 'span-1'),
    ...field('name', choices.pick(texts), true),
    ...field('kind', choices.below(6), 'SPAN_KIND_CLIENT', '1', 6, -1, 1.5, true),
    ...field('startTimeUnixNano', String(startNs), ...times),
    ...field('endTimeUnixNano', String(startNs + BigInt(choices.below(1e9))), ...times),
    ...field(
      'attributes',
      randomAttributes(choices),
      new Members([
        ['a', 1],
        ['b', anything(choices, 2)],
      ]),
      [null, 7],
    ),
    ...field('status', status(choices), 'x', new Members([['code', null]])),
    ...(choices.chance(0.5) ? field('events', events(choices), [null, 7]) : []),
    ...(choices.chance(0.5) ? field('links', links(choices, traceId), [null, 7]) : []),
    ...(choices.chance(0.3) ? field('flags', 256, anything(choices, 4)) : []),
    ...(choices.chance(0.1) ? field('nested', anything(choices, 5)) : []),
  ];
  if (choices.isOdd() && choices.chance(0.1))
    return choices.pick<Written>([null, 7, 'x', [], [[]], new Members([['body', 'log']])]);
  return new Members(choices.chance(0.3) ? choices.shuffled(fields) : fields);
}

function spanId(choices: Choices): string {
  return (choices.below(40) + 1).toString(16).padStart(16, '0');
}

function status(choices: Choices): Written {
  const message = ['message', choices.pick(texts)] as const;
  const code = [
    'code',
    choices.isOdd() ? choices.pick<Written>(['STATUS_CODE_ERROR', 7, 1.5, null]) : choices.below(3),
  ] as const;
  return new Members(choices.pick([[], [code], [code, message], [message, code], [message], [code, code]]));
}

function events(choices: Choices): Written {
  const event = (): Written => {
    const members = [
      ['timeUnixNano', '1'],
      [
        'name',
        choices.isOdd()
          ? choices.pick<Written>([null, 7, ''])
          : choices.pick(['exception', 'log', 'gen_ai.content.prompt']),
      ],
      ['attributes', randomAttributes(choices)],
    ] as const;
    return choices.isOdd()
      ? choices.pick<Written>([null, new Members([...members, ...members]), new Members(choices.shuffled(members))])
      : new Members(members);
  };
  return Array.from({ length: choices.below(3) }, event);
}

function links(choices: Choices, traceId: string): Written {
  const link = (): Written =>
    new Members([
      ['traceId', choices.pick([traceId, traceId, 'other'])],
      ['spanId', spanId(choices)],
      [
        'attributes',
        choices.pick<Written>([
          [],
          [
            new Members([
              ['key', 'opentracing.ref_type'],
              ['value', new Members([['stringValue', 'follows_from']])],
            ]),
          ],
        ]),
      ],
    ]);
  return Array.from({ length: choices.below(3) }, link);
}

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
