import { z } from 'zod';
import { id, instant } from '../operations/shapes.ts';
import { roles } from '../roles/index.ts';

export const email = z.email().trim().toLowerCase().max(254);

/** Length beats composition rules (NIST SP 800-63B, 3.1.1). */
export const password = z.string().min(12, 'must have at least 12 characters').max(256);

/** Who is signed in, and where they belong. The session itself travels as a cookie. */
export const session = z.object({
  user: z.object({ id, name: z.string(), email: z.string() }),
  organizations: z.array(z.object({ id, name: z.string(), role: z.enum(roles) })),
});
export type Session = z.infer<typeof session>;

/** One signed-in device. */
export const device = z.object({
  id,
  createdAt: instant,
  expiresAt: instant,
  userAgent: z.string().nullable(),
  current: z.boolean(),
});
export type Device = z.infer<typeof device>;
