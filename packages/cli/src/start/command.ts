import type { Command } from 'commander';
import type { Io } from '../io.ts';

export function registerStart(program: Command, io: Io): void {
  program
    .command('start')
    .description('Start Tickmark on this machine')
    .option('--data <dir>', 'folder of the embedded database and the evidence')
    .option('--port <n>', 'port to listen on (4600)', Number)
    .option('--database-url <url>', 'PostgreSQL 15 or newer instead of the embedded database')
    .option('--allow-loopback', 'let it call other programs on this machine, for a trial of witnesses')
    .addHelpText('after', '\nExample:\n  $ tickmark start --data ~/tickmark --port 4600')
    .action(async (options: { data?: string; port?: number; databaseUrl?: string; allowLoopback?: boolean }) => {
      const { startTickmark, toldToStop } = await import('@tickmark/server');
      const running = await startTickmark({
        ...options,
        databaseUrl: options.databaseUrl ?? process.env['DATABASE_URL'],
      });
      io.stdout(`Tickmark runs at ${running.claimUrl ?? running.url}\n`);
      await toldToStop();
      await running.close();
    });
}
