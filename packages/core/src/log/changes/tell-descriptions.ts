import { z } from 'zod';
import { id } from '../../operations/shapes.ts';
import { quantity } from '../../reasons/index.ts';
import { telling, type Tell } from './told.ts';

const n = z.number().int();
const version = z.object({ engagementId: id, number: n });

/** Words for the description of the system. What people wrote, and in which position they speak, is in no entry. */
export const tellDescriptions: Readonly<Record<string, Tell>> = {
  'descriptions.freeze': telling(version.extend({ open: n }), ({ engagementId, number, open }) => ({
    noun: 'descriptions',
    text: `Version ${number} of the description of the system frozen, with ${open === 0 ? 'nothing missing' : `${quantity(open, 'point')} that would have to be settled`}.`,
    place: { kind: 'description', key: engagementId },
  })),
  'descriptions.approve': telling(version, ({ engagementId, number }) => ({
    noun: 'descriptions',
    text: `Version ${number} of the description of the system taken as that of management.`,
    place: { kind: 'description', key: engagementId },
  })),
};
