import { Command, CommanderError } from 'commander';
import { registerBackup } from './backup/command.ts';
import { registerVerify } from './bundles/command.ts';
import { registerDemo } from './demo/command.ts';
import { processIo, reportError, type Io } from './io.ts';
import { registerOperations } from './operations/commands.ts';
import { registerCheckPolicies } from './policies/command.ts';
import { registerSyncPolicies } from './policies/sync-command.ts';
import { registerCollect } from './populations/collect.ts';
import { registerImport } from './populations/import.ts';
import { registerReconcile } from './populations/reconcile.ts';
import { registerSample } from './samples/command.ts';
import { registerStart } from './start/command.ts';
import { registerTest } from './tests/command.ts';
import { registerVerifyPage } from './verify-page/command.ts';

/** The whole command line. Heavy parts load when a command needs them. */
export function buildProgram(io: Io): Command {
  const program = new Command('tickmark')
    .description('A SOC 2 that can be checked.')
    .version('0.1.0')
    .showHelpAfterError('Use --help to see what it takes.')
    .configureOutput({ writeOut: (text) => io.stdout(text), writeErr: (text) => io.stderr(text) })
    .exitOverride();
  registerStart(program, io);
  registerDemo(program, io);
  registerTest(program, io);
  registerCollect(program, io);
  registerSample(program, io);
  registerImport(program, io);
  registerReconcile(program, io);
  registerVerify(program, io);
  registerVerifyPage(program, io);
  registerCheckPolicies(program, io);
  registerSyncPolicies(program, io);
  registerBackup(program, io);
  registerOperations(program, io);
  program.addHelpText(
    'after',
    `
Exit codes: 0 done, 1 the thing checked does not hold, 2 bad usage or input, 3 could not run.

Examples:
  $ tickmark start
  $ tickmark demo --out example
  $ tickmark verify example/bundle.tar --reperform`,
  );
  return program;
}

/** Runs one command line to its end; never throws. */
export async function runCommandLine(args: readonly string[], io: Io): Promise<void> {
  try {
    await buildProgram(io).parseAsync([...args], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) io.exit(error.exitCode === 0 ? 0 : 2);
    else reportError(io, error);
  }
}

export async function runMain(): Promise<void> {
  // A reader that has seen enough (`tickmark … | head`) is no failure.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  await runCommandLine(process.argv.slice(2), processIo);
}
