// Made by packages/server/scripts/generate-schema.ts from the migrations; do not edit.
import type { Generated } from 'kysely';
import type { JsonColumn, NullableJsonColumn } from './json.ts';

export interface AccountsTable {
  id: string;
  userId: string;
  accountId: string;
  providerId: string;
  password: string | null;
  accessToken: string | null;
  refreshToken: string | null;
  idToken: string | null;
  accessTokenExpiresAt: Date | null;
  refreshTokenExpiresAt: Date | null;
  scope: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface BundledEvidenceTable {
  organizationId: string;
  evidenceId: string;
  bundleId: string;
}

export interface BundlesTable {
  organizationId: string;
  id: string;
  engagementId: string;
  sha256: string;
  manifestSha256: string;
  size: number;
  files: number;
  createdAt: Date;
  createdBy: string;
  entryIndex: number;
  evidenceNamed: Generated<boolean>;
}

export interface CaptureLinkOpeningsTable {
  organizationId: string;
  captureLinkId: string;
  firstAt: Date;
  lastAt: Date;
  times: number;
}

export interface CaptureLinksTable {
  organizationId: string;
  id: string;
  secretSha256: string;
  title: string;
  instructions: string | null;
  forWhom: string;
  periodFrom: string;
  periodTo: string;
  controls: string[];
  renewOn: string | null;
  supersedes: string | null;
  maxBytes: number;
  createdAt: Date;
  createdBy: string;
  expiresAt: Date;
  withdrawnAt: Date | null;
  withdrawnBy: string | null;
  usedAt: Date | null;
  entryIndex: number;
}

export interface ConclusionsTable {
  organizationId: string;
  id: string;
  dryRunId: string;
  subjectKind: 'control' | 'criterion' | 'part';
  subject: string;
  conclusion: string;
  proposal: string;
  against: string;
  softer: boolean;
  reason: string | null;
  explainedToo: boolean;
  decidedAt: Date;
  decidedBy: string;
  entryIndex: number;
}

export interface ControlOwnershipsTable {
  organizationId: string;
  id: string;
  code: string;
  version: number;
  ownerId: string | null;
  deputyId: string | null;
  skills: JsonColumn;
  namedAt: Date;
  namedBy: string;
  entryIndex: number;
}

export interface ControlsTable {
  organizationId: string;
  id: string;
  code: string;
  title: string;
  description: string;
  criteria: string[];
  frequency: string;
  ownerRole: string;
  effectiveFrom: string;
  retiredOn: string | null;
  version: Generated<number>;
  supersedes: string | null;
  revisionReason: string | null;
  family: string | null;
  type: 'preventive' | 'detective' | 'corrective' | null;
  nature: 'manual' | 'hybrid' | 'automated' | null;
  performer: string | null;
  appliesTo: string | null;
  evidenceLeft: string | null;
  onFailure: string | null;
  retirementReason: string | null;
}

export interface CosignaturesTable {
  organizationId: string;
  verifierKey: string;
  size: number;
  name: string;
  root: Uint8Array;
  line: string;
  cosignedAt: Date;
  logNumber: Generated<number>;
}

export interface CriterionDecisionsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  criterion: string;
  version: number;
  relevant: boolean;
  reason: string;
  decidedAt: Date;
  decidedBy: string;
  entryIndex: number;
}

export interface DescriptionApprovalsTable {
  organizationId: string;
  id: string;
  versionId: string;
  by: string;
  name: string;
  position: string;
  at: Date;
  entryIndex: number;
}

export interface DescriptionPartsTable {
  organizationId: string;
  engagementId: string;
  part: 'dc1' | 'dc2' | 'dc3' | 'environment' | 'dc4' | 'dc5' | 'dc6' | 'dc7' | 'dc8' | 'dc9';
  body: JsonColumn;
  revision: number;
  savedAt: Date;
  savedBy: string;
}

export interface DescriptionVersionsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  number: number;
  document: JsonColumn;
  sha256: string;
  changes: string | null;
  frozenAt: Date;
  frozenBy: string;
  entryIndex: number;
}

export interface DifferenceResolutionsTable {
  organizationId: string;
  id: string;
  reconciliationId: string;
  document: JsonColumn;
  sha256: string;
  resolvedAt: Date;
  resolvedBy: string;
  entryIndex: number;
}

export interface DryRunsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  document: JsonColumn;
  sha256: string;
  ranAt: Date;
  ranBy: string;
  entryIndex: number;
  facts: NullableJsonColumn;
}

export interface EarlierAsksTable {
  organizationId: string;
  witnessId: string;
  logNumber: number;
  askedAt: Date;
  outcome:
    | 'cosigned'
    | 'no-answer'
    | 'unknown-log'
    | 'key-refused'
    | 'other-history'
    | 'ahead'
    | 'refused'
    | 'unusable-answer';
  detail: string | null;
}

export interface EarlierLogsTable {
  organizationId: string;
  number: number;
  first: number;
  size: number;
  origin: string;
  verifierKey: string;
  checkpoint: string;
}

export interface EngagementPartiesTable {
  organizationId: string;
  id: string;
  engagementId: string;
  version: number;
  parties: JsonColumn;
  namedAt: Date;
  namedBy: string;
  entryIndex: number;
}

export interface EngagementsTable {
  organizationId: string;
  id: string;
  title: string;
  service: string;
  categories: string[];
  type: 'type1' | 'type2';
  periodFrom: string;
  periodTo: string;
  timeZone: string;
  createdAt: Date;
  previousId: string | null;
  revision: number | null;
  chosen: NullableJsonColumn;
}

export interface EvidenceTable {
  organizationId: string;
  id: string;
  title: string;
  method: 'upload' | 'connector' | 'generated' | 'link';
  source: string;
  capturedAt: Date;
  capturedBy: string | null;
  periodFrom: string;
  periodTo: string;
  backDated: boolean;
  fileName: string | null;
  mediaType: string;
  size: number;
  sha256: string | null;
  salt: string | null;
  commitment: string;
  supersedes: string | null;
  entryIndex: number;
  renewOn: string | null;
  captureLinkId: string | null;
  givenBy: string | null;
  note: string | null;
  askedBy: string | null;
  forWhom: string | null;
  toSupersede: string | null;
}

export interface EvidenceContentsTable {
  organizationId: string;
  evidenceId: string;
  state: 'indexed' | 'in-part' | 'nothing' | 'failed';
  reason: string | null;
  reader: number;
  readAt: Date;
}

export interface EvidenceControlsTable {
  organizationId: string;
  evidenceId: string;
  controlCode: string;
}

export interface EvidenceDecisionsTable {
  organizationId: string;
  id: string;
  evidenceId: string;
  decision: 'accepted' | 'refused';
  reason: string | null;
  decidedAt: Date;
  decidedBy: string;
  entryIndex: number;
}

export interface EvidenceDeletionsTable {
  organizationId: string;
  evidenceId: string;
  deletedAt: Date;
  deletedBy: string;
  reason: 'schedule' | 'wrong-file' | 'personal-data' | 'secret' | 'law';
  words: string | null;
  entryIndex: number;
}

export interface EvidencePassagesTable {
  organizationId: string;
  evidenceId: string;
  place: number;
  text: string;
  words: string;
}

export interface EvidenceRequestsTable {
  organizationId: string;
  evidenceId: string;
  requestId: string;
}

export interface EvidenceTaggedTable {
  organizationId: string;
  evidenceId: string;
  tagId: string;
}

export interface EvidenceTagsTable {
  organizationId: string;
  id: string;
  name: string;
  key: string;
}

export interface ExplanationsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  testCode: string;
  control: string;
  items: string[];
  causeKind: string;
  cause: string;
  designAtFault: boolean;
  extent: string;
  fixedOn: string | null;
  remediation: string | null;
  correction: string | null;
  explainedAt: Date;
  explainedBy: string;
  entryIndex: number;
}

export interface FileRemovalsTable {
  organizationId: string;
  evidenceId: string;
  sha256: string;
}

export interface HolidaysTable {
  organizationId: string;
  date: string;
  name: string;
  addedAt: Date;
  addedBy: string;
  entryIndex: number;
}

export interface IdempotencyKeysTable {
  organizationId: string;
  userId: string;
  key: string;
  operation: string;
  inputSha256: string;
  output: JsonColumn;
  createdAt: Date;
}

export interface IncrementComparisonsTable {
  organizationId: string;
  resultId: string;
  seriesId: string;
  increments: number;
  equal: number;
  differing: number;
  notDue: number;
  differences: JsonColumn;
  comparedAt: Date;
  comparedBy: string;
  entryIndex: number;
}

export interface IncrementFilesTable {
  organizationId: string;
  id: string;
  engagementId: string;
  kind: string;
  name: string;
  reading: JsonColumn;
  acceptRejected: number;
  inputSha256: string;
  receivedAt: Date;
  receivedBy: string;
  entryIndex: number;
}

export interface IncrementsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  testId: string;
  seriesId: string;
  number: number;
  periodFrom: string;
  periodTo: string;
  timeZone: string;
  holidays: NullableJsonColumn;
  populations: JsonColumn;
  judged: number;
  newDeviations: JsonColumn;
  totals: JsonColumn;
  addedAt: Date;
  addedBy: string;
  entryIndex: number;
}

export interface InstanceTable {
  singleton: Generated<boolean>;
  claimSha256: string | null;
  claimedAt: Date | null;
}

export interface InvitationsTable {
  organizationId: string;
  id: string;
  email: string;
  role: 'owner' | 'compliance-manager' | 'control-owner' | 'employee' | 'reader';
  secretSha256: string;
  invitedBy: string;
  createdAt: Date;
  expiresAt: Date;
  acceptedAt: Date | null;
}

export interface JobRunsTable {
  organizationId: string;
  id: string;
  kind: string;
  title: string;
  input: JsonColumn;
  requestedBy: string;
  state: 'queued' | 'running' | 'done' | 'failed';
  done: Generated<number>;
  total: number | null;
  unit: string;
  note: string | null;
  error: NullableJsonColumn;
  result: NullableJsonColumn;
  change: Generated<number>;
  attempts: Generated<number>;
  createdAt: Date;
  finishedAt: Date | null;
}

export interface LogCheckpointsTable {
  organizationId: string;
  logNumber: number;
  size: number;
  checkpoint: string;
}

export interface LogEntriesTable {
  organizationId: string;
  index: number;
  op: string;
  statement: string;
  leafHash: Uint8Array;
  writtenAt: Date;
}

export interface LogTilesTable {
  organizationId: string;
  path: string;
  bytes: Uint8Array;
  logNumber: Generated<number>;
}

export interface LogsTable {
  organizationId: string;
  origin: string;
  nextIndex: Generated<number>;
  size: Generated<number>;
  checkpoint: string | null;
  verifierKey: string;
  signingKey: Uint8Array;
  createdAt: Date;
  lastWrittenAt: Date | null;
  number: Generated<number>;
  first: Generated<number>;
  noted: Generated<number>;
}

export interface MembersTable {
  organizationId: string;
  userId: string;
  role: 'owner' | 'compliance-manager' | 'control-owner' | 'employee' | 'reader';
  joinedAt: Date;
}

export interface NonceCommitmentsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  control: string;
  nonceSha256: string;
  committedAt: Date;
  committedBy: string;
  entryIndex: number;
}

export interface NotedCheckpointsTable {
  organizationId: string;
  number: number;
  logNumber: number;
  size: number;
  checkpoint: string;
  salt: Uint8Array;
  operatorIndex: number;
  notedAt: Date;
}

export interface OrganizationsTable {
  id: string;
  name: string;
  timeZone: string;
  example: Generated<boolean>;
  createdAt: Date;
}

export interface PhaseStepsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  number: number;
  step: 'passed' | 'reopened';
  phase: string;
  open: string[];
  reason: string | null;
  at: Date;
  by: string;
  entryIndex: number;
}

export interface PlanChangesTable {
  organizationId: string;
  id: string;
  engagementId: string;
  kind: 'added' | 'changed' | 'moved' | 'attached' | 'detached';
  at: Date;
  by: string;
  words: string | null;
  items: string[];
  document: JsonColumn;
  entryIndex: number;
}

export interface PlanEvidenceTable {
  organizationId: string;
  id: string;
  itemId: string;
  evidenceId: string;
  attachedAt: Date;
  attachedBy: string;
  entryIndex: number;
}

export interface PlanItemsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  number: number;
  revision: number;
  title: string;
  description: string | null;
  gap: string | null;
  gapAnswer: number | null;
  severity: 'critical' | 'high' | 'medium' | 'low' | 'info' | null;
  criteria: string[];
  controls: string[];
  ownerId: string | null;
  deputyId: string | null;
  verifierId: string | null;
  effortHalves: number | null;
  effortSource: 'own' | 'catalogue';
  notBefore: string | null;
  dueOn: string | null;
  after: JsonColumn;
  deliverable: string | null;
  evidenceOfDone: string | null;
  state: 'open' | 'in-progress' | 'done' | 'verified' | 'accepted' | 'dropped';
  acceptedUntil: string | null;
  note: string | null;
  doneBy: string | null;
  movedAt: Date | null;
  movedBy: string | null;
  createdAt: Date;
  createdBy: string;
  entryIndex: number;
}

export interface PlanSettingsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  revision: number;
  wishedOn: string | null;
  people: JsonColumn;
  changedAt: Date;
  changedBy: string;
  entryIndex: number;
}

export interface PoliciesTable {
  organizationId: string;
  id: string;
  code: string;
  revision: number;
  engagementId: string;
  title: string;
  kind: 'policy' | 'procedure' | 'plan' | 'standard' | 'charter';
  purpose: string;
  satisfies: string[];
  ownerId: string | null;
  approvers: string[];
  quorum: number;
  reviewCadence: string;
  acceptedBy: string[];
  template: string | null;
  ownAt: Date | null;
  ownBy: string | null;
  retiredOn: string | null;
  retiredReason: string | null;
  retiredBy: string | null;
  changedAt: Date;
  changedBy: string;
  createdAt: Date;
  createdBy: string;
  entryIndex: number;
}

export interface PolicyAcceptancesTable {
  organizationId: string;
  id: string;
  campaignId: string;
  policyId: string;
  versionId: string;
  sha256: string;
  person: string;
  name: string;
  at: Date;
  entryIndex: number;
}

export interface PolicyBrandsTable {
  organizationId: string;
  colour: string | null;
  logo: Uint8Array | null;
  logoType: 'image/png' | 'image/jpeg' | null;
  changedAt: Date;
  changedBy: string;
}

export interface PolicyCampaignsTable {
  organizationId: string;
  id: string;
  title: string;
  roles: string[];
  people: string[];
  versions: string[];
  dueOn: string;
  startedAt: Date;
  startedBy: string;
  remindedAt: Date | null;
  closedAt: Date | null;
  closedBy: string | null;
  entryIndex: number;
}

export interface PolicyCommentsTable {
  organizationId: string;
  id: string;
  policyId: string;
  answers: string | null;
  passage: NullableJsonColumn;
  text: string;
  proposal: string | null;
  mentions: string[];
  at: Date;
  by: string;
  settled: 'settled' | 'taken' | 'declined' | null;
  settledAt: Date | null;
  settledBy: string | null;
}

export interface PolicyDraftsTable {
  organizationId: string;
  policyId: string;
  revision: number;
  body: string;
  authors: string[];
  savedAt: Date;
  savedBy: string;
}

export interface PolicyPagesTable {
  organizationId: string;
  id: string;
  slug: string;
  isPublic: boolean;
  searchable: boolean;
  changedAt: Date;
  changedBy: string;
  entryIndex: number;
}

export interface PolicyStepsTable {
  organizationId: string;
  id: string;
  policyId: string;
  versionId: string;
  kind: 'approved' | 'sent-back' | 'withdrawn' | 'published' | 'confirmed';
  sha256: string;
  authors: string[];
  approvers: string[];
  note: string | null;
  effectiveFrom: string | null;
  at: Date;
  by: string;
  name: string;
  entryIndex: number;
}

export interface PolicyValuesTable {
  organizationId: string;
  id: string;
  kind: 'setting' | 'role';
  key: string;
  number: number | null;
  name: string | null;
  revision: number;
  changedAt: Date;
  changedBy: string;
  entryIndex: number;
}

export interface PolicyVersionsTable {
  organizationId: string;
  id: string;
  policyId: string;
  number: number;
  document: JsonColumn;
  sha256: string;
  changes: string | null;
  authors: string[];
  approvers: string[];
  quorum: number;
  submittedAt: Date;
  submittedBy: string;
  entryIndex: number;
}

export interface PopulationsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  kind: string;
  name: string;
  version: number;
  supersedes: string | null;
  manifest: JsonColumn;
  sha256: string;
  inputSha256: string | null;
  frozenAt: Date;
  frozenBy: string;
  entryIndex: number;
}

export interface ProcedureRunEndsTable {
  organizationId: string;
  id: string;
  runId: string;
  outcome: 'finished' | 'abandoned';
  reason: string | null;
  record: JsonColumn;
  sha256: string;
  at: Date;
  by: string;
  name: string;
  entryIndex: number;
}

export interface ProcedureRunStepsTable {
  organizationId: string;
  id: string;
  runId: string;
  stepId: string;
  outcome: 'done' | 'skipped';
  note: string | null;
  evidence: JsonColumn;
  corrects: string | null;
  at: Date;
  by: string;
  name: string;
  entryIndex: number;
}

export interface ProcedureRunsTable {
  organizationId: string;
  id: string;
  procedureId: string;
  versionId: string;
  number: number;
  about: string;
  startedAt: Date;
  startedBy: string;
  name: string;
  entryIndex: number;
}

export interface ProcedureVersionsTable {
  organizationId: string;
  id: string;
  procedureId: string;
  number: number;
  document: JsonColumn;
  sha256: string;
  changes: string | null;
  writtenAt: Date;
  writtenBy: string;
  entryIndex: number;
}

export interface ProceduresTable {
  organizationId: string;
  id: string;
  createdAt: Date;
  createdBy: string;
  retiredOn: string | null;
  retiredReason: string | null;
  retiredBy: string | null;
  entryIndex: number;
}

export interface ReadinessAnswersTable {
  organizationId: string;
  id: string;
  engagementId: string;
  question: string;
  version: number;
  answer: JsonColumn;
  note: string | null;
  gap: string | null;
  answeredAt: Date;
  answeredBy: string;
  entryIndex: number;
}

export interface ReadinessEvidenceTable {
  organizationId: string;
  id: string;
  engagementId: string;
  question: string;
  evidenceId: string;
  attachedAt: Date;
  attachedBy: string;
  entryIndex: number;
}

export interface ReadinessReportCopiesTable {
  organizationId: string;
  id: string;
  reportId: string;
  number: number;
  recipient: string;
  againstId: string | null;
  checkpoint: JsonColumn;
  issuedAt: Date;
  issuedBy: string;
  entryIndex: number;
}

export interface ReadinessReportsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  number: number;
  today: string;
  document: JsonColumn;
  sha256: string;
  beforeId: string | null;
  madeAt: Date;
  madeBy: string;
  entryIndex: number;
}

export interface ReconciliationsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  populationId: string;
  secondId: string;
  kind: string;
  secondKind: string;
  version: number;
  supersedes: string | null;
  document: JsonColumn;
  sha256: string;
  differencesSha256: string;
  reconciledAt: Date;
  reconciledBy: string;
  entryIndex: number;
}

export interface ReportsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  dryRunId: string;
  sha256: string;
  size: number;
  pages: number;
  renderedAt: Date;
  renderedBy: string;
  entryIndex: number;
}

export interface RequestStepsTable {
  organizationId: string;
  id: string;
  requestId: string;
  step: 'submitted' | 'reopened' | 'unlinked' | 'superseded';
  at: Date;
  by: string;
  words: string | null;
  evidence: string[];
  entryIndex: number;
}

export interface RequestsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  code: string;
  catalogueId: string | null;
  area: string;
  title: string;
  kind: 'document' | 'population' | 'sample' | 'configuration';
  phase: 'planning' | 'fieldwork' | 'completion';
  controls: string[];
  needsCompletenessAccuracy: boolean;
  ownerId: string | null;
  dueOn: string | null;
  state: 'draft' | 'in-progress' | 'submitted' | 'superseded';
  note: string | null;
  supersededBy: string | null;
  createdAt: Date;
  createdBy: string;
  entryIndex: number;
}

export interface ResultsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  testId: string;
  populations: JsonColumn;
  document: JsonColumn;
  sha256: string;
  deviationsSha256: string;
  itemsSha256: string;
  ranAt: Date;
  ranBy: string;
  entryIndex: number;
  controlId: string | null;
}

export interface RetentionHoldsTable {
  organizationId: string;
  id: string;
  evidenceId: string | null;
  reason: 'litigation' | 'examination' | 'investigation' | 'other';
  words: string;
  placedAt: Date;
  placedBy: string;
  releasedAt: Date | null;
  releasedBy: string | null;
  releaseWords: string | null;
  entryIndex: number;
}

export interface RetentionSchedulesTable {
  organizationId: string;
  years: number;
  supersededYears: number | null;
  automatic: boolean;
  setAt: Date;
  setBy: string;
  entryIndex: number;
}

export interface RisksTable {
  organizationId: string;
  id: string;
  code: string;
  version: number;
  title: string;
  likelihood: number | null;
  impact: number | null;
  treatment: 'reduce' | 'avoid' | 'share' | 'accept' | null;
  note: string | null;
  controls: string[];
  criteria: string[];
  closed: boolean;
  writtenAt: Date;
  writtenBy: string;
  entryIndex: number;
}

export interface SampleStepsTable {
  organizationId: string;
  id: string;
  sampleId: string;
  document: JsonColumn;
  sha256: string;
  recordedAt: Date;
  recordedBy: string;
  entryIndex: number;
}

export interface SampleTablesTable {
  organizationId: string;
  sha256: string;
  document: JsonColumn;
}

export interface SamplesTable {
  organizationId: string;
  id: string;
  engagementId: string;
  populationId: string;
  control: string;
  document: JsonColumn;
  sha256: string;
  drawnAt: Date;
  drawnBy: string;
  entryIndex: number;
  firstId: string | null;
  commitmentId: string | null;
}

export interface ScopeVersionsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  itemId: string;
  version: number;
  kind: string;
  body: JsonColumn;
  removed: boolean;
  effectiveFrom: string | null;
  reason: string | null;
  copiedFrom: string | null;
  writtenAt: Date;
  writtenBy: string;
  entryIndex: number;
}

export interface SeenPointsTable {
  organizationId: string;
  userId: string;
  engagementId: string;
  size: number;
  root: Uint8Array;
  seenAt: Date;
}

export interface SessionsTable {
  id: string;
  userId: string;
  token: string;
  expiresAt: Date;
  ipAddress: string | null;
  userAgent: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface SignInFailuresTable {
  subjectSha256: string;
  failedAt: Date;
}

export interface TestsTable {
  organizationId: string;
  id: string;
  engagementId: string;
  code: string;
  control: string;
  title: string;
  version: number;
  yaml: string;
  definition: JsonColumn;
  sha256: string;
  publishedAt: Date;
  publishedBy: string;
  entryIndex: number;
}

export interface TimestampAsksTable {
  organizationId: string;
  authorityId: string;
  askedAt: Date;
  outcome: 'stamped' | 'no-answer' | 'refused' | 'unusable-answer' | 'not-trusted' | 'wrong-time';
  detail: string | null;
}

export interface TimestampAuthoritiesTable {
  organizationId: string;
  id: string;
  name: string;
  url: string;
  certificatesSha256: string;
  policy: string | null;
  addedAt: Date;
  addedBy: string;
  entryIndex: number;
}

export interface TimestampCertificatesTable {
  organizationId: string;
  sha256: string;
  pem: string;
}

export interface TimestampsTable {
  organizationId: string;
  id: string;
  certificatesSha256: string;
  logNumber: number;
  size: number;
  token: Uint8Array;
  name: string;
  signer: string;
  stampedAt: Date;
  accuracyMs: number | null;
}

export interface UploadsTable {
  organizationId: string;
  id: string;
  userId: string;
  name: string;
  size: number;
  sha256: string;
  received: Generated<number>;
  mediaType: string | null;
  stored: Generated<boolean>;
  begunAt: Date;
  expiresAt: Date;
}

export interface UsersTable {
  id: string;
  name: string;
  email: string;
  emailVerified: Generated<boolean>;
  image: string | null;
  createdAt: Date;
  updatedAt: Date;
}

export interface VerificationsTable {
  id: string;
  identifier: string;
  value: string;
  expiresAt: Date;
  createdAt: Date;
  updatedAt: Date;
}

export interface WatchedLogsTable {
  organizationId: string;
  id: string;
  origin: string;
  verifierKey: string;
  addedAt: Date;
  addedBy: string;
  entryIndex: number;
  removedAt: Date | null;
  size: Generated<number>;
  root: Uint8Array | null;
  checkpoint: string | null;
  cosignedAt: Date | null;
  conflictCheckpoint: string | null;
  conflictAt: Date | null;
}

export interface WitnessKeysTable {
  organizationId: string;
  verifierKey: string;
  signingKey: Uint8Array;
  createdAt: Date;
}

export interface WitnessesTable {
  organizationId: string;
  id: string;
  name: string;
  verifierKey: string;
  url: string;
  addedAt: Date;
  addedBy: string;
  entryIndex: number;
  size: Generated<number>;
  askedAt: Date | null;
  outcome:
    | 'cosigned'
    | 'no-answer'
    | 'unknown-log'
    | 'key-refused'
    | 'other-history'
    | 'ahead'
    | 'refused'
    | 'unusable-answer'
    | null;
  detail: string | null;
  logNumber: Generated<number>;
}

export interface Schema {
  accounts: AccountsTable;
  bundledEvidence: BundledEvidenceTable;
  bundles: BundlesTable;
  captureLinkOpenings: CaptureLinkOpeningsTable;
  captureLinks: CaptureLinksTable;
  conclusions: ConclusionsTable;
  controlOwnerships: ControlOwnershipsTable;
  controls: ControlsTable;
  cosignatures: CosignaturesTable;
  criterionDecisions: CriterionDecisionsTable;
  descriptionApprovals: DescriptionApprovalsTable;
  descriptionParts: DescriptionPartsTable;
  descriptionVersions: DescriptionVersionsTable;
  differenceResolutions: DifferenceResolutionsTable;
  dryRuns: DryRunsTable;
  earlierAsks: EarlierAsksTable;
  earlierLogs: EarlierLogsTable;
  engagementParties: EngagementPartiesTable;
  engagements: EngagementsTable;
  evidence: EvidenceTable;
  evidenceContents: EvidenceContentsTable;
  evidenceControls: EvidenceControlsTable;
  evidenceDecisions: EvidenceDecisionsTable;
  evidenceDeletions: EvidenceDeletionsTable;
  evidencePassages: EvidencePassagesTable;
  evidenceRequests: EvidenceRequestsTable;
  evidenceTagged: EvidenceTaggedTable;
  evidenceTags: EvidenceTagsTable;
  explanations: ExplanationsTable;
  fileRemovals: FileRemovalsTable;
  holidays: HolidaysTable;
  idempotencyKeys: IdempotencyKeysTable;
  incrementComparisons: IncrementComparisonsTable;
  incrementFiles: IncrementFilesTable;
  increments: IncrementsTable;
  instance: InstanceTable;
  invitations: InvitationsTable;
  jobRuns: JobRunsTable;
  logCheckpoints: LogCheckpointsTable;
  logEntries: LogEntriesTable;
  logTiles: LogTilesTable;
  logs: LogsTable;
  members: MembersTable;
  nonceCommitments: NonceCommitmentsTable;
  notedCheckpoints: NotedCheckpointsTable;
  organizations: OrganizationsTable;
  phaseSteps: PhaseStepsTable;
  planChanges: PlanChangesTable;
  planEvidence: PlanEvidenceTable;
  planItems: PlanItemsTable;
  planSettings: PlanSettingsTable;
  policies: PoliciesTable;
  policyAcceptances: PolicyAcceptancesTable;
  policyBrands: PolicyBrandsTable;
  policyCampaigns: PolicyCampaignsTable;
  policyComments: PolicyCommentsTable;
  policyDrafts: PolicyDraftsTable;
  policyPages: PolicyPagesTable;
  policySteps: PolicyStepsTable;
  policyValues: PolicyValuesTable;
  policyVersions: PolicyVersionsTable;
  populations: PopulationsTable;
  procedureRunEnds: ProcedureRunEndsTable;
  procedureRunSteps: ProcedureRunStepsTable;
  procedureRuns: ProcedureRunsTable;
  procedureVersions: ProcedureVersionsTable;
  procedures: ProceduresTable;
  readinessAnswers: ReadinessAnswersTable;
  readinessEvidence: ReadinessEvidenceTable;
  readinessReportCopies: ReadinessReportCopiesTable;
  readinessReports: ReadinessReportsTable;
  reconciliations: ReconciliationsTable;
  reports: ReportsTable;
  requestSteps: RequestStepsTable;
  requests: RequestsTable;
  results: ResultsTable;
  retentionHolds: RetentionHoldsTable;
  retentionSchedules: RetentionSchedulesTable;
  risks: RisksTable;
  sampleSteps: SampleStepsTable;
  sampleTables: SampleTablesTable;
  samples: SamplesTable;
  scopeVersions: ScopeVersionsTable;
  seenPoints: SeenPointsTable;
  sessions: SessionsTable;
  signInFailures: SignInFailuresTable;
  tests: TestsTable;
  timestampAsks: TimestampAsksTable;
  timestampAuthorities: TimestampAuthoritiesTable;
  timestampCertificates: TimestampCertificatesTable;
  timestamps: TimestampsTable;
  uploads: UploadsTable;
  users: UsersTable;
  verifications: VerificationsTable;
  watchedLogs: WatchedLogsTable;
  witnessKeys: WitnessKeysTable;
  witnesses: WitnessesTable;
}
