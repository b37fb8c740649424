import { canonicalBytes, sha256Hex } from '@tickmark/control-testing';
import {
  descriptionParts,
  descriptionPoints,
  describedParts,
  emptyBody,
  filledBlocks,
  isIn,
  type Description,
  type DescriptionBody,
  type DescriptionDocument,
  type DescriptionPart,
  type DescriptionPartId,
  type DescriptionPoint,
  type DescriptionVersion,
  type Engagement,
  type TextBlock,
} from '@tickmark/core';
import { checkDescription, linesOf, type ScopeNames } from '@tickmark/policies';
import { allEngagements, engagementOf, organizationFacts, todayIn } from '../engagements/index.ts';
import { namesOf } from '../members/index.ts';
import type { HandlerContext } from '../platform/handler.ts';
import { knownOfSystem, type KnownOfSystem } from './records.ts';
import {
  approvalsOf,
  factsOf,
  partsOf,
  versionsOf,
  wholeVersion,
  type ApprovalRecord,
  type PartRecord,
  type VersionFacts,
  type VersionRecord,
} from './store.ts';

type Reader = Pick<HandlerContext, 'tx' | 'organizationId' | 'now' | 'blobs'>;

/** A description as it stands now, with everything that its pages and versions are made of. */
export interface Standing {
  engagement: Engagement;
  known: KnownOfSystem;
  written: ReadonlyMap<DescriptionPartId, PartRecord>;
  bodies: ReadonlyMap<DescriptionPartId, DescriptionBody>;
  /** The newest version; undefined where none is frozen. */
  newest: VersionRecord | undefined;
  points: readonly DescriptionPoint[];
  document: DescriptionDocument;
  today: string;
}

/** Errors: not_found. */
export async function standingOf(context: Reader, engagementId: string): Promise<Standing> {
  const { tx, organizationId } = context;
  const engagement = await engagementOf(tx, organizationId, engagementId);
  const known = await knownOfSystem(context, engagement);
  const written = await partsOf(tx, organizationId, engagementId);
  const bodies = new Map(descriptionParts.map((id) => [id, written.get(id)?.body ?? emptyBody(id)]));
  const newest = await wholeVersion(tx, organizationId, engagementId);
  const { today } = await todayIn(context);
  const points = descriptionPoints({
    records: known.records,
    bodies,
    holes: known.holes,
    shown: known.shown,
    today,
    frozenFor: newest === undefined ? null : { number: newest.number, terms: newest.document.engagement.terms },
  });
  const { name } = await organizationFacts(tx, organizationId);
  const { title, terms, categories } = engagement;
  return {
    engagement,
    known,
    written,
    bodies,
    newest,
    points,
    today,
    document: {
      organization: name,
      engagement: { title, terms, categories },
      parts: describedParts(known.records, bodies),
      points: points.map(({ code, part, severity, text }) => ({ code, part, severity, text })),
    },
  };
}

export async function descriptionShown(context: Reader, engagementId: string): Promise<Description> {
  const { tx, organizationId } = context;
  const standing = await standingOf(context, engagementId);
  const { engagement, known, newest, points, document, written, today } = standing;
  const versions = await versionsOf(tx, organizationId, engagementId);
  const names = await namesOf(tx, [
    ...[...written.values()].map(({ savedBy }) => savedBy),
    ...versions.map(({ frozenBy }) => frozenBy),
  ]);
  const parts = descriptionParts.map((id) => partShown(standing, id, names));
  const applicable = parts.filter(({ state }) => state !== 'not-applicable');
  const { id, title, terms, categories } = engagement;
  return {
    engagement: { id, title, terms, categories },
    today,
    parts,
    counts: {
      must: points.filter(({ severity }) => severity === 'must').length,
      should: points.filter(({ severity }) => severity === 'should').length,
      complete: applicable.filter(({ state }) => state === 'complete').length,
      applicable: applicable.length,
    },
    changes: [...known.changes],
    incidents: known.incidents,
    commitments: known.scope.flatMap(({ id: item, body }) =>
      body.kind === 'commitment' ? [{ id: item, name: body.name }] : [],
    ),
    controls: known.controls.map(({ code, title: called }) => ({ code, title: called })),
    previous: await previousOf(context, standing),
    unfrozen: newest === undefined || withoutPoints(newest.document) !== withoutPoints(document),
    versions: await versionsShown(context, versions),
  };
}

/** What is open changes by itself as days go by, and makes no other description. */
export function withoutPoints({ organization, engagement, parts }: DescriptionDocument): string {
  return sha256Hex(canonicalBytes({ organization, engagement, parts }));
}

export function partShown(
  { known, bodies, written, points, engagement }: Standing,
  id: DescriptionPartId,
  names: ReadonlyMap<string, string>,
): DescriptionPart {
  const body = bodies.get(id) ?? emptyBody(id);
  const record = written.get(id);
  const own = points.filter(({ part }) => part === id);
  const filled = filledBlocks(known.records, body);
  const applies = id !== 'dc9' || engagement.terms.type === 'type2';
  return {
    id,
    state: !applies ? 'not-applicable' : own.length > 0 || filled.some(lacks) ? 'open' : 'complete',
    own: body,
    revision: record?.revision ?? 0,
    savedAt: record?.savedAt.toISOString() ?? null,
    savedBy: record === undefined ? null : { id: record.savedBy, name: names.get(record.savedBy) ?? null },
    filled,
    points: own,
    findings: checkDescription(body.blocks, scopeNames(known)),
  };
}

function scopeNames({ scope }: KnownOfSystem): ScopeNames {
  const bodies = scope.map(({ body }) => body);
  return {
    outOfScope: bodies.filter((body) => !isIn(body)).map(({ name, kind }) => ({ name, kind })),
    inScope: bodies.filter(isIn).map(({ name }) => name),
  };
}

/** Whether something stands in it for what is not written down. */
function lacks(block: TextBlock): boolean {
  return linesOf(block).some((line) => line.some(({ missing }) => missing === true));
}

/** The engagement that this one follows, with what was written there and not here. */
async function previousOf(
  { tx, organizationId }: Reader,
  { engagement, bodies }: Standing,
): Promise<Description['previous']> {
  const previous = (await allEngagements(tx, organizationId)).find(({ id }) => id === engagement.previousId);
  if (previous === undefined) return null;
  const parts = [...(await partsOf(tx, organizationId, previous.id)).values()]
    .filter(({ part, body }) => body.blocks.length > 0 && bodies.get(part)?.blocks.length === 0)
    .map(({ part }) => part);
  const order = descriptionParts.filter((id) => parts.includes(id));
  return order.length === 0 ? null : { id: previous.id, title: previous.title, parts: order };
}

async function versionsShown(
  { tx, organizationId }: Reader,
  versions: readonly VersionFacts[],
): Promise<DescriptionVersion[]> {
  const approvals = await approvalsOf(
    tx,
    organizationId,
    versions.map(({ id }) => id),
  );
  const names = await namesOf(tx, [...versions.map(({ frozenBy }) => frozenBy), ...approvals.map(({ by }) => by)]);
  return versions.map((version) => versionShown(version, approvals, names));
}

/** One version as it is shown. */
export async function oneVersionShown(context: Reader, version: VersionRecord): Promise<DescriptionVersion> {
  const [shown] = await versionsShown(context, [factsOf(version)]);
  if (shown === undefined) throw new Error('A version was not shown.');
  return shown;
}

function versionShown(
  { id, number, sha256, changes, terms, open, frozenAt, frozenBy, entryIndex }: VersionFacts,
  approvals: readonly ApprovalRecord[],
  names: ReadonlyMap<string, string>,
): DescriptionVersion {
  const count = (of: 'must' | 'should') => open.filter((severity) => severity === of).length;
  return {
    number,
    sha256,
    changes,
    open: { must: count('must'), should: count('should') },
    terms,
    frozenAt: frozenAt.toISOString(),
    frozenBy: { id: frozenBy, name: names.get(frozenBy) ?? null },
    approvals: approvals
      .filter(({ versionId }) => versionId === id)
      .map(({ by, name, position, at, entryIndex: entry }) => ({
        by: { id: by, name: names.get(by) ?? null },
        name,
        position,
        at: at.toISOString(),
        entryIndex: entry,
      })),
    entryIndex,
  };
}

/** What Section III of a report draft is made from. */
export async function descriptionForReport(context: Reader, engagementId: string) {
  const { known, bodies, points, newest, document } = await standingOf(context, engagementId);
  const approvals = newest && (await approvalsOf(context.tx, context.organizationId, [newest.id]));
  return {
    records: known.records,
    bodies,
    points,
    version:
      newest === undefined
        ? null
        : {
            number: newest.number,
            approved: (approvals ?? []).length > 0,
            same: withoutPoints(newest.document) === withoutPoints(document),
          },
  };
}
