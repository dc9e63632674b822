import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FaultlineError } from '../errors.ts';
import { jsonFaultOf } from './json-fault.ts';
import { deepestValue, isTooDeep, parseJson } from './parse-json.ts';

function refusalOf(text: string, firstLine?: number): FaultlineError {
  try {
    parseJson(text, 'runs.json', firstLine);
  } catch (error) {
    if (error instanceof FaultlineError) return error;
    throw error;
  }
  throw new Error('It was not refused.');
}

describe('a text that is not JSON', () => {
  it.each([
    ['nothing but words', 'hello', 1, 1],
    ['a value without quotes', '{"a": x}', 1, 7],
    ['a missing value', '{"a":}', 1, 6],
    ['a comma too many', '[1,\n 2,]', 2, 4],
    ['a missing comma', '[1 2]', 1, 4],
    ['a missing colon', '{"a" 1}', 1, 6],
    ['a key without quotes', '{\n  a: 1}', 2, 3],
    ['the wrong bracket', '{"a": [1}', 1, 9],
    ['something after the end', '{}\n\n{}', 3, 1],
    ['a line end in a string', '"a\nb"', 1, 3],
    ['an unknown escape', String.raw`"\x"`, 1, 3],
    ['half an escape', String.raw`"\u00g0"`, 1, 6],
    ['a leading zero', '01', 1, 2],
    ['a leading plus', '+1', 1, 1],
    ['a bare point', '[1.]', 1, 4],
    ['an empty exponent', '[1e+]', 1, 5],
    ['half a word', '[nul]', 1, 5],
    ['a comment', '{} // no', 1, 4],
    ['NaN', '{"a": NaN}', 1, 7],
  ])('is refused with its place: %s', (_what, text, line, column) => {
    const error = refusalOf(text);
    expect(error.code).toBe('FAULTLINE_NOT_JSON');
    expect(error.message).toBe(`Cannot read "runs.json": it is not JSON (line ${line}, column ${column}).`);
  });
  it('is counted from the line where it starts', () => {
    expect(refusalOf('{"a": x}', 41).message).toContain('(line 41, column 7)');
  });
});

describe('a text that is cut off', () => {
  const document = '{"a": [1, -2.5e+3, true, null], "b": {"c\\u00e9\\n": "d"}, "e": false}';

  it('is told from one that is wrong, wherever the cut is', () => {
    for (let length = 1; length < document.length; length++) {
      const error = refusalOf(document.slice(0, length));
      expect([length, error.code]).toEqual([length, 'FAULTLINE_TRUNCATED']);
      expect(error.message).toContain(`(line 1, column ${length + 1})`);
    }
  });
  it.each(['\n', '\r\n', '\u2028'])('is told by its place, with %j in it', (separator) => {
    const lines = separator === '\u2028' ? 1 : 2;
    const prefix = separator === '\u2028' ? `{"${separator}a` : `{${separator}"a`;
    expect(refusalOf(prefix).message).toContain(`line ${lines}, column`);
  });
});

it('never quotes the text: it may be private', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(), (text, cut) => {
      const secret = `{"secret": ${text}`.slice(0, 10 + (cut % (text.length + 1)));
      const { message, hint, cause } = refusalOf(secret);
      expect(`${message} ${hint} ${String(cause)}`).not.toContain('secret');
    }),
  );
});

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

describe('the place of a fault', () => {
  const almostJson = fc
    .tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', '{', '}', '[', ']', ',', ':', '"', '\\', '0', '-', 'e', 't', ' ', '\n'),
    )
    .map(([text, at, inserted]) => {
      const cut = at % (text.length + 1);
      return text.slice(0, cut) + inserted + text.slice(cut + 1);
    });

  it('is found where JSON.parse finds a fault, and only there', () => {
    fc.assert(
      fc.property(almostJson, (text) => {
        expect(jsonFaultOf(text) === undefined).toBe(isJson(text));
      }),
      { numRuns: 2000 },
    );
  });
  it('is the end of the longest beginning of JSON', () => {
    fc.assert(
      fc.property(almostJson, (text) => {
        const fault = jsonFaultOf(text);
        fc.pre(fault !== undefined);
        expect(jsonFaultOf(text.slice(0, fault?.position))?.isCutOff ?? true).toBe(true);
      }),
    );
  });
  it('is found 1,000,000 levels deep', () => {
    expect(jsonFaultOf('['.repeat(1_000_000))).toEqual({ position: 1_000_000, isCutOff: true });
  });
});

it('parses what is JSON, "__proto__" included', () => {
  expect(JSON.stringify(parseJson('{"__proto__": {"a": [1]}}', 'a'))).toBe('{"__proto__":{"a":[1]}}');
});

const nested = (levels: number): unknown => {
  let value: unknown = 'leaf';
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { value };
  return value;
};

describe('depth', () => {
  it.each([
    [0, false],
    [1, false],
    [deepestValue, false],
    [deepestValue + 1, true],
    [100_000, true],
  ])('of %i levels: too deep is %s', (levels, isDeep) => {
    expect(isTooDeep(nested(levels))).toBe(isDeep);
  });
  it('does not overflow where the limit is high', () => {
    expect(isTooDeep(nested(100_000), 100_000)).toBe(false);
    expect(isTooDeep(nested(100_001), 100_000)).toBe(true);
  });
  it('does not mind width', () => {
    expect(isTooDeep(Array.from({ length: 200_000 }, () => ({})))).toBe(false);
  });
  it.each([null, undefined, 'text', 5])('of %s is none', (value) => {
    expect(isTooDeep(value, 0)).toBe(false);
  });
});
