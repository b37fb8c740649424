import { Alert, Button, Group, List, Stack, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { IconCheck } from '@tabler/icons-react';
import type { DefinitionFault, Engagement, PublishedTest } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { ConfirmWord, isTyped } from '../../ui/confirm-word.tsx';
import { ErrorNotice, say } from '../../ui/notices.tsx';
import { Term } from '../../ui/term.tsx';
import { Waiting } from '../../ui/waiting.tsx';

const route = getRouteApi('/inside/tests');

const example = `id: CHG-02.own
control: CHG-02
title: Changes to main carry a sign-off
kind: items
population: code-changes
where: item.branch == "main"
attributes:
  A:
    title: Somebody signed off
    pass: 'size(item.signed_off_by) > 0'
`;

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
  return <Editor key={from} engagement={engagement} beginning={known?.yaml ?? example} />;
}

/** The editor of a definition: faults appear beneath it while one types. */
function Editor({ engagement, beginning }: { engagement: Engagement; beginning: string }) {
  const navigate = route.useNavigate();
  const [yaml, setYaml] = useState(beginning);
  const [typed, setTyped] = useState('');
  const [settled] = useDebouncedValue(yaml, 500);
  const field = useRef<HTMLTextAreaElement>(null);
  const mayPublish = useMay('tests.publish');
  const check = useOperation('tests.check', { yaml: settled }, { enabled: settled.trim() !== '' });
  const publish = useWrite('tests.publish');

  function goTo({ line, column }: DefinitionFault): void {
    const before =
      yaml
        .split('\n')
        .slice(0, line - 1)
        .join('\n').length + (line > 1 ? 1 : 0);
    field.current?.focus();
    field.current?.setSelectionRange(before + column - 1, before + column - 1);
  }

  const faults = check.data?.faults ?? [];
  const checked = settled === yaml && check.data !== undefined && !check.isFetching;

  return (
    <Stack gap="md">
      <Text size="sm" c="dimmed">
        A <Term id="definition">definition</Term> is YAML with expressions in CEL over{' '}
        <span className="mono">item</span> and the relations. A field that is missing makes the attribute{' '}
        <Term id="unverified">unverified</Term>, never a pass.
      </Text>
      <Textarea
        ref={field}
        label="Definition"
        autosize
        minRows={16}
        maxRows={34}
        spellCheck={false}
        styles={{
          input: {
            fontFamily: 'var(--mantine-font-family-monospace)',
            fontSize: 13,
            lineHeight: '20px',
            whiteSpace: 'pre',
            overflowX: 'auto',
            color: 'var(--mantine-color-text)',
          },
        }}
        value={yaml}
        onChange={(event) => setYaml(event.currentTarget.value)}
        error={
          checked && faults.length > 0 ? `${faults.length} ${faults.length === 1 ? 'fault' : 'faults'}` : undefined
        }
      />
      <div aria-live="polite">
        {check.error === null ? null : <ErrorNotice error={check.error} />}
        {checked && faults.length === 0 ? (
          <Alert role="note" variant="light" color="green" icon={<IconCheck aria-hidden />} title="No faults found" />
        ) : null}
        {faults.length === 0 ? null : (
          <List spacing={6} size="sm" listStyleType="none" aria-label="Faults">
            {faults.map((fault) => (
              <List.Item key={`${fault.line} ${fault.column} ${fault.message}`}>
                <Group gap="xs" align="baseline" wrap="nowrap">
                  <Button size="compact-xs" variant="default" onClick={() => goTo(fault)}>
                    Line {fault.line}, column {fault.column}
                  </Button>
                  <span>
                    {fault.path === '' ? null : <span className="mono">{fault.path} </span>}
                    {fault.message}
                    {fault.suggestion === null ? null : (
                      <Text size="sm" c="dimmed">
                        {fault.suggestion}
                      </Text>
                    )}
                  </span>
                </Group>
              </List.Item>
            ))}
          </List>
        )}
      </div>
      {mayPublish ? (
        <>
          <ConfirmWord word="publish" typed={typed} onType={setTyped}>
            The text above will be fixed: versioned, hashed and entered in the evidence log. A later version can replace
            it, but what was published stays.
          </ConfirmWord>
          {publish.error === null ? null : <ErrorNotice error={publish.error} />}
          <Group>
            <Button
              loading={publish.isPending}
              disabled={!checked || faults.length > 0 || !isTyped(typed, 'publish')}
              onClick={() =>
                publish.mutate(
                  { engagementId: engagement.id, yaml },
                  {
                    onSuccess: ({ definition, version }) => {
                      say(`${definition.id} is published as version ${version}.`);
                      void navigate({ search: { tab: 'published', open: definition.id } });
                    },
                  },
                )
              }
            >
              Publish test
            </Button>
          </Group>
        </>
      ) : null}
    </Stack>
  );
}
