import {
  catalogueWording,
  controlCatalogue,
  originOf,
  TickmarkError,
  type CatalogueControl,
  type Control,
  type ControlWording,
} from '@tickmark/core';
import type { HandlersOf } from '../platform/handler.ts';
import { sealStored } from '../platform/trail/index.ts';
import { closest } from './closest.ts';
import { heldControl, heldControls } from './held.ts';
import { adoptedCodes, insertVersion, lockVersions } from './store.ts';
import { changedWording, knownCriteria, wordingSha256 } from './wording.ts';

const catalogue = new Map(controlCatalogue.map((control) => [control.id, control]));

export const adoptHandlers: Pick<HandlersOf<'controls'>, 'controls.adopt' | 'controls.write'> = {
  'controls.adopt': async (context, input) => {
    const { tx, organizationId } = context;
    const codes = [...new Set(input.codes)];
    const wanted = codes.map(ofCatalogue);
    const wordings = adaptedWordings(wanted, input.adapted);
    const already = await adoptedCodes(tx, organizationId, codes, true);
    const adopted: Control[] = [];
    // In one order for everybody, so that two who adopt at once never wait for each other in a circle.
    for (const { id: code } of wanted.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
      if (already.has(code)) continue;
      const versions = await lockVersions(tx, organizationId, code);
      refuseOverlap(code, versions, input.effectiveFrom);
      const wording = wordings.get(code);
      if (wording === undefined) continue;
      adopted.push(
        await insertVersion(tx, organizationId, {
          ...firstVersion,
          ...wording,
          id: context.newId(),
          code,
          version: (versions.at(-1)?.version ?? 0) + 1,
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
        tx,
        'controls',
        adopted.map(({ id }) => id),
      ),
    );
    return {
      adopted: await heldControls(tx, organizationId, adopted),
      alreadyAdopted: codes.filter((code) => already.has(code)),
    };
  },

  'controls.write': async (context, input) => {
    const { tx, organizationId } = context;
    const { code, effectiveFrom, criteria, ...told } = input;
    if (originOf(code) === 'catalogue') {
      throw new TickmarkError('conflict', `${code} is a control of the catalogue.`, {
        field: 'code',
        action: 'Give yours another code, or adopt the one of the catalogue and adapt it.',
      });
    }
    const wording: ControlWording = { ...nothingTold, ...defined(told), criteria: knownCriteria(criteria) };
    const versions = await lockVersions(tx, organizationId, code);
    if (versions.length > 0) {
      throw new TickmarkError('conflict', `There is a control ${code} already: ${versions.at(-1)?.title}.`, {
        field: 'code',
        action: 'Give it another code, or revise the one that is there; one that is retired can be brought back.',
      });
    }
    const control = await insertVersion(tx, organizationId, {
      ...firstVersion,
      ...wording,
      id: context.newId(),
      code,
      version: 1,
      effectiveFrom,
    });
    await context.record(
      { controlId: control.id, code, effectiveFrom, sha256: wordingSha256(control) },
      await sealStored(tx, 'controls', [control.id]),
    );
    return heldControl(tx, organizationId, control);
  },
};

const firstVersion = { retiredOn: null, retirementReason: null, supersedes: null, revisionReason: null };
const nothingTold = {
  family: null,
  type: null,
  nature: null,
  performer: null,
  appliesTo: null,
  evidenceLeft: null,
  onFailure: null,
};

function defined<Fields extends object>(fields: Fields): { [Name in keyof Fields]: Exclude<Fields[Name], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/** What each control is adopted with, by its code. Errors: bad_input. */
function adaptedWordings(
  wanted: readonly CatalogueControl[],
  adapted: readonly ({ code: string } & Parameters<typeof changedWording>[1])[],
): Map<string, ControlWording> {
  const wordings = new Map(wanted.map((from) => [from.id, catalogueWording(from)]));
  for (const [place, { code, ...changes }] of adapted.entries()) {
    const wording = wordings.get(code);
    if (wording === undefined || adapted.findIndex((each) => each.code === code) !== place) {
      throw new TickmarkError(
        'bad_input',
        wording === undefined ? `${code} is adapted here and not adopted.` : `${code} is adapted twice here.`,
        { field: `adapted.${place}.code`, action: 'Adapt each of the controls that you adopt once at most.' },
      );
    }
    wordings.set(code, changedWording(wording, changes, `adapted.${place}.`).wording);
  }
  return wordings;
}

/** A code has one version on each day; one that ended on its first day had none. Errors: conflict. */
export function refuseOverlap(code: string, versions: readonly Control[], effectiveFrom: string): void {
  const ended = versions.flatMap((v) => (v.retiredOn !== null && v.retiredOn > v.effectiveFrom ? [v.retiredOn] : []));
  const last = ended.toSorted().at(-1);
  if (last === undefined || effectiveFrom >= last) return;
  throw new TickmarkError(
    'conflict',
    `${code} was in force up to the day before ${last}, with the wording that it had then.`,
    { field: 'effectiveFrom', action: `Choose ${last} or a later day.` },
  );
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
