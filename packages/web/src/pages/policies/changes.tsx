import { SegmentedControl, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useOperation } from '../../queries.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { ComparedText } from './compared.tsx';

/** What changed from one version to another, or to the draft. */
export function Changes({ id, from, to }: { id: string; from: number; to?: number }) {
  const [layout, setLayout] = useState<'inline' | 'side-by-side'>('inline');
  const narrow = useMediaQuery('(max-width: 62em)') ?? false;
  const { data, error, refetch } = useOperation('policies.compare', { id, from, to });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined) return <Waiting lines={8} />;
  return (
    <Stack gap="sm">
      {narrow ? null : (
        <SegmentedControl
          size="xs"
          aria-label="How it is shown"
          style={{ alignSelf: 'flex-start' }}
          data={[
            { value: 'inline', label: 'In one column' },
            { value: 'side-by-side', label: 'Side by side' },
          ]}
          value={layout}
          onChange={(value) => setLayout(value as 'inline')}
        />
      )}
      <ComparedText compared={data} layout={layout} />
    </Stack>
  );
}
