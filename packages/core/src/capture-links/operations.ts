import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { date, id, line, listOf, page, paragraph, period } from '../operations/shapes.ts';
import { announcedFile, nextPiece, upload } from '../uploads/index.ts';
import {
  captureLink,
  captureLinkDays as days,
  captureLinkMebibytes as mebibytes,
  captureLinkState,
  capturePage,
  givenFile,
} from './capture-links.ts';

export const captureLinkOperations = [
  defineOperation({
    name: 'capture-links.create',
    effect: 'write',
    access: 'organization',
    permission: 'capture-links.make',
    summary: 'Make a link by which somebody without an account gives one file; it works once',
    input: z.object({
      title: line.describe('What is asked for; the title of the evidence'),
      instructions: paragraph.optional().describe('What the file is to show, in plain words'),
      forWhom: line.describe('Who is to give it, in words'),
      period: period.describe('What the file is to speak for'),
      controls: z.array(z.string()).max(200).default([]),
      supersedes: id.optional().describe('Evidence that the file supersedes once it is accepted'),
      renewOn: date.optional().describe('Day by which a newer version is wanted'),
      days: z.coerce.number().int().min(days.least).max(days.most).default(days.usual).describe('How long it works'),
      maxMebibytes: z.coerce
        .number()
        .int()
        .min(mebibytes.least)
        .max(mebibytes.most)
        .default(mebibytes.usual)
        .describe('MiB that the file may have'),
    }),
    output: z.object({
      captureLink,
      secret: z.string().describe('Shown once. Stands behind the # of the address /give'),
    }),
    errors: ['not_found', 'conflict'],
  }),
  defineOperation({
    name: 'capture-links.list',
    effect: 'read',
    access: 'organization',
    permission: 'capture-links.make',
    summary: 'Links that files are asked for by: your own, or all where your role oversees them',
    input: listOf(['createdAt', 'expiresAt', 'title'], { state: captureLinkState.optional() }),
    output: page(captureLink),
    errors: [],
  }),
  defineOperation({
    name: 'capture-links.get',
    effect: 'read',
    access: 'organization',
    permission: 'capture-links.make',
    summary: 'One link, who asked, and what became of it',
    input: z.object({ id }),
    output: captureLink,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'capture-links.withdraw',
    effect: 'write',
    access: 'organization',
    permission: 'capture-links.make',
    summary: 'Take a link back, so that nobody can give a file by it',
    input: z.object({ id }),
    output: captureLink,
    errors: ['not_found', 'already_done', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'capture-links.open',
    effect: 'remember',
    access: 'link',
    summary: 'What a link asks for, or why it asks for nothing any more',
    input: z.object({}),
    output: capturePage,
    errors: [],
  }),
  defineOperation({
    name: 'capture-links.begin',
    effect: 'stage',
    access: 'link',
    summary: 'Begin to send a large file by a link in pieces, or find what was received of the same file',
    input: announcedFile,
    output: upload,
    errors: ['too_large', 'no_longer_possible'],
  }),
  defineOperation({
    name: 'capture-links.append',
    effect: 'stage',
    transport: 'piece',
    access: 'link',
    summary: 'Send the next piece of a file by a link',
    input: nextPiece,
    output: upload,
    errors: ['not_found', 'conflict', 'too_large', 'does_not_hold', 'no_longer_possible', 'cannot_run'],
  }),
  defineOperation({
    name: 'capture-links.show',
    effect: 'read',
    access: 'link',
    summary: 'How much of a file was received by a link',
    input: z.object({ id }),
    output: upload,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'capture-links.discard',
    effect: 'stage',
    access: 'link',
    summary: 'Give up a file that is on its way by a link; its bytes are removed',
    input: z.object({ id }),
    output: z.object({ id }),
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'capture-links.give',
    effect: 'write',
    transport: 'upload',
    access: 'link',
    summary: 'Give the file that a link asks for',
    input: z.object({
      name: line.describe('Of who gives it, as they say'),
      note: paragraph.optional(),
    }),
    output: givenFile,
    errors: ['too_large', 'unsupported_media', 'no_longer_possible', 'not_found', 'not_yet_possible'],
  }),
] as const;
