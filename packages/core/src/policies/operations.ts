import { acceptanceOperations } from './acceptance-operations.ts';
import { brandOperations } from './brand-operations.ts';
import { commentOperations } from './comment-operations.ts';
import { documentOperations } from './document-operations.ts';
import { importOperations } from './import-operations.ts';
import { pageOperations } from './page-operations.ts';
import { templateOperations } from './template-operations.ts';
import { valuesOperations } from './values-operations.ts';

export const policyOperations = [
  ...templateOperations,
  ...documentOperations,
  ...commentOperations,
  ...brandOperations,
  ...pageOperations,
  ...importOperations,
  ...valuesOperations,
  ...acceptanceOperations,
] as const;
