import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { file, id, line, paragraph, sha256 } from '../operations/shapes.ts';
import { compared } from '../policies/index.ts';
import {
  description,
  descriptionBody,
  descriptionDocument,
  descriptionPart,
  descriptionPartId,
  descriptionVersion,
} from './descriptions.ts';

const n = z.number().int();
/** In an address numbers are text. */
const asked = z.coerce.number().int().min(1);
const engagementId = id.describe('Of the engagement whose system is described');

export const descriptionOperations = [
  defineOperation({
    name: 'descriptions.get',
    effect: 'read',
    access: 'organization',
    permission: 'descriptions.read',
    summary:
      'The description of the system (Section III): each part with what people wrote, what the records hold, and what is missing',
    input: z.object({ engagementId }),
    output: description,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'descriptions.save',
    effect: 'draft',
    access: 'organization',
    permission: 'descriptions.write',
    summary: 'Save what is written of one part; it leaves no entry in the log until a version is frozen',
    input: z.object({
      engagementId,
      revision: n.min(0).describe('Of the part, as you have seen it; 0 before anything was written'),
      body: descriptionBody,
    }),
    output: descriptionPart,
    errors: ['not_found', 'conflict', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'descriptions.take-over',
    effect: 'draft',
    access: 'organization',
    permission: 'descriptions.write',
    summary:
      'Take over the words of parts that are not written yet from the engagement before; incidents, changes and statements stay there',
    input: z.object({ engagementId, parts: z.array(descriptionPartId).min(1) }),
    output: z.object({ taken: z.array(descriptionPartId) }),
    errors: ['not_found', 'not_yet_possible'],
  }),
  defineOperation({
    name: 'descriptions.freeze',
    effect: 'write',
    access: 'organization',
    permission: 'descriptions.freeze',
    summary: 'Freeze the description as it is now as a version with its hash, with the points that are open',
    input: z.object({
      engagementId,
      seen: n.min(0).describe('Number of the newest version, as you have seen it; 0 for the first'),
      changes: paragraph.optional().describe('What is new in it'),
    }),
    output: descriptionVersion,
    errors: ['not_found', 'conflict', 'already_done'],
  }),
  defineOperation({
    name: 'descriptions.approve',
    effect: 'write',
    access: 'organization',
    permission: 'descriptions.approve',
    summary: 'Take a frozen version as the description of management, by name and position',
    input: z.object({
      engagementId,
      number: n.min(1),
      sha256: sha256.describe('Of the version, as you have read it'),
      position: line.describe('In which position you speak for management, such as chief executive'),
    }),
    output: descriptionVersion,
    errors: ['not_found', 'conflict', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'descriptions.version',
    effect: 'read',
    access: 'organization',
    permission: 'descriptions.read',
    summary: 'What a frozen version says',
    input: z.object({ engagementId, number: asked }),
    output: descriptionVersion.extend({ document: descriptionDocument }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'descriptions.compare',
    effect: 'read',
    access: 'organization',
    permission: 'descriptions.read',
    summary: 'What changed between two versions of a description, or between a version and what it would say now',
    input: z.object({
      engagementId,
      from: asked.describe('Number of the earlier version'),
      to: asked.optional().describe('Number of the later version; left out: as it would be now'),
    }),
    output: compared,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'descriptions.download',
    effect: 'read',
    transport: 'download',
    access: 'organization',
    permission: 'descriptions.read',
    summary: 'A description as PDF, DOCX or Markdown; what is not frozen and approved says so on every page',
    input: z.object({
      engagementId,
      number: asked.optional().describe('Of the version; left out: as it would be now'),
      format: z.enum(['pdf', 'docx', 'markdown']),
    }),
    output: file,
    errors: ['not_found'],
  }),
] as const;
