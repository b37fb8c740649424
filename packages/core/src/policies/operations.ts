import { acceptanceOperations } from './acceptance-operations.ts';
import { commentOperations } from './comment-operations.ts';
import { documentOperations } from './document-operations.ts';
import { templateOperations } from './template-operations.ts';

export const policyOperations = [
  ...templateOperations,
  ...documentOperations,
  ...commentOperations,
  ...acceptanceOperations,
] as const;
