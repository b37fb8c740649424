import type { Row } from '@tickmark/core';
import type { Messages } from './messages.ts';
import type { Walk } from './walk.ts';

/**
 * Rows of `code-reviews`: one for each person and commit message that names a review of a change of
 * the walk. `at` is the committer date of that message: the review was given no later.
 */
export async function* reviewRows(walk: Walk, messages: Messages): AsyncGenerator<Row> {
  for (const change of walk.changes) {
    for (const review of messages.reviews.get(change.hash) ?? []) {
      const at = new Date(review.at);
      yield {
        id: `${review.commit}:${review.state}:${review.by.email ?? review.by.name}`,
        change_id: change.hash,
        reviewer: review.by.email,
        reviewer_name: review.by.name === '' ? null : review.by.name,
        state: review.state,
        at: Number.isNaN(at.getTime()) ? null : at.toISOString(),
        source: 'trailer',
      };
    }
  }
}
