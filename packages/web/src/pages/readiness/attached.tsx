import { Button, Group, Text } from '@mantine/core';
import { IconPaperclip } from '@tabler/icons-react';
import type { AttachedEvidence, HeldQuestion } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { Note, sayError, sayWithUndo } from '../../ui/notices.tsx';
import { Over } from '../../ui/side.tsx';
import { AttachedPieces } from '../evidence/attached-pieces.tsx';
import { EvidenceField } from '../evidence/evidence-field.tsx';
import classes from './readiness.module.css';

interface Props {
  engagementId: string;
  question: HeldQuestion;
}

/** The evidence at a question: attached, opened, and taken off. */
export function Attached({ engagementId, question: { id, evidence } }: Props) {
  const mayAnswer = useMay('readiness.answer');
  const [attaching, setAttaching] = useState(false);
  const attach = useWrite('readiness.attach');
  const detach = useWrite('readiness.detach');
  const takeOff = (piece: AttachedEvidence): void =>
    detach.mutate(
      { engagementId, question: id, evidence: [piece.id] },
      {
        onSuccess: () =>
          sayWithUndo(`“${piece.title}” is taken off ${id}.`, () =>
            attach.mutate({ engagementId, question: id, evidence: [piece.id] }, { onError: sayError }),
          ),
        onError: sayError,
      },
    );
  if (evidence.length === 0 && !mayAnswer) return null;
  return (
    <section aria-label="Evidence">
      <Group gap="xs">
        <Text size="sm" fw={600}>
          Evidence
        </Text>
        {evidence.length === 0 ? (
          <Text size="sm" c="dimmed">
            Nothing is attached.
          </Text>
        ) : null}
        {mayAnswer ? (
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<IconPaperclip size={14} aria-hidden />}
            onClick={() => setAttaching(true)}
          >
            Attach
          </Button>
        ) : null}
      </Group>
      <AttachedPieces pieces={evidence} className={classes.list} onTakeOff={mayAnswer ? takeOff : undefined} />
      <Over opened={attaching} onClose={() => setAttaching(false)} title={`Attach evidence to ${id}`}>
        <AttachForm
          engagementId={engagementId}
          question={id}
          without={evidence.map((piece) => piece.id)}
          onDone={() => setAttaching(false)}
        />
      </Over>
    </section>
  );
}

interface FormProps {
  engagementId: string;
  question: string;
  without: readonly string[];
  onDone: () => void;
}

function AttachForm({ engagementId, question, without, onDone }: FormProps) {
  const [evidence, setEvidence] = useState<string[]>([]);
  const write = useWrite('readiness.attach');
  return (
    <Form
      submit={evidence.length === 0 ? 'Attach' : `Attach ${quantity(evidence.length, 'piece')}`}
      busy={write.isPending}
      error={write.error}
      disabled={evidence.length === 0}
      onCancel={onDone}
      onSubmit={() => write.mutate({ engagementId, question, evidence }, { onSuccess: onDone })}
    >
      <EvidenceField
        label="Evidence"
        value={evidence}
        onChange={setEvidence}
        without={without}
        error={fieldError(write.error, 'evidence')}
      />
      <Note>
        Seal new files under{' '}
        <Link to="/evidence" className="tm-link">
          Evidence
        </Link>{' '}
        first. What you attach stays with the question, and raises no grade by itself.
      </Note>
    </Form>
  );
}
