import { TickmarkError } from '@tickmark/core';
import { z } from 'zod';

type Issue = z.core.$ZodIssue;

/** Parses input by its schema. Errors: bad_input with the field, what is wrong and what to give. */
export function parseInput<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const closed = schema instanceof z.ZodObject ? schema.strict() : schema;
  const parsed = closed.safeParse(value, { reportInput: true });
  if (!parsed.success) throw badInput(parsed.error.issues);
  return parsed.data as z.output<T>;
}

function badInput(issues: readonly Issue[]): TickmarkError {
  const issue = deepest(issues[0] as Issue);
  const path = [...issue.path];
  if (issue.code === 'unrecognized_keys' && issue.keys[0] !== undefined) path.push(issue.keys[0]);
  const field = path.map(String).join('.');
  const { what, action } = describe(issue);
  const more =
    issues.length > 1 ? ` ${issues.length - 1} more ${issues.length === 2 ? 'field is' : 'fields are'} wrong too.` : '';
  return new TickmarkError('bad_input', `${field === '' ? 'The input' : field} ${what}.${more}`, {
    ...(field === '' ? {} : { field }),
    action: `${action}.`,
  });
}

/** Of a union, the variant that came closest says more than "no variant fits". */
function deepest(issue: Issue): Issue {
  if (issue.code !== 'invalid_union') return issue;
  const variants = issue.errors.filter((found) => found.length > 0).sort((a, b) => a.length - b.length);
  const inner = variants[0]?.[0];
  return inner === undefined ? issue : deepest({ ...inner, path: [...issue.path, ...inner.path] } as Issue);
}

function describe(issue: Issue): { what: string; action: string } {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return { what: 'is missing', action: `Give ${article(issue.expected)}` };
      return { what: `must be ${article(issue.expected)}`, action: `Give ${article(issue.expected)}` };
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return { what: 'is empty', action: 'Write something' };
      return {
        what: custom(issue) ?? `is below ${size(issue.origin, issue.minimum)}`,
        action: `Give at least ${size(issue.origin, issue.minimum)}`,
      };
    case 'too_big':
      return {
        what: custom(issue) ?? `is above ${size(issue.origin, issue.maximum)}`,
        action: `Give at most ${size(issue.origin, issue.maximum)}`,
      };
    case 'invalid_format': {
      const form = formats[issue.format];
      if (form === undefined) return { what: custom(issue) ?? 'does not have the right form', action: 'Correct it' };
      return { what: `is not ${form}`, action: `Give ${form}` };
    }
    case 'invalid_value':
      return { what: 'is not one of the choices', action: `Choose one of: ${issue.values.map(String).join(', ')}` };
    case 'unrecognized_keys':
      return { what: 'is not a field of this operation', action: 'Leave it out, or check its spelling' };
    case 'invalid_union':
      return { what: 'has none of the forms it may have', action: 'See the API description' };
    default:
      return { what: custom(issue) ?? 'is not valid', action: 'Correct it' };
  }
}

/** A message that a schema of core gives is written for readers; zod's own begin like these. */
function custom(issue: Issue): string | undefined {
  return /^(Invalid|Too (small|big)|Unrecognized|Expected)/.test(issue.message) ? undefined : issue.message;
}

const formats: Record<string, string> = {
  uuid: 'an id (UUID)',
  date: 'a date such as 2026-11-23',
  datetime: 'a time in UTC such as 2026-11-23T09:30:00.000Z',
  email: 'an e-mail address',
};

function article(type: string): string {
  const names: Record<string, string> = {
    string: 'text',
    int: 'a whole number',
    number: 'a number',
    array: 'a list',
    object: 'an object',
    record: 'an object',
    boolean: 'true or false',
  };
  return names[type] ?? `a value of type ${type}`;
}

function size(origin: string, bound: unknown): string {
  if (origin === 'string') return `${String(bound)} characters`;
  if (origin === 'array' || origin === 'set') return `${String(bound)} ${Number(bound) === 1 ? 'entry' : 'entries'}`;
  return String(bound);
}
