import { criteria as allCriteria, TickmarkError, type Risk } from '@tickmark/core';
import { adoptedCodes } from '../controls/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { countRisks, findRisk, insertRisk, listRisks, lockRisks, type NewRisk } from './store.ts';

export const riskHandlers: HandlersOf<'risks'> = {
  'risks.list': ({ tx, organizationId }, input) => listRisks(tx, organizationId, input),

  'risks.write': async (context, { code: given, after, ...told }) => {
    const { tx, organizationId, now, userId } = context;
    await lockRisks(tx, organizationId);
    const before = given === undefined ? undefined : await findRisk(tx, organizationId, given);
    if (given !== undefined && before === undefined) {
      throw new TickmarkError('not_found', `There is no risk ${given}.`, {
        field: 'code',
        action: 'Take a code from the list of risks, or leave it out for a new one.',
      });
    }
    refuseUnseen(before, after);
    const controls = [...new Set(told.controls)].sort();
    const criteria = [...new Set(told.criteria)].sort();
    await refuseUnknown(context, told.controls, told.criteria);
    if (told.treatment === 'accept' && told.note === null) {
      throw new TickmarkError('bad_input', 'A risk that is accepted needs a reason.', {
        field: 'note',
        action: 'Say why it may stay as it is.',
      });
    }
    const code = given ?? `R-${(await countRisks(tx, organizationId)) + 1}`;
    const row: NewRisk = {
      ...told,
      organizationId,
      id: context.newId(),
      code,
      version: after + 1,
      controls,
      criteria,
      writtenAt: now,
      writtenBy: userId,
    };
    if (before !== undefined && isSame(before, row)) {
      throw new TickmarkError('already_done', `${code} says all of that already.`, { field: 'title' });
    }
    const entryIndex = await context.record(
      { risk: code, version: row.version, closed: told.closed },
      seal('risks', row),
    );
    await insertRisk(tx, row, entryIndex);
    const written = await findRisk(tx, organizationId, code);
    if (written === undefined) throw new Error('A risk that was written is not there.');
    return written;
  },
};

function isSame(before: Risk, row: NewRisk): boolean {
  const fields = ['title', 'likelihood', 'impact', 'treatment', 'note', 'controls', 'criteria', 'closed'] as const;
  return fields.every((field) => JSON.stringify(before[field]) === JSON.stringify(row[field]));
}

/** Nobody writes over what they have not seen. Errors: conflict. */
function refuseUnseen(before: Risk | undefined, after: number): void {
  const version = before?.version ?? 0;
  if (version === after) return;
  throw new TickmarkError(
    'conflict',
    before === undefined
      ? 'A new risk has no version yet.'
      : `${before.by.name ?? 'Somebody'} changed ${before.code} since you looked. Nothing of what you sent was kept.`,
    { field: 'after', action: `Look at it again, and send ${version} as the version you have seen.` },
  );
}

/** Errors: not_found, bad_input. */
async function refuseUnknown(
  { tx, organizationId }: HandlerContext,
  controls: readonly string[],
  criteria: readonly string[],
): Promise<void> {
  const known = await adoptedCodes(tx, organizationId, controls, false);
  const place = controls.findIndex((code) => !known.has(code));
  if (place !== -1) {
    throw new TickmarkError('not_found', `No control with the code ${controls[place]} has been adopted.`, {
      field: `controls.${place}`,
      action: 'Take codes from the list of adopted controls.',
    });
  }
  const strange = criteria.findIndex((id) => !allCriteria.some((each) => each.id === id));
  if (strange === -1) return;
  throw new TickmarkError('bad_input', `There is no criterion ${criteria[strange]}.`, {
    field: `criteria.${strange}`,
    action: 'Take an id from the list of criteria.',
  });
}
