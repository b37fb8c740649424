import { once } from 'node:events';
import { createAdaptorServer, type HttpBindings } from '@hono/node-server';
import { namedShapes, operations, TickmarkError } from '@tickmark/core';
import { Hono } from 'hono';
import { captureLinks } from './capture-links/holders.ts';
import { version } from './instance/index.ts';
import type { Handlers } from './platform/handler.ts';
import { createDispatcher, type DispatcherParts } from './platform/http/dispatch.ts';
import { errorResponse, notFound } from './platform/http/errors.ts';
import { openApi } from './platform/http/openapi.ts';
import { secured } from './platform/http/security-headers.ts';
import { standalonePage } from './platform/http/standalone-page.ts';
import { openWebApp } from './platform/http/web-app.ts';
import { portTaken } from './platform/http/port-holder.ts';
import { createWitness } from './watched-logs/index.ts';
import type { TimestampParts } from './timestamps/index.ts';
import type { WitnessParts } from './witnesses/index.ts';

export interface ServerParts extends Omit<DispatcherParts, 'handlers' | 'links'>, WitnessParts, TimestampParts {
  /** In place of the product's own; fault tests bring handlers that misbehave. */
  handlers?: Handlers;
  /** Folder of the built web app. */
  webRoot: string;
  /** The address people type when a proxy stands before this server: `https://tickmark.example`. */
  publicUrl?: string | undefined;
}

export interface Server {
  fetch(request: Request, bindings?: Partial<HttpBindings>): Promise<Response>;
  /** Port 0 takes a free one. Errors: port_taken. */
  listen(port: number, host?: string): Promise<{ port: number }>;
  /** Answers what is being answered, then stops. */
  close(): Promise<void>;
}

/** A download that is slower than this is cut off when the server stops. */
const closeWithinMs = 10_000;

/**
 * The HTTP surface: operations under /api, their description, a health page, public pages of documents, the web app
 * and the page that verifies bundles.
 */
export async function createServer(parts: ServerParts): Promise<Server> {
  const { log, newId } = parts;
  const closing = new AbortController();
  const handlers = handlersOf(parts);
  const dispatch = createDispatcher({ ...parts, handlers, links: captureLinks });
  const witness = createWitness(parts);
  const publicPages = publicPagesOf(parts);
  const webApp = await openWebApp(parts.webRoot);
  const verifyPage = standalonePage(parts.webRoot, 'verify.html');
  const publicOrigin = parts.publicUrl === undefined ? undefined : new URL(parts.publicUrl).origin;
  let description: ReturnType<typeof openApi> | undefined;
  const originOf = (request: Request): string => publicOrigin ?? new URL(request.url).origin;

  const app = new Hono<{ Bindings: Partial<HttpBindings> }>();
  app.get('/health', (c) => c.json({ status: 'ok', version }));
  app.get('/api/openapi.json', (c) => c.json((description ??= openApi({ operations, named: namedShapes, version }))));
  app.all('/api/*', (c) => {
    const request = c.req.raw;
    const name = new URL(request.url).pathname.slice('/api/'.length);
    const signal = AbortSignal.any([closing.signal, request.signal]);
    return dispatch(request, name, { ip: addressOf(c.env), origin: originOf(request), signal });
  });
  app.post('/witness/:organization/add-checkpoint', (c) => witness(c.req.raw, c.req.param('organization')));
  app.get('/public/:slug', async (c) => (await publicPages())(c.req.raw, c.req.param('slug'), addressOf(c.env)));
  app.get('/verify', () => verifyPage('inline'));
  app.get('/verify.html', () => verifyPage('attachment'));
  app.get('*', async (c) => (await webApp(c.req.raw)) ?? errorResponse(notFound(), { log, newId }));
  app.notFound(() => errorResponse(notFound(), { log, newId }));
  app.onError((error) => errorResponse(error, { log, newId }));

  const answer = async (request: Request, bindings: Partial<HttpBindings> = {}): Promise<Response> =>
    secured(await app.fetch(request, bindings), { secure: originOf(request).startsWith('https:') });
  const server = createAdaptorServer({ fetch: (request, env) => answer(request, env as HttpBindings) });

  return {
    fetch: answer,
    listen: async (port, host = '127.0.0.1') => {
      server.listen(port, host);
      try {
        await once(server, 'listening');
      } catch (cause) {
        throw await cannotListen(cause as NodeJS.ErrnoException, host, port);
      }
      // A browser has the page to read meanwhile.
      setImmediate(
        () => void handlers().catch((error: unknown) => log.error({ err: error }, 'loading the operations')),
      );
      const address = server.address();
      return { port: typeof address === 'object' && address !== null ? address.port : port };
    },
    close: () =>
      new Promise((resolve) => {
        closing.abort();
        const impatient = setTimeout(
          () => 'closeAllConnections' in server && server.closeAllConnections(),
          closeWithinMs,
        );
        server.close(() => {
          clearTimeout(impatient);
          resolve();
        });
      }),
  };
}

const addressOf = (env: Partial<HttpBindings> | undefined): string => env?.incoming?.socket.remoteAddress ?? 'unknown';

/** The pages that anybody may read: loaded when one is asked for, as the handlers are. */
function publicPagesOf(parts: ServerParts) {
  const load = async () => (await import('./policies/public-page.ts')).createPublicPages(parts);
  let loading: ReturnType<typeof load> | undefined;
  return () => (loading ??= load());
}

/** The handlers given, or the product's own: loaded once, when they are first asked for. */
function handlersOf(parts: ServerParts): () => Promise<Handlers> {
  let loading: Promise<Handlers> | undefined;
  return () => (loading ??= load());
  async function load(): Promise<Handlers> {
    if (parts.handlers) return parts.handlers;
    const { createHandlers } = await import('./operations.ts');
    return createHandlers(parts);
  }
}

function cannotListen(
  cause: NodeJS.ErrnoException,
  host: string,
  port: number,
): Promise<TickmarkError> | TickmarkError {
  if (cause.code === 'EADDRINUSE') return portTaken(port);
  return new TickmarkError('cannot_run', `The server cannot listen on ${host}, port ${port}: ${cause.message}`, {
    action: 'Choose another port with --port.',
    cause,
  });
}
