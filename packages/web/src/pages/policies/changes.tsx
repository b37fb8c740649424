import { SegmentedControl, Stack } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import type { Compared } from '@tickmark/core';
import { useState } from 'react';
import { useOperation } from '../../queries.ts';
import { ErrorNotice } from '../../ui/notices.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { ComparedText } from './compared.tsx';

/** What changed from one version to another, or to the draft. */
export function Changes({ id, from, to }: { id: string; from: number; to?: number }) {
  const { data, error, refetch } = useOperation('policies.compare', { id, from, to });
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  return data === undefined ? <Waiting lines={8} /> : <ComparedLayouts compared={data} />;
}

/** Two texts that were compared, in one column or side by side as the reader likes. */
export function ComparedLayouts({ compared }: { compared: Compared }) {
  const [layout, setLayout] = useState<'inline' | 'side-by-side'>('inline');
  const narrow = useMediaQuery('(max-width: 62em)') ?? false;
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
      <ComparedText compared={compared} layout={layout} />
    </Stack>
  );
}
