import { stat } from 'node:fs/promises';
import { isAbsolute, basename } from 'node:path';
import { TickmarkError } from '@tickmark/core';
import { previewFile } from '@tickmark/connectors';
import { populationKinds, readRows } from '@tickmark/control-testing';
import type { z } from 'zod';
import { engagementOf } from '../engagements/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import type { collectGitInput } from './collect-git-job.ts';
import type { importInput } from './import-job.ts';
import { populationOf } from './population-of.ts';
import { fileOf, kindNamed, refuseUnknownColumns } from './received-file.ts';
import { reconciliationHandlers } from './reconcile-handlers.ts';
import { listPopulations, newestPopulation } from './store.ts';
import { supersededVersion } from './versions.ts';

export const populationHandlers: HandlersOf<'populations'> = {
  ...reconciliationHandlers,

  'populations.kinds': async () => ({ items: populationKinds() }),

  'populations.preview': async (context, input) => {
    await engagementOf(context.tx, context.organizationId, input.engagementId);
    const kind = kindNamed(input.kind);
    const { sha256 } = fileOf(context);
    const path = await context.blobs.local(context.organizationId, sha256);
    return previewFile({ path, reading: input.reading, kind });
  },

  'populations.import': async (context, input) => {
    await engagementOf(context.tx, context.organizationId, input.engagementId);
    const kind = kindNamed(input.kind);
    refuseUnknownColumns(kind, Object.keys(input.reading.mapping ?? {}));
    const file = fileOf(context);
    await supersededVersion(context.tx, context.organizationId, input);
    const jobInput: z.input<typeof importInput> = {
      ...input,
      file: { name: file.name, sha256: file.sha256 },
      receivedAt: context.now.toISOString(),
    };
    const jobId = await context.startJob({
      kind: 'import-population',
      title: input.name,
      unit: 'rows',
      input: jobInput,
    });
    await context.record({ jobId, engagementId: input.engagementId, kind: kind.id, inputSha256: file.sha256 });
    return { jobId };
  },

  'populations.collect-git': async (context, input) => {
    await engagementOf(context.tx, context.organizationId, input.engagementId);
    await refuseNoFolder(input.path);
    const kinds = [...new Set(input.kinds)];
    const supersedes = await supersededByGit(context, { ...input, kinds });
    const jobInput: z.input<typeof collectGitInput> = {
      ...input,
      kinds,
      supersedes,
      reason: input.supersedes?.reason,
    };
    const jobId = await context.startJob({
      kind: 'collect-git',
      title: input.name ?? basename(input.path),
      unit: 'rows',
      input: jobInput,
    });
    await context.record({ jobId, engagementId: input.engagementId, kinds });
    return { jobId };
  },

  'populations.list': (context, input) => listPopulations(context.tx, context.organizationId, input),

  'populations.get': (context, input) => populationOf(context, input.id),

  'populations.rows': async (context, input) => {
    const { manifest } = await populationOf(context, input.id);
    const file = await context.blobs.local(context.organizationId, manifest.sha256);
    return readRows(file, { key: manifest.key, offset: input.offset, limit: input.limit, search: input.search });
  },

  'populations.download': async (context, input) => {
    const { kind, version, manifest } = await populationOf(context, input.id);
    return {
      sha256: manifest.sha256,
      fileName: `${kind}-v${version}.parquet`,
      mediaType: 'application/vnd.apache.parquet',
      size: manifest.bytes,
    };
  },
};

async function refuseNoFolder(path: string): Promise<void> {
  const folder = isAbsolute(path) ? await stat(path).catch(() => undefined) : undefined;
  if (folder?.isDirectory()) return;
  throw new TickmarkError('source_unreadable', `${path} is not a folder that this server can read.`, {
    field: 'path',
    action: 'Give the full path of a clone or bare repository on the machine that runs Tickmark.',
  });
}

/**
 * One reason covers every kind that is collected again together; the id names one of the versions
 * replaced, so that nobody replaces what they have not seen.
 */
async function supersededByGit(
  context: HandlerContext,
  input: {
    engagementId: string;
    kinds: z.infer<typeof collectGitInput>['kinds'];
    supersedes?: { id: string; reason: string };
  },
): Promise<z.infer<typeof collectGitInput>['supersedes']> {
  const { tx, organizationId } = context;
  const replaced: z.infer<typeof collectGitInput>['supersedes'] = [];
  for (const kind of input.kinds) {
    if (input.supersedes === undefined) {
      await supersededVersion(tx, organizationId, { engagementId: input.engagementId, kind });
      continue;
    }
    const newest = await newestPopulation(tx, organizationId, input.engagementId, kind);
    if (newest !== undefined) replaced.push({ kind, id: newest.id });
  }
  if (input.supersedes !== undefined && !replaced.some((one) => one.id === input.supersedes?.id)) {
    throw new TickmarkError('conflict', 'The population to supersede is not the newest of a kind collected here.', {
      field: 'supersedes.id',
      action: 'Take the id of the newest version from the list of populations.',
    });
  }
  return replaced;
}
