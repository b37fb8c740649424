import { ActionIcon, Button, Group, Text, Title } from '@mantine/core';
import { IconPaperclip, IconX } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Output } from '../../api/client.ts';
import { fieldError, sessionQuery, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { sayError, sayWithUndo } from '../../ui/notices.tsx';
import { Over } from '../../ui/side.tsx';
import { EvidenceField } from '../evidence/evidence-field.tsx';
import classes from './plan.module.css';

type Item = Output<'plan.get'>;

/** The pieces that show that an item is done. */
export function Attached({ item }: { item: Item }) {
  const { data: session } = useQuery(sessionQuery);
  const mayManage = useMay('plan.manage');
  const mayWork = useMay('plan.work');
  const [attaching, setAttaching] = useState(false);
  const attach = useWrite('plan.attach');
  const detach = useWrite('plan.detach');
  const me = session?.user.id;
  const open = item.state !== 'verified' && item.state !== 'dropped';
  const may = open && (mayManage || (mayWork && (item.owner?.id === me || item.deputy?.id === me)));
  const takeOff = (piece: Item['pieces'][number]): void =>
    detach.mutate(
      { id: item.id, evidence: [piece.id] },
      {
        onSuccess: () =>
          sayWithUndo(`“${piece.title}” is taken off ${item.code}.`, () =>
            attach.mutate({ id: item.id, evidence: [piece.id] }, { onError: sayError }),
          ),
        onError: sayError,
      },
    );
  return (
    <section aria-label="Evidence">
      <Group justify="space-between" mb={4}>
        <Title order={3} size="h5">
          Evidence
        </Title>
        {may ? (
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPaperclip size={15} aria-hidden />}
            onClick={() => setAttaching(true)}
          >
            Attach evidence
          </Button>
        ) : null}
      </Group>
      {item.pieces.length === 0 ? (
        <Text size="sm">Nothing is attached.</Text>
      ) : (
        <ul className={classes.list}>
          {item.pieces.map((piece) => (
            <li key={piece.id}>
              <Group gap={6}>
                <Text size="sm">
                  <Link to="/evidence" search={{ open: piece.id, show: 'all' }} className="tm-link">
                    <AsWritten text={piece.title} />
                  </Link>
                  {piece.deleted
                    ? ' (its file was deleted)'
                    : piece.newer === null
                      ? ''
                      : ' (there is a newer version)'}
                </Text>
                {may ? (
                  <ActionIcon
                    variant="subtle"
                    color="gray"
                    size={24}
                    aria-label={`Take off ${piece.title}`}
                    onClick={() => takeOff(piece)}
                  >
                    <IconX size={14} aria-hidden />
                  </ActionIcon>
                ) : null}
              </Group>
            </li>
          ))}
        </ul>
      )}
      <Over opened={attaching} onClose={() => setAttaching(false)} title={`Attach evidence to ${item.code}`} size="lg">
        <AttachForm item={item} onDone={() => setAttaching(false)} />
      </Over>
    </section>
  );
}

function AttachForm({ item, onDone }: { item: Item; onDone: () => void }) {
  const [evidence, setEvidence] = useState<string[]>([]);
  const attach = useWrite('plan.attach');
  const detach = useWrite('plan.detach');
  return (
    <Form
      submit="Attach"
      busy={attach.isPending}
      error={attach.error}
      disabled={evidence.length === 0}
      onCancel={onDone}
      onSubmit={() =>
        attach.mutate(
          { id: item.id, evidence },
          {
            onSuccess: () => {
              sayWithUndo(`${quantity(evidence.length, 'piece')} attached to ${item.code}.`, () =>
                detach.mutate({ id: item.id, evidence }, { onError: sayError }),
              );
              onDone();
            },
          },
        )
      }
    >
      <EvidenceField
        label="Evidence"
        description="The newest versions. The version that is attached stays, whatever comes after it."
        value={evidence}
        onChange={setEvidence}
        without={item.pieces.map(({ id }) => id)}
        error={fieldError(attach.error, 'evidence')}
      />
    </Form>
  );
}
