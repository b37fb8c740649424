import { Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUpload } from '@tabler/icons-react';
import type { Engagement, EvidenceInFull } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Fragment } from 'react';
import { changePlace } from '../../api/place.ts';
import { stateWords } from '../../glossary/states.ts';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { Download } from '../../ui/download.tsx';
import { size } from '../../ui/moment.ts';
import { Note } from '../../ui/notices.tsx';
import { Facts } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { Hash } from '../../ui/values.tsx';
import { ControlLinks } from '../controls/control-links.tsx';
import { Receipt } from '../log/receipt.tsx';
import { Kept } from '../retention/kept.tsx';
import { Deleted } from './deleted.tsx';
import { EvidenceLink } from './evidence-link.tsx';
import { Given } from './given.tsx';
import { Organize } from './organize.tsx';
import { FilePreview } from './preview/preview.tsx';
import { contentWords } from './reach.tsx';
import { Renewal } from './renewal.tsx';
import { Tags } from './tags.tsx';
import { UploadVersion } from './upload-version.tsx';
import { hasFile } from './with-file.ts';

const route = getRouteApi('/inside/evidence');

interface Props {
  evidence: EvidenceInFull;
  terms: Engagement['terms'] | null;
  /** A file that was dropped on it: offered as its newer version. */
  dropped: File | null;
  onOpen: (id: string) => void;
}

/** What is known of a piece of evidence, what is in its file, its versions, and the way to a newer one. */
export function OnePiece({ evidence, terms, dropped, onOpen }: Props) {
  const { view, page } = route.useSearch();
  const navigate = route.useNavigate();
  const [renewing, renew] = useDisclosure(dropped !== null);
  if (renewing) {
    return (
      <Stack gap="md">
        <Note>The version of {evidence.capturedAt.slice(0, 10)} stays as it was, and names the one that follows.</Note>
        <UploadVersion terms={terms} supersedes={evidence} dropped={dropped} onDone={onOpen} />
      </Stack>
    );
  }
  const large = view === 'large';
  const file = hasFile(evidence) ? evidence : null;
  return (
    <Stack gap="md">
      {evidence.deleted === null ? null : <Deleted deleted={evidence.deleted} />}
      {evidence.given === null || (large && file !== null) ? null : <Given id={evidence.id} given={evidence.given} />}
      {large && file !== null ? null : <Known evidence={evidence} onRenew={renew.open} />}
      {file === null ? null : (
        <FilePreview
          evidence={file}
          large={large}
          onLarge={(next) =>
            void navigate({ search: (s) => ({ ...s, view: next ? 'large' : undefined }), replace: true })
          }
          page={Number(page ?? 1) || 1}
          onPage={(next) => void navigate({ search: (s) => ({ ...s, page: String(next) }), replace: true })}
        />
      )}
      {large && file !== null ? null : (
        <>
          <Note>
            The log holds a salted fingerprint of the file, so that nobody can guess its content from the log.
          </Note>
          <Receipt entry={evidence.deleted?.entryIndex ?? evidence.entryIndex} />
        </>
      )}
    </Stack>
  );
}

/** The facts of a piece, and what may be done with it. */
function Known({ evidence, onRenew }: { evidence: EvidenceInFull; onRenew: () => void }) {
  const mayAdd = useMay('evidence.add');
  const mayOrganize = useMay('evidence.organize');
  const mayRetain = useMay('retention.read');
  const { supersedes, supersededBy, content, given } = evidence;
  const file = hasFile(evidence) ? evidence : null;
  return (
    <>
      <Facts
        facts={[
          [
            'File',
            <Fragment key="f">
              {file === null ? 'Deleted' : <AsWritten text={file.fileName} />}, {size(evidence.size)}
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
          ['Controls', <ControlLinks key="c" codes={evidence.controls} />],
          [
            <Term key="te" id="engagement">
              Engagements
            </Term>,
            given === null || given.state === 'accepted' ? (
              <SpeaksTo key="e" engagements={evidence.engagements} />
            ) : (
              'None before it is accepted'
            ),
          ],
          ['Requests', <Requests key="q" requests={evidence.requests} />],
          ['Tags', evidence.tags.length === 0 ? 'None' : <Tags key="t" tags={evidence.tags} />],
          ['A search finds', `${contentWords[content.state]} ${content.reason ?? ''}`],
          ...(file === null
            ? []
            : [
                [
                  <Term key="h" id="hash" />,
                  <Hash key="v" value={file.sha256} label="hash of the file" whole />,
                ] as const,
              ]),
          ...(mayRetain && file !== null ? [['Kept', <Kept key="k" evidence={file} />] as const] : []),
        ]}
      />
      <Group gap="xs">
        {file === null ? null : (
          <Download
            operation="evidence.download"
            input={{ id: file.id }}
            fileName={file.fileName}
            label="Download"
            about={file.title}
          />
        )}
        {mayAdd && supersededBy === null && file !== null && (given === null || given.state === 'accepted') ? (
          <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} onClick={onRenew}>
            Upload a newer version
          </Button>
        ) : null}
      </Group>
      {mayOrganize && file !== null ? <Organize pieces={[evidence]} linked={evidence.requests} /> : null}
    </>
  );
}

/** What auditors ask for that it is linked to. */
function Requests({ requests }: { requests: EvidenceInFull['requests'] }) {
  if (requests.length === 0) return 'Linked to none';
  return (
    <Stack gap={2}>
      {requests.map(({ id, code, title, state, engagement }) => (
        <span key={id}>
          <Link
            to="/requests"
            search={{ open: id }}
            className="tm-link"
            onClick={() => changePlace({ engagementId: engagement.id })}
          >
            <AsWritten text={`${code} ${title}`} />
          </Link>
          , {stateWords[`request-${state}`].word.toLowerCase()}, <AsWritten text={engagement.title} />
        </span>
      ))}
    </Stack>
  );
}

/** Where it counts, and by which of its controls. */
function SpeaksTo({ engagements }: { engagements: EvidenceInFull['engagements'] }) {
  if (engagements.length === 0) return 'None: no engagement examines one of its days and one of its controls';
  return (
    <Stack gap={2}>
      {engagements.map(({ id, title, controls }) => (
        <span key={id}>
          <Link to="/engagement" className="tm-link" onClick={() => changePlace({ engagementId: id })}>
            {title}
          </Link>
          , by {controls.join(', ')}
        </span>
      ))}
    </Stack>
  );
}
