import { z } from 'zod';

/** The five trust services categories. Security is the common criteria and has no series of its own. */
export const categories = ['security', 'availability', 'confidentiality', 'processing_integrity', 'privacy'] as const;
export const category = z.enum(categories);
export type Category = z.infer<typeof category>;

export const categoryTitles: Record<Category, string> = {
  security: 'Security',
  availability: 'Availability',
  confidentiality: 'Confidentiality',
  processing_integrity: 'Processing integrity',
  privacy: 'Privacy',
};
