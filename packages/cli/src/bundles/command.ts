import type { Command } from 'commander';
import { progressLine, type Io } from '../io.ts';

interface Options {
  reperform?: boolean;
  key: string[];
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
    .option('--json', 'print one JSON document')
    .addHelpText(
      'after',
      '\nExit code 0 only when everything holds, 1 when something does not.\n\nExample:\n  $ tickmark verify bundle.tar --reperform',
    )
    .action(async (bundle: string, { reperform, key, json }: Options) => {
      const [{ verifyBundle }, { renderVerification }] = await Promise.all([
        import('./verification.ts'),
        import('./render.ts'),
      ]);
      const verification = await verifyBundle(bundle, {
        reperform: reperform === true,
        keys: key,
        onProgress: ({ what, done, total }) =>
          progressLine(total > 1 ? `${what} ${Math.floor((100 * done) / total)} %` : what),
      }).finally(() => progressLine(''));
      io.stdout(json ? `${JSON.stringify(verification)}\n` : renderVerification(verification));
      io.exit(verification.holds ? 0 : 1);
    });
}
