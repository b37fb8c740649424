import type { Evidence } from '@tickmark/core';
import { queryOptions } from '@tanstack/react-query';
import { download } from '../../../api.ts';
import { ApiError } from '../../../api/error.ts';
import { hashFile } from '../../../api/hash-file.ts';
import { currentPlace } from '../../../api/place.ts';

/** The whole file, held against its hash in this browser. Errors: those of the download, and does_not_hold. */
export function sealedBytes({ id, sha256 }: Evidence) {
  return queryOptions({
    queryKey: [currentPlace().organizationId, 'evidence.download', id],
    queryFn: async ({ signal }) => {
      const bytes = await download('evidence.download', { id });
      const found = await hashFile(bytes, () => undefined, signal);
      if (found === sha256) return bytes;
      throw new ApiError(
        {
          code: 'does_not_hold',
          message: `Other bytes came than were sealed: their SHA-256 is ${found}.`,
          action: 'Load the page again. If it stays so, something between the server and you changes files.',
        },
        0,
      );
    },
    staleTime: 'static',
    // Files are large; what is no longer looked at goes.
    gcTime: 60_000,
  });
}
