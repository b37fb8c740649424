import { carriesBytes, operations, TickmarkError, type AnyOperation } from '@tickmark/core';
import type { Command } from 'commander';
import { z } from 'zod';
import type { Io } from '../io.ts';
import { callOperation } from './client.ts';
import { render } from './render.ts';
import { fileSessions } from './session.ts';

interface Property {
  type?: string | string[];
  description?: string;
  enum?: unknown[];
  items?: Property;
  anyOf?: Property[];
}

/** `tickmark <noun> <verb>` for every operation, made from the operation list. */
export function registerOperations(program: Command, io: Io): void {
  const nouns = new Map<string, Command>();
  for (const operation of operations) {
    const [noun = '', verb = ''] = operation.name.split('.');
    let parent = nouns.get(noun);
    if (!parent) {
      parent = program.command(noun).description(`Operations on ${noun.replaceAll('-', ' ')} of a server`);
      nouns.set(noun, parent);
    }
    registerOperation(parent, verb, operation, io);
  }
}

function registerOperation(parent: Command, verb: string, operation: AnyOperation, io: Io): void {
  const schema = z.toJSONSchema(operation.input, { io: 'input', unrepresentable: 'any' }) as {
    properties?: Record<string, Property>;
    required?: string[];
  };
  const properties = Object.entries(schema.properties ?? {});
  const command = parent.command(verb).description(operation.summary);
  for (const [name, property] of properties) {
    const required = schema.required?.includes(name) ? ' (required)' : '';
    command.option(`--${kebab(name)} <value>`, `${describe(property)}${required}`);
  }
  if (carriesBytes(operation.transport)) command.requiredOption('--file <path>', 'file to send');
  if (operation.transport === 'download') command.option('--out <path>', 'file to write');
  if (operation.access === 'link') {
    command.option(
      '--link <link>',
      'address of the capture link, or its secret (TICKMARK_LINK)',
      process.env['TICKMARK_LINK'],
    );
  }
  command
    .option('--input <json>', 'the whole input as JSON instead of single options')
    .option('--server <url>', 'address of the server', process.env['TICKMARK_SERVER'] ?? 'http://127.0.0.1:4600')
    .option('--organization <id>', 'organization, when the account belongs to several')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      `\nExample:\n  $ tickmark ${operation.name.replace('.', ' ')}${example(properties, schema.required)}`,
    )
    .action(async (options: Record<string, string | boolean | undefined>) => {
      const input = inputOf(properties, options);
      if (operation.name === 'sessions.sign-in' && input['password'] === undefined)
        input['password'] = await askPassword();
      const output = await callOperation({
        server: String(options['server']),
        sessions: fileSessions,
        organization: text(options['organization']),
        link: secretOf(text(options['link'])),
        operation,
        input,
        file: text(options['file']),
        out: operation.transport === 'download' ? text(options['out']) : undefined,
      });
      io.stdout(options['json'] ? `${JSON.stringify(output)}\n` : render(output));
    });
}

/** Single options laid over --input; values that are not plain text are read as JSON. */
function inputOf(
  properties: [string, Property][],
  options: Record<string, string | boolean | undefined>,
): Record<string, unknown> {
  const input = typeof options['input'] === 'string' ? readJson(options['input'], '--input') : {};
  for (const [name, property] of properties) {
    const value = options[name];
    if (typeof value !== 'string') continue;
    input[name] = valueOf(value, property, `--${kebab(name)}`);
  }
  return input;
}

function valueOf(value: string, property: Property, option: string): unknown {
  if (property.type === 'string' || property.enum) return value;
  if (isTextOrNull(property)) return value === 'null' ? null : value;
  if (property.type === 'array' && !value.trim().startsWith('[')) return value.split(',').filter(Boolean);
  if (property.type === undefined && !/^[[{"\d]|^(true|false|null)$/.test(value)) return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    throw new TickmarkError('bad_input', `"${value}" is not JSON.`, {
      field: option,
      action: 'Quote it for the shell: \'{"from":"2026-01-01","to":"2026-12-31"}\'.',
    });
  }
}

/** Such as a date that may be taken away. */
function isTextOrNull({ anyOf = [] }: Property): boolean {
  return anyOf.length === 2 && anyOf.some(({ type }) => type === 'string') && anyOf.some(({ type }) => type === 'null');
}

function readJson(value: string, field: string): Record<string, unknown> {
  try {
    return z.record(z.string(), z.unknown()).parse(JSON.parse(value));
  } catch {
    throw new TickmarkError('bad_input', 'The input is not a JSON object.', {
      field,
      action: 'Give {"name": value, …}.',
    });
  }
}

function describe({ type, description, enum: values, items }: Property): string {
  const kind = values
    ? values.join(', ')
    : type === 'array'
      ? `list of ${items?.enum ? items.enum.join(', ') : 'values'}`
      : type === 'object'
        ? 'JSON'
        : '';
  return [description, kind].filter(Boolean).join('; ');
}

function example(properties: [string, Property][], required: string[] = []): string {
  return properties
    .filter(([name]) => required.includes(name))
    .map(([name]) => ` --${kebab(name)} …`)
    .join('');
}

async function askPassword(): Promise<string> {
  const { createInterface } = await import('node:readline/promises');
  const { Writable } = await import('node:stream');
  process.stderr.write('Password: ');
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const prompt = createInterface({ input: process.stdin, output: silent, terminal: process.stdin.isTTY });
  const password = await prompt.question('');
  prompt.close();
  process.stderr.write('\n');
  return password;
}

/** A secret has no #, and an address has it behind its own. */
function secretOf(link: string | undefined): string | undefined {
  return link?.slice(link.indexOf('#') + 1);
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function kebab(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
