import { canonicalBytes, sha256Hex } from '@tickmark/control-testing';
import {
  refusedTelling,
  tellingsThatCount,
  TickmarkError,
  waitsFor,
  type RunInFull,
  type RunRecord,
} from '@tickmark/core';
import { lockLibrary, recordsOf, refuseUnlinkable } from '../evidence/index.ts';
import { namesOf } from '../members/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { leftOf, lifeOfRun, piecesThere, runShown, type LivedRun } from './run-shown.ts';
import { insertEnd, insertRun, insertTelling, runsOf, type LinkedPiece } from './run-store.ts';
import { procedureOf } from './shown.ts';
import { lockProcedures } from './store.ts';
import { refuseRetired, refuseUnseen } from './writing.ts';

type Running = 'procedures.start' | 'procedures.step' | 'procedures.finish' | 'procedures.abandon';

/** How a procedure is run: begun, step by step, and ended as a record. */
export const runningHandlers: Pick<HandlersOf<'procedures'>, Running> = {
  'procedures.start': async (context, { id, seen, about }) => {
    const { tx, organizationId, now, userId } = context;
    await lockProcedures(tx, organizationId);
    const held = await procedureOf(context, id);
    refuseRetired(held);
    refuseUnseen(held, seen);
    const { newest } = held;
    const before = await runsOf(tx, organizationId, { procedureId: id });
    const row = {
      organizationId,
      id: context.newId(),
      procedureId: id,
      versionId: newest.id,
      number: Math.max(0, ...before.map(({ number }) => number)) + 1,
      about,
      startedAt: now,
      startedBy: userId,
      name: await nameOf(context),
    };
    const { number, sha256 } = newest;
    const entryIndex = await context.record(
      { procedureId: id, runId: row.id, run: row.number, versionId: newest.id, number, sha256 },
      seal('procedureRuns', row),
    );
    await insertRun(tx, row, entryIndex);
    return runShown(context, row.id);
  },

  'procedures.step': async (context, { id, step: stepId, outcome, note = null, evidence, corrects }) => {
    const { tx, organizationId, now, userId } = context;
    await lockLibrary(tx, organizationId);
    const life = await holdRun(context, id);
    const { run, version, tellings } = life;
    const place = version.document.steps.findIndex((each) => each.id === stepId);
    const step = version.document.steps[place];
    if (step === undefined)
      throw new TickmarkError('not_found', `Version ${version.number} has no such step.`, {
        field: 'step',
        action: 'Take an id from the steps of the run.',
      });
    const counting = tellingsThatCount(tellings);
    refuseOtherTelling(counting.get(stepId), corrects);
    const wanted = outcome === 'done' ? [...new Set(evidence)] : [];
    const waiting = waitsFor(stepId, version.document, new Set(counting.keys()));
    const refused = refusedTelling(step, { outcome, note, evidence: wanted }, waiting);
    if (refused !== null) {
      const { code, message, field, action } = refused;
      throw new TickmarkError(code, message, { field, action });
    }
    await refuseUnlinkable(context, wanted);
    const pieces = await recordsOf(tx, organizationId, wanted);
    const linked = wanted.flatMap((each): LinkedPiece[] => {
      const piece = pieces.get(each);
      if (piece === undefined || piece.sha256 === null) return [];
      return [{ id: each, title: piece.title, sha256: piece.sha256 }];
    });
    const row = {
      organizationId,
      id: context.newId(),
      runId: id,
      stepId,
      outcome,
      note,
      evidence: linked,
      corrects: corrects ?? null,
      at: now,
      by: userId,
      name: await nameOf(context),
    };
    const entryIndex = await context.record(
      {
        procedureId: run.procedureId,
        runId: id,
        run: run.number,
        step: stepId,
        place: place + 1,
        outcome,
        evidence: linked.map((piece) => piece.id),
        ...(corrects === undefined ? {} : { corrects }),
      },
      seal('procedureRunSteps', row),
    );
    await insertTelling(tx, row, entryIndex);
    return runShown(context, id);
  },

  'procedures.finish': async (context, { id }) => {
    await lockLibrary(context.tx, context.organizationId);
    const life = await holdRun(context, id);
    const there = await piecesThere(context, life.tellings);
    const [first, ...others] = leftOf(life.version.document, life.tellings, there);
    if (first !== undefined)
      throw new TickmarkError(
        'not_yet_possible',
        `Step ${first.step}: ${first.message}${others.length === 0 ? '' : ` ${others.length} more ${others.length === 1 ? 'is' : 'are'} left.`}`,
        { field: 'id', action: 'Tell of each step that it is done, or skipped with a reason.' },
      );
    return end(context, life, 'finished', null);
  },

  'procedures.abandon': async (context, { id, reason }) =>
    end(context, await holdRun(context, id), 'abandoned', reason),
};

/** A run that is under way, held until the transaction ends. Errors: not_found, no_longer_possible where it has ended. */
async function holdRun(context: HandlerContext, id: string): Promise<LivedRun> {
  await lockProcedures(context.tx, context.organizationId);
  const life = await lifeOfRun(context, id);
  if (life.end === undefined) return life;
  throw new TickmarkError(
    'no_longer_possible',
    `Run ${life.run.number} was ${life.end.outcome}, so its record stays as it is.`,
    { field: 'id', action: 'Begin another run.' },
  );
}

/** Nobody takes the place of what they have not seen. Errors: conflict. */
function refuseOtherTelling(counts: { id: string; name: string } | undefined, corrects: string | undefined): void {
  if (counts?.id === corrects) return;
  throw new TickmarkError(
    'conflict',
    counts === undefined
      ? 'Nothing was told of this step that could be corrected.'
      : `${counts.name} told of this step already. Nothing of what you sent was kept.`,
    { field: 'corrects', action: 'Look at the run again, and name what yours takes the place of.' },
  );
}

async function nameOf({ tx, userId }: HandlerContext): Promise<string> {
  return (await namesOf(tx, [userId])).get(userId) ?? '';
}

/** Writes how a run ended, with everything that it came to. */
async function end(
  context: HandlerContext,
  { run, version, tellings }: LivedRun,
  outcome: RunRecord['outcome'],
  reason: string | null,
): Promise<RunInFull> {
  const { tx, organizationId, now, userId } = context;
  const counting = tellingsThatCount(tellings);
  const record: RunRecord = {
    procedure: {
      id: run.procedureId,
      title: version.document.title,
      version: version.number,
      sha256: version.sha256,
    },
    run: {
      id: run.id,
      number: run.number,
      about: run.about,
      startedAt: run.startedAt.toISOString(),
      startedBy: run.startedBy,
    },
    outcome,
    reason,
    steps: version.document.steps.map(({ id }) => {
      const told = counting.get(id);
      return {
        step: id,
        outcome: told?.outcome ?? null,
        note: told?.note ?? null,
        evidence: told?.evidence ?? [],
        at: told?.at.toISOString() ?? null,
        by: told?.by ?? null,
      };
    }),
    endedAt: now.toISOString(),
    endedBy: userId,
  };
  const sha256 = sha256Hex(canonicalBytes(record));
  const row = {
    organizationId,
    id: context.newId(),
    runId: run.id,
    outcome,
    reason,
    record,
    sha256,
    at: now,
    by: userId,
    name: await nameOf(context),
  };
  const entryIndex = await context.record(
    { procedureId: run.procedureId, runId: run.id, run: run.number, sha256 },
    seal('procedureRunEnds', row),
  );
  await insertEnd(tx, row, entryIndex);
  return runShown(context, run.id);
}
