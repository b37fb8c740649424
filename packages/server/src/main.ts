import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { exitCode, TickmarkError } from '@tickmark/core';
import { startTickmark, type StartOptions } from './start.ts';
import { toldToStop } from './stop.ts';

/** The server as a process: one line with the address, then quiet until it is told to stop. */
try {
  const running = await startTickmark(readOptions());
  // Listening comes before the line: whoever reads it may answer with a signal at once.
  const stop = toldToStop();
  process.stdout.write(`Tickmark runs at ${running.claimUrl ?? running.url}\n`);
  await stop;
  await running.close();
  process.exit(0);
} catch (error) {
  fail(error);
}

function readOptions(): StartOptions {
  try {
    const { values } = parseArgs({
      options: {
        data: { type: 'string' },
        port: { type: 'string' },
        'database-url': { type: 'string' },
        'max-upload': { type: 'string' },
        's3-endpoint': { type: 'string' },
        's3-bucket': { type: 'string' },
        's3-region': { type: 'string' },
        's3-prefix': { type: 'string' },
        'allow-loopback': { type: 'boolean' },
        'web-app-follows': { type: 'boolean' },
      },
    });
    const webApp = values['web-app-follows'] ? told() : undefined;
    // It is awaited when the database is open; until then nobody hears of it.
    webApp?.catch(() => undefined);
    return {
      data: values.data,
      port: values.port === undefined ? undefined : Number(values.port),
      allowLoopback: values['allow-loopback'],
      databaseUrl: values['database-url'] ?? process.env['DATABASE_URL'],
      maxUploadGiB: values['max-upload'] === undefined ? undefined : Number(values['max-upload']),
      s3: {
        endpoint: values['s3-endpoint'],
        bucket: values['s3-bucket'],
        region: values['s3-region'],
        prefix: values['s3-prefix'],
      },
      publicUrl: process.env['TICKMARK_PUBLIC_URL'],
      webApp,
    };
  } catch (cause) {
    throw new TickmarkError('bad_input', cause instanceof Error ? cause.message : String(cause), {
      action:
        'The options are --data DIR, --port N, --database-url URL, --max-upload GIB, --s3-endpoint URL, --s3-bucket NAME, --s3-region NAME, --s3-prefix TEXT and --allow-loopback.',
      cause,
    });
  }
}

/** `npm start` builds the web app while the server makes its database, and says when it is there. */
async function told(): Promise<void> {
  const [word] = await Promise.race([once(process, 'message'), once(process, 'disconnect')]);
  if (word === undefined) {
    throw new TickmarkError('cannot_run', 'What was to build the web app ended.', {
      action: 'Start again with npm start.',
    });
  }
  process.disconnect();
}

function fail(error: unknown): never {
  if (!(error instanceof TickmarkError)) {
    process.stderr.write(`error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(3);
  }
  const action = error.action === undefined ? '' : ` What to do: ${error.action}`;
  process.stderr.write(`error: ${error.message}${action}\n`);
  process.exit(exitCode[error.code]);
}
