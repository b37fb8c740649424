import { z } from 'zod';
import { defineOperation } from '../operations/define.ts';
import { line } from '../operations/shapes.ts';
import { holiday, holidayDate } from './holidays.ts';
import { mostHolidays } from './list.ts';

const output = z.object({ items: z.array(holiday).describe('The whole list, by date') });

export const holidayOperations = [
  defineOperation({
    name: 'holidays.list',
    effect: 'read',
    access: 'organization',
    permission: 'holidays.read',
    summary: 'Holidays of the organization: days that tests do not count as business days',
    input: z.object({}),
    output,
    errors: [],
  }),
  defineOperation({
    name: 'holidays.add',
    effect: 'write',
    access: 'organization',
    permission: 'holidays.manage',
    summary: 'Add holidays; those on the list already, under the same name, stay as they are',
    input: z.object({
      holidays: z
        .array(z.object({ date: holidayDate, name: line }))
        .min(1)
        .max(mostHolidays)
        .describe('Each date once: [{"date": "2026-12-25", "name": "Christmas Day"}]'),
    }),
    output,
    errors: ['conflict'],
  }),
  defineOperation({
    name: 'holidays.remove',
    effect: 'write',
    access: 'organization',
    permission: 'holidays.manage',
    summary: 'Take holidays off the list; results keep those they were made with',
    input: z.object({ dates: z.array(holidayDate).min(1).max(mostHolidays) }),
    output,
    errors: ['not_found'],
  }),
] as const;
