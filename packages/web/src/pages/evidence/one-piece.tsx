import { Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUpload } from '@tabler/icons-react';
import type { Engagement, Evidence } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { Fragment } from 'react';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { Download } from '../../ui/download.tsx';
import { size } from '../../ui/moment.ts';
import { Note } from '../../ui/notices.tsx';
import { Facts } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { Hash } from '../../ui/values.tsx';
import { Receipt } from '../log/receipt.tsx';
import { EvidenceLink } from './evidence-link.tsx';
import { FilePreview } from './preview/preview.tsx';
import { Renewal } from './renewal.tsx';
import { UploadEvidence } from './upload-evidence.tsx';

const route = getRouteApi('/inside/evidence');

interface Props {
  evidence: Evidence;
  terms: Engagement['terms'] | null;
  onOpen: (id: string) => void;
}

/** What is known of a piece of evidence, what is in its file, its versions, and the way to a newer one. */
export function OnePiece({ evidence, terms, onOpen }: Props) {
  const { view, page } = route.useSearch();
  const navigate = route.useNavigate();
  const [renewing, renew] = useDisclosure(false);
  if (renewing) {
    return (
      <Stack gap="md">
        <Note>The version of {evidence.capturedAt.slice(0, 10)} stays as it was, and names the one that follows.</Note>
        <UploadEvidence terms={terms} supersedes={evidence} onDone={onOpen} />
      </Stack>
    );
  }
  const large = view === 'large';
  return (
    <Stack gap="md">
      {large ? null : <Known evidence={evidence} onRenew={renew.open} />}
      <FilePreview
        evidence={evidence}
        large={large}
        onLarge={(next) =>
          void navigate({ search: (s) => ({ ...s, view: next ? 'large' : undefined }), replace: true })
        }
        page={Number(page ?? 1) || 1}
        onPage={(next) => void navigate({ search: (s) => ({ ...s, page: String(next) }), replace: true })}
      />
      {large ? null : (
        <>
          <Note>
            The log holds a salted fingerprint of the file, so that nobody can guess its content from the log.
          </Note>
          <Receipt entry={evidence.entryIndex} />
        </>
      )}
    </Stack>
  );
}

/** The facts of a piece, and what may be done with it. */
function Known({ evidence, onRenew }: { evidence: Evidence; onRenew: () => void }) {
  const mayAdd = useMay('evidence.add');
  const { supersedes, supersededBy } = evidence;
  return (
    <>
      <Facts
        facts={[
          [
            'File',
            <Fragment key="f">
              <AsWritten text={evidence.fileName} />, {size(evidence.size)}
            </Fragment>,
          ],
          ['Speaks for', `${evidence.period.from} to ${evidence.period.to}`],
          ...(evidence.backDated
            ? [[<Term key="b" id="back-dated" />, 'Yes: sealed after the period it speaks for'] as const]
            : []),
          ...(evidence.renewOn === null && supersededBy === null
            ? []
            : [['Renew by', <Renewal key="r" evidence={evidence} />] as const]),
          ...(supersedes === null
            ? []
            : [['Version before', <EvidenceLink key="p" id={supersedes} within />] as const]),
          ...(supersededBy === null
            ? []
            : [['Newer version', <EvidenceLink key="n" id={supersededBy} within />] as const]),
          ['Source', <AsWritten key="s" text={evidence.source} />],
          ['Controls', evidence.controls.join(', ') || 'None named'],
          [<Term key="h" id="hash" />, <Hash key="v" value={evidence.sha256} label="hash of the file" whole />],
        ]}
      />
      <Group>
        <Download
          operation="evidence.download"
          input={{ id: evidence.id }}
          fileName={evidence.fileName}
          label="Download"
          about={evidence.title}
        />
        {mayAdd && supersededBy === null ? (
          <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} onClick={onRenew}>
            Upload a newer version
          </Button>
        ) : null}
      </Group>
    </>
  );
}
