import { Button, Group, List, Text } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import type { DefinitionFault } from '@tickmark/core';
import { changeOf } from './editor/faults.ts';

interface Props {
  yaml: string;
  /** Faults of exactly this text; undefined while it is being checked. */
  faults: readonly DefinitionFault[] | undefined;
  goTo?: (fault: DefinitionFault) => void;
  apply?: (fault: DefinitionFault) => void;
}

/** Every fault of a definition with its place, and the suggestion, which a click puts in. */
export function FaultList({ yaml, faults, goTo, apply }: Props) {
  return (
    <div aria-live="polite">
      {faults?.length === 0 ? (
        <Text size="sm" data-tone="good" c="var(--tone-text)" fw={600}>
          <IconCheck size={16} aria-hidden style={{ verticalAlign: '-3px' }} /> No faults found
        </Text>
      ) : null}
      {faults === undefined || faults.length === 0 ? null : (
        <List spacing={6} size="sm" listStyleType="none" aria-label="Faults">
          {faults.map((fault) => {
            const change = apply && changeOf(yaml, fault);
            return (
              <List.Item key={`${fault.line} ${fault.column} ${fault.message}`}>
                <Group gap="xs" align="baseline" wrap="nowrap">
                  {goTo === undefined ? null : (
                    <Button size="compact-xs" variant="default" style={{ flex: 'none' }} onClick={() => goTo(fault)}>
                      Line {fault.line}, column {fault.column}
                    </Button>
                  )}
                  <span style={{ minWidth: 0, overflowWrap: 'anywhere' }}>
                    {fault.path === '' ? null : <span className="mono">{fault.path} </span>}
                    {fault.message}{' '}
                    {change ? (
                      <Button size="compact-xs" variant="light" onClick={() => apply?.(fault)}>
                        Change to {change.insert}
                      </Button>
                    ) : fault.suggestion === null ? null : (
                      <Text size="sm" c="dimmed" component="span">
                        {fault.suggestion}
                      </Text>
                    )}
                  </span>
                </Group>
              </List.Item>
            );
          })}
        </List>
      )}
    </div>
  );
}
