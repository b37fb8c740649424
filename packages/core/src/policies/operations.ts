import { acceptanceOperations } from './acceptance-operations.ts';
import { documentOperations } from './document-operations.ts';
import { templateOperations } from './template-operations.ts';
import { valuesOperations } from './values-operations.ts';

export const policyOperations = [
  ...templateOperations,
  ...documentOperations,
  ...valuesOperations,
  ...acceptanceOperations,
] as const;
