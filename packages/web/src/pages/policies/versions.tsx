import { Button, Group, Stack, Text } from '@mantine/core';
import type { PolicyInFull, PolicyVersion } from '@tickmark/core';
import { policyStepTitles } from '@tickmark/core/policy-words';
import { getRouteApi } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { Download } from '../../ui/download.tsx';
import { Empty, ErrorNotice } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Hash, Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Changes } from './changes.tsx';
import { VersionStateBadge } from './policy-state.tsx';
import { TextBlocks } from './text-blocks.tsx';
import classes from './policies.module.css';

const route = getRouteApi('/inside/policies/$id');

/** Every version with what was done to it, and its text where one is looked at. */
export function Versions({ policy }: { policy: PolicyInFull }) {
  const { version, changes } = route.useSearch();
  const navigate = route.useNavigate();
  const number = Number(version);
  if (policy.versions.length === 0)
    return <Empty title="Nothing was handed in yet." example="A version appears here once the draft is handed in." />;
  return (
    <Stack gap="md">
      <ol className={classes.versions}>
        {policy.versions.map((each) => (
          <li key={each.id}>
            <Panel>
              <OneVersion
                policy={policy}
                version={each}
                open={each.number === number ? (changes === undefined ? 'text' : 'changes') : null}
                onOpen={(open) =>
                  void navigate({
                    search: (s) => ({
                      ...s,
                      version: open === null ? undefined : String(each.number),
                      changes: open === 'changes' ? 'shown' : undefined,
                    }),
                    replace: true,
                  })
                }
              />
            </Panel>
          </li>
        ))}
      </ol>
    </Stack>
  );
}

function OneVersion({
  policy,
  version,
  open,
  onOpen,
}: {
  policy: PolicyInFull;
  version: PolicyVersion;
  open: 'text' | 'changes' | null;
  onOpen: (open: 'text' | 'changes' | null) => void;
}) {
  const { number, state, sha256, submittedAt, submittedBy, changes, steps, authors, accepted, effectiveFrom } = version;
  return (
    <Stack gap="xs">
      <Group justify="space-between" gap="xs">
        <Group gap="xs">
          <Text component="h2" fw={600} size="md" m={0}>
            Version {number}
          </Text>
          <VersionStateBadge state={state} />
        </Group>
        <Group gap="xs">
          <Button
            size="compact-sm"
            variant="default"
            aria-expanded={open === 'text'}
            onClick={() => onOpen(open === 'text' ? null : 'text')}
          >
            {open === 'text' ? 'Hide its text' : 'Read it'}
          </Button>
          {number === 1 ? null : (
            <Button
              size="compact-sm"
              variant="default"
              aria-expanded={open === 'changes'}
              onClick={() => onOpen(open === 'changes' ? null : 'changes')}
            >
              {open === 'changes' ? 'Hide what changed' : `What changed since ${number - 1}`}
            </Button>
          )}
          <Download
            operation="policies.download"
            input={{ id: policy.id, number, format: 'pdf' }}
            fileName={`${policy.code} ${policy.title}, version ${number}.pdf`}
            label="PDF"
            about={`version ${number}`}
            size="compact-sm"
          />
        </Group>
      </Group>
      {changes === null ? null : (
        <Text size="sm" style={{ whiteSpace: 'pre-line' }}>
          <AsWritten text={changes} />
        </Text>
      )}
      <ul className={classes.steps}>
        <li>
          Handed in <Moment at={submittedAt} /> by {submittedBy.name ?? 'somebody not known here'}; written by{' '}
          {authors.map(({ name }) => name ?? 'somebody not known here').join(', ')}
        </li>
        {steps.map((step) => (
          <li key={step.id}>
            {policyStepTitles[step.kind]} <Moment at={step.at} /> by {step.by.name ?? 'somebody not known here'}
            {step.effectiveFrom === null ? '' : `, to hold from ${step.effectiveFrom}`}
            {step.note === null ? null : (
              <>
                : <AsWritten text={step.note} />
              </>
            )}
          </li>
        ))}
        {accepted === 0 ? null : (
          <li>
            Accepted by {accepted} {accepted === 1 ? 'person' : 'people'}
          </li>
        )}
      </ul>
      <Text size="xs" c="dimmed" component="div">
        {effectiveFrom === null ? '' : `Holds from ${effectiveFrom}. `}
        Entry {version.entryIndex} of the log, hash <Hash value={sha256} label={`hash of version ${number}`} />
      </Text>
      {open === 'text' ? <VersionText policyId={policy.id} number={number} /> : null}
      {open === 'changes' ? <Changes id={policy.id} from={number - 1} to={number} /> : null}
    </Stack>
  );
}

function VersionText({ policyId, number }: { policyId: string; number: number }) {
  const { data, error, refetch } = useOperation('policies.version', { id: policyId, number });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  return data === undefined ? <Waiting lines={8} /> : <TextBlocks blocks={data.blocks} framed={false} />;
}
