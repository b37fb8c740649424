import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Engagement, PublishedTest } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { useMemo, useState } from 'react';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { Note, Warning } from '../../ui/notices.tsx';
import { Verbatim } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { TestFormFields } from './builder/test-form.tsx';
import { draftsOf } from './drafts.ts';
import { exampleForm } from './form/form.ts';
import { readForm } from './form/read.ts';
import { writeForm } from './form/write.ts';
import { Preview } from './preview.tsx';
import { PublishText } from './publish-text.tsx';
import { TextEditor } from './text-editor.tsx';
import classes from './write-test.module.css';

const route = getRouteApi('/inside/tests');

interface Props {
  engagement: Engagement;
  published: readonly PublishedTest[];
}

/** Where a new definition begins: from one that exists, or from an example. */
export function WriteTest({ engagement, published }: Props) {
  const { from } = route.useSearch();
  const library = useOperation('tests.library', {}, { enabled: from !== undefined });
  const known = [...published, ...(library.data?.items ?? [])].find(({ definition }) => definition.id === from);
  if (from !== undefined && known === undefined && library.isPending) return <Waiting />;
  return (
    <Writing
      key={`${engagement.id} ${from ?? ''}`}
      engagement={engagement}
      from={from ?? ''}
      beginning={known?.yaml ?? writeForm(exampleForm)}
    />
  );
}

/** One text, filled in as a form or typed, with what it says of real rows beside it. */
function Writing({ engagement, from, beginning }: { engagement: Engagement; from: string; beginning: string }) {
  const { as } = route.useSearch();
  const navigate = route.useNavigate();
  const drafts = useMemo(() => draftsOf(localStorage, engagement.id), [engagement.id]);
  const [restored, setRestored] = useState(() => {
    const draft = drafts.read(from);
    return draft !== null && draft !== beginning;
  });
  const [yaml, setYaml] = useState(() => drafts.read(from) ?? beginning);
  const [kept, setKept] = useState(true);
  const [settled] = useDebouncedValue(yaml, 400);
  const mayPublish = useMay('tests.publish');
  const check = useOperation('tests.check', { yaml: settled }, { enabled: settled.trim() !== '' });
  const checked = settled === yaml && check.data !== undefined && !check.isFetching;
  const faults = check.data?.faults;
  const form = useMemo(() => readForm(yaml), [yaml]);
  const wanted = as ?? 'form';
  const asForm = wanted === 'form' && form !== null;

  function write(next: string): void {
    setYaml(next);
    if (next === beginning) drafts.drop(from);
    else setKept(drafts.keep(from, next));
  }

  function discard(): void {
    drafts.drop(from);
    setYaml(beginning);
    setRestored(false);
  }

  return (
    <Stack gap="md">
      <Group gap="md">
        <SegmentedControl
          size="xs"
          aria-label="How to write"
          value={asForm ? 'form' : 'text'}
          onChange={(next) =>
            void navigate({ search: (s) => ({ ...s, as: next === 'form' ? 'form' : 'text' }), replace: true })
          }
          data={[
            { value: 'form', label: 'Form' },
            { value: 'text', label: 'Text' },
          ]}
        />
        <Text size="sm" c="dimmed" flex="1 1 320px">
          A <Term id="definition">definition</Term> is a short text that an auditor can read. A field that is missing
          makes the attribute <Term id="unverified">unverified</Term>, never a pass.
        </Text>
      </Group>
      {restored ? (
        <Group gap="sm">
          <Note>Draft restored: what you had typed and not published.</Note>
          <Button size="compact-sm" variant="default" onClick={discard}>
            Discard draft
          </Button>
        </Group>
      ) : null}
      {kept ? null : <Warning>This browser keeps no drafts: copy the text before you leave this page.</Warning>}
      {check.fetchStatus === 'paused' ? (
        <Warning>There is no connection. What you type is kept here and checked once it is back.</Warning>
      ) : null}
      {wanted === 'form' && form === null ? (
        <Warning>This text says more than the form can show, so it stays in the editor.</Warning>
      ) : null}
      <div className={classes.sides}>
        <Stack gap="md" miw={0}>
          {asForm ? (
            <TestFormFields form={form} onChange={(next) => write(writeForm(next))} />
          ) : (
            <TextEditor
              engagementId={engagement.id}
              yaml={yaml}
              onChange={write}
              faults={checked ? faults : undefined}
            />
          )}
        </Stack>
        <Stack gap="md" miw={0}>
          {asForm ? <Verbatim label="The definition it writes" text={yaml} /> : null}
          <Preview engagementId={engagement.id} yaml={settled} check={check} current={checked} listed={asForm} />
        </Stack>
      </div>
      {mayPublish ? (
        <PublishText
          engagement={engagement}
          yaml={yaml}
          ready={checked && faults?.length === 0}
          onPublished={() => drafts.drop(from)}
        />
      ) : null}
    </Stack>
  );
}
