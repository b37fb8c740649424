import { Checkbox, Select, Textarea, TextInput } from '@mantine/core';
import { frequencies } from '@tickmark/core/control-words';
import { holds } from '@tickmark/core/roles';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { NotForRole } from '../../shell/not-for-role.tsx';
import { Form } from '../../ui/form.tsx';
import { ErrorNotice, Note, say } from '../../ui/notices.tsx';
import { Page, Section } from '../../ui/page.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { ControlsField } from '../evidence/controls-field.tsx';
import { often } from './procedure-state.tsx';
import {
  draftFrom,
  draftOf,
  emptyDraft,
  inputOf,
  missingOf,
  type ProcedureDraft,
  type ProcedureFrequency,
} from './step-draft.ts';
import { StepsField } from './steps-field.tsx';

const route = getRouteApi('/inside/procedures/write');

/** A new procedure, one from a list of a document, or the next version of one. */
export function WriteProcedurePage() {
  return useMay('procedures.manage') ? <WriteProcedure /> : <NotForRole title="Write a procedure" />;
}

function WriteProcedure() {
  const { id, policy, list } = route.useSearch();
  const procedure = useOperation('procedures.get', { id: id ?? '' }, { enabled: id !== undefined });
  const proposed = useOperation(
    'procedures.proposed',
    { policyId: policy ?? '' },
    { enabled: id === undefined && policy !== undefined },
  );
  const title = id === undefined ? 'Write a procedure' : 'Change the procedure';
  const error = procedure.error ?? proposed.error;
  const chosen = proposed.data?.items[Number(list)];
  const ready = id !== undefined ? procedure.data !== undefined : policy === undefined || proposed.data !== undefined;
  return (
    <Page
      title={title}
      narrow
      lead={
        <Link to="/procedures" className="tm-link">
          All procedures
        </Link>
      }
    >
      {error === null ? null : <ErrorNotice error={error} />}
      {!ready ? (
        error === null ? (
          <Waiting lines={10} />
        ) : null
      ) : (
        <WriteForm
          key={id ?? `${policy} ${list}`}
          first={
            procedure.data !== undefined
              ? draftOf(procedure.data)
              : chosen !== undefined && policy !== undefined
                ? draftFrom(policy, chosen)
                : emptyDraft()
          }
          id={id}
          // Whoever writes has seen what stood there as they began.
          seen={procedure.data?.number ?? 0}
        />
      )}
    </Page>
  );
}

function WriteForm({ first, id, seen: now }: { first: ProcedureDraft; id: string | undefined; seen: number }) {
  const [seen] = useState(now);
  const [draft, setDraft] = useState(first);
  const [changes, setChanges] = useState('');
  const navigate = route.useNavigate();
  const write = useWrite('procedures.write');
  const members = useOperation('members.list', { limit: 500 });
  const policies = useOperation('policies.list', {});
  const put = (part: Partial<ProcedureDraft>): void => setDraft({ ...draft, ...part });
  const missing = missingOf(draft);
  const save = (): void => {
    const input = inputOf(draft);
    if (input === null) return;
    write.mutate(
      { ...input, id, seen, changes: changes.trim() === '' ? undefined : changes },
      {
        onSuccess: (made) => {
          say(id === undefined ? `${made.title} is written.` : `Version ${made.number} of ${made.title} is written.`);
          void navigate({ to: '/procedures/$id', params: { id: made.id } });
        },
      },
    );
  };
  return (
    <Form
      submit={id === undefined ? 'Write the procedure' : 'Write the next version'}
      busy={write.isPending}
      error={write.error}
      disabled={missing.length > 0}
      onSubmit={save}
      beside={missing.length === 0 ? null : <Note>Still to be said: {missing.join('; ')}.</Note>}
    >
      <TextInput
        label="Title"
        placeholder="Onboarding"
        required
        maxLength={200}
        value={draft.title}
        onChange={(event) => put({ title: event.currentTarget.value })}
        error={fieldError(write.error, 'title')}
      />
      <Textarea
        label="What it is for"
        required
        autosize
        maxLength={4_000}
        value={draft.purpose}
        onChange={(event) => put({ purpose: event.currentTarget.value })}
        error={fieldError(write.error, 'purpose')}
      />
      <Select
        label="How often it is run"
        description="“Per occurrence” where something sets it off, such as somebody who joins."
        placeholder="Choose"
        required
        data={frequencies.map((each) => ({ value: each, label: often(each) }))}
        value={draft.frequency}
        onChange={(value) => put({ frequency: value as ProcedureFrequency | null })}
        error={fieldError(write.error, 'frequency')}
      />
      <Select
        label="Owner"
        description="Sees to it that it is run."
        placeholder="Nobody yet"
        searchable
        clearable
        data={(members.data?.items ?? [])
          .filter(({ role }) => holds(role, 'procedures.run'))
          .map(({ userId, name }) => ({ value: userId, label: name }))}
        value={draft.ownerId}
        onChange={(ownerId) => put({ ownerId })}
        error={fieldError(write.error, 'ownerId')}
      />
      <Select
        label="Document it belongs to"
        placeholder="None"
        searchable
        clearable
        data={(policies.data?.items ?? []).map((each) => ({ value: each.id, label: `${each.code} ${each.title}` }))}
        value={draft.policyId}
        onChange={(policyId) => put({ policyId })}
        error={fieldError(write.error, 'policyId')}
      />
      <ControlsField
        label="Controls that its runs show"
        description="Only adopted ones can be named."
        value={draft.controls}
        onChange={(controls) => put({ controls })}
        error={fieldError(write.error, 'controls')}
      />
      <Section title="Steps">
        <StepsField value={draft.steps} onChange={(steps) => put({ steps })} error={write.error} />
      </Section>
      <Checkbox
        label="Each step waits for those before it"
        checked={draft.inOrder}
        onChange={(event) => put({ inOrder: event.currentTarget.checked })}
      />
      {id === undefined ? null : (
        <Textarea
          label="What is new in it"
          autosize
          maxLength={4_000}
          value={changes}
          onChange={(event) => setChanges(event.currentTarget.value)}
          error={fieldError(write.error, 'changes')}
        />
      )}
    </Form>
  );
}
