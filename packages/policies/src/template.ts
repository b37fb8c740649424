import { policyFileFront, TickmarkError, type PolicyFileFront } from '@tickmark/core';
import { parse, stringify, YAMLParseError } from 'yaml';
import { z } from 'zod';

/** A template as it is written: what stands before its text, and the text with its tags and marks. */
export interface Template {
  front: PolicyFileFront;
  /** Markdown with `{{tags}}` and `{GOV-07 annual}`. */
  body: string;
}

/** What a file says in place of an owner where none is named. */
export const nobodyNamed = 'Nobody is named';

const shape = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/;

/** Reads a file of `content/policies`, or one of an organization in the same form. Errors: bad_input with the field. */
export function parseTemplate(text: string): Template {
  const [, head, body] = shape.exec(text.replaceAll('\r\n', '\n')) ?? [];
  if (head === undefined || body === undefined) {
    throw refused(
      'front',
      'There are no lines between --- and --- at the top.',
      'Begin with id, title and what else stands there.',
    );
  }
  const { data, error } = policyFileFront.safeParse(front(head));
  if (error !== undefined) {
    const [issue] = error.issues;
    throw refused(issue?.path.join('.') ?? 'front', z.prettifyError(error), 'Write it as the other templates do.');
  }
  return { front: data, body };
}

/** A document in the form that `parseTemplate` reads. */
export function writeTemplate({ front, body }: Template): string {
  return `---\n${stringify(front, { lineWidth: 0 })}---\n\n${body}`;
}

const review = /^(---\r?\n(?:(?!---\r?\n).*\n)*?)reviewedOn:.*\n/;
/** A file without the line that tells when it was reviewed: two that are the same then have the same text. */
export function withoutReview(text: string): string {
  return text.replace(review, '$1');
}

function front(head: string): unknown {
  try {
    return parse(head);
  } catch (cause) {
    if (!(cause instanceof YAMLParseError)) throw cause;
    throw refused(
      'front',
      `The lines at the top are no YAML: ${cause.message}`,
      'Put quotes around text with a colon.',
    );
  }
}

function refused(field: string, message: string, action: string): TickmarkError {
  return new TickmarkError('bad_input', message, { field, action });
}
