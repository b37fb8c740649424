import { z } from 'zod';
import { id } from '../../operations/shapes.ts';
import { planFieldTitle, planStates, planStateTitles, type PlanState } from '../../plan/index.ts';
import { joined, quantity } from '../../reasons/index.ts';
import { inWords, quoted, telling, type KnownRecords, type Tell, type Told } from './told.ts';

const many = z.object({ items: z.array(id).min(1) });
const state = z.enum(planStates);
const moved = many.extend({ to: state, from: z.array(state), until: z.string().optional() });
const pieces = many.extend({ evidence: z.array(id) });

/** Words for the plan of action. What was written with an item is in no entry. */
export const tellPlan: Readonly<Record<string, Tell>> = {
  'plan.add': telling(many, (facts, known) =>
    about(facts.items, known, (names) => `Item of the plan added: ${names}.`),
  ),
  'plan.add-from-gaps': telling(many.extend({ gaps: z.array(z.string()) }), ({ items, gaps }, known) =>
    about(
      items,
      known,
      (names) =>
        `${items.length === 1 ? `Item of the plan made from a gap: ${names}` : `${quantity(items.length, 'item')} of the plan made from gaps`} (${gaps.join(', ')}).`,
    ),
  ),
  'plan.update': telling(many.extend({ changed: z.array(z.string()) }), ({ items, changed }, known) =>
    about(items, known, (names) => `${names} of the plan changed: ${joined(changed.map(planFieldTitle))}.`),
  ),
  'plan.set-dates': telling(many, ({ items }, known) =>
    about(items, known, (names) => `Due dates of the roadmap given to ${names} of the plan.`),
  ),
  'plan.move': telling(moved, (facts, known) => ofMove(facts, known, (names) => `${names} of the plan moved.`)),
  'plan.verify': telling(moved, (facts, known) =>
    ofMove(facts, known, (names) =>
      facts.to === 'verified'
        ? `${names} of the plan verified by somebody other than the owner.`
        : `${names} of the plan sent back, with what is missing.`,
    ),
  ),
  'plan.accept': telling(moved, (facts, known) =>
    ofMove(
      facts,
      known,
      (names) => `The risk of ${names} of the plan accepted until ${facts.until ?? 'a day'}, with a reason.`,
    ),
  ),
  'plan.drop': telling(moved, (facts, known) =>
    ofMove(facts, known, (names) => `${names} of the plan dropped, with a reason.`),
  ),
  'plan.attach': telling(pieces, ({ items, evidence }, known) =>
    about(items, known, (names) => `${titled(evidence, known)} attached to ${names} of the plan.`),
  ),
  'plan.detach': telling(pieces, ({ items, evidence }, known) =>
    about(items, known, (names) => `${titled(evidence, known)} taken off ${names} of the plan.`),
  ),
  'plan.change-settings': telling(z.object({ changed: z.array(z.string()) }), ({ changed }) => ({
    noun: 'plan',
    text: `Plan of action: ${joined(changed.map(planFieldTitle))} changed.`,
    place: { kind: 'plan', key: null },
  })),
};

function ofMove(facts: z.output<typeof moved>, known: KnownRecords, words: (names: string) => string): Told {
  const from = joined(facts.from.map((each: PlanState) => planStateTitles[each]));
  return {
    ...about(facts.items, known, words),
    before: inWords(from),
    now: inWords(planStateTitles[facts.to]),
  };
}

function about(items: readonly string[], known: KnownRecords, words: (names: string) => string): Told {
  const [first = ''] = items;
  const alone = items.length === 1;
  const item = known.planItems.get(first);
  const one = item === undefined ? 'An item' : `${item.code} ${quoted(item.title, '')}`.trim();
  const text = words(alone ? one : quantity(items.length, 'item'));
  return {
    noun: 'plan',
    text: text.charAt(0).toUpperCase() + text.slice(1),
    place: alone ? { kind: 'plan-item', key: first } : { kind: 'plan', key: null },
  };
}

function titled(evidence: readonly string[], known: KnownRecords): string {
  const [first = ''] = evidence;
  return evidence.length === 1
    ? quoted(known.evidence.get(first)?.title, 'A piece of evidence')
    : quantity(evidence.length, 'piece of evidence', 'pieces of evidence');
}
