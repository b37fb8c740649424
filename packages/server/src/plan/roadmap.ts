import {
  computeRoadmap,
  holds,
  planCode,
  stateOn,
  type Engagement,
  type OperationNamed,
  type Roadmap,
  type RoadmapInput,
  type RoadmapItem,
} from '@tickmark/core';
import type { z } from 'zod';
import { holidayDates } from '../holidays/index.ts';
import { everyMember, namesOf } from '../members/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { todayOf } from './records.ts';
import { itemsOf, settingsOf, type ItemRecord } from './store.ts';

type Tried = Partial<Omit<z.output<OperationNamed<'plan.roadmap'>['input']>, 'engagementId'>>;
type Titles = z.input<OperationNamed<'plan.roadmap'>['output']>['titles'];

/** The roadmap of what is on record, with what is tried in its place. */
export async function roadmapOf(
  context: HandlerContext,
  engagement: Engagement,
  tried: Tried = {},
): Promise<{ roadmap: Roadmap; titles: Titles; tried: boolean }> {
  const { tx, organizationId } = context;
  const today = await todayOf(context);
  const records = await itemsOf(tx, organizationId, engagement.id);
  const settings = await settingsOf(tx, organizationId, engagement.id);
  const others = new Map((tried.items ?? []).map((each) => [each.id, each]));
  const items = records.map((record) => asReckoned(record, today, others.get(record.id)));
  const owners = [...new Set(items.flatMap(({ owner }) => (owner === null ? [] : [owner])))].toSorted();
  const names = await namesOf(tx, owners);
  const members = await everyMember(tx, organizationId);
  const times = new Map((tried.people ?? []).map((each) => [each.person, each]));
  const input: RoadmapInput = {
    today,
    terms: tried.terms ?? engagement.terms,
    wish: tried.wish === undefined ? (settings?.wishedOn ?? null) : tried.wish,
    dryRun: tried.dryRun ?? false,
    holidays: await holidayDates(tx, organizationId),
    people: owners.map((id) => {
      const said = settings?.people.find(({ person }) => person === id);
      const other = times.get(id);
      const role = members.get(id)?.role;
      return {
        id,
        name: names.get(id) ?? null,
        daysPerWeek: other?.daysPerWeek ?? said?.daysPerWeek ?? null,
        absences: other?.absences ?? said?.absences ?? [],
        oneMore: other?.oneMore ?? false,
        able: role !== undefined && holds(role, 'plan.work'),
      };
    }),
    items,
  };
  const onRecord = new Map(records.map((record) => [record.id, record]));
  return {
    roadmap: computeRoadmap(input),
    titles: items.map(({ id, number, title, state, severity, owner, effortDays, dueOn, notBefore, after }) => ({
      id,
      code: planCode(number),
      title,
      revision: onRecord.get(id)?.revision ?? 0,
      state,
      severity,
      owner: owner === null ? null : { id: owner, name: names.get(owner) ?? null },
      effortDays,
      dueOn,
      recordedDueOn: onRecord.get(id)?.dueOn ?? null,
      notBefore,
      after: after.map((each) => each.id),
    })),
    tried:
      tried.terms !== undefined ||
      tried.wish !== undefined ||
      tried.dryRun === true ||
      times.size > 0 ||
      others.size > 0,
  };
}

function asReckoned(
  record: ItemRecord,
  today: string,
  tried: NonNullable<Tried['items']>[number] | undefined,
): RoadmapItem {
  return {
    id: record.id,
    number: record.number,
    title: record.title,
    severity: record.severity,
    owner: tried?.owner ?? record.ownerId,
    effortDays: tried?.effortDays ?? (record.effortHalves === null ? null : record.effortHalves / 2),
    effortSource: tried?.effortDays === undefined ? record.effortSource : 'own',
    notBefore: tried?.notBefore === undefined ? record.notBefore : tried.notBefore,
    dueOn: tried?.dueOn === undefined ? record.dueOn : tried.dueOn,
    after: record.after,
    state: tried?.without === true ? 'dropped' : stateOn(record, today),
  };
}
