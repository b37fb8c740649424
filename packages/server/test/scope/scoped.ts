import assert from 'node:assert/strict';
import type { LogCheck, ScopeItem } from '@tickmark/core';
import type { DatabaseUnderTest } from '../../../testkit/src/databases/index.ts';
import { startHouse, type House, type Person } from '../engagements/house.ts';

// The clock of the house stands at 2026-03-02: before the first of these periods, and after the last day of the second.
export const ahead = { type: 'type2', period: { from: '2026-03-10', to: '2027-03-09' } };
export const past = { type: 'type2', period: { from: '2025-03-01', to: '2026-02-28' } };

type Name = Parameters<House['call']>[0];
interface Where {
  as?: Person;
  id?: string;
}

/** A house with an engagement whose period is ahead, and what tests do with its scope. */
export async function startScoped(subject: DatabaseUnderTest) {
  const house = await startHouse(subject.database, subject.dataFolder);
  const { owner, engagementId } = await house.organization('Northwind', { terms: ahead });
  const list = (input: Record<string, unknown> = {}, { as = owner, id = engagementId }: Where = {}) =>
    house.ok('scope.list', { engagementId: id, ...input }, { as });
  const put = (items: object[], more: Record<string, unknown> = {}, { as = owner, id = engagementId }: Where = {}) =>
    house.ok('scope.put', { engagementId: id, items, ...more }, { as });
  const refused = async (name: Name, input: Record<string, unknown>, { as = owner, id = engagementId }: Where = {}) => {
    const { error } = await house.call(name, { engagementId: id, ...input }, { as });
    return [error?.code, error?.field];
  };
  const one = async (body: object, where: Where = {}): Promise<ScopeItem> => {
    const [found] = (await put([{ body }], {}, where)).items;
    assert.ok(found);
    return found;
  };
  const count = async (as = owner) => (await house.ok('log.entries', { limit: 1 }, { as })).total;
  const entries = async (op: string, as = owner) =>
    (await house.ok('log.entries', { op, sort: 'index' }, { as })).items.map(({ statement }) => statement);
  const faults = async (as = owner): Promise<string[]> => {
    const { result } = await house.run('log.check', {}, { as });
    return (result as unknown as LogCheck).faults.first.map(({ message }) => message);
  };
  const names = (items: readonly ScopeItem[]): string[] => items.map(({ body }) => body.name);

  return { house, owner, engagementId, list, put, refused, one, count, entries, faults, names };
}

export type Scoped = Awaited<ReturnType<typeof startScoped>>;
