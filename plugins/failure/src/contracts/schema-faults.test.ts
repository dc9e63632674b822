import { describe, expect, it } from 'vitest';
import { schemaFaults } from './schema-faults.ts';

const schema = {
  type: 'object',
  required: ['query', '__proto__'],
  additionalProperties: false,
  properties: {
    query: { type: 'string' },
    limit: { type: ['integer', 'null'] },
    order: { enum: ['asc', 'desc'] },
    __proto__: { type: 'string' },
    exact: { type: 'boolean' },
    tags: { type: 'array' },
    where: { type: 'object' },
    odd: { type: 'tuple' },
  },
};
const own = (entries: readonly (readonly [string, unknown])[]) =>
  JSON.parse(`{${entries.map(([key, value]) => `${JSON.stringify(key)}:${JSON.stringify(value)}`).join()}}`);
const closed = own(Object.entries(schema));

describe('schemaFaults', () => {
  it('finds none in what fits', () => {
    const input = own([
      ['query', 'a'],
      ['__proto__', 'b'],
      ['limit', null],
      ['order', 'asc'],
      ['exact', true],
      ['tags', []],
      ['where', {}],
    ]);
    expect(schemaFaults(closed, input)).toEqual(['one argument is not known']);
  });
  it('names what is missing, unknown, of another type, or not allowed, and no values', () => {
    const input = {
      query: 3,
      limit: 1.5,
      order: 'secret',
      exact: 'yes',
      tags: {},
      where: [],
      odd: 1,
      'a@b.org': 1,
      more: 1,
    };
    expect(schemaFaults(closed, input)).toEqual([
      '"__proto__" is missing',
      '"query" is no string',
      '"limit" is no integer or null',
      '"order" is none of the values allowed',
      '"exact" is no boolean',
      '"tags" is no array',
      '"where" is no object',
      '2 arguments are not known',
    ]);
  });
  it('knows no strangers where patterns allow some', () => {
    const open = { additionalProperties: false, patternProperties: { '^x-': {} } };
    expect(schemaFaults(open, { 'x-a': 1 })).toEqual([]);
  });
  it('reads arguments that are JSON text, and leaves others alone', () => {
    expect(schemaFaults({ required: ['query'] }, '{}')).toEqual(['"query" is missing']);
    expect(schemaFaults({ required: ['query'] }, 'not JSON')).toEqual([]);
    expect(schemaFaults({ required: ['query'] }, undefined)).toEqual([]);
    expect(schemaFaults(true, { query: 1 })).toEqual([]);
  });
});
