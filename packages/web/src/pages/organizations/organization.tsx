import { useOperation } from '../../queries.ts';
import { useMay } from '../../shell/current.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Facts, Panel } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { Holidays } from '../holidays/holidays.tsx';

export function OrganizationPage() {
  const { data, error, refetch } = useOperation('organizations.get', {});
  const mayReadHolidays = useMay('holidays.read');
  return (
    <Page title="Organization" lead="What holds for the whole organization, in each of its engagements.">
      {error === null ? null : <ErrorNotice error={error} retry={() => void refetch()} />}
      {data === undefined ? (
        error === null ? (
          <Waiting />
        ) : null
      ) : (
        <Panel>
          <Facts
            facts={[
              ['Name', data.name],
              [<Term key="z" id="time-zone" />, data.timeZone],
              ['Begun', <Moment key="b" at={data.createdAt} />],
            ]}
          />
        </Panel>
      )}
      {mayReadHolidays ? <Holidays /> : null}
    </Page>
  );
}
