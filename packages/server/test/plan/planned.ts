import assert from 'node:assert/strict';
import type { LogCheck, PlanItem } from '@tickmark/core';
import type { DatabaseUnderTest } from '../../../testkit/src/databases/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

const period = { from: '2026-06-01', to: '2026-08-31' };
export const terms = { type: 'type2', period };

type Name = Parameters<House['call']>[0];

/** A house with an engagement, those who work on its plan, and what tests do with it. */
export async function startPlanned(subject: DatabaseUnderTest) {
  const house = await startHouse(subject.database, subject.dataFolder);
  const { owner, engagementId } = await house.organization('Northwind', { terms });
  const manager = await house.member(owner, 'compliance-manager');
  const ann = await house.member(owner, 'control-owner');
  const bob = await house.member(owner, 'control-owner');
  const reader = await house.member(owner, 'reader');
  const user = new Map<Person, string>();
  for (const person of [owner, manager, ann, bob, reader]) {
    user.set(person, (await house.ok('sessions.current', {}, { as: person })).user.id);
  }
  const of = (person: Person): string => user.get(person) ?? '';
  const add = (title: string, more: Record<string, unknown> = {}, as = manager, id = engagementId) =>
    house.ok('plan.add', { engagementId: id, title, ...more }, { as });
  const seen = ({ id, revision }: Pick<PlanItem, 'id' | 'revision'>) => ({ id, revision });
  const update = async (item: PlanItem, given: Record<string, unknown>, as = manager): Promise<PlanItem> => {
    const [changed] = (await house.ok('plan.update', { items: [seen(item)], ...given }, { as })).items;
    assert.ok(changed);
    return changed;
  };
  const move = async (item: PlanItem, to: string, note?: string, as = manager): Promise<PlanItem> => {
    const [moved] = (await house.ok('plan.move', { items: [seen(item)], to, note }, { as })).items;
    assert.ok(moved);
    return moved;
  };
  const get = (id: string, as = manager) => house.ok('plan.get', { id }, { as });
  const refused = async (name: Name, input: Record<string, unknown>, as = manager) => {
    const { error } = await house.call(name, input, { as });
    return [error?.code, error?.field];
  };
  const upload = (title: string, as = owner) =>
    house.ok('evidence.upload', { title, period }, { as, file: title, fileName: 'file.txt' });
  const count = async (as = owner) => (await house.ok('log.entries', { limit: 1 }, { as })).total;
  const entries = async (op: string, as = owner) =>
    (await house.ok('log.entries', { op, sort: 'index' }, { as })).items.map(({ statement }) => statement);
  const faults = async (as = owner): Promise<string[]> => {
    const { result } = await house.run('log.check', {}, { as });
    return (result as unknown as LogCheck).faults.first.map(({ message }) => message);
  };
  const on = async <T>(day: string, work: () => Promise<T>): Promise<T> => {
    const before = house.time.now;
    house.time.now = new Date(`${day}T09:00:00.000Z`);
    try {
      return await work();
    } finally {
      house.time.now = before;
    }
  };

  const people = { owner, manager, ann, bob, reader };
  return {
    house,
    engagementId,
    ...people,
    of,
    add,
    seen,
    update,
    move,
    get,
    refused,
    upload,
    count,
    entries,
    faults,
    on,
  };
}

export type Planned = Awaited<ReturnType<typeof startPlanned>>;
