import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { DescriptionPartId, OperationName } from '@tickmark/core';
import type { House, Person } from '../engagements/house.ts';

const year = { type: 'type2', period: { from: '2025-01-01', to: '2025-12-31' } };

/** A text of one paragraph. */
export const words = (text: string) => [{ kind: 'paragraph', line: [{ text }] }];

/** An organization with one engagement, and what reads and writes its description. */
export async function describedIn(house: House, terms: object = year) {
  const { owner: as, engagementId: id } = await house.organization(`Described ${randomUUID()}`, { terms });
  const read = () => house.ok('descriptions.get', { engagementId: id }, { as });
  const part = async (which: DescriptionPartId) => {
    const found = (await read()).parts.find((each) => each.id === which);
    assert.ok(found !== undefined);
    return found;
  };
  const save = async (body: { part: DescriptionPartId } & Record<string, unknown>, by: Person = as) => {
    const { revision } = await part(body.part);
    return house.ok('descriptions.save', { engagementId: id, revision, body: { blocks: [], ...body } }, { as: by });
  };
  const codes = async (which: DescriptionPartId) => (await part(which)).points.map(({ code }) => code);
  return { as, id, read, part, save, codes };
}

/** Code and field of what must be refused. */
export async function refusal(house: House, name: OperationName, input: Record<string, unknown>, as: Person) {
  const { error } = await house.call(name, input, { as });
  assert.ok(error !== undefined, `${name} was not refused`);
  return [error.code, error.field];
}
