import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { date, file, id, instant, line, listOf, page, sha256 } from '../operations/shapes.ts';
import { reportComparison } from './compare.ts';
import { readinessFacts } from './facts.ts';
import { block } from './pages/blocks.ts';

const n = z.number().int();
const person = z.object({ id, name: z.string().nullable().describe('null where nobody here has this id') });

/** A copy that was issued: who gets it, and the signed state of the log that it was issued under. */
export const issuedCopy = z.object({
  id,
  reportId: id,
  number: n.min(1).describe('Counts the copies of the report'),
  recipient: line,
  againstId: id.nullable().describe('The report that it is held against; null for none'),
  checkpoint: z.object({
    log: n,
    first: n.describe('Entries before that log'),
    size: n.describe('Entries of that log'),
    rootHash: z.string().describe('Base64 SHA-256'),
  }),
  issuedAt: instant,
  issuedBy: person,
  entryIndex: n,
});
export type IssuedCopy = z.infer<typeof issuedCopy>;

/** A readiness report that was made. It is a draft; only copies of it are issued. */
export const readinessReport = z.object({
  id,
  engagementId: id,
  number: n.min(1).describe('Counts the reports of the engagement'),
  today: date.describe('The day it speaks of'),
  madeAt: instant,
  madeBy: person,
  sha256: sha256.describe('Of its canonical facts'),
  beforeId: id.nullable().describe('The report before it: of the engagement, or else of the one that this follows'),
  verdict: z.string().describe('Where things stood, in a sentence'),
  copies: n.describe('Issued'),
  entryIndex: n,
});
export type ReadinessReport = z.infer<typeof readinessReport>;

const against = id.optional().describe('The report that it is held against; the one before it when left out');
const earlier = readinessReport.pick({ id: true, number: true, today: true, engagementId: true });

export const readinessReportOperations = [
  defineOperation({
    name: 'readiness-reports.make',
    effect: 'write',
    access: 'organization',
    permission: 'readiness.report',
    summary: 'Make a readiness report of an engagement for management, and keep everything it says',
    input: z.object({ engagementId: id }),
    output: readinessReport,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'readiness-reports.list',
    effect: 'read',
    access: 'organization',
    permission: 'readiness.read',
    summary: 'Readiness reports that were made, the newest first',
    input: listOf(['madeAt', 'number'], { engagementId: id.optional() }),
    output: page(readinessReport),
    errors: [],
  }),
  defineOperation({
    name: 'readiness-reports.get',
    effect: 'read',
    access: 'organization',
    permission: 'readiness.read',
    summary: 'A readiness report: its facts, its parts as they stand in every document, and its issued copies',
    input: z.object({ id, against }),
    output: z.object({
      report: readinessReport,
      facts: readinessFacts,
      against: earlier.nullable().describe('What it is held against'),
      pages: z.array(block),
      copies: z.array(issuedCopy).describe('Newest first'),
    }),
    errors: ['not_found', 'conflict'],
  }),
  defineOperation({
    name: 'readiness-reports.compare',
    effect: 'read',
    access: 'organization',
    permission: 'readiness.read',
    summary: 'What two readiness reports say differently, and what of them cannot be compared',
    input: z.object({ id, against }),
    output: z.object({ earlier, later: earlier, comparison: reportComparison }),
    errors: ['not_found', 'conflict'],
  }),
  defineOperation({
    name: 'readiness-reports.issue',
    effect: 'write',
    access: 'organization',
    permission: 'readiness.report',
    summary: 'Issue a copy of a readiness report to a recipient, under the newest signed checkpoint; it is no draft',
    input: z.object({ id, recipient: line.describe('Who gets the copy; it stands on each page'), against }),
    output: issuedCopy,
    errors: ['not_found', 'conflict', 'not_yet_possible'],
  }),
  defineOperation({
    name: 'readiness-reports.download',
    effect: 'read',
    transport: 'download',
    access: 'organization',
    permission: 'readiness.read',
    summary: 'A readiness report as a document (PDF, DOCX), a draft or an issued copy, or its canonical facts (JSON)',
    input: z.object({
      id,
      format: z.enum(['pdf', 'docx', 'json']),
      copy: id.optional().describe('An issued copy; a draft when left out'),
      against,
    }),
    output: file,
    errors: ['not_found', 'conflict'],
  }),
] as const;
