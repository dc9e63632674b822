import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AnalysisEngine, defineValidator, definePlugin, type Reporter } from '@faultline/core';
import { reportSchema, type Report } from '@faultline/model';
import { executionOf, runOf } from '@faultline/plugin-testkit';
import { jsonLinesReporter, jsonReporter } from './index.ts';

const failed = defineValidator({
  id: 'tests/failed',
  description: 'Reports every execution that failed.',
  severity: 'error',
  messages: { failed: 'Step "{{step}}" failed.' },
  validate(run, { report }) {
    for (const execution of run.failed)
      report({ messageId: 'failed', at: [execution], data: { step: execution.stepId } });
  },
});
const engine = new AnalysisEngine([definePlugin({ name: 'tests', rules: [failed] })]);
const reportOn = (id: string, stepId = 'fetch'): Promise<Report> =>
  engine.analyze(runOf([executionOf({ stepId, status: 'failed' })], { id, status: 'failed' }));

async function* streamOf(reports: readonly Report[]): AsyncGenerator<Report> {
  yield* reports;
}
const medium = { options: {}, columns: 80, isColored: false };

async function textOf(reporter: Reporter, reports: readonly Report[]): Promise<string> {
  let text = '';
  for await (const chunk of reporter.render(streamOf(reports), medium)) text += chunk;
  return text;
}

async function* broken() {
  yield await reportOn('a');
  yield await reportOn('b');
  throw new Error('the input ended early');
}

describe('json', () => {
  it('writes one report as the document itself', async () => {
    const report = await reportOn('a');
    const text = await textOf(jsonReporter, [report]);
    expect(reportSchema.parse(JSON.parse(text))).toEqual(report);
    expect(text.endsWith('}\n')).toBe(true);
  });

  it('writes several reports as one array, and none as an empty one', async () => {
    const reports = await Promise.all(['a', 'b', 'c'].map((id) => reportOn(id)));
    expect(JSON.parse(await textOf(jsonReporter, reports))).toEqual(reports);
    expect(JSON.parse(await textOf(jsonReporter, reports.slice(0, 2)))).toEqual(reports.slice(0, 2));
    expect(await textOf(jsonReporter, [])).toBe('[]\n');
  });

  it('writes each of several reports on a line of its own', async () => {
    const reports = await Promise.all(['a', 'b', 'c'].map((id) => reportOn(id)));
    const lines = (await textOf(jsonReporter, reports)).trimEnd().split('\n');
    expect([lines[0], lines.at(-1)]).toEqual(['[', ']']);
    expect(lines.slice(1, -1).map((line) => JSON.parse(line.replace(/,$/, '')) as unknown)).toEqual(reports);
  });

  it('writes the second report before it asks for the third', async () => {
    let asked = 0;
    async function* counted() {
      for (const id of ['a', 'b', 'c']) {
        asked++;
        yield await reportOn(id);
      }
    }
    const chunks = jsonReporter.render(counted(), medium);
    for await (const chunk of chunks) {
      expect(chunk).toContain('"b"');
      break;
    }
    expect(asked).toBe(2);
  });

  it('does not end a text whose reports broke off', async () => {
    let text = '';
    const write = async () => {
      for await (const chunk of jsonReporter.render(broken(), medium)) text += chunk;
    };
    await expect(write()).rejects.toThrow('the input ended early');
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
  });
});

describe('json lines', () => {
  it('writes each report on a line of its own, one as well as several', async () => {
    const reports = await Promise.all(['a', 'b'].map((id) => reportOn(id, 'two\nlines')));
    const lines = (await textOf(jsonLinesReporter, reports)).split('\n');
    expect(lines.slice(0, -1).map((line) => JSON.parse(line))).toEqual(reports);
    expect(lines.at(-1)).toBe('');
    expect(await textOf(jsonLinesReporter, reports.slice(0, 1))).toBe(`${lines[0]}\n`);
    expect(await textOf(jsonLinesReporter, [])).toBe('');
  });
});

describe('names from the trace', () => {
  it('reach a program as they are and a terminal as escapes', async () => {
    const name = '\u001b[2J\u0007 \u007f\u009b31m \u202egpj.exe \u2028 \ud800 \ufeff __proto__';
    const text = await textOf(jsonReporter, [await reportOn('a', name)]);
    expect(text).toContain('\\u001b[2J\\u0007 \\u007f\\u009b31m \\u202egpj.exe \\u2028 \\ud800 \\ufeff __proto__');
    expect(reportSchema.parse(JSON.parse(text)).findings[0]?.data).toEqual({ step: name });
  });

  it('never bring a control character into the text, and come back unchanged', async () => {
    const report = await reportOn('a');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (name) => {
        const hostile = { ...report, run: { ...report.run, id: name } };
        for (const reporter of [jsonReporter, jsonLinesReporter]) {
          const text = await textOf(reporter, [hostile]);
          // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
          expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ud800-\udfff]/u);
          expect(JSON.parse(text)).toEqual(hostile);
        }
      }),
    );
  });

  it('may be __proto__', async () => {
    const report = await reportOn('__proto__', '__proto__');
    const section = {
      id: 'x/y',
      chapter: 'flow',
      title: 'X',
      value: JSON.parse('{"__proto__":1}'),
      blocks: [],
    } as const;
    const text = await textOf(jsonLinesReporter, [{ ...report, sections: [section] }]);
    expect(text).toContain('"value":{"__proto__":1}');
  });
});
