import { controlCatalogue } from '@tickmark/core';
import type { HandlersOf } from '../platform/handler.ts';
import { pageOf } from '../platform/paging/index.ts';
import { adoptHandlers } from './adopt.ts';
import { assignHandlers } from './assign.ts';
import { controlOf, unknownCode } from './control-of.ts';
import { heldControl, heldControls } from './held.ts';
import { listControls } from './list-store.ts';
import { ownershipsOf } from './ownership-store.ts';
import { retireHandlers } from './retire.ts';
import { reviseControl } from './revise.ts';
import { adoptedCodes, versionsOf } from './store.ts';

const catalogueCodes = controlCatalogue.map(({ id }) => id);

export const controlHandlers: HandlersOf<'controls'> = {
  'controls.catalogue': async ({ tx, organizationId }, input) => {
    const inForce =
      input.adopted === undefined ? undefined : await adoptedCodes(tx, organizationId, catalogueCodes, true);
    return pageOf(
      controlCatalogue.filter(
        (control) =>
          (input.criterion === undefined || control.criteria.includes(input.criterion)) &&
          (input.family === undefined || control.family === input.family) &&
          (input.frequency === undefined || control.frequency === input.frequency) &&
          (input.type === undefined || control.type === input.type) &&
          (input.nature === undefined || control.nature === input.nature) &&
          (input.category === undefined || control.categories.includes(input.category)) &&
          (input.ownerRole === undefined || control.ownerRole === input.ownerRole) &&
          (inForce === undefined || inForce.has(control.id) === input.adopted),
      ),
      {
        sorts: { id: (row) => row.id, title: (row) => row.title, family: (row) => row.family },
        initial: 'id',
        id: (row) => row.id,
        words: (row) => `${row.id} ${row.title} ${row.family} ${row.description} ${row.ownerRole}`,
      },
      input,
    );
  },

  'controls.list': async ({ tx, organizationId }, input) => {
    const page = await listControls(tx, organizationId, input, catalogueCodes);
    return { ...page, items: await heldControls(tx, organizationId, page.items, input.engagementId) };
  },

  'controls.get': async ({ tx, organizationId }, { code }) => {
    const versions = await versionsOf(tx, organizationId, code);
    const last = versions.at(-1);
    if (last === undefined) throw unknownCode(code, 'code');
    return {
      control: await heldControl(tx, organizationId, last),
      versions,
      ownerships: await ownershipsOf(tx, organizationId, code),
    };
  },

  'controls.revise': async (context, input) => reviseControl(context, await controlOf(context, input.id), input),

  'controls.versions': async ({ tx, organizationId }, { code }) => {
    const items = await versionsOf(tx, organizationId, code);
    if (items.length === 0) throw unknownCode(code, 'code');
    return { items };
  },

  ...adoptHandlers,
  ...retireHandlers,
  ...assignHandlers,
};
