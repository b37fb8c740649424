import { Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { IconLink } from '@tabler/icons-react';
import type { AuditRequestInFull, LinkedEvidence, RequestState } from '@tickmark/core';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import { call } from '../../api.ts';
import { readAgain } from '../../api/read-again.ts';
import { fieldError, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { Note, say, sayError, sayWithUndo } from '../../ui/notices.tsx';
import { Over } from '../../ui/side.tsx';
import { EvidenceField } from '../evidence/evidence-field.tsx';
import classes from './requests.module.css';

const nothingYet = 'Nothing is linked yet. Link evidence, or submit a written answer.';
const nothingLinked: Record<RequestState, string> = {
  draft: nothingYet,
  'in-progress': nothingYet,
  submitted: 'Nothing was linked: the answer is written.',
  superseded: 'Nothing is linked.',
};

/** The pieces of a request: linked, taken off, and brought to their newest versions. */
export function Linked({ request }: { request: AuditRequestInFull }) {
  const mayAnswer = useMay('requests.answer');
  const [linking, setLinking] = useState(false);
  const [takingOff, takeOff] = useState<LinkedEvidence | null>(null);
  const take = useWrite('requests.take-newer');
  const isOpen = request.state === 'draft' || request.state === 'in-progress';
  const newer = request.linked.filter((piece) => piece.newer !== null);
  const takeNewer = (evidence: string[]): void =>
    take.mutate(
      { id: request.id, evidence },
      {
        onSuccess: ({ total }) => say(`${quantity(total, 'newer version')} linked in place of what was there.`),
        onError: sayError,
      },
    );
  return (
    <section aria-label="Evidence">
      <Group justify="space-between" mb={4}>
        <Title order={3} size="h5">
          Evidence
        </Title>
        <Group gap="xs">
          {mayAnswer && isOpen && newer.length > 1 ? (
            <Button
              size="xs"
              variant="default"
              loading={take.isPending}
              onClick={() => takeNewer(newer.map(({ id }) => id))}
            >
              Take all newer versions
            </Button>
          ) : null}
          {mayAnswer && isOpen ? (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconLink size={15} aria-hidden />}
              onClick={() => setLinking(true)}
            >
              Link evidence
            </Button>
          ) : null}
        </Group>
      </Group>
      {request.linked.length === 0 ? (
        <Text size="sm">{nothingLinked[request.state]}</Text>
      ) : (
        <ul className={classes.list}>
          {request.linked.map((piece) => (
            <li key={piece.id}>
              <Piece piece={piece}>
                {!mayAnswer || request.state === 'superseded' ? null : (
                  <Group gap="xs">
                    {isOpen && piece.newer !== null ? (
                      <Button
                        size="compact-xs"
                        variant="default"
                        loading={take.isPending}
                        aria-label={`Take the newer version of ${piece.title}`}
                        onClick={() => takeNewer([piece.id])}
                      >
                        Take the newer version
                      </Button>
                    ) : null}
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={`Take off ${piece.title}`}
                      onClick={() => takeOff(piece)}
                    >
                      Take off
                    </Button>
                  </Group>
                )}
              </Piece>
            </li>
          ))}
        </ul>
      )}
      {request.linked.length < 2 ? null : (
        <Text size="sm">
          <Link to="/evidence" search={{ request: request.id, show: 'all' }} className="tm-link">
            All of it in the library
          </Link>
        </Text>
      )}
      {isOpen || newer.length === 0 ? null : (
        <Note>
          It was submitted with the versions that are named here. What came later is not part of what was submitted.
        </Note>
      )}
      <Over opened={linking} onClose={() => setLinking(false)} title={`Link evidence to ${request.code}`} size="lg">
        <LinkForm request={request} onDone={() => setLinking(false)} />
      </Over>
      <Over
        opened={takingOff !== null}
        onClose={() => takeOff(null)}
        title={`Take evidence off ${request.code}`}
        size="md"
      >
        {takingOff === null ? null : <TakeOffForm request={request} piece={takingOff} onDone={() => takeOff(null)} />}
      </Over>
    </section>
  );
}

function Piece({ piece, children }: { piece: LinkedEvidence; children: ReactNode }) {
  const { id, title, fileName, period, backDated, deleted, newer } = piece;
  return (
    <Group justify="space-between" align="flex-start" gap="xs">
      <Stack gap={2} style={{ flex: '1 1 320px', minWidth: 0 }}>
        <Link to="/evidence" search={{ open: id, show: 'all' }} className="tm-link">
          <AsWritten text={title} />
        </Link>
        <Text size="xs" c="dimmed">
          {fileName === null ? null : (
            <>
              <AsWritten text={fileName} />,{' '}
            </>
          )}
          {period.from} to {period.to}
          {backDated ? ', sealed after that' : ''}
        </Text>
        {deleted ? (
          <Text size="xs" fw={600}>
            Its file was deleted. Take it off, or link another in its place.
          </Text>
        ) : null}
        {newer === null ? null : (
          <Text size="xs" fw={600}>
            There is a newer version:{' '}
            <Link to="/evidence" search={{ open: newer.id }} className="tm-link">
              <AsWritten text={newer.title} />
            </Link>
          </Text>
        )}
      </Stack>
      {children}
    </Group>
  );
}

function LinkForm({ request, onDone }: { request: AuditRequestInFull; onDone: () => void }) {
  const [evidence, setEvidence] = useState<string[]>([]);
  const write = useWrite('requests.link-evidence');
  const client = useQueryClient();
  return (
    <Form
      submit="Link"
      busy={write.isPending}
      error={write.error}
      disabled={evidence.length === 0}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { ids: [request.id], evidence },
          {
            onSuccess: ({ items }) => {
              const linked = items.flatMap((item) => item.evidence);
              sayWithUndo(`${quantity(linked.length, 'piece')} linked to ${request.code}.`, () => {
                void call('requests.unlink-evidence', { ids: [request.id], evidence: linked })
                  .catch(sayError)
                  .finally(() => void readAgain(client));
              });
              onDone();
            },
          },
        )
      }
    >
      <EvidenceField
        label="Evidence"
        description="The newest versions. The version that is linked stays linked, whatever comes after it."
        value={evidence}
        onChange={setEvidence}
        without={request.linked.map(({ id }) => id)}
        error={fieldError(write.error, 'evidence')}
      />
    </Form>
  );
}

/** Off a submitted request only with a reason. */
function TakeOffForm(props: { request: AuditRequestInFull; piece: LinkedEvidence; onDone: () => void }) {
  const { request, piece, onDone } = props;
  const [reason, setReason] = useState('');
  const write = useWrite('requests.unlink-evidence');
  const submitted = request.state === 'submitted';
  return (
    <Form
      submit="Take off"
      busy={write.isPending}
      error={write.error}
      disabled={submitted && reason.trim() === ''}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { ids: [request.id], evidence: [piece.id], reason: submitted ? reason : undefined },
          {
            onSuccess: () => {
              say(`“${piece.title}” was taken off ${request.code}. The piece itself stays in the library.`);
              onDone();
            },
          },
        )
      }
    >
      <Text size="sm">
        “<AsWritten text={piece.title} />” stays in the library.
        {submitted ? ` ${request.code} was submitted with it, and that stays on record with your reason.` : ''}
      </Text>
      {submitted ? (
        <Textarea
          label="Why it is taken off"
          required
          autosize
          minRows={2}
          data-autofocus
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          error={fieldError(write.error, 'reason')}
        />
      ) : null}
    </Form>
  );
}
