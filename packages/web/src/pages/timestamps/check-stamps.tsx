import { Button, Group, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { Timestamp } from '@tickmark/core';
import { useState } from 'react';
import { call } from '../../api.ts';
import { useOperation } from '../../queries.ts';
import { saveBlob, saveText } from '../../ui/csv.ts';
import { count } from '../../ui/moment.ts';
import { sayError } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Verbatim } from '../../ui/panel.tsx';
import { Moment } from '../../ui/values.tsx';

/** The newest stamps as files, and the command that checks them elsewhere. */
export function CheckStamps() {
  const { data } = useOperation('timestamps.list', {});
  const items = (data?.items ?? []).filter(({ fits }) => fits);
  const [first] = items;
  if (first === undefined) return null;
  const { stamp, checkpoint, certificates } = fileNames(first);
  return (
    <Section
      title="Check a stamp without this product"
      lead="Save the three files of a stamp into one folder. Get the certificates from the authority as well, and compare."
    >
      <Stack gap="sm">
        {items.map((item) => (
          <Files key={item.id} item={item} />
        ))}
        <Verbatim
          label="Command for a stamp"
          text={`openssl ts -verify -token_in -in ${stamp} -data ${checkpoint} -CAfile ${certificates}`}
          wrap
        />
      </Stack>
    </Section>
  );
}

type Part = 'checkpoint' | 'stamp' | 'certificates';
const titles: Record<Part, string> = { checkpoint: 'Checkpoint', stamp: 'Stamp', certificates: 'Certificates' };

function Files({ item }: { item: Timestamp }) {
  const [busy, setBusy] = useState<Part>();
  const names = fileNames(item);
  const save = async (part: Part): Promise<void> => {
    setBusy(part);
    try {
      const { checkpoint, token, certificates } = await call('timestamps.get', { id: item.id });
      if (part === 'stamp') saveBlob(names.stamp, new Blob([Uint8Array.from(atob(token), (c) => c.charCodeAt(0))]));
      else saveText(names[part], (part === 'checkpoint' ? checkpoint : certificates) ?? '', 'text/plain');
    } catch (error) {
      sayError(error);
    } finally {
      setBusy(undefined);
    }
  };
  return (
    <Group gap="xs">
      <Text size="sm" component="div">
        {item.signer}, up to entry {count(item.entry)}, <Moment at={item.at} />
      </Text>
      {(Object.keys(titles) as Part[]).map((part) => (
        <Button
          key={part}
          variant="default"
          size="compact-xs"
          loading={busy === part}
          leftSection={<IconDownload size={14} aria-hidden />}
          aria-label={`${titles[part]} of the stamp up to entry ${item.entry}`}
          onClick={() => void save(part)}
        >
          {titles[part]}
        </Button>
      ))}
    </Group>
  );
}

function fileNames({ entry, certificatesSha256 }: Timestamp): Record<Part, string> {
  const sha = certificatesSha256.slice(0, 8);
  return {
    checkpoint: `checkpoint-${entry + 1}.txt`,
    stamp: `checkpoint-${entry + 1}-${sha}.tst`,
    certificates: `certificates-${sha}.pem`,
  };
}
