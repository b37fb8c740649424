import { effectiveFromOf } from '@tickmark/core';
import type { LivedPolicy } from './shown.ts';

/**
 * Whose text a version would be that `by` hands in now: whoever wrote on it since the last version that was published, whoever made
 * the text of a template their own before there was one, and whoever hands it in. None of them approves it.
 */
export function authorsOf({ policy, versions }: LivedPolicy, written: readonly string[], by: string): string[] {
  const published = versions.some((version) => effectiveFromOf(version) !== null);
  const own = published || policy.ownBy === null ? [] : [policy.ownBy];
  return [...new Set([...written, ...own, by])].sort();
}
