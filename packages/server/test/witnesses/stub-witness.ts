import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import {
  cosign,
  formatVerifierKey,
  openCheckpoint,
  parseAddCheckpoint,
  verifyConsistency,
  type AddCheckpoint,
} from '@tickmark/evidence-log';
import { nodeCrypto } from '@tickmark/evidence-log/node';

export interface StubAnswer {
  status: number;
  body: string;
}

/** What a test puts in place of an honest answer; undefined answers honestly. */
export type Misbehaviour = (request: AddCheckpoint) => Promise<StubAnswer> | StubAnswer | undefined;

/** A witness written from C2SP tlog-witness, without the server's: one log, kept in memory, on this machine. */
export async function startStubWitness({ name, number, now }: { name: string; number: number; now: () => Date }) {
  const seed = new Uint8Array(32).fill(number);
  const verifierKey = formatVerifierKey(nodeCrypto, name, nodeCrypto.ed25519PublicKey(seed), 'witness');
  const witness = {
    verifierKey,
    url: '',
    /** Of the log it watches; it knows none before. */
    log: undefined as string | undefined,
    state: { size: 0n, root: new Uint8Array(32) as Uint8Array },
    requests: [] as AddCheckpoint[],
    misbehave: (() => undefined) as Misbehaviour,
    /** Its line below a checkpoint. */
    line(checkpoint: string, time = BigInt(Math.floor(now().getTime() / 1000))): string {
      return cosign(nodeCrypto, checkpoint, { name, seed }, time).slice(checkpoint.length);
    },
    async stop(): Promise<void> {
      server.closeAllConnections();
      server.close();
    },
  };

  const honest = (request: AddCheckpoint): StubAnswer => {
    if (witness.log === undefined) return { status: 404, body: '' };
    let opened;
    try {
      opened = openCheckpoint(nodeCrypto, request.checkpoint, { logs: [witness.log], witnesses: [] });
    } catch {
      return { status: 403, body: '' };
    }
    const { size, root } = opened;
    if (request.oldSize > size) return { status: 400, body: '' };
    const { size: seen, root: seenRoot } = witness.state;
    const conflict = { status: 409, body: `${seen}\n` };
    if (request.oldSize !== seen || (seen === size && seen > 0n && !Buffer.from(root).equals(seenRoot)))
      return conflict;
    try {
      const oldRoot = seen === 0n ? nodeCrypto.sha256(new Uint8Array()) : seenRoot;
      verifyConsistency(nodeCrypto, { oldSize: seen, oldRoot, size, root, proof: request.proof });
    } catch {
      return { status: 422, body: '' };
    }
    witness.state = { size, root };
    return { status: 200, body: witness.line(request.checkpoint) };
  };

  const server = createServer((request, response) => {
    void (async () => {
      const asked = parseAddCheckpoint(await text(request));
      witness.requests.push(asked);
      const { status, body } = (await witness.misbehave(asked)) ?? honest(asked);
      response.writeHead(status, { 'content-type': status === 409 ? 'text/x.tlog.size' : 'text/plain' }).end(body);
    })().catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  witness.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/add-checkpoint`;
  return witness;
}

export type StubWitness = Awaited<ReturnType<typeof startStubWitness>>;
