import { Duplex } from 'node:stream';
import type { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';
import { getTypeParser } from './values.ts';

/**
 * node-postgres with the PostgreSQL of this process at the other end, so that both databases have one driver. It sends
 * all messages of a statement at once, which takes half the time of PGlite's own way: one call for each of six messages.
 */
export async function connectInProcess(pglite: PGlite): Promise<Client> {
  const client = new Client({ ssl: false, stream: () => new InProcessStream(pglite), types: { getTypeParser } });
  await client.connect();
  return client;
}

/** AuthenticationOk and ReadyForQuery: PGlite has had its startup message when it is handed over. */
const welcome = Buffer.from([0x52, 0, 0, 0, 8, 0, 0, 0, 0, 0x5a, 0, 0, 0, 5, 0x49]);
const terminate = 0x58;

type Done = (error?: Error | null) => void;

/** What node-postgres asks of a socket; the bytes are PostgreSQL's protocol, version 3. */
class InProcessStream extends Duplex {
  readonly #pglite: PGlite;
  #welcomed = false;

  constructor(pglite: PGlite) {
    super();
    this.#pglite = pglite;
  }

  connect(): void {
    queueMicrotask(() => this.emit('connect'));
  }

  setNoDelay(): void {
    // Nothing is delayed.
  }

  override _read(): void {
    // Answers are pushed as they come.
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    void this.#send(chunk, done);
  }

  override _writev(chunks: { chunk: Buffer }[], done: Done): void {
    void this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  }

  override _final(done: () => void): void {
    this.push(null);
    done();
  }

  async #send(messages: Buffer, done: Done): Promise<void> {
    try {
      if (!this.#welcomed) {
        this.#welcomed = true;
        this.push(welcome);
      } else if (messages[0] !== terminate) {
        // Answers that are asked for whole are also parsed by PGlite, and kept.
        await this.#pglite.execProtocolRawStream(messages, { onRawData: (bytes) => this.push(Buffer.from(bytes)) });
      }
    } catch (error) {
      done(error instanceof Error ? error : new Error(String(error)));
      return;
    }
    done();
  }
}
