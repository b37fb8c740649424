import { Select, Text, Textarea } from '@mantine/core';
import type { AuditRequestInFull } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { quantity } from '../../ui/moment.ts';
import { Note, say, Warning } from '../../ui/notices.tsx';

interface Props {
  request: AuditRequestInFull;
  onDone: () => void;
}

export function SubmitForm({ request, onDone }: Props) {
  const [answer, setAnswer] = useState('');
  const write = useWrite('requests.submit');
  const { linked, newer, code } = request;
  const nothing = linked.length === 0;
  return (
    <Form
      submit="Submit"
      busy={write.isPending}
      error={write.error}
      disabled={nothing && answer.trim() === ''}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { id: request.id, answer: answer.trim() === '' ? undefined : answer },
          {
            onSuccess: () => {
              say(`${code} is submitted.`);
              onDone();
            },
          },
        )
      }
    >
      <Text size="sm">
        {nothing
          ? 'Nothing is linked, so the answer has to be written.'
          : `With ${quantity(linked.length, 'piece')} of evidence, as ${linked.length === 1 ? 'it is' : 'they are'} linked now.`}
      </Text>
      {newer === 0 ? null : (
        <Warning>
          {newer === 1 ? 'One piece has' : `${newer} pieces have`} a newer version. What is linked now is submitted.
        </Warning>
      )}
      <Textarea
        label="Answer"
        description={nothing ? 'For example: there were none in the period.' : 'Where something is to be said with it.'}
        required={nothing}
        autosize
        minRows={3}
        data-autofocus
        value={answer}
        onChange={(event) => setAnswer(event.currentTarget.value)}
        error={fieldError(write.error, 'answer')}
      />
      <Note>
        This records what your organization answers, when and by whom. Whether it is enough is for the auditors to say.
      </Note>
    </Form>
  );
}

export function ReopenForm({ request, onDone }: Props) {
  const [reason, setReason] = useState('');
  const write = useWrite('requests.reopen');
  return (
    <Form
      submit="Reopen"
      busy={write.isPending}
      error={write.error}
      disabled={reason.trim() === ''}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { id: request.id, reason },
          {
            onSuccess: () => {
              say(`${request.code} is in progress again.`);
              onDone();
            },
          },
        )
      }
    >
      <Text size="sm">
        That it was {request.state === 'submitted' ? 'submitted, and with what,' : 'superseded'} stays on record, with
        your reason. The log tells it as a correction.
      </Text>
      <Textarea
        label="Why it is taken up again"
        required
        autosize
        minRows={2}
        data-autofocus
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(write.error, 'reason')}
      />
    </Form>
  );
}

export function SupersedeForm({ request, onDone }: Props) {
  const [by, setBy] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const write = useWrite('requests.supersede');
  const { data } = useOperation('requests.list', { engagementId: request.engagementId, limit: 500 });
  const others = (data?.items ?? []).filter(({ id, state }) => id !== request.id && state !== 'superseded');
  return (
    <Form
      submit="Supersede"
      busy={write.isPending}
      error={write.error}
      disabled={by === null || reason.trim() === ''}
      onCancel={onDone}
      onSubmit={() =>
        write.mutate(
          { id: request.id, by: by ?? '', reason },
          {
            onSuccess: ({ supersededBy }) => {
              say(`${request.code} is superseded by ${supersededBy?.code ?? 'another'}.`);
              onDone();
            },
          },
        )
      }
    >
      <Select
        label="The request that takes its place"
        required
        searchable
        data-autofocus
        data={others.map(({ id, code, title }) => ({ value: id, label: `${code} ${title}` }))}
        value={by}
        onChange={setBy}
        error={fieldError(write.error, 'by')}
      />
      <Textarea
        label="Why"
        required
        autosize
        minRows={2}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
        error={fieldError(write.error, 'reason')}
      />
    </Form>
  );
}
