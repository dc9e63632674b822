/** Numbers from 0 to 1 that depend on the seed alone (mulberry32). */
export type Random = () => number;

export function randomOf(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** JSON as it is to be written: objects may have a name twice. */
type Written = string | number | boolean | null | readonly Written[] | Members;
class Members {
  readonly list: (readonly [name: string, value: Written])[];
  constructor(list: readonly (readonly [name: string, value: Written])[]) {
    this.list = [...list];
  }
}

/** How a document may depart from what is usual. */
export interface Oddness {
  /** Of each part of a span, from 0 to 1. */
  readonly inSpans: number;
  /** Of each part around spans. */
  readonly around: number;
}

/** An input in the manner of OTLP JSON: one document, or several lines of them. */
export function randomInput(random: Random, oddness: Oddness): string {
  const maker = new Maker(random, oddness);
  const lines = maker.chance(0.6) ? 1 : 1 + maker.below(4);
  const space = lines > 1 ? maker.pick(['', '', ' ', '\t ']) : maker.pick(['', '', '', ' ', '\n  ', '\r\n\t']);
  const documents = Array.from({ length: lines }, () => maker.text(maker.document(), space));
  return (
    maker.pick(['', '', '', '\uFEFF', '\n \n']) +
    documents.join(maker.pick(['\n', '\r\n', '\n\n'])) +
    maker.pick(['', '\n', ' \n\n'])
  );
}

/** The same bytes with one to three of them changed, cut off, removed or put in. */
export function damaged(bytes: Uint8Array, random: Random): Uint8Array {
  const below = (limit: number): number => Math.floor(random() * limit);
  const marks = '{}[]",:\\ 0a-.\n\0'.split('').map((mark) => mark.charCodeAt(0));
  const list = [...bytes];
  for (let count = 1 + below(3); count > 0; count--) {
    const at = below(list.length);
    const byte = random() < 0.7 ? (marks[below(marks.length)] ?? 0) : below(256);
    switch (below(5)) {
      case 0:
        list.length = at;
        break;
      case 1:
        list.splice(at, 1 + below(3));
        break;
      case 2:
        list.splice(at, 0, byte);
        break;
      default:
        list[at] = byte;
    }
  }
  return Uint8Array.from(list);
}

const traceIds = ['5b8efff798038103d269b633813fc60c', '0af7651916cd43dd8448eb211c80319c', 'a'.repeat(32)];
const texts = [
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

class Maker {
  readonly #random: Random;
  readonly #oddness: Oddness;

  constructor(random: Random, oddness: Oddness) {
    this.#random = random;
    this.#oddness = oddness;
  }

  chance(share: number): boolean {
    return this.#random() < share;
  }

  below(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)];
  }

  document(): Written {
    const one = (): Written => this.#export();
    if (this.chance(0.1)) return Array.from({ length: this.below(3) }, one);
    return this.#isOddAround() ? this.pick([7, null, 'x', [], new Members([]), [[]], [null]]) : one();
  }

  /** `space` is written, or not, wherever it may be. */
  text(value: Written, space: string): string {
    const gap = (): string => (space !== '' && this.chance(0.5) ? space : '');
    if (typeof value === 'string') return this.#quoted(value);
    if (value instanceof Members)
      return `{${gap()}${value.list.map(([name, member]) => `${this.#quoted(name)}${gap()}:${gap()}${this.text(member, space)}${gap()}`).join(`,${gap()}`)}}`;
    if (value === null || typeof value !== 'object') return JSON.stringify(value);
    return `[${gap()}${value.map((element) => this.text(element, space) + gap()).join(`,${gap()}`)}]`;
  }

  #isOdd(): boolean {
    return this.chance(this.#oddness.inSpans);
  }

  #isOddAround(): boolean {
    return this.chance(this.#oddness.around);
  }

  #quoted(text: string): string {
    const quoted = JSON.stringify(text);
    if (!this.#isOdd()) return quoted;
    return quoted.replaceAll(/[a-z0-9]/gi, (letter, at: number) =>
      quoted[at - 1] !== '\\' && !/\\u[0-9a-f]{0,3}$/i.test(quoted.slice(Math.max(0, at - 5), at)) && this.chance(0.2)
        ? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
        : letter,
    );
  }

  #export(): Written {
    const resources: Written = Array.from({ length: 1 + this.below(2) }, () => this.#resourceSpans());
    const inner = this.#members([
      [
        this.pick(['resourceSpans', 'resourceSpans', 'resourceSpans', 'batches', 'resource_spans']),
        this.#around(resources),
      ],
      ...(this.chance(0.1) ? ([['extra', this.#anything(2)]] as const) : []),
    ]);
    const wrapped: Written = this.chance(0.15) ? new Members([[this.pick(['trace', 'result']), inner]]) : inner;
    if (!this.#isOddAround()) return wrapped;
    return new Members([
      ...wrapped.list,
      [
        this.pick(['resourceLogs', 'trace', 'batches', 'x', 'resourceSpans']),
        this.pick<Written>([null, [], new Members([]), 'x', resources]),
      ],
    ]);
  }

  #around(value: Written): Written {
    return this.#isOddAround() ? this.pick<Written>([null, 7, 'x', new Members([]), value]) : value;
  }

  #resourceSpans(): Written {
    const scopes: Written = Array.from({ length: 1 + this.below(2) }, () => this.#scopeSpans());
    const service = new Members([['stringValue', this.pick(texts)]]);
    const attributes: Written = [
      new Members([
        ['key', 'service.name'],
        ['value', service],
      ]),
    ];
    const resource = new Members([
      ['attributes', this.#isOddAround() ? new Members([['service.name', 'x']]) : attributes],
    ]);
    return this.#around(
      this.#members([
        ...(this.chance(0.8) ? ([['resource', this.#around(resource)]] as const) : []),
        [
          this.pick(['scopeSpans', 'scopeSpans', 'scopeSpans', 'instrumentationLibrarySpans', 'scope_spans']),
          this.#around(scopes),
        ],
        ...(this.chance(0.2) ? ([['schemaUrl', 'https://example.org']] as const) : []),
      ]),
    );
  }

  #scopeSpans(): Written {
    const spans: Written = Array.from({ length: this.below(5) }, () => this.#span());
    return this.#around(
      this.#members([
        ...(this.chance(0.7) ? ([['scope', new Members([['name', 'test']])]] as const) : []),
        ['spans', this.#around(spans)],
        ...(this.#isOddAround() ? ([['logRecords', null]] as const) : []),
      ]),
    );
  }

  #members(list: readonly (readonly [string, Written])[]): Members {
    const members = this.#isOddAround() ? this.#shuffled([...list, this.pick(list)]) : list;
    return new Members(this.chance(0.2) ? this.#shuffled(members) : members);
  }

  #shuffled<T>(list: readonly T[]): readonly T[] {
    return list
      .map((value) => ({ value, at: this.#random() }))
      .toSorted((a, b) => a.at - b.at)
      .map(({ value }) => value);
  }

  #span(): Written {
    const isSnake = this.#isOdd() && this.chance(0.3);
    const field = (
      name: string,
      usual: Written,
      ...odd: readonly Written[]
    ): readonly (readonly [string, Written])[] => {
      if (this.#isOdd() && this.chance(0.2)) return [];
      const written = isSnake ? name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) : name;
      const value = this.#isOdd() ? this.pick([...odd, null, 7, '', 'x', [], new Members([])]) : usual;
      return this.#isOdd() && this.chance(0.2)
        ? [
            [written, value],
            [written, usual],
          ]
        : [[written, value]];
    };
    const traceId = this.pick(traceIds);
    const id = this.#spanId();
    const startNs = 1_544_712_660_000_000_000n + BigInt(this.below(1e9)) * 1000n;
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
      ...field('parentSpanId', this.pick(['', this.#spanId()]), base64(this.#spanId()), '0'.repeat(16), 'span-1'),
      ...field('name', this.pick(texts), true),
      ...field('kind', this.below(6), 'SPAN_KIND_CLIENT', '1', 6, -1, 1.5, true),
      ...field('startTimeUnixNano', String(startNs), ...times),
      ...field('endTimeUnixNano', String(startNs + BigInt(this.below(1e9))), ...times),
      ...field(
        'attributes',
        this.#attributes(),
        new Members([
          ['a', 1],
          ['b', this.#anything(2)],
        ]),
        [null, 7],
      ),
      ...field('status', this.#status(), 'x', new Members([['code', null]])),
      ...(this.chance(0.5) ? field('events', this.#events(), [null, 7]) : []),
      ...(this.chance(0.5) ? field('links', this.#links(traceId), [null, 7]) : []),
      ...(this.chance(0.3) ? field('flags', 256, this.#anything(4)) : []),
      ...(this.chance(0.1) ? field('nested', this.#anything(5)) : []),
    ];
    if (this.#isOdd() && this.chance(0.1))
      return this.pick<Written>([null, 7, 'x', [], [[]], new Members([['body', 'log']])]);
    return new Members(this.chance(0.3) ? this.#shuffled(fields) : fields);
  }

  #spanId(): string {
    return (this.below(40) + 1).toString(16).padStart(16, '0');
  }

  #status(): Written {
    const message = ['message', this.pick(texts)] as const;
    const code = [
      'code',
      this.#isOdd() ? this.pick<Written>(['STATUS_CODE_ERROR', 7, 1.5, null]) : this.below(3),
    ] as const;
    return new Members(this.pick([[], [code], [code, message], [message, code], [message], [code, code]]));
  }

  #events(): Written {
    const event = (): Written => {
      const members = [
        ['timeUnixNano', '1'],
        [
          'name',
          this.#isOdd() ? this.pick<Written>([null, 7, '']) : this.pick(['exception', 'log', 'gen_ai.content.prompt']),
        ],
        ['attributes', this.#attributes()],
      ] as const;
      return this.#isOdd()
        ? this.pick<Written>([null, new Members([...members, ...members]), new Members(this.#shuffled(members))])
        : new Members(members);
    };
    return Array.from({ length: this.below(3) }, event);
  }

  #links(traceId: string): Written {
    const link = (): Written =>
      new Members([
        ['traceId', this.pick([traceId, traceId, 'other'])],
        ['spanId', this.#spanId()],
        [
          'attributes',
          this.pick<Written>([
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
    return Array.from({ length: this.below(3) }, link);
  }

  #attributes(): Written {
    return Array.from({ length: this.below(5) }, () => this.#attribute(this.pick(keys)));
  }

  #attribute(key: string): Written {
    const members = [
      ['key', this.#isOdd() ? this.pick<Written>([null, 7]) : key],
      ['value', this.#value(3)],
    ] as const;
    if (!this.#isOdd()) return new Members(members);
    return this.pick<Written>([
      null,
      7,
      new Members([]),
      new Members([members[0]]),
      new Members(members.toReversed()),
      new Members([...members, ['x', 1]]),
    ]);
  }

  #value(depth: number): Written {
    if (this.#isOdd()) return this.#anything(depth);
    const types: (() => readonly [string, Written])[] = [
      () => ['stringValue', this.pick(texts)],
      () => ['stringValue', this.pick(texts)],
      () => [
        'intValue',
        this.pick<Written>([
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
      () => ['doubleValue', this.pick<Written>([0.5, -0.25, 1e21, 1e-7, 123456.789, 0.1, 'NaN', '0.5', 3])],
      () => ['boolValue', this.pick<Written>([true, false, 'true', null])],
      () => ['bytesValue', 'AAAwOQ=='],
    ];
    if (depth > 0) {
      const list = (): Written => Array.from({ length: this.below(3) }, () => this.#value(depth - 1));
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
                  ['value', this.#value(depth - 1)],
                ]),
              ],
            ],
          ]),
        ],
      );
    }
    const typed = this.pick(types)();
    return new Members(this.#isOdd() ? this.pick([[], [typed, typed], [typed, ['x', 1]]]) : [typed]);
  }

  #anything(depth: number): Written {
    if (depth === 0 || this.chance(0.5)) return this.pick<Written>([null, true, 1.5, -0, 1e300, 'x', '', '__proto__']);
    const inner = (): Written => this.#anything(depth - 1);
    return this.chance(0.5)
      ? Array.from({ length: this.below(3) }, inner)
      : new Members(Array.from({ length: this.below(3) }, () => [this.pick(keys), inner()] as const));
  }
}

const base64 = (hex: string): string => Buffer.from(hex, 'hex').toString('base64');
