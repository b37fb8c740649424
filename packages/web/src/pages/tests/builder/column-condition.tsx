import { NativeSelect, TextInput } from '@mantine/core';
import type { Column } from '@tickmark/core';
import { askOf, asksFor, conditionFor, literalOf, textOf } from '../form/asks.ts';
import { conditionOn, type ColumnOf, type Condition } from '../form/form.ts';
import type { Ground } from './conditions.tsx';

type OfColumn = Exclude<Condition, { ask: 'related' }>;

interface Props {
  label: string;
  value: OfColumn;
  ground: Ground;
  onChange: (value: Condition) => void;
}

/** Column, comparison, and a value or another column. */
export function ColumnCondition({ label, value, ground, onChange }: Props) {
  const type = ground.columns.find((c) => c.name === value.column)?.type;
  const peers = peersOf(ground, type, value.column);
  const other = peers[0]?.of ?? { row: 'own' as const, column: value.column };
  return (
    <>
      <NativeSelect
        size="xs"
        aria-label={`${label}: column`}
        value={value.column}
        onChange={(event) => {
          const column = event.currentTarget.value;
          const next = ground.columns.find((c) => c.name === column)?.type;
          onChange(next === type ? { ...value, column } : conditionOn(column, next));
        }}
        data={ground.columns.map(columnChoice)}
      />
      <NativeSelect
        size="xs"
        aria-label={`${label}: comparison`}
        value={askOf(value)}
        onChange={(event) =>
          onChange(conditionFor(event.currentTarget.value, value.column, type, { text: textOf(value), other }))
        }
        data={asksFor(type)
          .filter(({ id }) => peers.length > 0 || (!id.endsWith('-column') && id !== 'soon'))
          .map(({ id, label: text }) => ({ value: id, label: text }))}
      />
      <Operand label={label} value={value} peers={peers} type={type} onChange={onChange} />
    </>
  );
}

type Peer = { of: ColumnOf; label: string };

/** Columns of the same type that a column may be compared with. */
function peersOf(ground: Ground, type: Column['type'] | undefined, column: string): Peer[] {
  const of = (row: ColumnOf['row'], columns: readonly Column[], suffix: string) =>
    columns
      .filter((c) => c.type === type && (row === 'item' || c.name !== column))
      .map((c) => ({ of: { row, column: c.name }, label: `${c.name}${suffix}` }));
  return [...of('own', ground.columns, ''), ...of('item', ground.item, ' of the item')];
}

function Operand(props: Omit<Props, 'ground'> & { peers: readonly Peer[]; type: Column['type'] | undefined }) {
  const { label, value, peers, type, onChange } = props;
  if (value.ask === 'known' || value.ask === 'filled') return null;
  if (value.ask === 'soon') {
    return (
      <>
        <TextInput
          size="xs"
          w={80}
          type="number"
          min={0}
          aria-label={`${label}: hours`}
          value={value.hours}
          onChange={(event) =>
            onChange({ ...value, hours: Math.max(0, Math.trunc(Number(event.currentTarget.value))) })
          }
        />
        <Peers label={label} peers={peers} chosen={value.after} onChoose={(after) => onChange({ ...value, after })} />
      </>
    );
  }
  if (value.ask === 'compare') {
    const { to } = value;
    if (to.is === 'column')
      return (
        <Peers
          label={label}
          peers={peers}
          chosen={to}
          onChoose={(of) => onChange({ ...value, to: { is: 'column', ...of } })}
        />
      );
    if (to.is === 'flag') {
      return (
        <NativeSelect
          size="xs"
          aria-label={`${label}: value`}
          value={String(to.value)}
          onChange={(event) => onChange({ ...value, to: literalOf(type, event.currentTarget.value) })}
          data={['true', 'false']}
        />
      );
    }
    return (
      <TextInput
        size="xs"
        type={to.is === 'number' ? 'number' : 'text'}
        placeholder={to.is === 'date' ? '2026-11-23' : to.is === 'instant' ? '2026-11-23T00:00:00Z' : undefined}
        aria-label={`${label}: value`}
        value={String(to.value)}
        onChange={(event) => onChange({ ...value, to: literalOf(type, event.currentTarget.value) })}
      />
    );
  }
  const list = value.ask === 'one-of';
  return (
    <TextInput
      size="xs"
      aria-label={`${label}: ${list ? 'values, with commas between them' : 'value'}`}
      placeholder={list ? 'open, in progress' : undefined}
      value={textOf(value)}
      onChange={(event) => {
        const text = event.currentTarget.value;
        onChange(value.ask === 'one-of' ? { ...value, values: text.split(/, ?/) } : { ...value, value: text });
      }}
    />
  );
}

function Peers(props: { label: string; peers: readonly Peer[]; chosen: ColumnOf; onChoose: (of: ColumnOf) => void }) {
  const { label, peers, chosen, onChoose } = props;
  return (
    <NativeSelect
      size="xs"
      aria-label={`${label}: other column`}
      value={`${chosen.row} ${chosen.column}`}
      onChange={(event) => {
        const peer = peers.find(({ of }) => `${of.row} ${of.column}` === event.currentTarget.value);
        if (peer) onChoose(peer.of);
      }}
      data={peers.map(({ of, label: text }) => ({ value: `${of.row} ${of.column}`, label: text }))}
    />
  );
}

export function columnChoice({ name, title }: Column): { value: string; label: string } {
  return { value: name, label: title === undefined ? name : `${name}: ${title}` };
}
