import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { randomBytes } from 'node:crypto';
import {
  forecastTitles,
  operations,
  TickmarkError,
  type Job,
  type OperationName,
  type OperationNamed,
  type ResultSummary,
} from '@tickmark/core';
import type { z } from 'zod';
import { callOperation } from '../operations/client.ts';
import { memorySessions } from '../operations/session.ts';

export interface WalkOptions {
  out: string;
  data?: string;
  repo?: string;
  from?: string;
  to?: string;
  seed: string;
  onStep: (step: string) => void;
}

type Input<N extends OperationName> = z.input<OperationNamed<N>['input']>;
type Output<N extends OperationName> = z.output<OperationNamed<N>['output']>;
type Transfer = { file?: string; out?: string };

/**
 * The worked example, walked by the product's own operations over HTTP, exactly as a person would:
 * nothing is written to the database by any other way.
 */
export async function walkExample(options: WalkOptions) {
  const began = Date.now();
  const { startTickmark } = await import('@tickmark/server');
  const { workedExample, writeExampleFiles } = await import('@tickmark/testkit');
  const { period, timeZone } = examplePeriod(options, new Date());
  const scratch = await mkdtemp(join(tmpdir(), 'tickmark-demo-'));
  await mkdir(options.out, { recursive: true });
  options.onStep('Starting a server of its own');
  const running = await startTickmark({ data: options.data ?? join(scratch, 'data'), port: 0 });
  try {
    const { call, finish } = client(running.url);
    const claim = running.claimUrl?.split('#')[1];
    if (!claim)
      throw new TickmarkError('conflict', 'The data folder has an owner already.', {
        field: '--data',
        action: 'Name an empty folder.',
      });
    await call('instance.claim', {
      claim,
      name: 'Example Owner',
      email: 'owner@example.com',
      password: randomBytes(24).toString('base64url'),
    });

    const example = workedExample({ seed: options.seed, ...period, timeZone });
    const { engagement } = await call('organizations.create', {
      ...example.company,
      terms: { type: 'type2', period },
      timeZone,
      example: true,
    });
    const engagementId = engagement.id;
    await call('controls.adopt', { codes: [...example.controls], effectiveFrom: period.from });
    // What has not come yet is not written down.
    const today = new Date().toISOString().slice(0, 10);
    for (const written of example.scope) {
      if (written.effectiveFrom < today) await call('scope.put', { engagementId, ...written });
    }

    // Deployments the generator made up say nothing of the changes of a real repository.
    const fromGit = options.repo === undefined ? [] : ['code-changes', 'code-reviews', 'deployments'];
    const files = await writeExampleFiles(example, join(scratch, 'files'));
    for (const { kind, name, path } of files) {
      if (fromGit.includes(kind)) continue;
      options.onStep(`Freezing ${name}`);
      await finish(
        await call('populations.import', { engagementId, kind, name, reading: { format: 'csv' } }, { file: path }),
      );
    }
    if (options.repo !== undefined) {
      options.onStep(`Collecting ${options.repo}`);
      await finish(await call('populations.collect-git', { engagementId, path: options.repo }));
    }

    const { items: library } = await call('tests.library', {});
    const adopted = new Set(example.controls);
    for (const { yaml, definition } of library) {
      if (adopted.has(definition.control)) await call('tests.publish', { engagementId, yaml });
    }
    options.onStep('Running every test over every item');
    await finish(await call('tests.run', { engagementId }));
    const { items: populations } = await call('populations.list', { engagementId, latest: true, limit: 500 });
    const changes = populations.find(
      (population) => population.kind === 'code-changes' && population.manifest.rows > 0,
    );
    if (changes) await call('samples.draw', { engagementId, populationId: changes.id, control: 'CHG-02', size: 25 });

    options.onStep('Dry run');
    const dryRun = await call('dry-runs.run', { engagementId });
    options.onStep('Rendering the report draft');
    const rendered = await finish(await call('reports.render', { dryRunId: dryRun.id }));
    await call('reports.download', { id: String(rendered['reportId']) }, { out: join(options.out, 'report.pdf') });
    options.onStep('Packing the bundle');
    const packed = await finish(await call('bundles.create', { engagementId }));
    await call('bundles.download', { id: String(packed['bundleId']) }, { out: join(options.out, 'bundle.tar') });

    const { items: results } = await call('results.list', { engagementId, latest: true, limit: 500 });
    const log = await call('log.checkpoint', {});
    const summary = {
      example: true as const,
      company: example.company.name,
      period,
      timeZone,
      repository: options.repo ?? null,
      populations: populations.map(({ kind, manifest }) => ({
        kind,
        rows: manifest.rows,
        sha256: manifest.sha256,
        interim: manifest.interim,
      })),
      tests: results.map((result) => testLine(result, dryRun.document.controls)),
      planted: await comparePlanted(
        call,
        results,
        example.planted.filter((p) => !fromGit.includes(p.kind)),
      ),
      criteria: dryRun.document.counts.byState,
      forecast: dryRun.document.parts.map(({ part, forecast }) => ({
        part,
        forecast,
        title: forecastTitles[forecast],
      })),
      log: { size: log.size, rootHash: log.rootHash, verifierKey: log.verifierKey },
      seconds: (Date.now() - began) / 1000,
    };
    await writeFile(join(options.out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    return summary;
  } finally {
    await running.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

function client(server: string) {
  const sessions = memorySessions();
  const call = async <N extends OperationName>(
    name: N,
    input: Input<N>,
    transfer: Transfer = {},
  ): Promise<Output<N>> => {
    const operation = operations.find((o) => o.name === name);
    if (!operation) throw new TypeError(`no operation ${name}`);
    return (await callOperation({
      server,
      sessions,
      operation,
      input: input as Record<string, unknown>,
      ...transfer,
    })) as Output<N>;
  };
  /** Waits for a job; a failed one throws its own error. */
  const finish = async ({ jobId }: { jobId: string }): Promise<Record<string, unknown>> => {
    let job: Job = await call('jobs.get', { id: jobId });
    while (job.state === 'queued' || job.state === 'running') {
      const { change } = job;
      job = await call('jobs.get', { id: jobId, changedSince: change });
      if (job.change === change) await pause(50);
    }
    if (job.state === 'failed') {
      const { code, message, field, action } = job.error ?? { code: 'internal' as const, message: 'The job failed.' };
      throw new TickmarkError(code, message, { field, action });
    }
    return job.result ?? {};
  };
  return { call, finish };
}

/** The twelve whole months before the current one, so that the period has closed. */
function examplePeriod(
  options: Pick<WalkOptions, 'from' | 'to'>,
  now: Date,
): { period: { from: string; to: string }; timeZone: string } {
  const timeZone = 'Europe/Berlin';
  if ((options.from === undefined) !== (options.to === undefined)) {
    throw new TickmarkError('bad_input', 'A period has a first and a last day.', {
      action: 'Give both --from and --to, or neither.',
    });
  }
  if (options.from !== undefined && options.to !== undefined)
    return { period: { from: options.from, to: options.to }, timeZone };
  const year = now.getUTCFullYear();
  const month = now.getUTCMonth();
  const iso = (date: Date) => date.toISOString().slice(0, 10);
  return {
    period: { from: iso(new Date(Date.UTC(year - 1, month, 1))), to: iso(new Date(Date.UTC(year, month, 0))) },
    timeZone,
  };
}

function testLine(result: ResultSummary, controls: { results: { id: string; sentence: string }[] }[]) {
  const { code, control, items, occurrences, days, proposal, sha256 } = result;
  const sentence = controls.flatMap((c) => c.results).find((r) => r.id === result.id)?.sentence ?? '';
  return { code, control, items, occurrences, days, proposal: proposal.kind, sentence, sha256 };
}

type Planted = { test: string; items: string[] };
type CallNamed = ReturnType<typeof client>['call'];

/** The deviations found against those the generator planted: exactly these and no others. */
async function comparePlanted(call: CallNamed, results: ResultSummary[], planted: Planted[]) {
  const compared = [];
  for (const { test, items } of planted) {
    const result = results.find((r) => r.code === test);
    const found = result
      ? (await call('results.get', { id: result.id })).document.deviations
          .filter((d) => d.state === 'deviation')
          .map((d) => d.item)
      : [];
    const expected = new Set(items);
    compared.push({
      test,
      planted: items.length,
      found: found.length,
      missing: items.filter((item) => !found.includes(item)),
      unexpected: found.filter((item) => !expected.has(item)),
    });
  }
  return compared;
}
