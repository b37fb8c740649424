import type { House, Person } from './house.ts';

/** A test of IAM-06 over access reviews: each passes when it was completed. */
export function completedTest({ title = 'Reviews are completed', code = 'IAM-06.done' } = {}): string {
  return `id: ${code}
control: IAM-06
title: ${title}
kind: items
population: access-reviews
attributes:
  A: { title: It was completed, pass: 'item.status == "completed"' }
`;
}

/** A CSV of access reviews by `bob`: id, state, and the day it was completed or left open on. */
export function accessReviews(
  ...reviews: readonly (readonly [id: string, status: 'completed' | 'open', day: string])[]
): string {
  return [
    'id,system,reviewer,status,completed_at,accounts_reviewed,removals',
    ...reviews.map(([id, status, day]) => `${id},mail,bob,${status},${day}T10:00:00Z,12,1`),
  ].join('\n');
}

/** What `populations.import` is asked with to freeze such a file. */
export function accessReviewsImport(engagementId: string) {
  return { engagementId, kind: 'access-reviews', name: 'Access reviews', reading: { format: 'csv' } };
}

/** What `deviations.explain` is asked with: why the review `r2` was left open. */
export function causeOfOpenReview(engagementId: string) {
  return {
    engagementId,
    test: 'IAM-06.done',
    items: ['r2'],
    causeKind: 'oversight',
    cause: 'The reminder went to a closed mailbox.',
    designAtFault: false,
    extent: 'Only the mail system, one quarter.',
  };
}

interface Tested {
  controls: readonly string[];
  reviews: string;
}

/** An organization that adopted controls, froze its access reviews, and ran the one test of IAM-06. */
export async function withTestedReviews(
  house: House,
  { controls, reviews }: Tested,
): Promise<{ owner: Person; engagementId: string }> {
  const { owner, engagementId } = await house.organization();
  await house.ok('controls.adopt', { codes: controls, effectiveFrom: '2025-03-01' }, { as: owner });
  await house.ok('tests.publish', { engagementId, yaml: completedTest() }, { as: owner });
  await house.run('populations.import', accessReviewsImport(engagementId), { as: owner, file: reviews });
  await house.run('tests.run', { engagementId }, { as: owner });
  return { owner, engagementId };
}
