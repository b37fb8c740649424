import { createHash } from 'node:crypto';
import type { Control } from '@tickmark/core';
import canonicalize from 'canonicalize';

/** Hash of the words a control has in this organization, so that the log shows when they were others. */
export function wordingSha256({ code, title, description, criteria, frequency, ownerRole }: Control): string {
  return createHash('sha256')
    .update(String(canonicalize({ code, title, description, criteria, frequency, ownerRole })))
    .digest('hex');
}
