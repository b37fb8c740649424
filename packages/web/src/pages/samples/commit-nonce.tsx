import { Select, Text, TextInput } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { useState } from 'react';
import { fieldError, useOperation, useWrite } from '../../queries.ts';
import { ConfirmWord, isTyped } from '../../ui/confirm-word.tsx';
import { Form } from '../../ui/form.tsx';
import { say } from '../../ui/notices.tsx';
import { Verbatim } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { CopyIcon } from '../../ui/values.tsx';

const command = 'nonce=$(openssl rand -hex 16); printf %s "$nonce" | sha256sum; echo "keep: $nonce"';

/** Records the hash of a nonce before the freeze; the nonce itself never leaves its owner until the draw. */
export function CommitNonce({ engagement, onDone }: { engagement: Engagement; onDone: () => void }) {
  const [control, setControl] = useState<string | null>(null);
  const [hash, setHash] = useState('');
  const [typed, setTyped] = useState('');
  const controls = useOperation('controls.list', { limit: 500 });
  const commit = useWrite('samples.commit-nonce');
  return (
    <Form
      submit="Commit"
      busy={commit.isPending}
      error={commit.error}
      disabled={control === null || hash.trim() === '' || !isTyped(typed, 'commit')}
      onSubmit={() => {
        if (control === null) return;
        commit.mutate(
          { engagementId: engagement.id, control, nonceSha256: hash.trim().toLowerCase() },
          {
            onSuccess: ({ entryIndex }) => {
              say(`Entered in the evidence log as entry ${entryIndex}. Keep the nonce until the draw.`);
              onDone();
            },
          },
        );
      }}
    >
      <Text size="sm">
        A <Term id="nonce">nonce</Term> is made by whoever examines, before the population is frozen. Only its hash is
        recorded now. Every later draw for this control from a population frozen afterwards needs the nonce itself.
      </Text>
      <div>
        <Text size="sm" fw={500} mb={4}>
          Make one on your own machine <CopyIcon value={command} label="command" />
        </Text>
        <Verbatim label="Command that makes a nonce and its hash" text={command} wrap />
      </div>
      <Select
        label="Control"
        required
        searchable
        data={(controls.data?.items ?? []).map(({ code, title }) => ({ value: code, label: `${code} ${title}` }))}
        value={control}
        onChange={setControl}
        error={fieldError(commit.error, 'control')}
      />
      <TextInput
        label="SHA-256 of the nonce"
        description="64 hex digits"
        required
        autoComplete="off"
        value={hash}
        onChange={(event) => setHash(event.currentTarget.value)}
        error={fieldError(commit.error, 'nonceSha256')}
      />
      <ConfirmWord word="commit" typed={typed} onType={setTyped}>
        The hash is entered in the evidence log. If the nonce is lost, no sample can be drawn for this control from a
        population frozen afterwards until a new commitment and a new version of the population.
      </ConfirmWord>
    </Form>
  );
}
