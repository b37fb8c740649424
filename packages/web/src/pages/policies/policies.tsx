import { Button, Group, Stack } from '@mantine/core';
import type { Engagement } from '@tickmark/core';
import { policyStates, policyStateTitles } from '@tickmark/core/policy-words';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useOperation, useWrite } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { WithEngagement } from '../../shell/with-engagement.tsx';
import { Choice } from '../../ui/choice.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { Download } from '../../ui/download.tsx';
import { count, quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, Note, say, sayError } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { SearchField } from '../../ui/search-field.tsx';
import { Over } from '../../ui/side.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { BrandForm } from './brand-form.tsx';
import { ImportForm } from './import-form.tsx';
import { OwnForm } from './own-form.tsx';
import { PeopleForm } from './people-form.tsx';
import { columns, has, isOutdated, rowsOf, stateOf } from './policy-rows.tsx';

const route = getRouteApi('/inside/policies');
export function PoliciesPage() {
  return <WithEngagement title="Policies">{(engagement) => <Policies engagement={engagement} />}</WithEngagement>;
}

function Policies({ engagement }: { engagement: Engagement }) {
  const { search = '', show, sort, state, mine, outdated } = route.useSearch();
  const navigate = route.useNavigate();
  const may = useMay('policies.manage');
  const [form, setForm] = useState<'own' | 'people' | 'import' | 'brand' | null>(null);
  const templates = useOperation('policies.templates', { engagementId: engagement.id });
  const policies = useOperation('policies.list', {});
  const begin = useWrite('policies.begin');
  const error = templates.error ?? policies.error;
  const loaded = templates.data !== undefined && policies.data !== undefined;
  const all = loaded ? rowsOf(templates.data.items, policies.data.items) : [];
  const shown = all.filter(
    (row) =>
      (show === 'all' || row.needed) &&
      (state === undefined || stateOf(row) === state) &&
      (mine === undefined || (row.begun && row.policy.open?.waitingForMe === true)) &&
      (outdated === undefined || isOutdated(row)) &&
      has(row, search),
  );
  const notBegun = all.flatMap((row) => (!row.begun && row.needed ? [row.code] : []));
  const outside = all.filter(({ needed }) => !needed).length;
  const unowned = all.flatMap((row) =>
    row.begun && row.policy.owner === null && row.policy.state !== 'retired' ? [row.policy] : [],
  );
  const inForce = all.filter((row) => row.begun && row.policy.inForce !== null).length;
  const waiting = policies.data?.counts.waitingForMe ?? 0;
  return (
    <Page
      title="Policies"
      lead={
        <>
          The documents that an examination expects. Begin them from templates that are filled from your scope, make
          them your own, and have them approved.{' '}
          <Link to="/policies/values" className="tm-link">
            Numbers and names
          </Link>{' '}
          are the same in all of them.{' '}
          <Link to="/policies/changes" className="tm-link">
            What changed since last year
          </Link>
        </>
      }
      actions={
        loaded ? (
          <Group gap="xs">
            {may && notBegun.length > 0 ? (
              <Button
                size="xs"
                loading={begin.isPending}
                onClick={() =>
                  begin.mutate(
                    { engagementId: engagement.id, templates: notBegun },
                    { onSuccess: ({ total }) => say(`${quantity(total, 'document')} begun.`), onError: sayError },
                  )
                }
              >
                Begin all {notBegun.length} that are needed
              </Button>
            ) : null}
            {may ? (
              <Button size="xs" variant="default" onClick={() => setForm('own')}>
                Document of your own
              </Button>
            ) : null}
            {may ? (
              <Button size="xs" variant="default" onClick={() => setForm('import')}>
                Bring in a document
              </Button>
            ) : null}
            {may ? (
              <Button size="xs" variant="default" onClick={() => setForm('brand')}>
                Look
              </Button>
            ) : null}
            {inForce === 0
              ? null
              : (['pdf', 'docx'] as const).map((format) => (
                  <Download
                    key={format}
                    operation="policies.download"
                    input={{ format }}
                    fileName={`policies.${format}`}
                    label={format.toUpperCase()}
                    about={`all ${inForce} in force`}
                    size="xs"
                  />
                ))}
          </Group>
        ) : null
      }
    >
      <Stack gap="md">
        {error === null ? null : (
          <ErrorNotice
            error={error}
            retry={() => {
              void templates.refetch();
              void policies.refetch();
            }}
          />
        )}
        {may && unowned.length > 0 ? (
          <Note>
            {quantity(unowned.length, 'document has', 'documents have')} no owner, so nobody can hand{' '}
            {unowned.length === 1 ? 'it' : 'them'} in.{' '}
            <Button size="compact-xs" variant="default" onClick={() => setForm('people')}>
              Name an owner and approvers
            </Button>
          </Note>
        ) : null}
        <Group gap="sm">
          <SearchField
            label="Search the documents"
            value={search === '' ? undefined : search}
            onChange={(value) => void navigate({ search: (s) => ({ ...s, search: value }), replace: true })}
          />
          {waiting === 0 ? null : (
            <Choice
              on={mine !== undefined}
              onToggle={(on) =>
                void navigate({ search: (s) => ({ ...s, mine: on ? 'only' : undefined }), replace: true })
              }
            >
              Wait for your approval {waiting}
            </Choice>
          )}
          {policyStates.map((each) => {
            const rows = all.filter((row) => row.begun && row.policy.state === each).length;
            return rows === 0 ? null : (
              <Choice
                key={each}
                on={state === each}
                onToggle={(on) =>
                  void navigate({ search: (s) => ({ ...s, state: on ? each : undefined }), replace: true })
                }
              >
                {policyStateTitles[each]} {count(rows)}
              </Choice>
            );
          })}
          {all.some(isOutdated) || outdated !== undefined ? (
            <Choice
              on={outdated !== undefined}
              onToggle={(on) =>
                void navigate({ search: (s) => ({ ...s, outdated: on ? 'only' : undefined }), replace: true })
              }
            >
              Outdated {count(all.filter(isOutdated).length)}
            </Choice>
          ) : null}
          {outside === 0 ? null : (
            <Choice
              on={show === 'all'}
              onToggle={(on) =>
                void navigate({ search: (s) => ({ ...s, show: on ? 'all' : undefined }), replace: true })
              }
            >
              Also those not needed {outside}
            </Choice>
          )}
        </Group>
        {!loaded ? (
          error === null ? (
            <Waiting lines={9} />
          ) : null
        ) : (
          <DataTable
            label="Policies"
            columns={columns}
            rows={shown}
            rowKey={({ code }) => code}
            sort={sort}
            onSort={(next) => void navigate({ search: (s) => ({ ...s, sort: next }), replace: true })}
            onOpen={(row) =>
              void (row.begun
                ? navigate({ to: '/policies/$id', params: { id: row.policy.id } })
                : navigate({ to: '/policies/templates/$id', params: { id: row.code } }))
            }
            minWidth={960}
            empty={<Empty title="No document matches." />}
          />
        )}
      </Stack>
      <Over opened={form === 'own'} onClose={() => setForm(null)} title="Document of your own" size="md">
        <OwnForm engagement={engagement} onDone={() => setForm(null)} />
      </Over>
      <Over opened={form === 'import'} onClose={() => setForm(null)} title="Bring in a document" size="xl">
        <ImportForm engagement={engagement} onDone={() => setForm(null)} />
      </Over>
      <Over opened={form === 'brand'} onClose={() => setForm(null)} title="How documents look" size="md">
        <BrandForm onDone={() => setForm(null)} />
      </Over>
      <Over opened={form === 'people'} onClose={() => setForm(null)} title="Owner and approvers" size="md">
        <PeopleForm policies={unowned} onDone={() => setForm(null)} />
      </Over>
    </Page>
  );
}
