import { Button, Group, Select, Stack, Text } from '@mantine/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { NotForRole } from '../../shell/not-for-role.tsx';
import lists from '../../ui/list.module.css';
import { AsWritten } from '../../ui/as-written.tsx';
import { quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Note } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Waiting } from '../../ui/waiting.tsx';

const route = getRouteApi('/inside/procedures/from-document');

/** Numbered lists of a document, each of which somebody may make a procedure. */
export function FromDocumentPage() {
  return useMay('procedures.manage') ? <FromDocument /> : <NotForRole title="Steps from a document" />;
}

function FromDocument() {
  const { policy } = route.useSearch();
  const navigate = route.useNavigate();
  const policies = useOperation('policies.list', {});
  const items = (policies.data?.items ?? []).filter(({ state }) => state !== 'retired');
  return (
    <Page
      title="Steps from a document"
      narrow
      lead={
        <Link to="/procedures" className="tm-link">
          All procedures
        </Link>
      }
    >
      {policies.error === null ? null : <ErrorNotice error={policies.error} retry={() => void policies.refetch()} />}
      {policies.data !== undefined && items.length === 0 ? (
        <Empty
          title="There is no document yet."
          action={
            <Button component={Link} to="/policies">
              Go to the policies
            </Button>
          }
          example="For example: the human resources policy tells in five lists how people join, move and leave."
        />
      ) : (
        <Select
          label="Document"
          placeholder="Choose one"
          searchable
          data={items.map(({ id, code, title }) => ({ value: id, label: `${code} ${title}` }))}
          value={policy ?? null}
          onChange={(value) => void navigate({ search: { policy: value ?? undefined }, replace: true })}
        />
      )}
      {policy === undefined ? null : <Lists key={policy} policyId={policy} />}
    </Page>
  );
}

function Lists({ policyId }: { policyId: string }) {
  const { data, error, refetch } = useOperation('procedures.proposed', { policyId });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={8} />;
  if (data.total === 0)
    return (
      <Empty
        title="No list of it reads like a procedure."
        action={
          <Button component={Link} to="/procedures/write">
            Write one
          </Button>
        }
        example="Found are numbered lists under a heading that says Steps, and those whose items end with “Record: …”."
      />
    );
  return (
    <Stack gap="md">
      <Note>
        {quantity(data.total, 'list')}, from{' '}
        {data.number === null ? 'the draft, for nothing of it is in force' : `version ${data.number}, in force`}.
        Nothing is made of a list until you write it.
      </Note>
      <ol className={lists.panels}>
        {data.items.map((list, place) => (
          <li key={place}>
            <Panel>
              <Stack gap="xs">
                <Group justify="space-between" gap="xs">
                  <Text component="h2" fw={600} size="md" m={0}>
                    <AsWritten text={list.title} />
                  </Text>
                  <Button
                    renderRoot={(props) => (
                      <Link to="/procedures/write" search={{ policy: policyId, list: String(place) }} {...props} />
                    )}
                    size="compact-sm"
                    variant={list.taken === null ? 'filled' : 'default'}
                    aria-label={`Make it a procedure: ${list.title}`}
                  >
                    Make it a procedure
                  </Button>
                </Group>
                {list.taken === null ? null : (
                  <Text size="sm">
                    There is one of this title already:{' '}
                    <Link to="/procedures/$id" params={{ id: list.taken.id }} className="tm-link">
                      {list.taken.title}
                    </Link>
                  </Text>
                )}
                <ol>
                  {list.steps.map(({ what, leaves }, at) => (
                    <li key={at}>
                      <Text size="sm">
                        <AsWritten text={what} />
                        {leaves === null ? null : (
                          <Text span size="sm" c="dimmed">
                            {' '}
                            Leaves: <AsWritten text={leaves} />
                          </Text>
                        )}
                      </Text>
                    </li>
                  ))}
                </ol>
              </Stack>
            </Panel>
          </li>
        ))}
      </ol>
    </Stack>
  );
}
