import { Text, Textarea, TextInput } from '@mantine/core';
import type { ProcedureInFull } from '@tickmark/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { Note, say } from '../../ui/notices.tsx';

interface Props {
  procedure: ProcedureInFull;
  onDone: () => void;
}

/** Begins a run and goes to it. */
export function StartForm({ procedure: { id, number, document }, onDone }: Props) {
  const [about, setAbout] = useState('');
  const navigate = useNavigate();
  const write = useWrite('procedures.start');
  return (
    <Form
      submit="Begin the run"
      busy={write.isPending}
      error={write.error}
      disabled={about.trim() === ''}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { id, seen: number, about },
          {
            onSuccess: (run) => {
              onDone();
              void navigate({ to: '/procedures/runs/$id', params: { id: run.id } });
            },
          },
        )
      }
    >
      <TextInput
        label="What or whom it is about"
        description="One line by which this run is told from the others."
        placeholder="Ada Lovelace joins 2026-12-01"
        required
        maxLength={200}
        data-autofocus
        value={about}
        onChange={(event) => setAbout(event.currentTarget.value)}
        error={fieldError(write.error, 'about')}
      />
      <Note>
        It is run by version {number}, with {document.steps.length} {document.steps.length === 1 ? 'step' : 'steps'},
        also where the procedure changes meanwhile.
      </Note>
    </Form>
  );
}

export function RetireForm({ procedure: { id, number, title, underWay }, onDone }: Props) {
  const [reason, setReason] = useState('');
  const write = useWrite('procedures.retire');
  return (
    <Form
      submit="Retire the procedure"
      busy={write.isPending}
      error={write.error}
      disabled={reason.trim() === ''}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { id, seen: number, reason },
          {
            onSuccess: () => {
              say(`${title} is retired.`);
              onDone();
            },
          },
        )
      }
    >
      <Text size="sm">
        Nobody begins a run of it any more. Its versions and runs stay on record
        {underWay === 0 ? '' : `; ${underWay === 1 ? 'the run' : `the ${underWay} runs`} under way can still be ended`}.
        This cannot be undone.
      </Text>
      <Textarea
        label="Why"
        required
        autosize
        minRows={2}
        maxLength={4000}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(write.error, 'reason')}
      />
    </Form>
  );
}
