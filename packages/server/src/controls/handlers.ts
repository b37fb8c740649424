import { controlCatalogue, TickmarkError, type CatalogueControl, type Control } from '@tickmark/core';
import type { HandlerContext, HandlersOf } from '../platform/handler.ts';
import { pageOf } from '../platform/paging/index.ts';
import { sealStored } from '../platform/trail/index.ts';
import { closest } from './closest.ts';
import { checkEndsAfterDeviations } from './deviations.ts';
import { reviseControl } from './revise.ts';
import {
  adoptedCodes,
  findControl,
  insertControl,
  listControls,
  lockVersions,
  retireControl,
  versionsOf,
} from './store.ts';
import { wordingSha256 } from './wording.ts';

const catalogue = new Map(controlCatalogue.map((control) => [control.id, control]));

export const controlHandlers: HandlersOf<'controls'> = {
  'controls.catalogue': async (_context, input) =>
    pageOf(
      controlCatalogue.filter(
        (control) =>
          (input.criterion === undefined || control.criteria.includes(input.criterion)) &&
          (input.family === undefined || control.family === input.family),
      ),
      {
        sorts: { id: (row) => row.id, title: (row) => row.title, family: (row) => row.family },
        initial: 'id',
        id: (row) => row.id,
        words: (row) => `${row.id} ${row.title} ${row.family} ${row.description}`,
      },
      input,
    ),

  'controls.list': (context, input) => listControls(context.tx, context.organizationId, input),

  'controls.adopt': async (context, input) => {
    const codes = [...new Set(input.codes)];
    const wanted = codes.map(ofCatalogue);
    const already = await adoptedCodes(context.tx, context.organizationId, codes, true);
    const adopted: Control[] = [];
    // In one order for everybody, so that two who adopt at once never wait for each other in a circle.
    for (const from of wanted.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      if (already.has(from.id)) continue;
      const versions = await lockVersions(context.tx, context.organizationId, from.id);
      adopted.push(
        await insertControl(context.tx, context.organizationId, {
          id: context.newId(),
          version: (versions.at(-1)?.version ?? 0) + 1,
          from,
          effectiveFrom: input.effectiveFrom,
        }),
      );
    }
    await context.record(
      {
        effectiveFrom: input.effectiveFrom,
        adopted: adopted.map((control) => ({
          controlId: control.id,
          code: control.code,
          sha256: wordingSha256(control),
        })),
      },
      await sealStored(
        context.tx,
        'controls',
        adopted.map(({ id }) => id),
      ),
    );
    return { adopted, alreadyAdopted: codes.filter((code) => already.has(code)) };
  },

  'controls.retire': async (context, input) => {
    const control = await controlOf(context, input.id);
    if (control.retiredOn !== null) {
      throw new TickmarkError('already_done', `${control.code} was retired from ${control.retiredOn} on.`, {
        field: 'id',
      });
    }
    if (input.retiredOn < control.effectiveFrom) {
      throw new TickmarkError('bad_input', `${control.code} is in force only from ${control.effectiveFrom} on.`, {
        field: 'retiredOn',
        action: `Choose ${control.effectiveFrom} or a later date.`,
      });
    }
    await checkEndsAfterDeviations(context, control, input.retiredOn, 'retiredOn');
    const retired = await retireControl(context.tx, context.organizationId, control.id, input.retiredOn);
    await context.record(
      { controlId: control.id, code: control.code, retiredOn: input.retiredOn },
      await sealStored(context.tx, 'controls', [control.id]),
    );
    return retired;
  },

  'controls.revise': async (context, input) => {
    const control = await controlOf(context, input.id);
    return reviseControl(context, control, input);
  },

  'controls.versions': async (context, input) => {
    const items = await versionsOf(context.tx, context.organizationId, input.code);
    if (items.length > 0) return { items };
    throw new TickmarkError('not_found', `No control with the code ${input.code} has been adopted.`, {
      field: 'code',
      action: 'Take a code from the list of adopted controls.',
    });
  },
};

async function controlOf(context: HandlerContext, id: string): Promise<Control> {
  const control = await findControl(context.tx, context.organizationId, id);
  if (control !== undefined) return control;
  throw new TickmarkError('not_found', 'There is no such control.', {
    field: 'id',
    action: 'Take an id from the list of adopted controls.',
  });
}

function ofCatalogue(code: string, place: number): CatalogueControl {
  const found = catalogue.get(code);
  if (found !== undefined) return found;
  const near = closest(code, [...catalogue.keys()]);
  throw new TickmarkError('not_found', `The catalogue has no control ${code}.`, {
    field: `codes.${place}`,
    action: near === undefined ? 'Take a code from the control catalogue.' : `Did you mean ${near}?`,
  });
}
