import { engagementPeriod } from '../engagements/index.ts';
import { quantity } from '../reasons/index.ts';
import type { Permission } from '../roles/index.ts';
import { waiting, type Counted, type StepFacts } from './facts.ts';
import type { Step } from './steps.ts';

/** Done are those that are in force; what only stands in a template or a draft holds for nobody. */
export function documents(facts: StepFacts): Counted {
  const base = { unit: 'documents in force', whose: 'Owners of the documents' };
  if (!facts.engagement) return { ...base, ...waiting('Begins once there is an engagement.'), total: null };
  const { needed, inForce, byState, others, reviewOverdue } = facts.documents;
  const begun = Object.values(byState).reduce((sum, each) => sum + each, 0);
  const rest = [
    [byState.approved, 'approved and to be published'],
    [byState['in-review'], 'in review'],
    [byState.draft, byState.draft === 1 ? 'a draft' : 'drafts'],
    [byState.template, 'template text still'],
    [byState.retired, 'retired'],
    [needed - begun, 'not begun'],
  ].flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${words}`]));
  const late = reviewOverdue === 0 ? '' : ` ${quantity(reviewOverdue, 'review is', 'reviews are')} overdue.`;
  const own = others === 0 ? '' : ` ${quantity(others, 'document')} of your own beside them.`;
  return {
    ...base,
    summary: `${inForce} of ${quantity(needed, 'document')} that the engagement needs ${inForce === 1 ? 'is' : 'are'} in force${rest.length === 0 ? '' : `; ${rest.join(', ')}`}.${late}${own} ${descriptionWords(facts.description)}`,
    state:
      begun + others + facts.description.written === 0 && facts.description.frozen === null
        ? 'not-begun'
        : needed === inForce && reviewOverdue === 0 && isDescribed(facts)
          ? 'done'
          : 'under-way',
    done: inForce,
    total: needed,
    next: nextOfDocuments(facts.documents, needed - begun) ??
      nextOfDescription(facts.description) ?? {
        label: 'Ask people to accept what is in force',
        href: '/policies',
        permission: 'policies.manage',
      },
    due: engagementPeriod(facts.engagement.terms).from,
  };
}

function descriptionWords({ written, frozen }: StepFacts['description']): string {
  if (frozen === null)
    return written === 0
      ? 'The description of the system is not begun.'
      : `The description of the system has words in ${quantity(written, 'part')}, and no version is frozen.`;
  const { number, approved, sameDays } = frozen;
  if (!sameDays) return `Version ${number} of the description of the system is of other days than the engagement.`;
  return approved
    ? `Management took version ${number} of the description of the system as its own.`
    : `Version ${number} of the description of the system is frozen, and management has not taken it as its own.`;
}

/** A description of days that are not over is a draft of what will have been, whoever took it. */
function isDescribed({ today, engagement, description: { frozen } }: StepFacts): boolean {
  return (
    frozen?.approved === true && frozen.sameDays && engagement !== null && engagementPeriod(engagement.terms).to < today
  );
}

function nextOfDescription({ written, frozen }: StepFacts['description']): Step['next'] {
  const to = (label: string, permission: Permission): Step['next'] => ({ label, href: '/description', permission });
  if (frozen === null && written === 0) return to('Begin the description of the system', 'descriptions.write');
  if (frozen === null || !frozen.sameDays) return to('Freeze the description of the system', 'descriptions.freeze');
  return frozen.approved ? null : to('Take the description of the system as management’s', 'descriptions.approve');
}

function nextOfDocuments({ byState, reviewOverdue }: StepFacts['documents'], notBegun: number): Step['next'] {
  const to = (label: string, permission: Permission): Step['next'] => ({ label, href: '/policies', permission });
  if (reviewOverdue > 0)
    return to(
      `Review ${quantity(reviewOverdue, 'document')} that ${reviewOverdue === 1 ? 'is' : 'are'} overdue`,
      'policies.approve',
    );
  if (byState.approved > 0) return to(`Publish ${quantity(byState.approved, 'approved document')}`, 'policies.manage');
  if (byState['in-review'] > 0) return to(`Approve ${quantity(byState['in-review'], 'document')}`, 'policies.approve');
  if (byState.template > 0) return to(`Make ${quantity(byState.template, 'template')} your own`, 'policies.write');
  if (byState.draft > 0) return to(`Hand in ${quantity(byState.draft, 'draft')}`, 'policies.write');
  if (notBegun > 0)
    return to(
      `Begin ${quantity(notBegun, 'document')} from ${notBegun === 1 ? 'its template' : 'their templates'}`,
      'policies.manage',
    );
  return null;
}
