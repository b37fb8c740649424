import {
  applicableCriteria,
  byText,
  dryRunFacts,
  joined,
  type BundleManifest,
  type DryRunDocument,
  type DryRunFactsDocument,
} from '@tickmark/core';
import { canonicalText } from './canonical.ts';
import { agree, readDocument, type Bundle } from './compare.ts';
import { DoesNotHold } from './does-not-hold.ts';
import { factsAt, type BundledLog } from './log.ts';
import type { DecisionRecord } from './records.ts';

/** What the bundled dry run was concluded from, which is what its entry seals and names (EL12, EL13); null for one made before that was sealed. */
export async function readFacts({ archive, log, manifest }: Bundle): Promise<DryRunFactsDocument | null> {
  const { entry, path, facts: file } = manifest.dryRun;
  const { factsSha256: sealed, results, samples = [] } = factsAt(log, 'dry-runs.run', entry, path);
  const there = file === undefined ? undefined : archive.files.get(file.path)?.sha256;
  if (sealed !== there || file?.sha256 !== there) {
    throw new DoesNotHold('EL12', `The facts of ${path} are not those that entry ${entry} seals.`, {
      entry,
      path: file?.path ?? path,
    });
  }
  if (file === undefined) return null;
  const facts = await readDocument(archive, file.path, entry, dryRunFacts);
  const same = (named: readonly { id: string }[], ids: readonly string[]): boolean =>
    canonicalText(named.map(({ id }) => id).sort(byText)) === canonicalText([...ids].sort(byText));
  agree(file.path, entry, { results: same(facts.results, results), samples: same(facts.samples, samples) });
  return facts;
}

/**
 * Verifies that the dry run took for not relevant what the last decision before its entry says of each criterion, with the
 * same reason, by the same person (EL133), and neither more nor less. Returns what a reader should know.
 */
export function checkWeighedRelevance(
  document: DryRunDocument,
  facts: DryRunFactsDocument | null,
  decisions: readonly DecisionRecord[],
  { manifest, log }: { manifest: BundleManifest; log: BundledLog },
): string[] {
  const { entry, path } = manifest.dryRun;
  const standing = decidedBefore(decisions, entry);
  const refuse = (message: string, file: string): never => {
    throw new DoesNotHold('EL133', message, { entry, path: file });
  };
  if (facts === null) {
    if (document.notRelevant !== undefined || sealedBefore(log, entry))
      refuse(
        'The dry run weighs relevance, or comes after one that did, and nothing it was concluded from is sealed.',
        path,
      );
    const out = standing.filter(({ relevant }) => !relevant).map(({ criterion }) => criterion);
    if (out.length === 0) return [];
    return [
      `The dry run was made before relevance was weighed: it concludes on ${joined(out)}, which ${out.length === 1 ? 'was' : 'were'} taken for not relevant.`,
    ];
  }
  if (canonicalText(facts.relevance) !== canonicalText(standing)) {
    refuse(
      'What the dry run was concluded from says otherwise of the relevance of criteria than the decisions before its entry.',
      manifest.dryRun.facts?.path ?? path,
    );
  }
  const applicable = applicableCriteria(facts.engagement.categories).map(({ id }) => id);
  const out = standing.filter(({ criterion, relevant }) => !relevant && applicable.includes(criterion));
  const listed = (document.notRelevant ?? [])
    .map(({ id, reason, at, by }) => ({ criterion: id, relevant: false, reason, at, by }))
    .sort((a, b) => byText(a.criterion, b.criterion));
  if (canonicalText(listed) !== canonicalText(out)) {
    refuse('The dry run lists other criteria as not relevant than were decided on before its entry.', path);
  }
  const counted = out.find(({ criterion }) => document.criteria.some(({ id }) => id === criterion));
  if (counted !== undefined) refuse(`The dry run concludes on ${counted.criterion}, which is not relevant.`, path);
  return [];
}

/** Whether a dry run before this entry has its facts sealed: from then on every one has. */
function sealedBefore({ sealed }: BundledLog, entry: number): boolean {
  return [...sealed].some(([at, { op, facts }]) => at < entry && op === 'dry-runs.run' && 'factsSha256' in facts);
}

/** What was said last of each criterion before an entry, by criterion. */
export function decidedBefore(decisions: readonly DecisionRecord[], entry: number): DryRunFactsDocument['relevance'] {
  const newest = new Map<string, DecisionRecord>();
  for (const decision of decisions) {
    const before = newest.get(decision.criterion);
    if (decision.entry < entry && (before === undefined || before.version < decision.version))
      newest.set(decision.criterion, decision);
  }
  return [...newest.values()]
    .sort((a, b) => byText(a.criterion, b.criterion))
    .map(({ criterion, relevant, reason, decidedAt, decidedBy }) => ({
      criterion,
      relevant,
      reason,
      at: decidedAt,
      by: decidedBy,
    }));
}
