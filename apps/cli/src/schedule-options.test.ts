import { describe, expect, it } from 'vitest';
import { reportSchema } from '@faultline/model';
import { workplace } from './memory-io.test-support.ts';

const step = (stepId: string, startMs: number, endMs: number) => ({
  id: stepId,
  stepId,
  startMs,
  endMs,
  status: 'completed',
});
/** "parse" begins 1 ms before "fetch" ends. */
const overlapping = JSON.stringify({
  id: 'overlapping',
  workflowId: 'drawn',
  status: 'completed',
  startMs: 0,
  endMs: 7,
  executions: [step('fetch', 0, 4), step('parse', 3, 7)],
});
const span = (spanId: string, name: string, startMs: number, endMs: number) => ({
  traceId: '5b8efff798038103d269b633813fc60c',
  spanId,
  name,
  startTimeUnixNano: `${startMs}000000`,
  endTimeUnixNano: `${endMs}000000`,
});
const tolerant = { 'run.json': overlapping, 'tolerant.json': '{"schedule":{"overlapToleranceMs":1}}' };

describe('the schedule of the configuration', () => {
  it('is that of the critical path, and the report names it', async () => {
    const { faultline } = workplace(tolerant);
    const pathOf = async (...args: string[]) => {
      const { out } = await faultline(['analyze', 'run.json', '--format', 'json', ...args]);
      const { sections } = reportSchema.parse(JSON.parse(out));
      const { value, blocks } = sections.find(({ id }) => id === 'schedule/critical-path')!;
      const { route, choices } = value as { route: { stepIds: string[] }; choices?: object };
      return { route, choices, text: JSON.stringify(blocks) };
    };
    const [usual, configured] = [await pathOf(), await pathOf('--config', 'tolerant.json')];
    expect(usual.choices).toBeUndefined();
    expect(usual.text).not.toContain('As configured');
    expect(configured.choices).toEqual({ overflow: 'clip', overlapTolerance: { ms: 1 } });
    expect(configured.text).toContain('steps may overlap by 1 ms and still follow');
    expect(configured.route).not.toEqual(usual.route);
  });

  it('is that of what changes would gain', async () => {
    const { faultline } = workplace(tolerant);
    const gainMs = async (...args: string[]) => {
      const { out } = await faultline(['whatif', 'run.json', '--scale', 'fetch=0', '--format', 'json', ...args]);
      return (JSON.parse(out) as { gainMs: number }).gainMs;
    };
    // Without "fetch", "parse" begins when the run does: only if it is known to have waited for it.
    expect(await gainMs('--config', 'tolerant.json')).toBeGreaterThan(await gainMs());
  });

  it('is that of what is in traces', async () => {
    const spans = [span('eee19b7ec3c1b171', 'fetch', 1000, 1004), span('eee19b7ec3c1b172', 'parse', 1003, 1007)];
    const trace = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] });
    const { faultline } = workplace({ ...tolerant, 'trace.json': trace });
    const withoutSlack = async (...args: string[]) => {
      const { out } = await faultline(['inspect', 'trace.json', '--format', 'json', ...args]);
      return (JSON.parse(out) as { slack: { none: number } }[])[0]?.slack.none;
    };
    expect([await withoutSlack(), await withoutSlack('--config', 'tolerant.json')]).toEqual([1, 2]);
  });

  it('is refused where it says two things', async () => {
    const schedule = { overlapToleranceMs: 1, overlapToleranceShare: 0.1 };
    const { faultline } = workplace({ 'run.json': overlapping, 'two.json': JSON.stringify({ schedule }) });
    const { exitCode, err } = await faultline(['analyze', 'run.json', '--config', 'two.json']);
    expect(exitCode).toBe(2);
    expect(err).toContain('expected overlapToleranceMs or overlapToleranceShare, not both');
  });
});
