import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import S3rver from '@20minutes/s3rver';
import type { S3Place } from '../../../src/platform/blobs/s3-place.ts';

export const bucket = 'evidence';
/** What the test server takes; it checks signatures. */
export const credentials = { accessKey: 'S3RVER', secretKey: 'S3RVER' };

/** What comes between a client and the store; true where it has answered itself. */
export type Between = (request: IncomingMessage, response: ServerResponse) => boolean;

/** A store that speaks S3 over HTTP on a folder of its own, behind a proxy in which tests put faults. */
export async function startS3() {
  const directory = await mkdtemp(join(tmpdir(), 'tickmark-s3-'));
  const store = new S3rver({
    address: '127.0.0.1',
    port: 0,
    silent: true,
    directory,
    configureBuckets: [{ name: bucket, configs: [] }],
  });
  const { port } = await store.run();
  const requests: string[] = [];
  const faults: { between: Between | undefined } = { between: undefined };
  const proxy = createServer((incoming, outgoing) => {
    requests.push(`${incoming.method} ${incoming.url}`);
    if (faults.between?.(incoming, outgoing) === true) return;
    const { method, url, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port, method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    incoming.pipe(onward);
  });
  proxy.listen(0, '127.0.0.1');
  await new Promise((resolve) => proxy.once('listening', resolve));
  const endpoint = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  const place: S3Place = { endpoint, bucket, region: 'us-east-1', prefix: 'tickmark/', credentials };
  return {
    place,
    directory,
    requests,
    faults,
    stop: async () => {
      proxy.closeAllConnections();
      proxy.close();
      await store.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
