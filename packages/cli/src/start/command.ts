import type { Command } from 'commander';
import type { Io } from '../io.ts';

interface Options {
  data?: string;
  port?: number;
  databaseUrl?: string;
  maxUpload?: number;
  stampEvery?: number;
  allowLoopback?: boolean;
  s3Endpoint?: string;
  s3Bucket?: string;
  s3Region?: string;
  s3Prefix?: string;
}

export function registerStart(program: Command, io: Io): void {
  program
    .command('start')
    .description('Start Tickmark on this machine')
    .option('--data <dir>', 'folder of the embedded database and the evidence')
    .option('--port <n>', 'port to listen on (4600)', Number)
    .option('--database-url <url>', 'PostgreSQL 15 or newer instead of the embedded database')
    .option('--max-upload <gib>', 'GiB that a file sent in pieces may have (4)', Number)
    .option('--s3-endpoint <url>', 'S3-compatible store for the evidence instead of the data folder')
    .option('--s3-bucket <name>', 'its bucket; credentials: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY')
    .option('--s3-region <name>', 'its region')
    .option('--s3-prefix <text>', 'what all keys begin with')
    .option('--stamp-every <minutes>', 'least minutes between two timestamps of a log by one authority (60)', Number)
    .option('--allow-loopback', 'let it call other programs on this machine, for a trial of witnesses and timestamps')
    .addHelpText('after', '\nExample:\n  $ tickmark start --data ~/tickmark --port 4600')
    .action(async (options: Options) => {
      const { startTickmark, toldToStop } = await import('@tickmark/server');
      const running = await startTickmark({
        data: options.data,
        port: options.port,
        maxUploadGiB: options.maxUpload,
        stampEveryMinutes: options.stampEvery,
        allowLoopback: options.allowLoopback,
        s3: {
          endpoint: options.s3Endpoint,
          bucket: options.s3Bucket,
          region: options.s3Region,
          prefix: options.s3Prefix,
        },
        databaseUrl: options.databaseUrl ?? process.env['DATABASE_URL'],
      });
      io.stdout(`Tickmark runs at ${running.claimUrl ?? running.url}\n`);
      await toldToStop();
      await running.close();
    });
}
