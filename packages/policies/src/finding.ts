import type { TextFinding } from '@tickmark/core';
import { missing } from './fill.ts';

export function found<Code extends string = TextFinding['code']>(
  code: Code,
  severity: TextFinding['severity'],
  heading: string,
  passage: string,
  message: string,
  action: string,
): Omit<TextFinding, 'code'> & { code: Code } {
  return { code, severity, heading, passage, message, action };
}

/** What a writer left to be filled in, such as `[NAME]`. */
export function leftToFill(what: string, heading: string, passage: string) {
  return found(
    'not-written',
    'must',
    heading,
    passage,
    `“${what}” stands for something that is to be filled in.`,
    'Put your own words in its place, or take the sentence out.',
  );
}

/** What stands where records hold nothing. */
export function notWrittenDown(text: string, heading: string, passage: string) {
  return found(
    'not-written',
    'must',
    heading,
    passage,
    `It is not written down yet: ${missing.exec(text)?.[1] ?? text}.`,
    'Write it down in the scope, or put your own words here.',
  );
}
