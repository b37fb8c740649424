import { deletionReasonTitles, type Evidence } from '@tickmark/core';
import { Facts } from '../../ui/panel.tsx';
import { Warning } from '../../ui/notices.tsx';
import { Moment } from '../../ui/values.tsx';

/** Who deleted the file of a piece, when and why. */
export function Deleted({ deleted }: { deleted: NonNullable<Evidence['deleted']> }) {
  return (
    <>
      <Warning>
        The file of this piece was deleted, and nobody can look at it any more. This record and entry{' '}
        {deleted.entryIndex} of the log stay.
        {deleted.removed ? '' : ' Its bytes are being removed just now.'} Backups and bundles made before may still hold
        it.
      </Warning>
      <Facts
        facts={[
          ['Deleted', <Moment key="d" at={deleted.at} />],
          ['By', deleted.by.name ?? `nobody known here (${deleted.by.id})`],
          ['Reason', deletionReasonTitles[deleted.reason]],
          ...(deleted.words === null ? [] : [['Why', deleted.words] as const]),
        ]}
      />
    </>
  );
}
