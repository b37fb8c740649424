import {
  isPolicyRole,
  isPolicySetting,
  mostOf,
  policyRoles,
  policySettings,
  policyValuesOf,
  TickmarkError,
  versionInForce,
  type OperationNamed,
  type PolicyRoleId,
  type PolicySettingId,
  type PolicyValue,
} from '@tickmark/core';
import { settingText, tagNames } from '@tickmark/policies';
import type { z } from 'zod';
import { adoptedCodes } from '../controls/index.ts';
import { todayIn } from '../engagements/index.ts';
import { namesOf } from '../members/index.ts';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { seal, type Seals } from '../platform/trail/index.ts';
import { testsByControl } from '../tests/index.ts';
import { isRetired, livesOf } from './shown.ts';
import { draftTexts, lockPolicies, policiesOf, versionTexts } from './store.ts';
import { ownValues, putValues, type ValueRecord } from './values-store.ts';

type Given = z.output<OperationNamed<'policies.set-values'>['input']>['values'][number];

/** Numbers and names of roles that all documents of an organization share. */
export const valuesHandlers: Pick<HandlersOf<'policies'>, 'policies.values' | 'policies.set-values'> = {
  'policies.values': async (context) => {
    const items = await valuesShown(context);
    return { items, total: items.length, own: items.filter(({ own }) => own !== null).length };
  },

  'policies.set-values': async (context, { values }) => {
    const { tx, organizationId, now, userId } = context;
    await lockPolicies(tx, organizationId);
    const before = await ownValues(tx, organizationId);
    const names = await namesOf(
      tx,
      before.map(({ changedBy }) => changedBy),
    );
    const given = values.map((each, place) => {
      const field = `values.${place}`;
      refuseUnknown(each, field);
      if (values.findIndex(({ kind, key }) => kind === each.kind && key === each.key) < place)
        throw new TickmarkError('bad_input', `${each.key} is given twice.`, {
          field: `${field}.key`,
          action: 'Give each number and each role once.',
        });
      const record = before.find(({ kind, key }) => kind === each.kind && key === each.key);
      if ((record?.revision ?? 0) !== each.revision) {
        const who = (record && names.get(record.changedBy)) ?? 'Somebody';
        throw new TickmarkError(
          'conflict',
          `${who} set ${each.key} after you had looked. Nothing of what you sent was kept.`,
          { field: `${field}.revision`, action: 'Look at what it is now, and set it again.' },
        );
      }
      return { each, record };
    });
    const changed = given.flatMap(({ each, record }): Omit<ValueRecord, 'entryIndex'>[] => {
      const number = each.kind === 'setting' ? each.value : null;
      const name = each.kind === 'role' ? (each.value?.replaceAll(/\s+/g, ' ') ?? null) : null;
      if (number === (record?.number ?? null) && name === (record?.name ?? null)) return [];
      return [
        {
          organizationId,
          id: record?.id ?? context.newId(),
          kind: each.kind,
          key: each.key,
          number,
          name,
          revision: each.revision + 1,
          changedAt: now,
          changedBy: userId,
        },
      ];
    });
    if (changed.length === 0)
      throw new TickmarkError('already_done', 'All of that is so already.', { field: 'values' });
    const tags = changed.map(({ kind, key }) => `${kind}s.${key}`).sort();
    const seals = Object.assign({}, ...changed.map((row) => seal('policyValues', row))) as Seals;
    const entryIndex = await context.record({ values: tags }, seals);
    await putValues(
      tx,
      changed.map((row) => ({ ...row, entryIndex })),
    );
    const items = (await valuesShown(context)).filter(({ tag }) => tags.includes(tag));
    return { items, total: items.length };
  },
};

/** Errors: bad_input for a key that nothing has, and for a number beyond what makes sense. */
function refuseUnknown(given: Given, field: string): void {
  const { kind, key } = given;
  if (kind === 'setting' ? !isPolicySetting(key) : !isPolicyRole(key))
    throw new TickmarkError('bad_input', `There is no ${kind === 'setting' ? 'number' : 'role'} ${key}.`, {
      field: `${field}.key`,
      action: 'Take a key from the list of numbers and names.',
    });
  if (kind !== 'setting' || !isPolicySetting(key) || given.value === null || given.value <= mostOf(key)) return;
  throw new TickmarkError('bad_input', `${settingText(key, given.value)} is more than makes sense.`, {
    field: `${field}.value`,
    action: `Give at most ${settingText(key, mostOf(key))}.`,
  });
}

/** Every number and every name with all that is told of it. */
async function valuesShown(context: HandlerContext): Promise<PolicyValue[]> {
  const { tx, organizationId } = context;
  const own = await ownValues(tx, organizationId);
  const { numbers, roles } = policyValuesOf(own);
  const names = await namesOf(
    tx,
    own.map(({ changedBy }) => changedBy),
  );
  const standing = await standingIn(context);
  const resting = [...new Set(Object.values(policySettings).flatMap(({ controls }) => controls))];
  const adopted = await adoptedCodes(tx, organizationId, resting, true);
  const tests = await testsByControl(tx, organizationId);
  const shared = (kind: ValueRecord['kind'], key: string, controls: readonly string[]) => {
    const record = own.find((each) => each.kind === kind && each.key === key);
    const tag = `${kind}s.${key}`;
    return {
      record,
      told: {
        key,
        tag,
        revision: record?.revision ?? 0,
        changed:
          record === undefined
            ? null
            : {
                at: record.changedAt.toISOString(),
                by: { id: record.changedBy, name: names.get(record.changedBy) ?? null },
                entryIndex: Number(record.entryIndex),
              },
        controls: controls.map((code) => ({ code, adopted: adopted.has(code), tests: tests.get(code) ?? 0 })),
        documents: standing.get(tag) ?? [],
      },
    };
  };
  return [
    ...(Object.keys(policySettings) as PolicySettingId[]).map((key): PolicyValue => {
      const { value, unit, meaning, controls } = policySettings[key];
      const { record, told } = shared('setting', key, controls);
      return {
        kind: 'setting',
        ...told,
        meaning,
        words: settingText(key, numbers[key]),
        templateWords: settingText(key),
        unit,
        template: value,
        own: record?.number ?? null,
        most: mostOf(key),
      };
    }),
    ...(Object.keys(policyRoles) as PolicyRoleId[]).map((key): PolicyValue => {
      const { record, told } = shared('role', key, []);
      return {
        kind: 'role',
        ...told,
        meaning: `What the ${policyRoles[key]} is called`,
        words: roles[key],
        templateWords: policyRoles[key],
        template: policyRoles[key],
        own: record?.name ?? null,
      };
    }),
  ];
}

/** In which documents each tag stands, in the version in force and in the draft; by tag, documents by code. */
async function standingIn(context: HandlerContext): Promise<Map<string, PolicyValue['documents']>> {
  const { tx, organizationId } = context;
  const { today, timeZone } = await todayIn(context);
  const policies = (await policiesOf(tx, organizationId)).filter((policy) => !isRetired(policy, today));
  const lives = await livesOf(context, policies, timeZone);
  const held = new Map(lives.map(({ policy, versions }) => [policy.id, versionInForce(versions, today)]));
  const texts = await versionTexts(
    tx,
    organizationId,
    [...held.values()].flatMap((version) => (version === undefined ? [] : [version.record.id])),
  );
  const drafts = await draftTexts(tx, organizationId);
  const standing = new Map<string, PolicyValue['documents']>();
  for (const { id, code, title } of policies) {
    const version = held.get(id);
    const inForce = new Set(tagNames(texts.get(version?.record.id ?? '')?.source ?? ''));
    const draft = new Set(tagNames(drafts.get(id) ?? ''));
    for (const tag of new Set([...inForce, ...draft]))
      standing.set(tag, [
        ...(standing.get(tag) ?? []),
        { id, code, title, inForce: inForce.has(tag) ? (version?.number ?? null) : null, draft: draft.has(tag) },
      ]);
  }
  return standing;
}
