import { Anchor, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { changePlace } from '../../api/place.ts';
import { fieldError, sessionQuery, useWrite } from '../../queries.ts';
import { OpenPage } from '../../shell/open-page.tsx';
import { Form } from '../../ui/form.tsx';
import { Note } from '../../ui/notices.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { chosenFrom } from '../engagements/chosen.ts';
import { CameFrom } from '../engagements/came-from.tsx';
import { draftFrom } from '../engagements/draft-in-address.ts';
import { termsOf, type TermsDraft } from '../engagements/terms-draft.ts';
import { TermsFields } from '../engagements/terms-fields.tsx';

const route = getRouteApi('/start');
const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
const zones = [...new Set([here, 'UTC', ...Intl.supportedValuesOf('timeZone')])];

export function StartPage() {
  const [name, setName] = useState('');
  const [timeZone, setTimeZone] = useState<string | null>(here);
  const search = route.useSearch();
  const [draft, setDraft] = useState<TermsDraft>(() => draftFrom(search));
  const write = useWrite('organizations.create');
  const client = useQueryClient();
  const navigate = useNavigate();
  const { data: session } = useQuery(sessionQuery);

  function begin(): void {
    const input = {
      name,
      service: draft.service,
      categories: draft.categories,
      terms: termsOf(draft),
      timeZone: timeZone ?? 'UTC',
      ...chosenFrom(search.why),
    };
    write.mutate(input, {
      onSuccess: async ({ organization, engagement }) => {
        changePlace({ organizationId: organization.id, engagementId: engagement.id });
        await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
        await navigate({ to: '/' });
      },
    });
  }

  return (
    <OpenPage
      wide
      title="Start with your organization"
      lead={
        <>
          Six questions, then a plan. A <Term id="soc2" /> is a report in which an independent auditor says what they
          found; nobody is “certified”. Everything here can be changed later.{' '}
          <Link to="/understand" className="tm-link">
            What is a SOC 2?
          </Link>{' '}
          <Link to="/understand/choose" className="tm-link">
            Which report do our customers need?
          </Link>
        </>
      }
    >
      <Panel p="lg">
        <Form
          submit="Start"
          busy={write.isPending}
          error={write.error}
          onSubmit={begin}
          beside={
            (session?.organizations.length ?? 0) > 0 ? (
              <Anchor component={Link} to="/" size="sm">
                Back
              </Anchor>
            ) : null
          }
        >
          <CameFrom why={search.why} />
          <TextInput
            label="Company name"
            name="organization"
            autoComplete="organization"
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            error={fieldError(write.error, 'name')}
          />
          <TermsFields
            draft={draft}
            change={(part) => setDraft((before) => ({ ...before, ...part }))}
            error={write.error}
          />
          <Select
            label="Time zone"
            description="Decides on which day something happened. Take the one your company works in."
            required
            searchable
            limit={60}
            data={zones}
            value={timeZone}
            onChange={setTimeZone}
            error={fieldError(write.error, 'timeZone')}
            nothingFoundMessage="No such time zone"
          />
          <Note>
            Only an accounting firm can sign a SOC 2 report. Tickmark brings you there and shows beforehand what they
            would find; it does not replace them.
          </Note>
        </Form>
      </Panel>
    </OpenPage>
  );
}
