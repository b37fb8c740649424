import { Button, Group, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconUpload } from '@tabler/icons-react';
import type { Engagement, EvidenceInFull } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { changePlace } from '../../api/place.ts';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { Download } from '../../ui/download.tsx';
import { size } from '../../ui/moment.ts';
import { Note } from '../../ui/notices.tsx';
import { Facts } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { Hash } from '../../ui/values.tsx';
import { Receipt } from '../log/receipt.tsx';
import { Organize } from './organize.tsx';
import { contentWords } from './reach.tsx';
import { Renewal } from './renewal.tsx';
import { Tags } from './tags.tsx';
import { UploadVersion } from './upload-version.tsx';

interface Props {
  evidence: EvidenceInFull;
  terms: Engagement['terms'] | null;
  /** A file that was dropped on it: offered as its newer version. */
  dropped: File | null;
  onOpen: (id: string) => void;
}

/** What is known of a piece of evidence, its versions, and the way to a newer one. */
export function OnePiece({ evidence, terms, dropped, onOpen }: Props) {
  const mayAdd = useMay('evidence.add');
  const mayOrganize = useMay('evidence.organize');
  const [renewing, renew] = useDisclosure(dropped !== null);
  if (renewing) {
    return (
      <Stack gap="md">
        <Note>The version of {evidence.capturedAt.slice(0, 10)} stays as it was, and names the one that follows.</Note>
        <UploadVersion terms={terms} supersedes={evidence} dropped={dropped} onDone={onOpen} />
      </Stack>
    );
  }
  const { supersedes, supersededBy, content } = evidence;
  return (
    <Stack gap="md">
      <Facts
        facts={[
          ['File', `${evidence.fileName}, ${size(evidence.size)}, ${evidence.mediaType}`],
          ['Speaks for', `${evidence.period.from} to ${evidence.period.to}`],
          ...(evidence.backDated
            ? [[<Term key="b" id="back-dated" />, 'Yes: sealed after the period it speaks for'] as const]
            : []),
          ...(evidence.renewOn === null && supersededBy === null
            ? []
            : [['Renew by', <Renewal key="r" evidence={evidence} />] as const]),
          ...(supersedes === null ? [] : [['Version before', <Version key="p" id={supersedes} />] as const]),
          ...(supersededBy === null ? [] : [['Newer version', <Version key="n" id={supersededBy} />] as const]),
          ['Source', evidence.source],
          ['Controls', <Controls key="c" codes={evidence.controls} />],
          [
            <Term key="te" id="engagement">
              Engagements
            </Term>,
            <SpeaksTo key="e" engagements={evidence.engagements} />,
          ],
          ['Tags', evidence.tags.length === 0 ? 'None' : <Tags key="t" tags={evidence.tags} />],
          ['A search finds', `${contentWords[content.state]} ${content.reason ?? ''}`],
          [<Term key="h" id="hash" />, <Hash key="v" value={evidence.sha256} label="hash of the file" whole />],
        ]}
      />
      <Note>The log holds a salted fingerprint of the file, so that nobody can guess its content from the log.</Note>
      <Group gap="xs">
        <Download
          operation="evidence.download"
          input={{ id: evidence.id }}
          fileName={evidence.fileName}
          label="Download"
          about={evidence.title}
        />
        {mayAdd && supersededBy === null ? (
          <Button variant="default" leftSection={<IconUpload size={16} aria-hidden />} onClick={renew.open}>
            Upload a newer version
          </Button>
        ) : null}
      </Group>
      {mayOrganize ? <Organize pieces={[evidence]} /> : null}
      <Receipt entry={evidence.entryIndex} />
    </Stack>
  );
}

function Controls({ codes }: { codes: readonly string[] }) {
  if (codes.length === 0) return 'None named';
  return (
    <Group gap={8} component="span">
      {codes.map((code) => (
        <Link key={code} to="/controls" search={{ tab: 'adopted', open: code }} className="tm-link">
          {code}
        </Link>
      ))}
    </Group>
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

/** Leads to another version. */
function Version({ id }: { id: string }) {
  const { data } = useOperation('evidence.get', { id });
  return (
    <Link from="/evidence" search={(s) => ({ ...s, open: id })} className="tm-link">
      {data === undefined ? 'Open it' : `${data.title}, ${data.period.from} to ${data.period.to}`}
    </Link>
  );
}
