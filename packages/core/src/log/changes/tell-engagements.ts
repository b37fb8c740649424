import { z } from 'zod';
import { id } from '../../operations/shapes.ts';
import { quantity } from '../../reasons/index.ts';
import { telling, type Tell } from './told.ts';

const ofOne = z.object({ engagementId: id });

/** Words for engagements. Reasons, and who takes part, are in no entry. */
export const tellEngagements: Readonly<Record<string, Tell>> = {
  'engagements.create': telling(ofOne.extend({ previousId: id.optional() }), ({ engagementId, previousId }) => ({
    noun: 'engagement',
    text: previousId === undefined ? 'An engagement was begun.' : 'An engagement was begun that follows another.',
    place: { kind: 'engagement', key: engagementId },
  })),
  'engagements.update': telling(ofOne, ({ engagementId }) => ({
    noun: 'engagement',
    text: 'The terms of the engagement were changed. What they were is sealed as a hash only.',
    place: { kind: 'engagement', key: engagementId },
  })),
  'engagements.set-parties': telling(ofOne.extend({ parties: z.number() }), ({ engagementId, parties }) => ({
    noun: 'engagement',
    text: `The parties of the engagement were named: ${quantity(parties, 'party', 'parties')}.`,
    place: { kind: 'engagement', key: engagementId },
  })),
  'engagements.mark-criterion': telling(
    ofOne.extend({ criterion: z.string(), relevant: z.boolean() }),
    ({ criterion, relevant }) => ({
      noun: 'engagement',
      text: relevant
        ? `Criterion ${criterion} taken for relevant again.`
        : `Criterion ${criterion} taken for not relevant, with a reason.`,
      place: { kind: 'coverage', key: criterion },
    }),
  ),
  'phases.pass': telling(
    ofOne.extend({ phase: z.string(), open: z.array(z.string()) }),
    ({ engagementId, phase, open }) => ({
      noun: 'engagement',
      text: `The gate of the phase “${phase}” was passed${open.length === 0 ? '' : `, with ${quantity(open.length, 'open condition')} and a reason`}.`,
      place: { kind: 'engagement', key: engagementId },
    }),
  ),
  'phases.reopen': telling(ofOne.extend({ phase: z.string() }), ({ engagementId, phase }) => ({
    noun: 'engagement',
    text: `The phase “${phase}” was taken up again, with a reason.`,
    place: { kind: 'engagement', key: engagementId },
  })),
};
