import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Report } from '@faultline/model';
import { printable, printableReport } from './printable.ts';

describe('printable', () => {
  it.each([
    ['ANSI colours', '\u001b[31mred\u001b[0m', '\\x1b[31mred\\x1b[0m'],
    ['a title sequence', '\u001b]0;owned\u0007', '\\x1b]0;owned\\x07'],
    ['C1 controls', '\u009b2J\u0090q', '\\x9b2J\\x90q'],
    ['line breaks and tabs', 'a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['NUL and DEL', '\0\u007f', '\\x00\\x7f'],
    ['bidi overrides', 'invoice\u202efdp.exe', 'invoice\\u{202e}fdp.exe'],
    ['bidi isolates and marks', '\u2066\u200f\u061c', '\\u{2066}\\u{200f}\\u{61c}'],
    ['separators', 'a\u2028b\u2029', 'a\\u{2028}b\\u{2029}'],
    ['zero-width joiners in ASCII', 'ad\u200dmin', 'ad\\u{200d}min'],
    ['joiners in a row', 'é\u200d\u200d', 'é\u200d\\u{200d}'],
    ['invisible characters', 'ad\u200bmin\ufeff\u00ad', 'ad\\u{200b}min\\u{feff}\\xad'],
    ['tag characters', 'a\u{e0041}', 'a\\u{e0041}'],
    ['lone surrogates', '\ud800x', '\\u{d800}x'],
  ])('writes out %s', (_name, text, written) => {
    expect(printable(text)).toBe(written);
  });

  it.each(['literature', 'C:\\traces\\new', 'Größe', '日本語', '👩‍👩‍👧 family', 'می\u200cخواهم', 'é', '__proto__'])(
    'leaves "%s" as it is',
    (text) => {
      expect(printable(text)).toBe(text);
    },
  );

  it('keeps no more marks on a letter than a script has', () => {
    expect(printable(`z${'\u0301'.repeat(500)}algo`)).toBe(`z${'\u0301'.repeat(4)}algo`);
  });

  it('leaves out the middle of an endless name', () => {
    const name = printable(`start${'x'.repeat(1_000_000)}end`);
    expect(name).toHaveLength(160);
    expect(name).toMatch(/^startx+…x+end$/);
  });

  it('never lets a control through, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(printable(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u202a-\u202e\u2066-\u2069]/u);
      }),
    );
  });

  it('covers every text of a report and leaves out the values for programs', () => {
    const hostile = '\u001b[2J';
    const report: Report = {
      schemaVersion: 1,
      run: {
        id: hostile,
        workflowId: hostile,
        status: 'failed',
        startMs: 0,
        durationMs: 1,
        times: 'recorded',
        steps: { defined: null, seen: 1, completed: 0, failed: 1, skipped: 0, open: 0 },
        executions: 1,
        edges: { declared: 0, explicit: 0, framework: 0, dataflow: 0, temporal: 0 },
        inferredEdgeShare: 0,
      },
      assessment: { verdict: 'failed', trust: 'sound', text: hostile },
      health: { score: 85, deductions: [{ ruleId: hostile, points: 15, findings: 1 }] },
      summary: [{ topic: 'cause', text: hostile, findingIds: [hostile] }],
      actionItems: [{ text: hostile, findingIds: [], healthPoints: 15 }],
      findings: [
        {
          kind: 'validator',
          id: hostile,
          ruleId: `x/${hostile}`,
          messageId: hostile,
          message: hostile,
          severity: 'error',
          stepIds: [hostile],
          executionIds: [hostile],
          startMs: 0,
          data: { step: hostile },
          evidence: [{ type: 'edge', from: hostile, to: hostile, origin: 'explicit' }],
        },
      ],
      sections: [
        {
          id: hostile,
          chapter: 'flow',
          title: hostile,
          value: { [hostile]: hostile },
          blocks: [
            { type: 'text', text: hostile },
            { type: 'facts', facts: [{ label: hostile, value: hostile }] },
            { type: 'table', columns: [hostile], rows: [[hostile]] },
            {
              type: 'timeline',
              untilMs: 1,
              left: 0,
              bars: [{ label: hostile, executionIds: [hostile], isCritical: true, parts: [], note: hostile }],
            },
          ],
        },
      ],
      rules: [
        { id: hostile, kind: 'validator', description: hostile, doubtsTrace: true, messages: { [hostile]: hostile } },
      ],
      ranRules: [hostile],
      worst: 'error',
    };
    const text = JSON.stringify(printableReport(report));
    expect(text).not.toContain('\\u001b');
    expect(text).toContain('\\\\x1b[2J');
    expect(printableReport(report).sections[0]?.value).toBeNull();
  });
});
