import type { Json } from '@faultline/model';
import { objectsIn, textIn, type JsonObject } from '@faultline/spans';
import { isExecutorReport } from './failure-told.ts';

/** Who says something, and what kind of step that is. */
export interface Speaker {
  readonly stepId: string;
  readonly type: string;
}

/** Step types by the roles of chat APIs. A system message sets the stage. */
const roles: ReadonlyMap<string, string> = new Map([
  ['assistant', 'llm'],
  ['model', 'llm'],
  ['ai', 'llm'],
  ['user', 'human'],
  ['human', 'human'],
  ['system', 'preprocessing'],
  ['developer', 'preprocessing'],
]);

/**
 * Tells who says each message of one conversation. Where messages have names, several agents talk: roles then only say
 * whose turn it is to listen. A name whose messages report how code ran is a tool. `"Orchestrator (-> Coder)"` is the
 * agent Orchestrator.
 */
export function speakerFinder(messages: readonly Json[]): (message: JsonObject) => Speaker {
  const executors = new Set(
    objectsIn(messages)
      .filter(({ content }) => isExecutorReport(content))
      .map(nameOf),
  );
  return (message) => {
    const name = nameOf(message);
    const role = textIn(message.role) ?? '';
    if (name === '') return { stepId: role, type: roles.get(role.toLowerCase()) ?? 'agent' };
    return { stepId: name, type: executors.has(name) ? 'tool' : 'agent' };
  };
}

/** Empty: it has none beyond its role. */
function nameOf(message: JsonObject): string {
  const role = textIn(message.role) ?? '';
  const isKnown = role === '' || roles.has(role.toLowerCase()) || role === 'tool' || role === 'function';
  const name = textIn(message.name) ?? (isKnown ? '' : role);
  return name.replace(/\s*\([^()]*\)$/, '').trim();
}
