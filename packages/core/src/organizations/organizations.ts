import { z } from 'zod';
import { id, instant, line, timeZone } from '../operations/shapes.ts';

export const organization = z.object({
  id,
  name: line,
  timeZone,
  createdAt: instant,
  example: z.boolean().describe('The worked example: a fictional company'),
});
export type Organization = z.infer<typeof organization>;
