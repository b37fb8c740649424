import { Group, SegmentedControl, Text } from '@mantine/core';
import type { Evidence, EvidencePreview } from '@tickmark/core';
import { useEffect, useMemo, useState } from 'react';
import { size } from '../../../ui/moment.ts';
import { Warning } from '../../../ui/notices.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import { encodingWords, endOf, HowMuch, textOf, type More } from './how-much.tsx';
import { NoJson, readJson, type JsonNode } from './json-tree.ts';
import { JsonValues } from './json-values.tsx';
import { TextLines } from './text-lines.tsx';

interface Props {
  evidence: Evidence;
  pages: readonly EvidencePreview[];
  more: More;
  label: string;
}

/** A tree needs all of the text; beyond this it is shown as text alone. */
const largestTree = 4 * 1024 * 1024;

/** JSON as a tree, or as the text it is. */
export function JsonText({ evidence, pages, more, label }: Props) {
  const small = evidence.size <= largestTree;
  const [as, setAs] = useState<'tree' | 'text'>(small ? 'tree' : 'text');
  const text = textOf(pages);
  const complete = endOf(pages) >= evidence.size;
  const tree = useMemo(() => (complete && small ? treeOf(text) : undefined), [complete, small, text]);
  const { has, busy, load } = more;

  useEffect(() => {
    if (as === 'tree' && small && has && !busy) load();
  }, [as, small, has, busy, load]);

  const shown = pages[0]?.shown;
  if (shown?.as !== 'json') return null;
  const noTree = typeof tree === 'string';
  return (
    <div>
      {noTree ? <Warning>Shown as text and not as a tree. {tree}</Warning> : null}
      <Group gap="xs" my={6}>
        {small && !noTree ? (
          <SegmentedControl
            size="xs"
            aria-label="Shown as"
            data={[
              { value: 'tree', label: 'Tree' },
              { value: 'text', label: 'Text' },
            ]}
            value={as}
            onChange={(next) => setAs(next === 'text' ? 'text' : 'tree')}
          />
        ) : noTree ? null : (
          <Text size="xs" c="dimmed">
            Up to {size(largestTree)} it would be shown as a tree.
          </Text>
        )}
      </Group>
      {as === 'text' || noTree ? (
        <TextLines text={text} label={label} wrap />
      ) : tree === undefined ? (
        <Waiting lines={8} />
      ) : (
        <JsonValues nodes={tree} label={label} />
      )}
      <HowMuch pages={pages} more={more}>
        {`${size(endOf(pages))} of ${size(evidence.size)} · ${encodingWords(shown.encoding, shown.guessed)}`}
      </HowMuch>
    </div>
  );
}

/** The tree, or why there is none. */
function treeOf(text: string): JsonNode[] | string {
  try {
    return readJson(text);
  } catch (error) {
    if (error instanceof NoJson) return error.message;
    throw error;
  }
}
