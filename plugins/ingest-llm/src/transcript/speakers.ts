import { textIn, type JsonObject } from '@faultline/spans';
import { isExecutorReport } from './failure-told.ts';

/** Who says something, and what kind of step that is. */
export interface Speaker {
  readonly stepId: string;
  readonly type: string;
  /** Whom it is said to. Empty: nobody in particular. */
  readonly addressee: string;
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
 * agent Orchestrator, who speaks to Coder.
 */
export function speakerFinder(messages: readonly JsonObject[]): (message: JsonObject) => Speaker {
  const executors = new Set(messages.filter(({ content }) => isExecutorReport(content)).map(nameOf));
  return (message) => {
    const told = fullNameOf(message);
    const name = nameOf(message);
    const role = textIn(message.role) ?? '';
    if (name === '') return { stepId: role, type: roles.get(role.toLowerCase()) ?? 'agent', addressee: '' };
    const addressee = /\((?:->|→)\s*([^()]+)\)$/.exec(told)?.[1] ?? textIn(message.recipient) ?? '';
    return { stepId: name, type: executors.has(name) ? 'tool' : 'agent', addressee: addressee.trim() };
  };
}

/** Empty: it has none beyond its role. */
const nameOf = (message: JsonObject): string =>
  fullNameOf(message)
    .replace(/\s*\([^()]*\)$/, '')
    .trim();

function fullNameOf(message: JsonObject): string {
  const role = textIn(message.role) ?? '';
  const isKnown = role === '' || roles.has(role.toLowerCase()) || role === 'tool' || role === 'function';
  return textIn(message.name) ?? (isKnown ? '' : role);
}
