import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload, IconExternalLink } from '@tabler/icons-react';
import { size } from '../../ui/moment.ts';
import { Section } from '../../ui/page.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Term } from '../../ui/term.tsx';
import { Hash } from '../../ui/values.tsx';

declare const __VERIFY_PAGE__: { sha256: string; size: number };

/** The page that verifies bundles: to open, or to keep, and why a copy from elsewhere is worth more. */
export function VerifyYourself() {
  return (
    <Section title="Verify it yourself, in a browser">
      <Panel>
        <Stack gap="sm">
          <Text size="sm" component="div">
            One page that checks every file and entry of a <Term id="bundle">bundle</Term> on your own computer. It
            needs no account, makes no request and works offline: open it here, or keep a copy and open that from disk.
          </Text>
          <Group gap="xs">
            <Button
              component="a"
              href="/verify"
              target="_blank"
              rel="noopener noreferrer"
              variant="default"
              leftSection={<IconExternalLink size={16} aria-hidden />}
            >
              Open the page
            </Button>
            <Button
              component="a"
              href="/verify.html"
              download="verify.html"
              variant="default"
              leftSection={<IconDownload size={16} aria-hidden />}
            >
              Keep a copy ({size(__VERIFY_PAGE__.size)})
            </Button>
          </Group>
          <div>
            <Text size="sm" mb={4}>
              Its SHA-256:
            </Text>
            <Hash value={__VERIFY_PAGE__.sha256} label="hash of the verify page" whole />
          </div>
          <Text size="sm" c="dimmed">
            A copy from elsewhere is worth more than this one. This one comes from the server of those whose bundle you
            check, and a page that was made to say yes would say yes. Take it from an examination of somebody else, or
            build it from the source: the same source gives the same bytes, and so the same SHA-256.
          </Text>
        </Stack>
      </Panel>
    </Section>
  );
}
