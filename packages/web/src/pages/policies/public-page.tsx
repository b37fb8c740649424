import { Anchor, Button, Checkbox, Group, Stack, Text } from '@mantine/core';
import type { PolicyInFull, PolicySummary } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useWrite } from '../../queries.ts';
import { Form } from '../../ui/form.tsx';
import { ErrorNotice, Note, say, Warning } from '../../ui/notices.tsx';
import { WordsBadge } from '../../ui/state-badge.tsx';
import { CopyIcon, Moment } from '../../ui/values.tsx';

/** Whether anybody reads it without an account; nothing where nobody does, as of one that is retired. */
export function PublicBadge({ policy }: { policy: Pick<PolicySummary, 'publicPage' | 'state'> }) {
  if (policy.publicPage === null || policy.state === 'retired') return null;
  return (
    <WordsBadge
      words={{
        word: 'Public',
        tone: 'interim',
        icon: 'eye',
        meaning: 'Anybody who has its address reads the version in force, without an account.',
      }}
    />
  );
}

/** Who may read it besides members, and what the address is. */
export function PublicPage({ policy, onDone }: { policy: PolicyInFull; onDone: () => void }) {
  return policy.publicPage === null ? (
    <MakePublic policy={policy} onDone={onDone} />
  ) : (
    <IsPublic policy={policy} page={policy.publicPage} onDone={onDone} />
  );
}

function MakePublic({ policy: { id, title, inForce }, onDone }: { policy: PolicyInFull; onDone: () => void }) {
  const [searchable, setSearchable] = useState(false);
  const write = useWrite('policies.make-public');
  return (
    <Form
      submit="Make it public"
      busy={write.isPending}
      error={write.error}
      onCancel={onDone}
      onSubmit={() => write.mutate({ id, searchable }, { onSuccess: () => say(`${title} is public.`) })}
    >
      <Text size="sm">
        It gets an address at which anybody reads the version in force, without an account: its text, with the name,
        logo and colour of the organization, since when it holds and when it is reviewed next. Drafts, earlier versions,
        comments, controls and those who wrote or approved it are not shown.
      </Text>
      <Warning>A name or number that stands in the text itself is public with it. Read it once more.</Warning>
      {inForce === null ? <NothingInForce /> : null}
      <Searchable checked={searchable} onChange={setSearchable} error={fieldError(write.error, 'searchable')} />
    </Form>
  );
}

function IsPublic({
  policy: { id, title, inForce },
  page: { path, searchable, changedAt, changedBy },
  onDone,
}: {
  policy: PolicyInFull;
  page: NonNullable<PolicyInFull['publicPage']>;
  onDone: () => void;
}) {
  const [asks, setAsks] = useState(false);
  const write = useWrite('policies.make-public');
  const takeBack = useWrite('policies.make-internal');
  const address = new URL(path, window.location.origin).href;
  return (
    <Stack gap="md">
      <Text size="sm">
        Anybody reads the version in force here, without an account. {changedBy.name ?? 'Somebody not known here'} said
        so <Moment at={changedAt} />.
      </Text>
      {inForce === null ? <NothingInForce /> : null}
      <Group gap={4} wrap="nowrap">
        <Anchor href={path} target="_blank" rel="noopener noreferrer" size="sm" style={{ overflowWrap: 'anywhere' }}>
          {address}
        </Anchor>
        <CopyIcon value={address} label="address of the public page" />
      </Group>
      <Searchable
        checked={searchable}
        busy={write.isPending}
        onChange={(next) => write.mutate({ id, searchable: next })}
        error={undefined}
      />
      {write.error === null ? null : <ErrorNotice error={write.error} />}
      {asks ? (
        <Form
          submit="Take it back"
          busy={takeBack.isPending}
          error={takeBack.error}
          onCancel={() => setAsks(false)}
          onSubmit={() =>
            takeBack.mutate(
              { id },
              {
                onSuccess: () => {
                  say(`${title} is public no more.`);
                  onDone();
                },
              },
            )
          }
        >
          <Text size="sm">
            Whoever opens the address reads nothing any more, from now on. What people or search engines have kept of it
            stays with them. The address is the same if you make it public again.
          </Text>
        </Form>
      ) : (
        <Group gap="xs">
          <Button component="a" href={path} target="_blank" rel="noopener noreferrer" size="xs">
            Open it
          </Button>
          <Button size="xs" variant="default" onClick={() => setAsks(true)}>
            Take it back
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function NothingInForce() {
  return <Note>No version is in force, so the page says that there is nothing to read until one is.</Note>;
}

function Searchable(props: {
  checked: boolean;
  busy?: boolean;
  onChange: (next: boolean) => void;
  error: string | undefined;
}) {
  const { checked, busy = false, onChange, error } = props;
  return (
    <Checkbox
      label="Search engines may list it"
      checked={checked}
      disabled={busy}
      onChange={(event) => onChange(event.currentTarget.checked)}
      error={error}
    />
  );
}
