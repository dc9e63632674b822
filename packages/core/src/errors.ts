import { renderMessage, type DataOf } from './messages.ts';

/**
 * Every error that a user can meet: what happened and where (`message`), what to try (`hint`), and who must act
 * (`category`): the one who calls (usage), configures, brought the input, or wrote the plugin.
 * Codes are API. docs/errors.md is made from this list.
 */
export const errorCatalogue = {
  FAULTLINE_USAGE: { category: 'usage', message: '{{problem}}', hint: '{{hint}}' },
  FAULTLINE_CONFIG_NOT_FOUND: {
    category: 'configuration',
    message: 'There is no configuration file "{{file}}".',
    hint: 'Check the path given with --config.',
  },
  FAULTLINE_CONFIG_UNREADABLE: {
    category: 'configuration',
    message: 'Cannot read the configuration "{{file}}": {{problem}}',
    hint: 'See docs/configuration.md for the form of each file type.',
  },
  FAULTLINE_CONFIG_INVALID: {
    category: 'configuration',
    message: 'The configuration "{{file}}" is not valid.\n{{problem}}',
    hint: 'See docs/configuration.md for every field.',
  },
  FAULTLINE_PLUGIN_NOT_FOUND: {
    category: 'configuration',
    message: 'Cannot find the plugin "{{plugin}}" (looked in {{folder}}).',
    hint: 'Install the package, or write a path that starts with "./".',
  },
  FAULTLINE_PLUGIN_NO_EXPORT: {
    category: 'configuration',
    message: 'The module "{{plugin}}" was found but exports no plugin.',
    hint: 'Its default export must be what definePlugin({ name, rules, ... }) returns.',
  },
  FAULTLINE_PLUGIN_THREW: {
    category: 'plugin',
    message: 'The plugin "{{plugin}}" was found but threw while it was loaded: {{problem}}',
    hint: 'This is a fault in the plugin. Leave it out, or report it to its authors.',
  },
  FAULTLINE_PLUGIN_INVALID: {
    category: 'plugin',
    message: 'The plugin "{{plugin}}" is not valid: {{problem}}',
    hint: 'Make plugins and rules with the define* functions of @faultline/core.',
  },
  FAULTLINE_DUPLICATE_ID: {
    category: 'configuration',
    message: 'Two plugins provide "{{id}}".',
    hint: 'Load each plugin once; ids start with the name of their plugin.',
  },
  FAULTLINE_UNKNOWN_RULE: {
    category: 'configuration',
    message: 'The configuration names the rule "{{rule}}", which no plugin provides.',
    hint: '{{hint}}',
  },
  FAULTLINE_UNKNOWN_PART: {
    category: 'configuration',
    message: 'The configuration has options for the {{kind}} "{{id}}", which no plugin provides.',
    hint: 'Known are {{ids}}.',
  },
  FAULTLINE_RULE_OPTIONS: {
    category: 'configuration',
    message: 'The options of "{{rule}}" are not valid.\n{{problem}}',
    hint: 'Run "faultline explain {{rule}}" to see its options.',
  },
  FAULTLINE_LEARNER_CONFLICT: {
    category: 'configuration',
    message: 'The learner "{{learner}}" is installed in versions {{first}} and {{second}}.',
    hint: 'Align the versions of the plugins that use it.',
  },
  FAULTLINE_WORKFLOW_UNREADABLE: {
    category: 'configuration',
    message: 'Cannot read the workflow "{{file}}": {{problem}}',
    hint: 'A workflow is a YAML or JSON document; see docs/workflow.md.',
  },
  FAULTLINE_BASELINE_UNREADABLE: {
    category: 'configuration',
    message: 'Cannot read the baseline "{{file}}": {{problem}}',
    hint: 'A baseline is what "faultline learn RUNS -o FILE" writes.',
  },
  FAULTLINE_FILE_UNREADABLE: {
    category: 'input',
    message: 'Cannot read "{{source}}": {{problem}}',
    hint: 'Check the path and its permissions. "-" reads from standard input.',
  },
  FAULTLINE_EMPTY_INPUT: {
    category: 'input',
    message: 'Cannot read "{{source}}": it is empty.',
    hint: 'Check that the export that wrote it has finished.',
  },
  FAULTLINE_WRONG_ENCODING: {
    category: 'input',
    message: 'Cannot read "{{source}}": it is UTF-16.',
    hint: 'Write it as UTF-8: in PowerShell with "Out-File -Encoding utf8", elsewhere with "iconv -f UTF-16 -t UTF-8".',
  },
  FAULTLINE_NOT_JSON: {
    category: 'input',
    message: 'Cannot read "{{source}}": it is not JSON{{where}}.',
    hint: 'Faultline reads {{formats}}.',
  },
  FAULTLINE_TRUNCATED: {
    category: 'input',
    message: 'Cannot read "{{source}}": it ends in the middle of a value{{where}}.',
    hint: 'The file is cut off. Export it again, or wait until it is written.',
  },
  FAULTLINE_UNKNOWN_FORMAT: {
    category: 'input',
    message: 'Cannot read "{{source}}": its format is not known.',
    hint: 'Known formats: {{formats}}. Name one with --from, or install its ingester.',
  },
  FAULTLINE_UNKNOWN_INGESTER: {
    category: 'usage',
    message: 'No plugin reads the format "{{format}}".',
    hint: 'Known formats: {{formats}}.',
  },
  FAULTLINE_UNKNOWN_REPORTER: {
    category: 'usage',
    message: 'No plugin writes the format "{{format}}".',
    hint: 'Known formats: {{formats}}.',
  },
  FAULTLINE_INVALID_INPUT: {
    category: 'input',
    message: 'Cannot read "{{source}}": {{problem}}',
    hint: '{{hint}}',
  },
  FAULTLINE_TOO_DEEP: {
    category: 'input',
    message: 'Cannot read "{{source}}": {{where}} is nested deeper than 64 levels.',
    hint: 'Leave the value out of the trace, or pass it as text.',
  },
  FAULTLINE_TOO_LARGE: {
    category: 'input',
    message: 'Cannot read "{{source}}": one JSON document is larger than 512 MiB.',
    hint: 'Write it as JSON Lines, one document per line.',
  },
} as const;

/** The code of an error; API. */
export type ErrorCode = keyof typeof errorCatalogue;
/** Who must act. */
export type ErrorCategory = (typeof errorCatalogue)[ErrorCode]['category'];
type TextOf<Code extends ErrorCode> = (typeof errorCatalogue)[Code]['message'] | (typeof errorCatalogue)[Code]['hint'];
type ErrorData<Code extends ErrorCode> = { [Name in TextOf<Code> as keyof DataOf<Name>]: string };

/** An error that its reader can mend: message and hint are written for them. */
export class FaultlineError<Code extends ErrorCode = ErrorCode> extends Error {
  readonly code: Code;
  readonly category: ErrorCategory;
  readonly hint: string;

  constructor(code: Code, data: ErrorData<Code>, options?: ErrorOptions) {
    const { category, message, hint } = errorCatalogue[code];
    super(sentence(renderMessage(message, data)), options);
    this.name = 'FaultlineError';
    this.code = code;
    this.category = category;
    this.hint = sentence(renderMessage(hint, data));
  }
}

/** Texts that come from elsewhere often lack their full stop. */
const sentence = (text: string): string => (text.includes('\n') || /[.?!]$/.test(text) ? text : `${text}.`);
