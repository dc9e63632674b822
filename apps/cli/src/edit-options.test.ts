import { describe, expect, it } from 'vitest';
import { capacities, editMakers, type EditOptions } from './edit-options.ts';

const known = new Set(['search', 'rank', 'a:b', 'x=y']);
const read = (options: EditOptions) => editMakers(options).map((maker) => maker(known));

describe('changes on the command line', () => {
  it('are read with their units', () => {
    expect(read({ scale: ['search=0.5', 'x=y=2'] })).toEqual([
      { kind: 'scale', stepId: 'search', factor: 0.5 },
      { kind: 'scale', stepId: 'x=y', factor: 2 },
    ]);
    expect(read({ replace: ['search=300ms', 'search=1.5s', 'search=2min', 'search=1h', 'search=50us'] })).toMatchObject(
      [300, 1500, 120_000, 3_600_000, 0.05].map((durationMs) => ({ durationMs })),
    );
    expect(read({ cache: ['search=0.3', 'search=.3:20ms'] })).toEqual([
      { kind: 'cache', stepId: 'search', hitRate: 0.3 },
      { kind: 'cache', stepId: 'search', hitRate: 0.3, hitCostMs: 20 },
    ]);
    expect(read({ retries: ['search=2', 'search=3:1s'], timeout: ['search=5s'] })).toEqual([
      { kind: 'retries', stepId: 'search', maxAttempts: 2 },
      { kind: 'retries', stepId: 'search', maxAttempts: 3, backoffMs: 1000 },
      { kind: 'timeout', stepId: 'search', timeoutMs: 5000 },
    ]);
    expect(read({ pool: ['gpus=4'], resources: ['a:b:gpus=0.5', 'search:__proto__=1'] })).toEqual([
      { kind: 'pool', resource: 'gpus', capacity: 4 },
      { kind: 'resources', stepId: 'a:b', requirements: { gpus: 0.5 } },
      { kind: 'resources', stepId: 'search', requirements: Object.fromEntries([['__proto__', 1]]) },
    ]);
    expect([...capacities(['gpus=2'])]).toEqual([['gpus', 2]]);
  });

  it('split an edge where both ends are steps', () => {
    expect(read({ dropEdge: ['search:rank', 'a:b:rank', 'search:a:b'], addEdge: ['no:such:step'] })).toEqual([
      { kind: 'drop-edge', from: 'search', to: 'rank' },
      { kind: 'drop-edge', from: 'a:b', to: 'rank' },
      { kind: 'drop-edge', from: 'search', to: 'a:b' },
      { kind: 'add-edge', from: 'no', to: 'such:step' },
    ]);
  });

  it('are read although they make no sense: who applies them says why', () => {
    expect(read({ scale: ['search=-1'], replace: ['search=-5ms'] })).toEqual([
      { kind: 'scale', stepId: 'search', factor: -1 },
      { kind: 'replace', stepId: 'search', durationMs: -5 },
    ]);
  });

  it('are refused with the form they should have', () => {
    const wrong: readonly (readonly [EditOptions, string])[] = [
      [{ scale: ['search'] }, 'Cannot read --scale "search".'],
      [{ scale: ['search=fast'] }, 'Cannot read --scale "search=fast".'],
      [{ scale: ['=2'] }, 'Cannot read --scale "=2".'],
      [{ replace: ['search=300'] }, 'Cannot read --replace "search=300".'],
      [{ cache: ['search=0.3:20'] }, 'Cannot read --cache "search=0.3:20".'],
      [{ cache: ['search=0.5:10ms:9'] }, 'Cannot read --cache "search=0.5:10ms:9".'],
      [{ retries: ['search=2:10ms:9'] }, 'Cannot read --retries "search=2:10ms:9".'],
      [{ scale: ['search=Infinity'] }, 'Cannot read --scale "search=Infinity".'],
      [{ scale: [`search=${'9'.repeat(400)}`] }, 'Cannot read --scale "search=999'],
      [{ replace: [`search=${'9'.repeat(308)}h`] }, 'Cannot read --replace "search=999'],
      [{ dropEdge: ['search'] }, 'Cannot read --drop-edge "search".'],
      [{ addEdge: [':rank'] }, 'Cannot read --add-edge ":rank".'],
      [{ resources: ['gpus=1'] }, 'Cannot read --resources "gpus=1".'],
      [{ timeout: ['search=1..5s'] }, 'Cannot read --timeout "search=1..5s".'],
    ];
    for (const [options, message] of wrong) expect(() => editMakers(options)).toThrow(message);
    expect(() => capacities(['gpus'])).toThrow('Cannot read --capacity "gpus".');
    expect(() => capacities(['gpus=-2'])).toThrow('There cannot be -2 of "gpus".');
    expect(() => editMakers({ replace: ['search=300'] })).toThrow(
      expect.objectContaining({ code: 'FAULTLINE_USAGE', hint: 'Write it as "search=300ms".' }),
    );
  });
});
