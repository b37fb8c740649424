import { holds, roleTitles, TickmarkError, type Ownership } from '@tickmark/core';
import { memberOf } from '../members/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal, type Seals } from '../platform/trail/index.ts';
import { unknownCode } from './control-of.ts';
import { insertOwnerships, lockOwnerships, newestOwnerships, unowned, type NewOwnership } from './ownership-store.ts';
import { adoptedCodes } from './store.ts';

export const assignHandlers: Pick<HandlersOf<'controls'>, 'controls.assign'> = {
  'controls.assign': async (context, { assignments }) => {
    const { tx, organizationId, now, userId } = context;
    await lockOwnerships(tx, organizationId);
    const codes = assignments.map(({ code }) => code);
    const known = await adoptedCodes(tx, organizationId, codes, false);
    const standing = await newestOwnerships(tx, organizationId, codes);
    const able = new Set<string>();
    const unchanged: string[] = [];
    const rows: NewOwnership[] = [];
    for (const [place, { code, after, ...given }] of assignments.entries()) {
      const field = `assignments.${place}`;
      if (!known.has(code)) throw unknownCode(code, `${field}.code`);
      if (codes.indexOf(code) !== place) {
        throw new TickmarkError('bad_input', `${code} stands here twice.`, {
          field: `${field}.code`,
          action: 'Name each control once.',
        });
      }
      const before = standing.get(code) ?? unowned;
      const ownerId = given.owner === undefined ? (before.owner?.id ?? null) : given.owner;
      const deputyId = given.deputy === undefined ? (before.deputy?.id ?? null) : given.deputy;
      const skills = given.skills ?? before.skills;
      if (
        ownerId === (before.owner?.id ?? null) &&
        deputyId === (before.deputy?.id ?? null) &&
        sameSkills(skills, before)
      ) {
        unchanged.push(code);
        continue;
      }
      refuseUnseen(code, before, after, `${field}.after`);
      if (ownerId !== null && ownerId === deputyId) {
        throw new TickmarkError('bad_input', `The owner of ${code} cannot stand in for themselves.`, {
          field: `${field}.deputy`,
          action: 'Name somebody else as the deputy, or nobody.',
        });
      }
      const twice = skills.find(({ skill }, at) => skills.findIndex((each) => each.skill === skill) !== at);
      if (twice !== undefined) {
        throw new TickmarkError('bad_input', `${twice.skill} stands here twice.`, {
          field: `${field}.skills`,
          action: 'Name each skill once.',
        });
      }
      if (given.owner != null) await refuseUnable(context, able, given.owner, `${field}.owner`);
      if (given.deputy != null) await refuseUnable(context, able, given.deputy, `${field}.deputy`);
      rows.push({
        organizationId,
        id: context.newId(),
        code,
        version: before.version + 1,
        ownerId,
        deputyId,
        skills,
        namedAt: now,
        namedBy: userId,
      });
    }
    if (rows.length === 0) {
      throw new TickmarkError('already_done', 'Each of these controls has these people and skills already.', {
        field: 'assignments',
      });
    }
    const entryIndex = await context.record(
      { controls: rows.map(({ code }) => code) },
      Object.assign({}, ...rows.map((row) => seal('controlOwnerships', row))) as Seals,
    );
    await insertOwnerships(tx, rows, entryIndex);
    const written = await newestOwnerships(
      tx,
      organizationId,
      rows.map(({ code }) => code),
    );
    const items = rows.flatMap(({ code }) => {
      const ownership = written.get(code);
      return ownership === undefined ? [] : [{ code, ownership }];
    });
    return { items, total: items.length, unchanged };
  },
};

function sameSkills(skills: Ownership['skills'], before: Ownership): boolean {
  const text = (all: Ownership['skills']): string => JSON.stringify(all.map((s) => [s.skill, s.owner, s.deputy]));
  return text(skills) === text(before.skills);
}

/** Nobody names anybody over what they have not seen. Errors: conflict. */
function refuseUnseen(code: string, before: Ownership, after: number, field: string): void {
  if (before.version === after) return;
  const whom = before.owner === null ? 'nobody' : (before.owner.name ?? 'somebody else');
  throw new TickmarkError(
    'conflict',
    `${whom === 'nobody' ? 'Nobody' : whom} owns ${code} since you looked. Nothing of what you sent was kept.`,
    { field, action: `Look at it again. To change it, send ${before.version} as the version you have seen.` },
  );
}

/** Who has a control has to be able to bring its evidence. Errors: not_found, conflict. */
async function refuseUnable(
  { tx, organizationId }: HandlerContext,
  able: Set<string>,
  userId: string,
  field: string,
): Promise<void> {
  if (able.has(userId)) return;
  const member = await memberOf(tx, organizationId, userId, field);
  if (!holds(member.role, 'evidence.add')) {
    throw new TickmarkError(
      'conflict',
      `${member.name} has the role “${roleTitles[member.role]}”, which brings no evidence and runs no control.`,
      {
        field,
        action: 'Name an owner, a compliance manager or a control owner, or give them another role first.',
      },
    );
  }
  able.add(userId);
}
