import { carriesBytes, TickmarkError, type Transport } from '@tickmark/core';

const maxJsonBytes = 2 * 1024 * 1024;

/**
 * The input of an operation as it travels: query of a GET, JSON body of a POST, or the header
 * `Tickmark-Input` where the body is a file. Not yet parsed by the schema.
 * Errors: bad_input, unsupported_media, too_large.
 */
export async function readInput(request: Request, transport: Transport): Promise<unknown> {
  if (carriesBytes(transport)) return readHeader(request);
  return request.method === 'GET' ? readQuery(new URL(request.url).searchParams) : readBody(request);
}

/** Nested fields stand in a query as JSON: `reading={"header":true}`; repeated names make a list. */
export function readQuery(query: URLSearchParams): Record<string, unknown> {
  return Object.fromEntries(
    [...new Set(query.keys())].map((name) => {
      const values = query.getAll(name).map(nested);
      return [name, values.length === 1 ? values[0] : values];
    }),
  );
}

function nested(value: string): unknown {
  if (!/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function readHeader(request: Request): unknown {
  const header = request.headers.get('tickmark-input') ?? '%7B%7D';
  return parseJson(percentDecoded(header, 'Tickmark-Input'), 'The header Tickmark-Input');
}

/** The name the sender gave a file: its last path segment, for showing only. */
export function readFileName(request: Request): string {
  const name = percentDecoded(request.headers.get('tickmark-file-name') ?? '', 'Tickmark-File-Name');
  const last = name.split(/[/\\]/).at(-1) ?? '';
  const printable = [...last]
    .filter((character) => character >= ' ' && character !== '\u007f')
    .join('')
    .trim();
  return printable === '' ? 'file' : printable.slice(0, 200);
}

function percentDecoded(text: string, header: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new TickmarkError('bad_input', `The header ${header} is not percent-encoded UTF-8.`, {
      field: header,
      action: 'Encode it as encodeURIComponent does.',
    });
  }
}

async function readBody(request: Request): Promise<unknown> {
  const type = request.headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  const text = await readText(request);
  if (text === '') return {};
  if (type !== 'application/json') {
    throw new TickmarkError('unsupported_media', 'The body of this request must be JSON.', {
      action: 'Send it with Content-Type: application/json.',
    });
  }
  return parseJson(text, 'The body');
}

async function readText(request: Request): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  if (announcedBytes(request) > maxJsonBytes) throw tooLarge();
  for await (const chunk of bodyOf(request)) {
    size += chunk.length;
    if (size > maxJsonBytes) throw tooLarge();
    chunks.push(chunk);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat(chunks));
  } catch {
    throw new TickmarkError('bad_input', 'The body is not UTF-8 text.', { action: 'Send JSON in UTF-8.' });
  }
}

/** The bytes of a body as they come. Errors: bad_input where the connection ends before the body does. */
export async function* bodyOf(request: Request): AsyncGenerator<Uint8Array> {
  if (request.body === null) return;
  const source = request.body[Symbol.asyncIterator]();
  try {
    for (;;) {
      const next = await source.next().catch(brokenOff);
      if (next.done === true) return;
      yield next.value;
    }
  } finally {
    // Whoever asked may have had enough.
    await source.return?.(undefined).catch(() => undefined);
  }
}

function brokenOff(cause: unknown): never {
  throw new TickmarkError('bad_input', 'The connection broke off before the end of the body; nothing was kept.', {
    action: 'Send it again.',
    cause,
  });
}

function parseJson(text: string, where: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new TickmarkError('bad_input', `${where} is not JSON.`, { action: 'Send one JSON object.' });
  }
}

/** Length of a body as its sender announced it; 0 when nothing was. */
export function announcedBytes(request: Request): number {
  return Number(request.headers.get('content-length') ?? 0);
}

function tooLarge(): TickmarkError {
  return new TickmarkError('too_large', `The body has more than ${maxJsonBytes / 1024 / 1024} MiB.`, {
    action: 'Send less, or split it.',
  });
}
