import { carriesBytes, httpMethod, httpStatus, type AnyOperation, type ErrorCode } from '@tickmark/core';
import { z } from 'zod';

type Json = Record<string, unknown>;

const everyOperation: readonly ErrorCode[] = ['bad_input', 'internal'];
const signedIn: readonly ErrorCode[] = ['not_signed_in', 'not_permitted'];
const byLink: readonly ErrorCode[] = ['wrong_credentials', 'too_many_requests'];

/** What the description is made of. */
export interface Described {
  operations: readonly AnyOperation[];
  /** Shapes that are told once, under components, by their names. */
  named: Readonly<Record<string, z.ZodType>>;
  version: string;
}

/** The OpenAPI 3.1 description of the operations; the same list gives the same text. */
export function openApi({ operations, named, version }: Described): Json {
  const shapes: Shapes = { input: {}, output: {} };
  const paths = withNames(named, () =>
    Object.fromEntries(
      operations.map((operation) => [
        `/api/${operation.name}`,
        { [httpMethod(operation).toLowerCase()]: describe(operation, shapes) },
      ]),
    ),
  );
  const differing = differingNames(shapes);
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
    paths: placed(paths, differing),
    components: {
      securitySchemes: {
        cookie: { type: 'apiKey', in: 'cookie', name: 'tickmark_session' },
        bearer: { type: 'http', scheme: 'bearer' },
        link: { type: 'apiKey', in: 'header', name: 'Tickmark-Link' },
      },
      parameters: sharedHeaders,
      responses: {
        Error: {
          description: 'What went wrong',
          content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
        },
      },
      schemas: { Error: errorSchema, ...components(shapes, differing) },
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

/** Does something while these shapes have names. */
function withNames<Made>(named: Described['named'], work: () => Made): Made {
  const all = Object.entries(named).map(([id, shape]) => ({ id, shape, before: z.globalRegistry.get(shape) }));
  for (const { id, shape, before } of all) z.globalRegistry.add(shape, { ...before, id });
  try {
    return work();
  } finally {
    for (const { shape, before } of all) {
      z.globalRegistry.remove(shape);
      if (before !== undefined) z.globalRegistry.add(shape, before);
    }
  }
}

/** Shapes that have a name, as a call takes them and as it answers with them: a default may be left out of the one alone. */
interface Shapes {
  input: Record<string, Json>;
  output: Record<string, Json>;
}
type Way = keyof Shapes;

/** Stands for a shape until it is known whether a call takes it as it answers with it. */
const placeOf = (way: Way, name: string): string => `#/${way}/${name}`;
const namedRef = /^#\/(input|output)\/(.+)$/;

/** Everything in a value, changed from within. */
function mapped(value: unknown, change: (part: Json) => Json): unknown {
  if (Array.isArray(value)) return value.map((part) => mapped(part, change));
  if (typeof value !== 'object' || value === null) return value;
  return change(Object.fromEntries(Object.entries(value).map(([key, part]) => [key, mapped(part, change)])));
}

/** A schema whose named shapes are kept apart and referred to. */
function lifted({ $defs, ...schema }: Json, way: Way, shapes: Shapes): Json {
  const refer = (part: Json): Json =>
    typeof part['$ref'] === 'string' ? { ...part, $ref: placeOf(way, part['$ref'].replace('#/$defs/', '')) } : part;
  for (const [name, shape] of Object.entries(($defs ?? {}) as Record<string, Json>)) {
    const { id: _, ...rest } = shape;
    shapes[way][name] ??= mapped(rest, refer) as Json;
  }
  return mapped(schema, refer) as Json;
}

/** Names of shapes that a call takes otherwise than it answers with them, or that have such a shape within. */
function differingNames({ input, output }: Shapes): ReadonlySet<string> {
  const both = Object.keys(input).filter((name) => output[name] !== undefined);
  const plain = (shape: Json | undefined): string => JSON.stringify(shape).replaceAll(/"#\/(input|output)\//g, '"#/');
  const found = new Set(both.filter((name) => plain(input[name]) !== plain(output[name])));
  for (let before = -1; before !== found.size;) {
    before = found.size;
    for (const name of both) {
      const within = [...JSON.stringify(input[name]).matchAll(/"#\/input\/([^"]+)"/g)].map(([, inner]) => inner ?? '');
      if (within.some((inner) => found.has(inner))) found.add(name);
    }
  }
  return found;
}

/** Where a shape is told: `Period`, or `PeriodInput` where a call takes it otherwise. */
function componentName(way: Way, name: string, differing: ReadonlySet<string>): string {
  return way === 'input' && differing.has(name) ? `${name}Input` : name;
}

function placed<Value>(value: Value, differing: ReadonlySet<string>): Value {
  return mapped(value, (part) => {
    const [, way, name] = namedRef.exec(String(part['$ref'])) ?? [];
    if (way === undefined || name === undefined) return part;
    return { ...part, $ref: `#/components/schemas/${componentName(way as Way, name, differing)}` };
  }) as Value;
}

/** Every named shape by its name, in their order. */
function components(shapes: Shapes, differing: ReadonlySet<string>): Record<string, Json> {
  const all = (['output', 'input'] as const).flatMap((way) =>
    Object.entries(shapes[way]).map(([name, shape]) => [componentName(way, name, differing), shape] as const),
  );
  return placed(Object.fromEntries(all.toSorted(([a], [b]) => (a < b ? -1 : 1))), differing);
}

function describe(operation: AnyOperation, shapes: Shapes): Json {
  return {
    operationId: operation.name,
    tags: [operation.name.split('.')[0]],
    summary: operation.summary,
    'x-effect': operation.effect,
    'x-access': operation.access,
    ...(operation.access === 'organization' ? { 'x-permission': operation.permission } : {}),
    security: securityOf(operation),
    ...request(operation, shapes),
    responses: { 200: success(operation, shapes), ...partial(operation), ...failures(operation) },
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

function request(operation: AnyOperation, shapes: Shapes): Json {
  const input = lifted(schemaOf(operation.input, 'input'), 'input', shapes);
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
  return { parameters: [...parameters, ...queryParameters(input, shapes)] };
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
  return [
    ...(operation.access === 'organization' ? [{ $ref: '#/components/parameters/Organization' }] : []),
    ...(takesKey(operation) ? [{ $ref: '#/components/parameters/IdempotencyKey' }] : []),
  ];
}

const sharedHeaders: Json = {
  Organization: { name: 'Tickmark-Organization', in: 'header', schema: { type: 'string', format: 'uuid' } },
  IdempotencyKey: { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 200 } },
};

function queryParameters(input: Json, shapes: Shapes): Json[] {
  const required = new Set((input['required'] as string[] | undefined) ?? []);
  return Object.entries((input['properties'] as Record<string, Json> | undefined) ?? {}).map(([name, schema]) => {
    const { description, ...rest } = schema;
    const [, , shape = ''] = namedRef.exec(String(rest['$ref'])) ?? [];
    const told = shapes.input[shape] ?? rest;
    const nested = told['type'] === 'object' || told['anyOf'] !== undefined || told['oneOf'] !== undefined;
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

function success(operation: AnyOperation, shapes: Shapes): Json {
  if (operation.transport === 'download') {
    const content = { '*/*': { schema: { type: 'string', format: 'binary' } } };
    return { description: 'The file, as an attachment; its SHA-256 is the ETag', content };
  }
  // Within another, so that a shape which has a name is referred to here as well.
  const { properties, $defs } = schemaOf(z.object({ answer: operation.output }), 'output');
  const { answer = {} } = properties as Record<string, Json>;
  const schema = lifted({ ...answer, $defs }, 'output', shapes);
  return { description: 'Done', content: { 'application/json': { schema } } };
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
        // What stands beside a reference takes the place of what is there (OpenAPI 3.1).
        { $ref: '#/components/responses/Error', description: list.join(', ') },
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
