import { z } from 'zod';
import { frequency } from '../controls/index.ts';
import { date, id, instant, line, paragraph, person, sha256 } from '../operations/shapes.ts';
import { roles } from '../roles/index.ts';
import { comparedNumber, comparedPromise } from './compared.ts';
import { policyCode, policyFront, policyKind, textBlock } from './policies.ts';
import { policyReviewStates, policyStates, policyStepKinds, policyVersionStates } from './words.ts';

const n = z.number().int();

export const policyState = z.enum(policyStates);
export const policyVersionState = z.enum(policyVersionStates);
export const policyStepKind = z.enum(policyStepKinds);

/** Who accepts a document: members with one of these roles; nobody where there is none. */
export const acceptedBy = z.array(z.enum(roles)).max(roles.length);

/** Most people whose approval a version can take. */
export const mostApprovers = 10;

export const policyFields = {
  title: policyFront.shape.title,
  kind: policyKind,
  purpose: policyFront.shape.purpose,
  satisfies: policyFront.shape.satisfies.max(100),
  owner: id.nullable().describe('Member who answers for it'),
  approvers: z.array(id).max(mostApprovers).describe('Members who may approve it'),
  quorum: n.min(1).max(mostApprovers).describe('Approvals that a version takes, each by somebody who did not write it'),
  reviewCadence: frequency.describe('How often it is looked at again'),
  acceptedBy: acceptedBy.describe('Roles whose members accept it'),
};

/** A version as it was approved and accepted: everything that its hash is made of. */
export const policyDocument = z.object({
  code: policyCode,
  number: n.min(1),
  title: z.string(),
  kind: policyKind,
  purpose: z.string(),
  satisfies: z.array(z.string()),
  reviewCadence: frequency,
  text: z.string().describe('Markdown, with its tags filled; marks name the controls that its sentences create'),
  source: z.string().describe('The same with its tags'),
});
export type PolicyDocument = z.infer<typeof policyDocument>;

export const policyStep = z.object({
  id,
  kind: policyStepKind,
  by: person,
  at: instant,
  note: z.string().nullable(),
  effectiveFrom: date.nullable().describe('Of a publication: the first day on which it holds'),
  entryIndex: n,
});
export type PolicyStep = z.infer<typeof policyStep>;

export const policyVersion = z.object({
  id,
  number: n.min(1),
  state: policyVersionState,
  sha256: sha256.describe('Of the canonical JSON (RFC 8785) of its document'),
  changes: z.string().nullable().describe('What is new in it, as whoever handed it in told'),
  authors: z.array(person).describe('Who wrote on it since the version before; none of them approves it'),
  approvers: z.array(person),
  quorum: n,
  submittedAt: instant,
  submittedBy: person,
  effectiveFrom: date.nullable(),
  steps: z.array(policyStep),
  accepted: n.describe('People who accepted this version'),
  entryIndex: n,
});
export type PolicyVersion = z.infer<typeof policyVersion>;

const review = z.object({ on: date, state: z.enum(policyReviewStates) }).nullable();

export const policySummary = z.object({
  id,
  code: policyCode,
  title: z.string(),
  kind: policyKind,
  purpose: z.string(),
  satisfies: z.array(z.string()),
  state: policyState,
  owner: person.nullable(),
  inForce: z.object({ number: n, effectiveFrom: date }).nullable().describe('The version that holds today'),
  open: z
    .object({ number: n, approvals: n, quorum: n, waitingForMe: z.boolean() })
    .nullable()
    .describe('The version that is in review, or approved and not published'),
  unsubmitted: z.boolean().describe('Whether the draft says something else than the newest version'),
  outdated: z
    .array(z.string())
    .describe(
      'Tags of the version in force, such as `settings.accessRemoval`, that other words fill now than when it was handed in',
    ),
  review: review.describe('When the version in force is to be looked at again'),
  reviewedOn: date.nullable().describe('When the version in force was approved or confirmed last'),
  acceptance: z
    .object({ asked: n, accepted: n, overdue: n })
    .nullable()
    .describe(
      'People who were asked to accept the version in force, those included who never did and are asked no more; null where nobody was',
    ),
  comments: z
    .object({ open: n, mentioning: n.describe('Those that mention the caller') })
    .describe('What people said of it and is not settled'),
  publicPage: z
    .object({
      path: z.string().describe('Where anybody reads the version in force, below the address of the product'),
      searchable: z.boolean().describe('Whether search engines may list it'),
      changedAt: instant.describe('When somebody said so'),
      changedBy: person,
    })
    .nullable()
    .describe('null where nobody reads it without an account'),
  changedAt: instant.describe('When its draft or its details changed last'),
});
export type PolicySummary = z.infer<typeof policySummary>;

export const policyInFull = policySummary.extend({
  revision: n.describe('Of its details, as you see them'),
  engagementId: id.describe('Whose scope fills its tags'),
  approvers: z.array(person),
  quorum: n,
  reviewCadence: frequency,
  acceptedBy,
  template: policyFront.shape.id.nullable().describe('The template that its text began as'),
  madeOwn: z.object({ by: person, at: instant }).nullable().describe('Who made the text of a template their own'),
  retired: z.object({ on: date, reason: z.string(), by: person }).nullable(),
  draft: z.object({ revision: n, savedAt: instant, savedBy: person, authors: z.array(person) }),
  refused: z
    .object({ field: z.string(), message: z.string(), action: z.string() })
    .nullable()
    .describe('Why the draft cannot be handed in as it stands'),
  versions: z.array(policyVersion).describe('The newest first'),
});
export type PolicyInFull = z.infer<typeof policyInFull>;

const heldVersion = z.object({
  number: n,
  title: z.string(),
  approvedBy: z.array(z.string()).describe('As they were called then'),
});

/** How a document stood on two days. */
export const policyChange = z.object({
  id,
  code: policyCode,
  title: z.string(),
  kind: z.enum(['came', 'went', 'changed', 'unchanged']),
  before: heldVersion.nullable().describe('The version that held on the first day'),
  after: heldVersion.nullable(),
  words: z.object({ added: n, removed: n }),
  promises: z.array(comparedPromise),
  numbers: z.array(comparedNumber),
  told: z.array(z.string()).describe('What is new, as those told who handed in the versions since'),
});
export type PolicyChange = z.infer<typeof policyChange>;

export const policyChanges = paragraph.optional().describe('What is new in it, for those who approve and accept it');

/** The text of a draft as it is written on. */
export const policyDraft = z.object({
  id,
  revision: n.describe('Send it back with what you save'),
  blocks: z.array(textBlock),
  savedAt: instant,
  savedBy: person,
});
export type PolicyDraft = z.infer<typeof policyDraft>;

export const ownPolicy = z.object({
  code: policyCode.optional().describe('Left out: the next one that is free'),
  title: line,
  kind: policyKind.default('policy'),
  purpose: policyFront.shape.purpose.default('Not said yet.'),
});
