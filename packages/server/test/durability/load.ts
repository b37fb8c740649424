import { createHash } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import type { caller, Person } from '../engagements/house.ts';

export type Call = ReturnType<typeof caller>;

export interface Upload {
  /** Of the evidence. */
  id: string;
  sha256: string;
}

interface LoadOptions {
  call: Call;
  as: Person;
  clients: number;
  seed: string;
  /** Told of each acknowledgement as it comes. */
  acknowledged: (upload: Upload) => void;
}

/**
 * Sends evidence, `clients` at a time, until `until` is aborted or a request fails, which is what the death of a
 * server looks like. The bytes follow from `seed` and differ in every request.
 * Returns the SHA-256 of every file that was sent, acknowledged or not.
 */
export async function uploadUntil(
  until: AbortSignal,
  { call, as, clients, seed, acknowledged }: LoadOptions,
): Promise<string[]> {
  const sent: string[] = [];
  const client = async (number: number): Promise<void> => {
    for (let n = 0; !until.aborted; n += 1) {
      const text = `${seed} ${number} ${n}\n`.repeat(1 + ((n * 37) % 400));
      const sha256 = createHash('sha256').update(text).digest('hex');
      sent.push(sha256);
      const input = { title: `Minutes ${number}.${n}`, period: { from: '2025-03-01', to: '2025-03-31' }, controls: [] };
      const reply = await call('evidence.upload', input, { as, file: text, fileName: 'minutes.txt' });
      if (reply.status !== 200) throw new Error(`${reply.status} ${reply.bytes.toString()}`);
      acknowledged(reply.body as Upload);
    }
  };
  const ended = await Promise.allSettled(Array.from({ length: clients }, (_, number) => client(number)));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed !== undefined && !until.aborted) throw failed.reason;
  return sent;
}

/** Until every entry is under a signed checkpoint: a second as a rule, ten at most. */
export async function signed(call: Call, as: Person): Promise<{ checkpoint: string; verifierKey: string }> {
  for (let tries = 0; tries < 100; tries += 1) {
    const reply = await call('log.checkpoint', {}, { as });
    const body = reply.body as { checkpoint: string; verifierKey: string; pending: number };
    if (reply.status === 200 && body.pending === 0) return body;
    // Whoever asks is not known here: no later answer will be another.
    if (reply.status === 401) throw new Error(`The log was not given: ${reply.error?.message}`);
    await setTimeout(100);
  }
  throw new Error('The log was not signed within ten seconds.');
}
