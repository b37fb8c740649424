import { carriesBytes, httpMethod, httpStatus, type AnyOperation, type ErrorCode } from '@tickmark/core';
import { z } from 'zod';

type Json = Record<string, unknown>;

const everyOperation: readonly ErrorCode[] = ['bad_input', 'internal'];
const signedIn: readonly ErrorCode[] = ['not_signed_in', 'not_permitted'];
const byLink: readonly ErrorCode[] = ['wrong_credentials', 'too_many_requests'];

/** The OpenAPI 3.1 description of the operations; the same list gives the same text. */
export function openApi(operations: readonly AnyOperation[], version: string): Json {
  const named: Record<string, Json> = {};
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tickmark',
      version,
      description:
        'Reads are GET, writes are POST. Sign in with sessions.sign-in; the session travels as the cookie it sets, or as ' +
        'a bearer token with the value of that cookie. Members of several organizations name one in Tickmark-Organization. ' +
        'A write with an Idempotency-Key may be sent again and is done once. Nested fields of a GET stand in the query as ' +
        'JSON. An upload is the bytes of the file as the body, with its input as percent-encoded JSON in Tickmark-Input. ' +
        'Who has a capture link shows its secret in Tickmark-Link and needs no session. ' +
        'A file above 512 MiB is sent in pieces: uploads.begin, uploads.append until it is complete, then its id in Tickmark-Upload.',
    },
    paths: Object.fromEntries(
      operations.map((operation) => [
        `/api/${operation.name}`,
        { [httpMethod(operation).toLowerCase()]: lifted(describe(operation), named) },
      ]),
    ),
    components: {
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'tickmark_session' },
        bearer: { type: 'http', scheme: 'bearer' },
        link: { type: 'apiKey', in: 'header', name: 'Tickmark-Link' },
      },
      schemas: { Error: errorSchema, ...named },
    },
  };
}

const errorSchema: Json = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['code', 'message'],
      properties: {
        code: { type: 'string', enum: Object.keys(httpStatus) },
        message: { type: 'string', description: 'What happened' },
        field: { type: 'string', description: 'Path of the input field at fault' },
        action: { type: 'string', description: 'What to do' },
        id: { type: 'string', description: 'Of an internal error, as in the server log' },
      },
    },
  },
};

/** Shapes that have a name are told once, under components, and referred to from wherever they stand. */
function lifted(value: Json, named: Record<string, Json>): Json {
  const walk = (part: unknown): unknown => {
    if (Array.isArray(part)) return part.map(walk);
    if (typeof part !== 'object' || part === null) return part;
    const { $defs, ...rest } = part as Json;
    for (const [name, shape] of Object.entries(($defs ?? {}) as Record<string, Json>)) {
      const { id: _, ...schema } = shape;
      named[name] ??= walk(schema) as Json;
    }
    return Object.fromEntries(
      Object.entries(rest).map(([key, inner]) => [
        key,
        key === '$ref' ? String(inner).replace('#/$defs/', '#/components/schemas/') : walk(inner),
      ]),
    );
  };
  return walk(value) as Json;
}

function describe(operation: AnyOperation): Json {
  return {
    operationId: operation.name,
    tags: [operation.name.split('.')[0]],
    summary: operation.summary,
    'x-effect': operation.effect,
    'x-access': operation.access,
    ...(operation.access === 'organization' ? { 'x-permission': operation.permission } : {}),
    security: securityOf(operation),
    ...request(operation),
    responses: { 200: success(operation), ...partial(operation), ...failures(operation) },
  };
}

function securityOf({ access }: AnyOperation): Json[] {
  if (access === 'anyone') return [];
  return access === 'link' ? [{ link: [] }] : [{ cookie: [] }, { bearer: [] }];
}

/** A write that may be sent again under a key belongs to a user. */
function takesKey({ effect, access }: AnyOperation): boolean {
  return effect === 'write' && access !== 'anyone' && access !== 'link';
}

function request(operation: AnyOperation): Json {
  const input = schemaOf(operation.input, 'input');
  const parameters = headers(operation);
  if (carriesBytes(operation.transport)) {
    const whole = operation.transport === 'upload';
    parameters.push({
      name: 'Tickmark-Input',
      in: 'header',
      required: true,
      content: { 'application/json': { schema: input } },
    });
    if (whole) parameters.push(...fileHeaders);
    const schema = { type: 'string', format: 'binary' };
    return { parameters, requestBody: { required: !whole, content: { 'application/octet-stream': { schema } } } };
  }
  if (httpMethod(operation) === 'POST') {
    return { parameters, requestBody: { required: true, content: { 'application/json': { schema: input } } } };
  }
  return { parameters: [...parameters, ...queryParameters(input)] };
}

const fileHeaders: Json[] = [
  { name: 'Tickmark-File-Name', in: 'header', schema: { type: 'string' }, description: 'Percent-encoded' },
  {
    name: 'Tickmark-Upload',
    in: 'header',
    schema: { type: 'string', format: 'uuid' },
    description: 'A complete upload (uploads.begin), in place of a body',
  },
];

function headers(operation: AnyOperation): Json[] {
  const list: Json[] = [];
  const id = { type: 'string', format: 'uuid' };
  if (operation.access === 'organization') list.push({ name: 'Tickmark-Organization', in: 'header', schema: id });
  if (takesKey(operation)) {
    list.push({ name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 200 } });
  }
  return list;
}

function queryParameters(input: Json): Json[] {
  const required = new Set((input['required'] as string[] | undefined) ?? []);
  return Object.entries((input['properties'] as Record<string, Json> | undefined) ?? {}).map(([name, schema]) => {
    const { description, ...rest } = schema;
    const nested = rest['type'] === 'object' || rest['anyOf'] !== undefined || rest['oneOf'] !== undefined;
    return {
      name,
      in: 'query',
      required: required.has(name),
      ...(description === undefined ? {} : { description }),
      ...(nested
        ? { content: { 'application/json': { schema: rest } } }
        : { schema: rest, ...(rest['type'] === 'array' ? { style: 'form', explode: false } : {}) }),
    };
  });
}

function success(operation: AnyOperation): Json {
  if (operation.transport === 'download') {
    const content = { '*/*': { schema: { type: 'string', format: 'binary' } } };
    return { description: 'The file, as an attachment; its SHA-256 is the ETag', content };
  }
  return { description: 'Done', content: { 'application/json': { schema: schemaOf(operation.output, 'output') } } };
}

function partial(operation: AnyOperation): Json {
  if (operation.transport !== 'download') return {};
  const content = { '*/*': { schema: { type: 'string', format: 'binary' } } };
  return { 206: { description: 'The one range of the file that the header Range asked for', content } };
}

function failures(operation: AnyOperation): Json {
  const writes: readonly ErrorCode[] = takesKey(operation) ? ['idempotency_mismatch'] : [];
  const codes = new Set([
    ...everyOperation,
    ...(operation.access === 'link' ? byLink : operation.access === 'anyone' ? [] : signedIn),
    ...writes,
    ...operation.errors,
  ]);
  const byStatus = Map.groupBy(codes, (code) => httpStatus[code]);
  return Object.fromEntries(
    [...byStatus]
      .sort(([a], [b]) => a - b)
      .map(([status, list]) => [
        status,
        {
          description: list.join(', '),
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      ]),
  );
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
    override,
  }) as Json;
  return rest;
}

/** A named format says all; the expression behind it only makes the text long. */
function override({ jsonSchema }: { jsonSchema: Json }): void {
  if (jsonSchema['format'] !== undefined) delete jsonSchema['pattern'];
}
