import { z } from 'zod';
import { id, instant } from '../operations/shapes.ts';
import { roles } from '../roles/index.ts';

export const role = z.enum(roles);

export const member = z.object({
  userId: id,
  name: z.string(),
  email: z.string(),
  role,
  joinedAt: instant,
});
export type Member = z.infer<typeof member>;
