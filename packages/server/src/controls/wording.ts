import { createHash } from 'node:crypto';
import {
  criteria as allCriteria,
  differingFields,
  TickmarkError,
  type Control,
  type ControlWording,
  type WordingChanges,
} from '@tickmark/core';
import canonicalize from 'canonicalize';
import { closest } from './closest.ts';

/** Hash of the words a control has in this organization, so that the log shows when they were others. */
export function wordingSha256(wording: ControlWording & Pick<Control, 'code'>): string {
  const { code, title, description, criteria, frequency, ownerRole } = wording;
  const { family, type, nature, performer, appliesTo, evidenceLeft, onFailure } = wording;
  // A field that tells nothing is left out: the hash of a wording is the one it had before there was such a field.
  const told = Object.entries({ family, type, nature, performer, appliesTo, evidenceLeft, onFailure }).filter(
    ([, value]) => value !== null,
  );
  return createHash('sha256')
    .update(
      String(canonicalize({ code, title, description, criteria, frequency, ownerRole, ...Object.fromEntries(told) })),
    )
    .digest('hex');
}

/** A wording with these changes, its criteria known, each once and in order. Errors: bad_input. */
export function changedWording<Wording extends ControlWording>(
  wording: Wording,
  changes: WordingChanges,
  field = '',
): { wording: Wording; changed: (keyof ControlWording)[] } {
  const given = Object.fromEntries(Object.entries(changes).filter(([, value]) => value !== undefined));
  const wanted: Wording = { ...wording, ...given };
  if (changes.criteria !== undefined) wanted.criteria = knownCriteria(changes.criteria, field);
  const changed = differingFields(wording, wanted);
  // The same criteria in another order are no change.
  const next = changed.includes('criteria') ? wanted : { ...wanted, criteria: wording.criteria };
  return { wording: next, changed };
}

export function knownCriteria(ids: readonly string[], field = ''): string[] {
  return [...new Set(ids.map((id, place) => knownCriterion(id, `${field}criteria.${place}`)))].sort();
}

function knownCriterion(id: string, field: string): string {
  if (allCriteria.some((c) => c.id === id)) return id;
  const near = closest(
    id,
    allCriteria.map((c) => c.id),
  );
  throw new TickmarkError('bad_input', `There is no criterion ${id}.`, {
    field,
    action: near === undefined ? 'Take an id from the list of criteria.' : `Did you mean ${near}?`,
  });
}
