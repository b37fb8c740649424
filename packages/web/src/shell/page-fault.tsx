import { ErrorNotice } from '../ui/notices.tsx';
import { Page } from '../ui/page.tsx';

/** A page that could not be shown. */
export function PageFault({ error, reset }: { error: unknown; reset: () => void }) {
  return (
    <main>
      <Page title="This page could not be shown" narrow>
        <ErrorNotice error={error} retry={reset} />
      </Page>
    </main>
  );
}
