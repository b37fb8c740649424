import { date, id, instant, line, period, sha256, timeZone } from './forms.ts';
import { anything, flag, integer, list, nullable, object, oneOf, orAbsent, record, text, type Read } from './shape.ts';

/** What a population says of itself. */
const populationManifest = object({
  manifest: oneOf(1),
  name: line,
  kind: text,
  shape: oneOf('events', 'state'),
  source: object({ system: text, query: text, parameters: record(anything), inputSha256: nullable(sha256) }),
  extractedAt: instant,
  extractedBy: text,
  period: nullable(period),
  timeZone,
  interim: flag,
  rows: integer,
  rejected: object({
    count: integer,
    accepted: flag,
    first: list(object({ row: integer, column: nullable(text), reason: text })),
  }),
  excluded: integer,
  columns: list(
    object({ name: text, type: oneOf('string', 'integer', 'number', 'boolean', 'date', 'instant', 'strings') }),
  ),
  key: text,
  time: nullable(text),
  completeness: object({
    method: oneOf('none', 'source-count', 'second-source'),
    expected: nullable(integer),
    note: text,
  }),
  supersedes: nullable(object({ sha256, reason: line })),
  sha256,
  bytes: integer,
});

/** An item of the bundle: the log entry that seals it, and where it lies. */
const item = { id, entry: integer, path: text };
const hashedItem = { ...item, sha256 };

const reconciliation = object({
  ...hashedItem,
  population: id,
  second: id,
  version: integer,
  differencesPath: text,
  differencesSha256: sha256,
  resolutions: list(object(hashedItem)),
});

/** `bundle.json`. */
export const manifestShape = object({
  bundle: oneOf(1),
  createdAt: instant,
  organization: object({ id, name: text, timeZone, example: flag }),
  engagement: object({
    id,
    title: text,
    type: oneOf('type1', 'type2'),
    from: date,
    to: date,
    categories: list(text),
    timeZone,
  }),
  populations: list(object({ ...item, version: integer, manifest: populationManifest })),
  reconciliations: orAbsent(list(reconciliation), []),
  definitions: list(object({ ...hashedItem, code: text })),
  results: list(
    object({
      ...hashedItem,
      definition: id,
      populations: record(id),
      deviationsPath: text,
      deviationsSha256: sha256,
    }),
  ),
  samples: list(
    object({ ...hashedItem, population: id, control: text, engagement: text, firstId: orAbsent(id, undefined) }),
  ),
  sampleSteps: orAbsent(list(object({ ...hashedItem, sample: id })), []),
  sampleTables: orAbsent(list(object({ path: text, sha256 })), []),
  evidence: list(object({ ...hashedItem, title: text, salt: text, commitment: sha256 })),
  deletedEvidence: orAbsent(
    list(object({ id, title: text, entry: integer, commitment: sha256, deletion: integer })),
    [],
  ),
  dryRun: object({ ...hashedItem, facts: orAbsent(object({ path: text, sha256 }), undefined) }),
  relevance: orAbsent(object({ path: text, sha256 }), undefined),
  scope: orAbsent(object({ path: text, sha256 }), undefined),
  report: nullable(object(hashedItem)),
  files: list(object({ path: text, sha256, size: integer })),
});
export type Manifest = Read<typeof manifestShape>;
