import { ActionIcon, CopyButton, Group, Text, Tooltip } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { isInstant, local, utc } from './moment.ts';

/** A moment in UTC; where the reader is, on hover. */
export function Moment({ at }: { at: string }) {
  return (
    <Tooltip label={`${local(at)}, where you are`} withArrow>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {utc(at)} UTC
      </time>
    </Tooltip>
  );
}

/** A fingerprint: short to look at, whole to copy. */
export function Hash({ value, label, whole = false }: { value: string; label: string; whole?: boolean }) {
  return (
    <Group gap={4} wrap="nowrap" align="center" display="inline-flex" maw="100%">
      <span className="mono" title={value} style={{ overflowWrap: 'anywhere', minWidth: 0 }}>
        {whole ? value : `${value.slice(0, 12)}…`}
      </span>
      <CopyIcon value={value} label={label} />
    </Group>
  );
}

export function CopyIcon({ value, label }: { value: string; label: string }) {
  return (
    <CopyButton value={value} timeout={1500}>
      {({ copied, copy }) => (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          onClick={copy}
          aria-label={copied ? 'Copied' : `Copy ${label}`}
        >
          {copied ? <IconCheck size={14} aria-hidden /> : <IconCopy size={14} aria-hidden />}
        </ActionIcon>
      )}
    </CopyButton>
  );
}

/** One value of a row as it was frozen. Nothing is told apart from an empty text. */
export function Value({ value }: { value: unknown }) {
  if (value === null || value === undefined) {
    return (
      <Text span c="dimmed" fs="italic" inherit>
        nothing
      </Text>
    );
  }
  if (Array.isArray(value)) {
    return value.length === 0 ? (
      <Text span c="dimmed" fs="italic" inherit>
        none
      </Text>
    ) : (
      <>{value.map(String).join(', ')}</>
    );
  }
  if (isInstant(value)) return <Moment at={value} />;
  return <>{typeof value === 'object' ? JSON.stringify(value) : String(value)}</>;
}
