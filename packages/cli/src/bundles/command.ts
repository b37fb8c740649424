import { readFile } from 'node:fs/promises';
import { TickmarkError } from '@tickmark/core';
import type { Command } from 'commander';
import { progressLine, type Io } from '../io.ts';

interface Options {
  reperform?: boolean;
  key: string[];
  policy?: string;
  json?: boolean;
}

export function registerVerify(program: Command, io: Io): void {
  program
    .command('verify')
    .description('Say whether a bundle holds; works offline, from the file alone')
    .argument('<bundle>', 'bundle of an engagement, a .tar file')
    .option('--reperform', 'run every test and draw every sample again, and compare byte for byte')
    .option(
      '--key <vkey>',
      'verifier key you trust, got by another way than the bundle; may be given again',
      (vkey, all: string[]) => [...all, vkey],
      [],
    )
    .option('--policy <file>', 'logs you trust and witnesses that must have cosigned, as C2SP tlog-policy has it')
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExit code 0 only when everything holds, 1 when something does not.\n\nExample:\n  $ tickmark verify bundle.tar --reperform',
    )
    .action(async (bundle: string, { reperform, key, policy, json }: Options) => {
      const [{ verifyBundle }, { renderVerification }] = await Promise.all([
        import('./verification.ts'),
        import('./render.ts'),
      ]);
      const verification = await verifyBundle(bundle, {
        reperform: reperform === true,
        keys: key,
        policy: policy === undefined ? undefined : await readPolicyFile(policy),
        onProgress: ({ what, done, total }) =>
          progressLine(total > 1 ? `${what} ${Math.floor((100 * done) / total)} %` : what),
      }).finally(() => progressLine(''));
      io.stdout(json ? `${JSON.stringify(verification)}\n` : renderVerification(verification));
      io.exit(verification.holds ? 0 : 1);
    });
}

function readPolicyFile(path: string): Promise<Uint8Array> {
  return readFile(path).catch((cause: unknown) => {
    throw new TickmarkError('bad_input', `The policy ${path} cannot be read.`, {
      field: '--policy',
      action: 'Give a file that exists and that you may read.',
      cause,
    });
  });
}
