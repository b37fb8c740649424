import { Button, Group, Text, Title } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Output } from '../../api/client.ts';
import { fieldError, sessionQuery, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { sayError, sayWithUndo } from '../../ui/notices.tsx';
import { Over } from '../../ui/side.tsx';
import { AttachedPieces } from '../evidence/attached-pieces.tsx';
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
        <AttachedPieces pieces={item.pieces} className={classes.list} onTakeOff={may ? takeOff : undefined} />
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
