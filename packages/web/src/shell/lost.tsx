import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Empty } from '../ui/notices.tsx';
import { Page } from '../ui/page.tsx';

export function Lost() {
  return (
    <main>
      <Page title="There is no such page" narrow>
        <Empty
          title="The address leads nowhere, or to something you may not see."
          action={
            <Button component={Link} to="/">
              Go to the eight steps
            </Button>
          }
        />
      </Page>
    </main>
  );
}
