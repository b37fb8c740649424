import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { id } from '../operations/shapes.ts';
import { announcedFile, nextPiece, upload } from './uploads.ts';

export const uploadOperations = [
  defineOperation({
    name: 'uploads.begin',
    effect: 'stage',
    access: 'organization',
    permission: 'uploads.send',
    summary: 'Begin to send a large file in pieces, or find what was received of the same file',
    input: announcedFile,
    output: upload,
    errors: ['too_large', 'too_many_requests'],
  }),
  defineOperation({
    name: 'uploads.append',
    effect: 'stage',
    transport: 'piece',
    access: 'organization',
    permission: 'uploads.send',
    summary: 'Send the next piece of a file; with the last one its hash is compared',
    input: nextPiece,
    output: upload,
    errors: ['not_found', 'conflict', 'too_large', 'does_not_hold', 'no_longer_possible', 'cannot_run'],
  }),
  defineOperation({
    name: 'uploads.show',
    effect: 'read',
    access: 'organization',
    permission: 'uploads.send',
    summary: 'How much of a file was received',
    input: z.object({ id }),
    output: upload,
    errors: ['not_found'],
  }),
  defineOperation({
    name: 'uploads.list',
    effect: 'read',
    access: 'organization',
    permission: 'uploads.send',
    summary: 'Your own files that are on their way or wait to be used',
    input: z.object({}),
    output: z.object({ items: z.array(upload) }),
    errors: [],
  }),
  defineOperation({
    name: 'uploads.discard',
    effect: 'stage',
    access: 'organization',
    permission: 'uploads.send',
    summary: 'Give up a file that is on its way; its bytes are removed',
    input: z.object({ id }),
    output: z.object({ id }),
    errors: ['not_found'],
  }),
] as const;
