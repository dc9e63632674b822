import { unitSchema, type Unit } from '@faultline/model';
import { formatQuantity } from './quantity.ts';
import { withinQuotes } from './quoted.ts';

/** Message templates by message id: `Step "{{step}}" took {{took:ms}}.` */
export type Messages = Readonly<Record<string, string>>;

type Holes<Text extends string> = Text extends `${string}{{${infer Hole}}}${infer Rest}` ? Hole | Holes<Rest> : never;

/** What a template must be given: `{{step}}` takes a string, a number always names its unit: `{{took:ms}}`. */
export type DataOf<Text extends string> = {
  [Hole in Holes<Text> as Hole extends `${infer Name}:${string}` ? Name : Hole]: Hole extends `${string}:${string}`
    ? number
    : string;
};

/** Whether a template has placeholders at all. */
export type HasHoles<Text extends string> = [Holes<Text>] extends [never] ? false : true;

type BadUnit<Text extends string> =
  Holes<Text> extends infer Hole
    ? Hole extends `${string}:${infer Name}`
      ? Name extends Unit
        ? never
        : Name
      : never
    : never;

/** Stands in an error message of the compiler, so that it says what is wrong with a template. */
export interface UnknownUnit<Name extends string> {
  readonly 'unknown unit': Name;
  readonly 'use one of': Unit;
}

/** Makes `{{took:sec}}` an error at the message. */
export type CheckedMessages<M extends Messages> = {
  readonly [Id in keyof M]: [BadUnit<M[Id]>] extends [never] ? M[Id] : UnknownUnit<BadUnit<M[Id]>>;
};

/**
 * Fills a template. Numbers are formatted with the unit that the template names; what stands between quotes may hold quotes
 * of its own.
 */
export function renderMessage(template: string, data: Readonly<Record<string, string | number>>): string {
  return template.replace(/("?)\{\{(\w+)(?::(\w+))?\}\}/g, (_hole, quote: string, name: string, unit?: string) => {
    const value = data[name];
    if (typeof value === 'number' && unit !== undefined) return quote + formatQuantity(value, unitSchema.parse(unit));
    const text = String(value);
    return quote === '' ? text : quote + withinQuotes(text);
  });
}

/** The names in a template, in order. */
export const placeholdersOf = (template: string): string[] =>
  [...template.matchAll(/\{\{(\w+)(?::\w+)?\}\}/g)].flatMap(([, name]) => name ?? []);

/** Whether a text still has placeholders. */
export const hasPlaceholders = (text: string): boolean => /\{\{\w+(?::\w+)?\}\}/.test(text);
