import { applyingRequests, requestCatalogue, type LinkedEvidence } from '@tickmark/core';
import { testLibrary } from '@tickmark/control-testing';
import { allControls } from '../controls/index.ts';
import { engagementOf } from '../engagements/index.ts';
import { newestVersions, recordsOf as piecesOf } from '../evidence/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { newestPopulations } from '../populations/index.ts';
import { kindsOf, latestTests } from '../tests/index.ts';
import { answerHandlers } from './answer.ts';
import { manageHandlers } from './manage.ts';
import { countRequests, listRequests } from './list-store.ts';
import { requestOf, todayOf } from './shown.ts';
import { stepsOf } from './step-store.ts';
import { listedOfCatalogue, recordsOf } from './store.ts';

export const requestHandlers: HandlersOf<'requests'> = {
  'requests.list': async (context, input) => {
    const { tx, organizationId } = context;
    const { engagementId } = input;
    if (engagementId !== undefined) await engagementOf(tx, organizationId, engagementId);
    const today = await todayOf(context);
    const counts = await countRequests(tx, organizationId, today, engagementId);
    return { ...(await listRequests(tx, organizationId, today, input)), counts };
  },

  'requests.get': async (context, { id }) => {
    const { tx, organizationId } = context;
    const request = await requestOf(context, id);
    const engagement = await engagementOf(tx, organizationId, request.engagementId);
    return {
      ...request,
      engagement: { id: engagement.id, title: engagement.title },
      linked: await linkedTo(context, id),
      steps: await stepsOf(tx, organizationId, id),
      populations: request.kind === 'population' ? await fittingPopulations(context, request) : [],
    };
  },

  'requests.catalogue': async ({ tx, organizationId }, { engagementId }) => {
    const engagement = await engagementOf(tx, organizationId, engagementId);
    const held = applyingRequests(engagement, await allControls(tx, organizationId), requestCatalogue);
    const listed = await listedOfCatalogue(tx, organizationId, engagementId);
    const items = held.map((request) => ({ ...request, requestId: listed.get(request.id) ?? null }));
    const applying = items.filter(({ notApplying }) => notApplying === null);
    return {
      items,
      applying: applying.length,
      listed: applying.filter(({ requestId }) => requestId !== null).length,
    };
  },

  ...manageHandlers,
  ...answerHandlers,
};

/** The versions that were linked, each with the newest one where that is another. */
async function linkedTo({ tx, organizationId }: HandlerContext, id: string): Promise<LinkedEvidence[]> {
  const ids = (await recordsOf(tx, organizationId, [id])).get(id)?.evidence ?? [];
  const pieces = await piecesOf(tx, organizationId, ids);
  const newest = await newestVersions(tx, organizationId, ids);
  return [...pieces.values()]
    .map((piece) => ({
      id: piece.id,
      title: piece.title,
      fileName: piece.fileName,
      period: { from: piece.periodFrom, to: piece.periodTo },
      backDated: piece.backDated,
      controls: piece.controls,
      deleted: piece.sha256 === null,
      newer: newest.get(piece.id) ?? null,
    }))
    .toSorted((a, b) => a.title.localeCompare(b.title, 'en') || (a.id < b.id ? -1 : 1));
}

/** Frozen populations of the engagement that a test of one of the controls is over, published or of the library. */
async function fittingPopulations(
  { tx, organizationId }: HandlerContext,
  { engagementId, controls }: { engagementId: string; controls: readonly string[] },
) {
  const published = await latestTests(tx, organizationId, engagementId);
  const definitions = [...published, ...testLibrary()].map(({ definition }) => definition);
  const kinds = new Set(
    definitions.filter(({ control }) => controls.includes(control)).flatMap((definition) => kindsOf(definition)),
  );
  return (await newestPopulations(tx, organizationId, engagementId))
    .filter(({ kind }) => kinds.has(kind))
    .map(({ id, kind, manifest }) => ({
      id,
      kind,
      name: manifest.name,
      rows: manifest.rows,
      interim: manifest.interim,
    }));
}
