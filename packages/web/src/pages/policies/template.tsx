import { Anchor, Badge, Button, Group, Stack, Text } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import type { Output } from '../../api/client.ts';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { Download } from '../../ui/download.tsx';
import { ErrorNotice, Note, sayError, Warning } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { SaveAs } from '../../ui/save-as.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Drift, inWords, Promises } from './promises.tsx';
import { TextBlocks } from './text-blocks.tsx';

const route = getRouteApi('/inside/policies/templates/$id');
type Template = Output<'policies.template'>;

/** One template, filled. */
export function TemplatePage() {
  const { id } = route.useParams();
  return (
    <WithEngagement title={id}>{(engagement) => <Filled key={id} id={id} engagement={engagement} />}</WithEngagement>
  );
}

function Filled({ id, engagement }: { id: string; engagement: Engagement }) {
  const { data, error, refetch } = useOperation('policies.template', { engagementId: engagement.id, id });
  return (
    <Page
      title={data?.title ?? id}
      lead={
        <Link to="/policies" className="tm-link">
          All documents
        </Link>
      }
      actions={
        data === undefined ? null : (
          <Group gap="xs">
            <Begin engagement={engagement} id={id} />
            {(['pdf', 'docx'] as const).map((format) => (
              <Download
                key={format}
                operation="policies.export"
                input={{ engagementId: engagement.id, id, format }}
                fileName={`${id} ${data.title}.${format}`}
                label={format.toUpperCase()}
                about={data.title}
                size="xs"
              />
            ))}
            <SaveAs
              fileName={`${id} ${data.title}.md`}
              text={data.markdown}
              label="Markdown"
              type="text/markdown;charset=utf-8"
            />
          </Group>
        )
      }
    >
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined && error === null ? <Waiting lines={12} /> : null}
      {data === undefined ? null : <Document template={data} />}
    </Page>
  );
}

/** Begins the document, or leads to it where it is begun. */
function Begin({ engagement, id }: { engagement: Engagement; id: string }) {
  const may = useMay('policies.manage');
  const navigate = route.useNavigate();
  const { data } = useOperation('policies.list', {});
  const begin = useWrite('policies.begin');
  const begun = data?.items.find(({ code }) => code === id);
  const open = (policy: string): void => void navigate({ to: '/policies/$id', params: { id: policy } });
  if (begun !== undefined)
    return (
      <Button size="xs" onClick={() => open(begun.id)}>
        Open the document
      </Button>
    );
  if (data === undefined || !may) return null;
  return (
    <Button
      size="xs"
      loading={begin.isPending}
      onClick={() =>
        begin.mutate(
          { engagementId: engagement.id, templates: [id] },
          { onSuccess: ({ items }) => open(items[0]?.id ?? ''), onError: sayError },
        )
      }
    >
      Begin this document
    </Button>
  );
}

function Document({ template }: { template: Template }) {
  const { applies, satisfies, owner, acknowledgement, purpose, blocks, missing, obligations, settings, reviewCadence } =
    template;
  return (
    <Stack gap="md">
      <Group gap="xs">
        <Badge variant="default" tt="none" fw={500} data-tone="interim">
          Template text
        </Badge>
        <Text size="sm" c="dimmed">
          {purpose} Owner: {owner}. Reviewed: {inWords(reviewCadence).toLowerCase()}.
          {acknowledgement ? ' Accepted by everybody.' : ''} For {satisfies.join(', ')}.
        </Text>
      </Group>
      {applies ? null : (
        <Note>No criterion that it satisfies is asked in this engagement, so you need not have it.</Note>
      )}
      {missing.length === 0 ? null : (
        <Warning>
          Not known yet:{' '}
          {missing
            .map(({ kind, words }) => (kind === 'condition' ? `whether there are ${words}` : `the ${words}`))
            .join(', ')}
          . What hangs on it is kept in the text.{' '}
          <Anchor component={Link} to="/scope" underline="always">
            Write down the scope
          </Anchor>
        </Warning>
      )}
      <Drift obligations={obligations} />
      <TextBlocks blocks={blocks} />
      <Stack gap="xs" component="section" aria-labelledby="promises">
        <h2 id="promises">What it promises, by control</h2>
        <Promises obligations={obligations} />
      </Stack>
      {settings.length === 0 ? null : (
        <Stack gap="xs" component="section" aria-labelledby="numbers">
          <h2 id="numbers">Numbers it promises by</h2>
          <Text size="sm" c="dimmed">
            They are the same in every document.
          </Text>
          <Text component="ul" size="sm" pl="lg" m={0}>
            {settings.map(({ id, text, meaning }) => (
              <li key={id}>
                <strong>{text}</strong>: {meaning}
              </li>
            ))}
          </Text>
        </Stack>
      )}
    </Stack>
  );
}
