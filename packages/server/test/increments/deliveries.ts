import type { House, Person } from '../engagements/house.ts';

/** A test that reads two populations. */
export const review = `
id: CHG-02.review
control: CHG-02
title: Changes are reviewed by someone else
kind: items
population: code-changes
where: item.branch == "main"
relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  A: { title: Reviewed by another, pass: 'reviews.exists(r, r.state == "approved" && r.reviewer != item.author)' }
`;

export const year = { terms: { type: 'type2', period: { from: '2026-01-01', to: '2026-12-31' } } };

export interface Change {
  id: string;
  /** Nobody reviewed it where left out. */
  reviewer?: string;
  author?: string;
}

const changesHeader = 'id,repository,branch,author,merged_at';
const reviewsHeader = 'id,change_id,reviewer,state,at';

export function changesCsv(changes: readonly Change[]): string {
  const rows = changes.map(
    ({ id, author = 'ann' }, n) => `${id},shop,main,${author},2026-02-0${(n % 9) + 1}T10:00:00Z`,
  );
  return [changesHeader, ...rows, ''].join('\n');
}

export function reviewsCsv(changes: readonly Change[]): string {
  const rows = changes.flatMap(({ id, reviewer }) =>
    reviewer === undefined ? [] : [`r-${id},${id},${reviewer},approved,2026-02-01T09:00:00Z`],
  );
  return [reviewsHeader, ...rows, ''].join('\n');
}

/** What a person of one engagement does with increments. */
export function deliveries(house: House, { owner, engagementId }: { owner: Person; engagementId: string }) {
  const reading = { format: 'csv' };
  const publish = async (yaml: string) => house.ok('tests.publish', { engagementId, yaml }, { as: owner });
  const upload = async (kind: string, file: string, changes: Record<string, unknown> = {}) =>
    house.ok('increments.upload', { engagementId, kind, reading, ...changes }, { as: owner, file });
  /** Hands in a file of each kind and adds the increment. */
  const add = async (testId: string, files: Record<string, string>) => {
    const ids: string[] = [];
    for (const [kind, file] of Object.entries(files)) ids.push((await upload(kind, file)).id);
    return house.run('increments.add', { testId, files: ids }, { as: owner });
  };
  const list = async (filters: Record<string, unknown> = {}) =>
    (await house.ok('increments.list', { engagementId, sort: 'addedAt', ...filters }, { as: owner })).items;
  /** Freezes whole populations and runs the test over them; answers the id of the result. */
  const finalRun = async (testId: string, files: Record<string, string>) => {
    for (const [kind, file] of Object.entries(files)) {
      const newest = await house.ok('populations.list', { engagementId, kind, latest: true }, { as: owner });
      const supersedes = newest.items[0] && { id: newest.items[0].id, reason: 'The whole period' };
      const input = { engagementId, kind, name: kind, reading, ...(supersedes ? { supersedes } : {}) };
      const frozen = await house.run('populations.import', input, { as: owner, file });
      if (frozen.state !== 'done') throw new Error(JSON.stringify(frozen.error));
    }
    const ran = await house.run('tests.run', { engagementId, ids: [testId] }, { as: owner });
    const [resultId] = (ran.result?.['resultIds'] ?? []) as string[];
    if (resultId === undefined) throw new Error(JSON.stringify(ran));
    return resultId;
  };
  const comparison = async (resultId: string) => house.ok('increments.comparison', { resultId }, { as: owner });
  return { publish, upload, add, list, finalRun, comparison };
}
