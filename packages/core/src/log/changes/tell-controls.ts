import { z } from 'zod';
import { wordingFieldNames, type Control } from '../../controls/index.ts';
import { id } from '../../operations/shapes.ts';
import { counted, joined } from '../../reasons/index.ts';
import { inWords, telling, type Tell } from './told.ts';

/** Words for controls and risks. Who has one, and why a wording came back, is in no entry. */
export const tellControls: Readonly<Record<string, Tell>> = {
  'controls.adopt': telling(
    z.object({ effectiveFrom: z.string(), adopted: z.array(z.object({ code: z.string() })) }),
    ({ effectiveFrom, adopted }) => {
      const codes = adopted.map(({ code }) => code);
      return {
        noun: 'controls',
        text:
          codes.length === 0
            ? 'No control was adopted that was not before.'
            : `${codes.length === 1 ? 'Control' : `${counted(codes.length)} controls`} adopted from ${effectiveFrom} on: ${codes.join(', ')}.`,
        place: { kind: 'control', key: codes.length === 1 ? (codes[0] ?? null) : null },
      };
    },
  ),
  'controls.revise': telling(
    z.object({
      controlId: id,
      code: z.string(),
      version: z.number(),
      supersedes: id,
      effectiveFrom: z.string(),
      changed: z.array(z.string()),
    }),
    ({ controlId, code, version, supersedes, effectiveFrom, changed }, { controls }) => ({
      noun: 'controls',
      text: `Control ${code} revised: version ${version} from ${effectiveFrom} on, with another ${joined(changed.map(fieldName))}.`,
      before: fieldsOf(controls.get(supersedes), changed),
      now: fieldsOf(controls.get(controlId), changed),
      place: { kind: 'control', key: code },
    }),
  ),
  'controls.retire': telling(z.object({ code: z.string(), retiredOn: z.string() }), ({ code, retiredOn }) => ({
    noun: 'controls',
    text: `Control ${code} retired: ${retiredOn} is the first day without it.`,
    place: { kind: 'control', key: code },
  })),
  'controls.write': telling(z.object({ code: z.string(), effectiveFrom: z.string() }), ({ code, effectiveFrom }) => ({
    noun: 'controls',
    text: `Control ${code} written by the organization itself, in force from ${effectiveFrom} on.`,
    place: { kind: 'control', key: code },
  })),
  'controls.reinstate': telling(
    z.object({ code: z.string(), version: z.number(), effectiveFrom: z.string() }),
    ({ code, version, effectiveFrom }) => ({
      noun: 'controls',
      text: `Control ${code} brought back: version ${version} from ${effectiveFrom} on.`,
      place: { kind: 'control', key: code },
    }),
  ),
  'controls.assign': telling(z.object({ controls: z.array(z.string()) }), ({ controls }) => ({
    noun: 'controls',
    text: `Who has ${controls.length === 1 ? joined(controls) : `${counted(controls.length)} controls`}, or the skills that this takes, was changed.`,
    place: { kind: 'control', key: controls.length === 1 ? (controls[0] ?? null) : null },
  })),
  'risks.write': telling(
    z.object({ risk: z.string(), version: z.number(), closed: z.boolean() }),
    ({ risk, version, closed }) => ({
      noun: 'risks',
      text: closed ? `Risk ${risk} closed.` : version === 1 ? `Risk ${risk} noted.` : `Risk ${risk} changed.`,
      place: { kind: 'risk', key: risk },
    }),
  ),
};

function fieldName(field: string): string {
  if (field === 'description' || !Object.hasOwn(wordingFieldNames, field)) return field;
  return wordingFieldNames[field as keyof typeof wordingFieldNames];
}

/** The fields that a revision changed, as one version has them. */
function fieldsOf(control: Control | undefined, changed: readonly string[]): ReturnType<typeof inWords> | null {
  if (control === undefined) return null;
  const values: Record<string, unknown> = { ...control };
  const lines = changed.map((field) => {
    const value = values[field];
    const name = fieldName(field);
    const told = value === null ? 'not told' : Array.isArray(value) ? value.join(', ') : String(value);
    return `${name.charAt(0).toUpperCase()}${name.slice(1)}: ${told}`;
  });
  return inWords(lines.join('. '));
}
