import { holds, TickmarkError, type PlanSettings, type Role } from '@tickmark/core';
import { engagementOf } from '../engagements/index.ts';
import { memberOf, namesOf } from '../members/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal } from '../platform/trail/index.ts';
import { lockPlan, putSettings, settingsOf, type PersonTime, type SettingsRecord } from './store.ts';

/** When the report is wished for, and how much time people have. */
export const settingsHandlers: Pick<HandlersOf<'plan'>, 'plan.settings' | 'plan.change-settings'> = {
  'plan.settings': async (context, { engagementId }) => {
    await engagementOf(context.tx, context.organizationId, engagementId);
    return settingsShown(context, engagementId);
  },

  'plan.change-settings': async (context, { engagementId, revision, wishedOn, people }) => {
    const { tx, organizationId, now, userId } = context;
    await engagementOf(tx, organizationId, engagementId);
    await lockPlan(tx, engagementId);
    const before = await settingsOf(tx, organizationId, engagementId);
    if ((before?.revision ?? 0) !== revision) {
      const who = before === undefined ? undefined : (await namesOf(tx, [before.changedBy])).get(before.changedBy);
      throw new TickmarkError(
        'conflict',
        `${who ?? 'Somebody'} changed these settings after you had looked. Nothing of what you sent was kept.`,
        {
          field: 'revision',
          action: `Look at them again, and send ${before?.revision ?? 0} as the revision you have seen.`,
        },
      );
    }
    await refusePeople(context, people ?? []);
    const next = {
      organizationId,
      id: before?.id ?? context.newId(),
      engagementId,
      revision: revision + 1,
      wishedOn: wishedOn === undefined ? (before?.wishedOn ?? null) : wishedOn,
      people: withPeople(before?.people ?? [], people ?? []),
      changedAt: now,
      changedBy: userId,
    };
    const changed = [
      ...(next.wishedOn === (before?.wishedOn ?? null) ? [] : ['wishedOn']),
      ...(JSON.stringify(next.people) === JSON.stringify(withPeople(before?.people ?? [], [])) ? [] : ['people']),
    ];
    if (changed.length === 0) {
      throw new TickmarkError('already_done', 'All of this is said already.', { field: 'engagementId' });
    }
    const entryIndex = await context.record({ engagementId, settingsId: next.id, changed }, seal('planSettings', next));
    await putSettings(tx, { ...next, entryIndex });
    return settingsShown(context, engagementId);
  },
};

export async function settingsShown(
  { tx, organizationId }: HandlerContext,
  engagementId: string,
): Promise<PlanSettings> {
  const found: SettingsRecord | undefined = await settingsOf(tx, organizationId, engagementId);
  const people = found?.people ?? [];
  const names = await namesOf(tx, [...people.map(({ person }) => person), found?.changedBy ?? null]);
  return {
    engagementId,
    revision: found?.revision ?? 0,
    wishedOn: found?.wishedOn ?? null,
    people: people.map((each) => ({ ...each, name: names.get(each.person) ?? null })),
    changedAt: found?.changedAt.toISOString() ?? null,
    changedBy: found === undefined ? null : { id: found.changedBy, name: names.get(found.changedBy) ?? null },
  };
}

/** What was said of others stays; null days and no absence take back what was said of a person. */
function withPeople(before: readonly PersonTime[], given: readonly PersonTime[]): PersonTime[] {
  const told = new Map([...before, ...given].map((each) => [each.person, each]));
  return [...told.values()]
    .filter(({ daysPerWeek, absences }) => daysPerWeek !== null || absences.length > 0)
    .map(({ person, daysPerWeek, absences }) => ({
      person,
      daysPerWeek,
      absences: absences
        .map(({ from, to }) => ({ from, to }))
        .toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : a.to < b.to ? -1 : 1)),
    }))
    .toSorted((a, b) => (a.person < b.person ? -1 : 1));
}

/** Errors: bad_input, not_found, conflict. */
async function refusePeople({ tx, organizationId }: HandlerContext, people: readonly PersonTime[]): Promise<void> {
  for (const [place, { person }] of people.entries()) {
    const field = `people.${place}.person`;
    if (people.findIndex((each) => each.person === person) < place) {
      throw new TickmarkError('bad_input', 'This person is given twice.', { field, action: 'Give each person once.' });
    }
    const member = await memberOf(tx, organizationId, person, field);
    const role: Role = member.role;
    if (!holds(role, 'plan.work')) {
      throw new TickmarkError('conflict', `${member.name} has a role that does no work on a plan.`, {
        field,
        action: 'Leave them out, or give them another role first.',
      });
    }
  }
}
