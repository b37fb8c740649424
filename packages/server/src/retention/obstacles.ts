import {
  bundledYears,
  earlyDeletionReasons,
  engagementPeriod,
  holdReasonTitles,
  openYears,
  speaksTo,
  yearsAfter,
  type EarlyDeletionReason,
  type Engagement,
  type HoldReason,
  type Obstacle,
} from '@tickmark/core';
import { allControls } from '../controls/index.ts';
import { allEngagements, localDate } from '../engagements/index.ts';
import { decisionsAbout, requestsOf, type EvidenceRecord } from '../evidence/index.ts';
import { ownersOf } from '../members/index.ts';
import { itemsRestingOn } from '../plan/index.ts';
import { runsRestingOn } from '../procedures/index.ts';
import type { WriteContext } from '../platform/handler.ts';
import { answeredWithPieces } from '../readiness/index.ts';
import { bundlesWith, standingHolds, type DueDays } from './store.ts';

/** What of a context reads need: jobs have one without a write. */
type Reading = Pick<WriteContext, 'tx' | 'organizationId'>;

/**
 * What stands against deleting each of these pieces, whenever and why: a hold, an engagement in progress, or what rests on it in
 * one, which is a submitted request, an item of the plan, a finished run of a procedure or an answer; or a run that is under way.
 */
export async function obstaclesOf(
  { tx, organizationId }: Reading,
  pieces: readonly EvidenceRecord[],
  { today, timeZone }: DueDays,
): Promise<Map<string, Obstacle[]>> {
  if (pieces.length === 0) return new Map();
  const holds = await standingHolds(
    tx,
    organizationId,
    pieces.map(({ id }) => id),
  );
  const open = (await allEngagements(tx, organizationId)).filter(
    ({ terms }) => yearsAfter(engagementPeriod(terms).to, openYears) >= today,
  );
  const versions = open.length === 0 ? [] : await allControls(tx, organizationId);
  const resting = await restingOn(
    { tx, organizationId },
    pieces.map(({ id }) => id),
    open,
    today,
  );
  const runs = await runsOn(
    { tx, organizationId },
    pieces.map(({ id }) => id),
    open,
    timeZone,
  );
  const given = pieces.filter(({ captureLinkId }) => captureLinkId !== null);
  const decided = await decisionsAbout(
    tx,
    organizationId,
    given.map(({ id }) => id),
  );
  const counts = ({ id, captureLinkId }: EvidenceRecord): boolean =>
    captureLinkId === null || decided.get(id)?.decision === 'accepted';
  const engagementsOf = (piece: EvidenceRecord): Obstacle[] =>
    // What has a newer version, or came through a capture link and was not accepted, is not what the engagement rests on.
    piece.supersededBy !== null || !counts(piece)
      ? []
      : open.flatMap((engagement) => {
          const period = { from: piece.periodFrom, to: piece.periodTo };
          const codes = speaksTo({ period, controls: piece.controls }, engagement, versions);
          if (codes.length === 0) return [];
          const until = yearsAfter(engagementPeriod(engagement.terms).to, openYears);
          return [
            {
              kind: 'engagement' as const,
              message: `“${engagement.title}” is in progress and rests on it, by ${codes.join(', ')}.`,
              action: `Seal a newer version in its place, or take ${codes.length === 1 ? 'this control' : 'these controls'} off it first; the engagement counts as in progress until ${until}.`,
            },
          ];
        });
  const holdsOn = (piece: EvidenceRecord): Obstacle[] =>
    holds
      .filter(({ evidenceId }) => evidenceId === null || evidenceId === piece.id)
      .map(({ evidenceId, reason, placedAt }) => ({
        kind: 'hold' as const,
        message: `A hold of ${placedAt.toISOString().slice(0, 10)} stands on ${evidenceId === null ? 'all evidence' : 'it'}: ${holdReasonTitles[reason as HoldReason]}.`,
        action: 'An owner releases the hold once its reason has gone.',
      }));
  return new Map(
    pieces.map((piece) => [
      piece.id,
      [...holdsOn(piece), ...engagementsOf(piece), ...(resting.get(piece.id) ?? []), ...(runs.get(piece.id) ?? [])],
    ]),
  );
}

/** What was done to an item with a piece attached. */
const wasDone = { done: 'was said to be done', verified: 'was verified', accepted: 'was accepted as a risk' } as const;

/**
 * What of these engagements rests on a piece by name, whatever the days it speaks for. An older version too: it is what was
 * submitted, looked at or answered with.
 */
async function restingOn(
  { tx, organizationId }: Reading,
  ids: readonly string[],
  engagements: readonly { id: string }[],
  today: string,
): Promise<Map<string, Obstacle[]>> {
  if (engagements.length === 0) return new Map();
  const isOpen = (engagement: { id: string }): boolean => engagements.some(({ id }) => id === engagement.id);
  const requests = await requestsOf(tx, organizationId, ids);
  const items = await itemsRestingOn(tx, organizationId, ids, today);
  const answers = Map.groupBy(await answeredWithPieces(tx, organizationId, ids), ({ evidenceId }) => evidenceId);
  return new Map(
    ids.map((id) => [
      id,
      [
        ...(requests.get(id) ?? [])
          .filter(({ state, engagement }) => state === 'submitted' && isOpen(engagement))
          .map(({ code, engagement }) => ({
            kind: 'request' as const,
            message: `${code} of “${engagement.title}” was submitted with it.`,
            action: 'Take it off the request first, with a reason.',
          })),
        ...(items.get(id) ?? [])
          .filter(({ engagement }) => isOpen(engagement))
          .map(({ code, state, engagement }) => ({
            kind: 'plan' as const,
            message: `${code} of the plan of “${engagement.title}” ${wasDone[state]} with it.`,
            action:
              state === 'verified'
                ? 'Take the item up again, with a reason, and take it off the item first.'
                : 'Take it off the item first.',
          })),
        ...(answers.get(id) ?? [])
          .filter(({ engagement }) => isOpen(engagement))
          .map(({ question, engagement }) => ({
            kind: 'answer' as const,
            message: `${question} of the readiness assessment of “${engagement.title}” is answered with it attached.`,
            action: 'Take it off the question first.',
          })),
      ],
    ]),
  );
}

/** Runs of procedures that rest on a piece: those under way, and those finished on days of one of these engagements. */
async function runsOn(
  context: Reading,
  ids: readonly string[],
  engagements: readonly Engagement[],
  timeZone: string,
): Promise<Map<string, Obstacle[]>> {
  const runs = await runsRestingOn(context, ids, timeZone);
  return new Map(
    [...runs].map(([id, own]) => [
      id,
      own.flatMap(({ title, number, days }): Obstacle[] => {
        const run = `Run ${number} of the procedure “${title}”`;
        if (days === null)
          return [
            {
              kind: 'procedure',
              message: `${run} is under way and rests on it.`,
              action: 'Correct the step that names it, or end the run first.',
            },
          ];
        return engagements.flatMap((engagement) => {
          const { from, to } = engagementPeriod(engagement.terms);
          if (days.from > to || days.to < from) return [];
          return [
            {
              kind: 'procedure',
              message: `${run} was finished with it, on days of “${engagement.title}”, which is in progress.`,
              action: `The record of a run never changes; the engagement counts as in progress until ${yearsAfter(to, openYears)}.`,
            },
          ];
        });
      }),
    ]),
  );
}

/** For these a law stands above what was promised to the readers of a bundle. */
const aboveBundles: readonly EarlyDeletionReason[] = ['personal-data', 'secret', 'law'];

/** What stands against this person deleting a piece before its time, by the reason they have. */
export async function earlyObstacles(
  { tx, organizationId, userId }: Reading & { userId: string },
  piece: EvidenceRecord,
  always: readonly Obstacle[],
  { timeZone, today }: DueDays,
): Promise<{ by: Map<EarlyDeletionReason, Obstacle[]>; bundles: number }> {
  const { count, newest } = await bundlesWith(tx, organizationId, piece.id);
  const keptUntil = newest === null ? null : yearsAfter(localDate(newest, timeZone), bundledYears);
  const bundled: Obstacle[] =
    keptUntil === null || keptUntil < today
      ? []
      : [
          {
            kind: 'bundle',
            message: `It is in ${count === 1 ? 'a sealed bundle' : `${count} sealed bundles`}, so it is kept until ${keptUntil}.`,
            action: 'Only personal data, a secret, or what a law demands is deleted before that day.',
          },
        ];
  const others = (await ownersOf(tx, organizationId)).filter((owner) => owner.userId !== userId);
  // What came through a capture link counts by whoever accepted it.
  const decided = (await decisionsAbout(tx, organizationId, [piece.id])).get(piece.id);
  const accepter = decided?.decision === 'accepted' ? decided.decidedBy : null;
  const own: Obstacle[] =
    (piece.capturedBy ?? accepter) !== userId || others.length === 0
      ? []
      : [
          {
            kind: 'uploader',
            message: `You ${accepter === null ? 'brought' : 'accepted'} this piece, and who did does not delete it alone.`,
            action: `Ask another owner: ${others.map(({ name }) => name).join(', ')}.`,
          },
        ];
  const against = (reason: EarlyDeletionReason): Obstacle[] => [
    ...always,
    ...(aboveBundles.includes(reason) ? [] : bundled),
    ...own,
  ];
  return { by: new Map(earlyDeletionReasons.map((reason) => [reason, against(reason)])), bundles: count };
}
