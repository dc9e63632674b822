import { describe, expect, it } from 'vitest';
import { baselineText, loadBaseline, type Baseline } from './baseline.ts';
import { folderWith } from './temporary-folder.test-support.ts';

const baseline: Baseline = {
  schemaVersion: 1,
  runs: 3,
  learned: { 'acme/longest': { version: 1, state: { b: [{ z: 1, a: 2 }], a: null } } },
};

describe('a baseline', () => {
  it('is read as it was written', async () => {
    const folder = folderWith({ 'baseline.json': baselineText(baseline) });
    expect(await loadBaseline('baseline.json', folder)).toEqual(baseline);
  });

  it('is the same text whatever the order of its keys', () => {
    const other = { 'acme/longest': { state: { a: null, b: [{ a: 2, z: 1 }] }, version: 1 } };
    expect(baselineText({ learned: other, runs: 3, schemaVersion: 1 })).toBe(baselineText(baseline));
  });

  it('may have "__proto__" as a key', async () => {
    const state: unknown = JSON.parse('{"__proto__":1}');
    const text = baselineText({ ...baseline, learned: { 'acme/longest': { version: 1, state } } });
    expect(text).toContain('{"__proto__":1}');
    const read = await loadBaseline('baseline.json', folderWith({ 'baseline.json': text }));
    expect(baselineText(read)).toBe(text);
  });

  it.each([
    ['is not there', 'other.json', 'there is no such file.'],
    ['is cut off', 'cut.json', 'it is not JSON.'],
    ['is a run', 'run.json', 'it is none: it has no "schemaVersion" and "learned".'],
    ['is of another schema', 'later.json', 'its schemaVersion is 2; this version reads 1.'],
    ['has something else in it', 'odd.json', '\n✖ Unrecognized key: "odd"'],
  ])('is refused where it %s', async (_what, file, problem) => {
    const folder = folderWith({
      'cut.json': baselineText(baseline).slice(0, 40),
      'run.json': '{"id":"a","executions":[]}',
      'later.json': baselineText(baseline).replace('"schemaVersion":1', '"schemaVersion":2'),
      'odd.json': '{"schemaVersion":1,"runs":1,"learned":{},"odd":1}',
    });
    await expect(loadBaseline(file, folder)).rejects.toMatchObject({
      code: 'FAULTLINE_BASELINE_UNREADABLE',
      message: `Cannot read the baseline "${file}": ${problem}`,
    });
  });
});
