import { Button, Checkbox, Stack, Textarea } from '@mantine/core';
import type { Evidence } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { Form } from '../../ui/form.tsx';
import { ErrorNotice, say } from '../../ui/notices.tsx';
import { OpensForm } from '../../ui/opens-form.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Moment } from '../../ui/values.tsx';

interface Props {
  id: string;
  given: NonNullable<Evidence['given']>;
}

/** How a piece came through a capture link, and the decision whether it counts. */
export function Given({ id, given }: Props) {
  const { state, by, note, forWhom, askedBy, decided, supersedes } = given;
  return (
    <Panel>
      <Stack gap="sm">
        <span>
          <StateBadge state={`evidence-${state}`} />
        </span>
        <Facts
          facts={[
            [
              'Given by',
              <span key="b">
                <AsWritten text={by} />, as they said; nobody verified it
              </span>,
            ],
            ...(note === null ? [] : [['They wrote', <AsWritten key="n" text={note} />] as const]),
            [
              'Through',
              <span key="t">
                <Link to="/evidence/links" search={{ open: given.linkId }} className="tm-link">
                  a link
                </Link>{' '}
                made by {askedBy.name ?? 'somebody who is not known here'} for {forWhom}
              </span>,
            ],
            ...(supersedes === null || state === 'accepted'
              ? []
              : [['Is to supersede', <AsWritten key="s" text={supersedes.title} />] as const]),
            ...(decided === null
              ? []
              : [
                  [
                    state === 'accepted' ? 'Accepted' : 'Refused',
                    <span key="d">
                      <Moment at={decided.at} /> by {decided.by.name ?? 'somebody who is not known here'}
                      {decided.reason === null ? null : (
                        <>
                          : <AsWritten text={decided.reason} />
                        </>
                      )}
                    </span>,
                  ] as const,
                ]),
          ]}
        />
        {state === 'accepted' ? null : <Decide id={id} given={given} />}
      </Stack>
    </Panel>
  );
}

function Decide({ id, given: { state, supersedes } }: Props) {
  const may = useMay('evidence.accept');
  const accept = useWrite('evidence.accept');
  const refuse = useWrite('evidence.refuse');
  const [reason, setReason] = useState('');
  const [supersede, setSupersede] = useState(true);
  if (!may) return null;
  return (
    <Stack gap="sm">
      {supersedes === null ? null : (
        <Checkbox
          label={`Supersede “${supersedes.title}” with it`}
          checked={supersede}
          onChange={(event) => setSupersede(event.currentTarget.checked)}
          error={fieldError(accept.error, 'supersede')}
        />
      )}
      {accept.error === null ? null : <ErrorNotice error={accept.error} />}
      <Button
        style={{ alignSelf: 'flex-start' }}
        loading={accept.isPending}
        onClick={() =>
          accept.mutate({ id, supersede }, { onSuccess: () => say('Accepted. It counts as evidence from now on.') })
        }
      >
        {state === 'refused' ? 'Accept after all' : 'Accept as evidence'}
      </Button>
      {state === 'refused' ? null : (
        <OpensForm label="Refuse with a reason">
          {(close) => (
            <Form
              submit="Refuse"
              busy={refuse.isPending}
              error={refuse.error}
              onCancel={close}
              onSubmit={() =>
                refuse.mutate({ id, reason }, { onSuccess: () => say('Refused. It is kept, and counts nowhere.') })
              }
            >
              <Textarea
                label="Why it is refused"
                description="Kept with the file. Whoever gave it is not told."
                required
                autosize
                minRows={2}
                value={reason}
                onChange={(event) => setReason(event.currentTarget.value)}
                error={fieldError(refuse.error, 'reason')}
              />
            </Form>
          )}
        </OpensForm>
      )}
    </Stack>
  );
}
