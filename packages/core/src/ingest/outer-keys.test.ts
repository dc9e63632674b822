import { expect, it } from 'vitest';
import { outerKeys } from './outer-keys.ts';

it.for([
  ['{"a": 1, "b": {"c": 2}, "d": [{"e": 3}]}', ['a', 'b', 'd']],
  ['[{"a": 1}, {"b": {"c": 2}}]', ['a', 'b']],
  ['{"a": 1}\n{"b": 2}', ['a', 'b']],
  ['{"a": "\\": {\\"b\\": ", "c"', ['a']],
  ['{"a": "{[", "b" : "x:y", "c', ['a', 'b']],
  ['{"a\\u0062": 1, "__proto__": 2}', ['a\\u0062', '__proto__']],
  ['"a": 1', []],
  ['', []],
] as const)('%j has the outer keys %j', ([text, keys]) => {
  expect([...outerKeys(text)]).toEqual(keys);
});
