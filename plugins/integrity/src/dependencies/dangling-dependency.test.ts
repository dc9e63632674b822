import { gantt, testRule } from '@faultline/plugin-testkit';
import { danglingDependency } from './dangling-dependency.ts';

testRule(danglingDependency, {
  valid: [
    { name: 'no definition', run: gantt`fetch: ==` },
    { name: 'a single step', definition: { id: 'drawn', steps: [{ id: 'fetch' }] }, run: gantt`fetch: ==` },
    {
      name: 'every dependency is defined',
      definition: { id: 'drawn', steps: [{ id: 'parse', dependencies: [{ on: 'fetch' }] }, { id: 'fetch' }] },
      run: gantt`fetch: ==`,
    },
    {
      name: 'a step named "__proto__" that is defined',
      definition: { id: 'drawn', steps: [{ id: 'parse', dependencies: [{ on: '__proto__' }] }, { id: '__proto__' }] },
      run: gantt`parse: ==`,
    },
  ],
  invalid: [
    {
      name: 'one name is wrong',
      definition: { id: 'drawn', steps: [{ id: 'fetch' }, { id: 'parse', dependencies: [{ on: 'fetsh' }] }] },
      run: gantt`fetch: ==`,
      findings: [{ messageId: 'dangling', at: ['parse'] }],
      message: 'Step "parse" depends on "fetsh", which the definition of "drawn" does not have.',
    },
    {
      name: 'two names of one step are one finding',
      definition: { id: 'drawn', steps: [{ id: 'parse', dependencies: [{ on: '__proto__' }, { on: 'load' }] }] },
      run: gantt`parse: ==`,
      findings: [{ messageId: 'dangling', at: ['parse'], data: { unknown: '"__proto__", "load"' } }],
    },
  ],
});
