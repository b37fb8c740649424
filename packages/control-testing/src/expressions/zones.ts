import { timeZone } from '@tickmark/core';
import { fixedZone, zoneOf, type Zone } from '../time/index.ts';

const offset = /^([+-]?)(\d{2}):(\d{2})$/;

/** Whether a text names a zone: `Europe/Berlin`, or a fixed offset such as `+05:30`. */
export function isZone(name: string): boolean {
  const parts = offset.exec(name);
  return parts ? Number(parts[2]) <= 23 && Number(parts[3]) <= 59 : timeZone.safeParse(name).success;
}

/** The zone an expression names, or the organization's. */
export function zoneIn(name: string | undefined, organization: Zone): Zone {
  if (name === undefined) return organization;
  const parts = offset.exec(name);
  if (!parts) return zoneOf(name);
  const minutes = Number(parts[2]) * 60 + Number(parts[3]);
  return fixedZone(name, (parts[1] === '-' ? -minutes : minutes) * 60_000);
}
