import { AnalysisEngine, type History } from '@faultline/core';
import type { Finding, Report, Run } from '@faultline/model';
import {
  anomalies,
  faults,
  healthyRun,
  healthyRuns,
  incidents,
  isExpected,
  scenarios,
  type ExpectedFinding,
} from '@faultline/plugin-healthcare';
import { describe, expect, it } from 'vitest';
import { includedPlugins } from '../included-plugins.ts';
import { workplace } from '../memory-io.test-support.ts';

const engine = new AnalysisEngine(includedPlugins);
const history = engine.load(await engine.learn(healthyRuns(500, 1)));
const analyzed = (run: Run, known?: History): Promise<Report> =>
  engine.analyze(run, known === undefined ? {} : { history: known });
/** What rules found: neither advice nor what concludes from other findings. */
const foundIn = ({ findings }: Report): Finding[] =>
  findings.filter(({ kind, ruleId }) => kind !== 'optimizer' && ruleId !== 'failure/root-cause');
const asText = ({ ruleId, stepIds }: ExpectedFinding): string => `${ruleId} ${stepIds.join(' ')}`.trimEnd();

/** Expected findings that are not there, and findings that nobody expects. */
const differences = (findings: readonly Finding[], expected: readonly ExpectedFinding[]): object => ({
  missing: expected.filter((one) => !findings.some((finding) => isExpected(one, finding))).map(asText),
  others: findings.filter((finding) => !expected.some((one) => isExpected(one, finding))).map(asText),
});
const none = { missing: [], others: [] };

/** Detectors hold a run against a history. */
const needsNoHistory = ({ ruleId }: ExpectedFinding): boolean => !ruleId.startsWith('anomaly/');

describe('demo', () => {
  it('finds every planted fault of the faulty run, nothing else, and exits with 0', async () => {
    const { exitCode, out, err } = await workplace().faultline(['demo']);
    expect(exitCode).toBe(0);
    expect(out).toMatch(/^FAULTY /);
    expect(err).toContain(`Planted: ${faults.length}, found: ${faults.length}.`);
    expect(err).toContain('Warnings and errors beside them: 0.');
  });

  it.each(scenarios.slice(1))('finds what is planted in "$id", and nothing else', async ({ id, story, planted }) => {
    const { exitCode, err } = await workplace().faultline(['demo', id]);
    expect(exitCode).toBe(0);
    expect(err).toContain(story);
    expect(err).toContain(`Planted: ${planted.length}, found: ${planted.length}.`);
    expect(err).toContain('Warnings and errors beside them: 0.');
  });

  it('says what was not found, where a rule is off', async () => {
    const rules = { 'integrity/orphan': 'off' };
    const place = workplace({ 'faultline.config.json': JSON.stringify({ rules }) });
    const { err } = await place.faultline(['demo']);
    expect(err).toContain(`Planted: ${faults.length}, found: ${faults.length - 1}.`);
    expect(err).toContain('  not found: integrity/orphan at medical_literature_consultation');
  });

  it('lists the scenarios', async () => {
    const { exitCode, out, err } = await workplace().faultline(['demo', '--list']);
    expect({ exitCode, err }).toEqual({ exitCode: 0, err: '' });
    for (const { id, story } of scenarios) expect(out).toContain(`${id}\n  ${story}\n`);
  });

  it('refuses an unknown scenario and names the known ones', async () => {
    const { exitCode, out, err } = await workplace().faultline(['demo', 'helthy']);
    expect({ exitCode, out }).toEqual({ exitCode: 2, out: '' });
    expect(err).toContain('There is no scenario "helthy".');
    expect(err).toContain('swallowed-validation-error');
  });
});

describe('the healthcare scenarios, with the history of 500 runs', () => {
  it('have nothing to report about a healthy run', async () => {
    expect(foundIn(await analyzed(healthyRun(), history))).toEqual([]);
  });

  it.each([...faults, ...anomalies])('are told by their rules and no other: $fault', async ({ plant, reportedBy }) => {
    expect(differences(foundIn(await analyzed(plant(healthyRun()), history)), reportedBy)).toEqual(none);
  });

  it.each(incidents)('are told by their rules and no other: $story', async ({ run, reportedBy }) => {
    expect(differences(foundIn(await analyzed(run(), history)), reportedBy)).toEqual(none);
  });
});

describe('the healthcare scenarios, without a history', () => {
  it.each([...faults, ...anomalies])('are told by what needs none: $fault', async ({ plant, reportedBy }) => {
    const findings = foundIn(await analyzed(plant(healthyRun())));
    expect(differences(findings, reportedBy.filter(needsNoHistory))).toEqual(none);
  });
});
