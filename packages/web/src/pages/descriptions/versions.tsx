import { Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import type { Description, DescriptionDocument, DescriptionVersion } from '@tickmark/core';
import { getRouteApi } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import lists from '../../ui/list.module.css';
import { AsWritten } from '../../ui/as-written.tsx';
import { Download } from '../../ui/download.tsx';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { ComparedLayouts } from '../policies/changes.tsx';
import { TextBlocks } from '../policies/text-blocks.tsx';
import classes from './descriptions.module.css';
import { criterionOf, pointsInWords } from './part-words.ts';

const route = getRouteApi('/inside/description');

interface Props {
  whole: Description;
  mayApprove: boolean;
  userId: string | undefined;
  onApprove: (number: number) => void;
}

/** Every frozen version with who approved it, what it says, and what changed from one to another. */
export function Versions({ whole, mayApprove, userId, onApprove }: Props) {
  const { version, from, to } = route.useSearch();
  const navigate = route.useNavigate();
  const { versions, engagement } = whole;
  if (versions.length === 0)
    return (
      <Empty
        title="No version is frozen yet."
        example="A version keeps the description as it was on a day, with its hash and the points that were open. Management approves it by name."
      />
    );
  const compares = versions.some(({ number }) => String(number) === from);
  return (
    <Stack gap="md">
      <Compare whole={whole} />
      {compares ? (
        <ComparedVersions engagementId={engagement.id} from={Number(from)} to={to === undefined ? null : Number(to)} />
      ) : null}
      <ol className={lists.panels} aria-label="Versions">
        {versions.map((each) => (
          <li key={each.number}>
            <Panel>
              <OneVersion
                engagement={engagement}
                version={each}
                open={String(each.number) === version}
                onOpen={(open) =>
                  void navigate({
                    search: (s) => ({ ...s, version: open ? String(each.number) : undefined }),
                    replace: true,
                    resetScroll: false,
                  })
                }
                onApprove={
                  mayApprove && each === versions[0] && !each.approvals.some(({ by }) => by.id === userId)
                    ? () => onApprove(each.number)
                    : undefined
                }
              />
            </Panel>
          </li>
        ))}
      </ol>
    </Stack>
  );
}

/** Chooses what is held against what: two versions, or a version and what would be said now. */
function Compare({ whole: { versions } }: { whole: Description }) {
  const { from, to } = route.useSearch();
  const navigate = route.useNavigate();
  const put = (part: { from?: string | undefined; to?: string | undefined }): void =>
    void navigate({ search: (s) => ({ ...s, ...part }), replace: true, resetScroll: false });
  return (
    <Group gap="sm" align="flex-end" component="section" aria-label="Compare">
      <NativeSelect
        label="Compare"
        value={from ?? ''}
        onChange={(event) => put({ from: event.currentTarget.value === '' ? undefined : event.currentTarget.value })}
        data={[
          { value: '', label: 'Choose a version' },
          ...versions.map(({ number }) => ({ value: String(number), label: `Version ${number}` })),
        ]}
      />
      <NativeSelect
        label="with"
        value={to ?? ''}
        onChange={(event) => put({ to: event.currentTarget.value === '' ? undefined : event.currentTarget.value })}
        data={[
          { value: '', label: 'What it would say now' },
          ...versions.map(({ number }) => ({ value: String(number), label: `Version ${number}` })),
        ]}
      />
    </Group>
  );
}

function ComparedVersions({ engagementId, from, to }: { engagementId: string; from: number; to: number | null }) {
  const { data, error, refetch } = useOperation('descriptions.compare', {
    engagementId,
    from,
    ...(to === null ? {} : { to }),
  });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  return data === undefined ? <Waiting lines={8} /> : <ComparedLayouts compared={data} />;
}

interface OneProps {
  engagement: Description['engagement'];
  version: DescriptionVersion;
  open: boolean;
  onOpen: (open: boolean) => void;
  onApprove: (() => void) | undefined;
}

function OneVersion({ engagement, version, open, onOpen, onApprove }: OneProps) {
  const { number, sha256, changes, frozenAt, frozenBy, approvals, entryIndex } = version;
  const left = pointsInWords(version.open);
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Text component="h2" fw={600} size="md" m={0}>
          Version {number}
        </Text>
        <Group gap="xs">
          <Button size="compact-sm" variant="default" aria-expanded={open} onClick={() => onOpen(!open)}>
            {open ? 'Hide its text' : `Read version ${number}`}
          </Button>
          <Downloads engagement={engagement} number={number} />
          {onApprove === undefined ? null : (
            <Button size="compact-sm" onClick={onApprove}>
              Approve version {number}
            </Button>
          )}
        </Group>
      </Group>
      {changes === null ? null : (
        <Text size="sm" className={classes.what}>
          <AsWritten text={changes} />
        </Text>
      )}
      <ul className={classes.plain}>
        <li>
          Frozen <Moment at={frozenAt} /> by {frozenBy.name ?? 'somebody not known here'}, of {daysOf(version.terms)}
        </li>
        <li>{left === '' ? 'No point was open then' : `Points that were open then: ${left}`}</li>
        {approvals.length === 0 ? <li>Approved by nobody yet</li> : null}
        {approvals.map(({ by, name, position, at }) => (
          <li key={by.id}>
            Approved <Moment at={at} /> by <AsWritten text={name} />, <AsWritten text={position} />
          </li>
        ))}
      </ul>
      <Text size="xs" c="dimmed" component="div">
        Entry {entryIndex} of the log, hash <Hash value={sha256} label={`hash of version ${number}`} whole />
      </Text>
      {open ? <VersionText engagementId={engagement.id} number={number} /> : null}
    </Stack>
  );
}

function daysOf(terms: DescriptionVersion['terms']): string {
  return terms.type === 'type1' ? terms.asOf : `${terms.period.from} to ${terms.period.to}`;
}

const formats = [
  { format: 'pdf', label: 'PDF', ending: 'pdf' },
  { format: 'docx', label: 'Word', ending: 'docx' },
  { format: 'markdown', label: 'Markdown', ending: 'md' },
] as const;

/** The description as a file: a version, or as it is now. */
export function Downloads({ engagement, number }: { engagement: Description['engagement']; number?: number }) {
  const about = number === undefined ? 'as it is now' : `version ${number}`;
  return formats.map(({ format, label, ending }) => (
    <Download
      key={format}
      operation="descriptions.download"
      input={{ engagementId: engagement.id, format, ...(number === undefined ? {} : { number }) }}
      fileName={`System description ${engagement.title}, ${about}.${ending}`}
      label={label}
      about={about}
      size={number === undefined ? 'xs' : 'compact-sm'}
    />
  ));
}

function VersionText({ engagementId, number }: { engagementId: string; number: number }) {
  const { data, error, refetch } = useOperation('descriptions.version', { engagementId, number });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  return data === undefined ? <Waiting lines={8} /> : <Reading document={data.document} />;
}

/** A document as it was frozen, with the points that were open in it. */
function Reading({ document: { parts, points } }: { document: DescriptionDocument }) {
  return (
    <Stack gap="md">
      {parts.map(({ id, title, blocks }) => (
        <section key={id} aria-label={title}>
          <h3>{title}</h3>
          {blocks.length === 0 ? (
            <Text size="sm" c="dimmed">
              Nothing stood in it.
            </Text>
          ) : (
            <TextBlocks blocks={blocks} framed={false} />
          )}
        </section>
      ))}
      {points.length === 0 ? null : (
        <section aria-label="Points that were open">
          <h3>Points that were open</h3>
          <ul className={classes.plain}>
            {points.map(({ part, severity, text }, place) => (
              <li key={place}>
                {severity === 'must' ? 'Missing' : 'To look at'}, {criterionOf(part)}: <AsWritten text={text} />
              </li>
            ))}
          </ul>
        </section>
      )}
    </Stack>
  );
}
