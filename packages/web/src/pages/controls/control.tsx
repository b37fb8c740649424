import { getRouteApi, Link } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Page } from '../../ui/page.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { ControlInFull } from './control-in-full.tsx';

const route = getRouteApi('/inside/controls/$code');

/** One control, on a page of its own. */
export function ControlPage() {
  const { code } = route.useParams();
  const { data, error, refetch } = useOperation('controls.get', { code });
  return (
    <Page
      title={data === undefined ? code : `${code} ${data.control.title}`}
      lead={
        <Link to="/controls" search={{ tab: 'adopted' }} className="tm-link">
          All your controls
        </Link>
      }
      narrow
    >
      {data !== undefined ? (
        <ControlInFull key={code} control={data.control} />
      ) : error === null ? (
        <Waiting lines={9} />
      ) : (
        <ErrorNotice error={error} retry={() => void refetch()} />
      )}
    </Page>
  );
}
