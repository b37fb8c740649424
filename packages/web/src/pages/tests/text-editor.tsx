import { Stack, Text } from '@mantine/core';
import type { DefinitionFault } from '@tickmark/core';
import { lazy, Suspense, useRef } from 'react';
import { call } from '../../api.ts';
import { Waiting } from '../../ui/waiting.tsx';
import type { EditorHandle } from './editor/definition-editor.tsx';
import { FaultList } from './fault-list.tsx';

const DefinitionEditor = lazy(() => import('./editor/definition-editor.tsx'));

interface Props {
  engagementId: string;
  yaml: string;
  onChange: (yaml: string) => void;
  /** Faults of exactly this text; undefined while it is being checked. */
  faults: readonly DefinitionFault[] | undefined;
}

/** The definition as text: colours, completion, and each fault at its place and in a list. */
export function TextEditor({ engagementId, yaml, onChange, faults }: Props) {
  const editor = useRef<EditorHandle>(null);
  return (
    <Stack gap="xs">
      <Suspense fallback={<Waiting />}>
        <DefinitionEditor
          ref={editor}
          label="Definition"
          describedBy="definition-keys"
          value={yaml}
          onChange={onChange}
          faults={faults}
          // A lost connection gives no completion; the text itself does not depend on it.
          complete={(text, offset) => call('tests.complete', { engagementId, yaml: text, offset }).catch(() => null)}
        />
      </Suspense>
      <Text size="xs" c="dimmed" id="definition-keys">
        Ctrl-Space suggests what may stand here. Tab indents; Esc, then Tab, leaves the editor.
      </Text>
      <FaultList
        yaml={yaml}
        faults={faults}
        goTo={(fault) => editor.current?.goTo(fault)}
        apply={(fault) => editor.current?.apply(fault)}
      />
    </Stack>
  );
}
