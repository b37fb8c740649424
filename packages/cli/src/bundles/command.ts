import { open, readFile } from 'node:fs/promises';
import { TickmarkError } from '@tickmark/core';
import type { Command } from 'commander';
import { progressLine, type Io } from '../io.ts';

interface Options {
  reperform?: boolean;
  entry?: string;
  since?: string;
  key: string[];
  policy?: string;
  timestampCa?: string;
  operatorKey?: string;
  json?: boolean;
}

export function registerVerify(program: Command, io: Io): void {
  program
    .command('verify')
    .description('Say whether a bundle, a proof or the growth of a log holds; works offline, from the files alone')
    .argument('<file>', 'bundle of an engagement (.tar), proof of one entry (.tlog-proof), or consistency proof')
    .option('--reperform', 'of a bundle, run every test and draw every sample again, and compare byte for byte')
    .option(
      '--key <vkey>',
      'verifier key you trust, got by another way than the bundle; may be given again',
      (vkey, all: string[]) => [...all, vkey],
      [],
    )
    .option('--policy <file>', 'logs you trust and witnesses that must have cosigned, as C2SP tlog-policy has it')
    .option(
      '--timestamp-ca <file>',
      'of a bundle, root certificates (PEM) of a timestamp authority you trust, which must have stamped it',
    )
    .option(
      '--operator-key <vkey>',
      'of a bundle, verifier key of the operator’s log of its server, which must have noted it',
    )
    .option('--entry <file>', 'of a proof, the entry; without it, the .json file that was saved beside it')
    .option('--since <file>', 'of a consistency proof, the earlier checkpoint')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExit code 0 only when everything holds, 1 when something does not.\n\nExamples:\n  $ tickmark verify bundle.tar --reperform\n  $ tickmark verify entry-12.tlog-proof --entry entry-12.json --key example.com/log+…\n  $ tickmark verify growth-9-25.txt --since checkpoint-9.txt --policy policy.txt',
    )
    .action(async (file: string, options: Options) => {
      const policy = await readOption(options.policy, '--policy', 'The policy');
      const timestampCa = await readOption(options.timestampCa, '--timestamp-ca', 'The certificate file');
      const answer = await answerTo(file, options, { keys: options.key, policy, timestampCa });
      io.stdout(options.json ? `${JSON.stringify(answer.document)}\n` : answer.text);
      io.exit(answer.document.holds ? 0 : 1);
    });
}

/** What the file is follows from how it begins, and for a proof from its name as well. */
async function answerTo(
  file: string,
  { reperform, entry, since, operatorKey }: Options,
  { timestampCa, ...trust }: { keys: string[]; policy: Uint8Array | undefined; timestampCa: Uint8Array | undefined },
): Promise<{ document: { holds: boolean }; text: string }> {
  const begins = await beginning(file);
  if (begins.startsWith('c2sp.org/tlog-proof@') || file.endsWith('.tlog-proof')) {
    const [{ verifyProof }, { renderProof }] = await Promise.all([import('./proof.ts'), import('./render-log.ts')]);
    const document = await verifyProof(file, { ...trust, entry });
    return { document, text: renderProof(document) };
  }
  if (/^old \d+\n/.test(begins) || since !== undefined) {
    const [{ verifyGrowth }, { renderGrowth }] = await Promise.all([import('./growth.ts'), import('./render-log.ts')]);
    const document = await verifyGrowth(file, { ...trust, since });
    return { document, text: renderGrowth(document) };
  }
  const [{ verifyBundle }, { renderVerification }] = await Promise.all([
    import('./verification.ts'),
    import('./render.ts'),
  ]);
  const document = await verifyBundle(file, {
    ...trust,
    timestampCa,
    operatorKey,
    reperform: reperform === true,
    onProgress: ({ what, done, total }) =>
      progressLine(total > 1 ? `${what} ${Math.floor((100 * done) / total)} %` : what),
  }).finally(() => progressLine(''));
  return { document, text: renderVerification(document) };
}

/** The first bytes of a file as text; none of one that can't be read, which whoever reads it says. */
async function beginning(file: string): Promise<string> {
  const handle = await open(file).catch(() => undefined);
  if (handle === undefined) return '';
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(64), 0, 64, 0);
    return buffer.subarray(0, bytesRead).toString('latin1');
  } catch {
    return '';
  } finally {
    await handle.close();
  }
}

/** The file that an option names; undefined without one. */
async function readOption(path: string | undefined, field: string, what: string): Promise<Uint8Array | undefined> {
  if (path === undefined) return undefined;
  return readFile(path).catch((cause: unknown) => {
    throw new TickmarkError('bad_input', `${what} ${path} cannot be read.`, {
      field,
      action: 'Give a file that exists and that you may read.',
      cause,
    });
  });
}
