import { Table } from '@mantine/core';
import { exchanges, parties } from '@tickmark/core/guide';
import { Scrollable } from '../../ui/scrollable.tsx';
import { Marked } from './marked.tsx';
import classes from './understand.module.css';

type Side = (typeof parties)[number]['side'];

/** Where each side stands in the picture. */
const boxes: Record<Side, { x: number; y: number; title: string }> = {
  company: { x: 302, y: 66, title: 'Your company' },
  auditor: { x: 604, y: 102, title: '' },
  readers: { x: 302, y: 266, title: '' },
  suppliers: { x: 0, y: 102, title: '' },
};
const [boxWidth, lineHeight] = [182, 22];

function heightOf(side: Side): number {
  const lines = parties.filter((party) => party.side === side).length;
  return (boxes[side].title === '' ? 10 : 34) + lines * lineHeight + 8;
}

/** Who takes part and what passes between them: the picture, and the same as a table. */
export function Parties() {
  return (
    <>
      <Scrollable label="Picture of who does what" className={classes.scrolled}>
        <svg viewBox="-2 60 790 250" role="img" aria-label={alternative} className={classes.picture}>
          <defs>
            <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
              <path d="M0 0 8 4 0 8Z" className={classes.tip} />
            </marker>
          </defs>
          {exchanges.map((exchange) => (
            <Arrow key={exchange.what} {...exchange} />
          ))}
          {(Object.keys(boxes) as Side[]).map((side) => (
            <SideBox key={side} side={side} />
          ))}
        </svg>
      </Scrollable>
      <Scrollable label="Table of who does what" className={classes.table}>
        <Table aria-label="Who does what" verticalSpacing={7} withTableBorder>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={150}>Who</Table.Th>
              <Table.Th miw={240}>Does</Table.Th>
              <Table.Th miw={200}>Does not</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {parties.map(({ id, name, does, not }) => (
              <Table.Tr key={id}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td>
                  <Marked text={does} />
                </Table.Td>
                <Table.Td>
                  <Marked text={not} />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrollable>
    </>
  );
}

function SideBox({ side }: { side: Side }) {
  const { x, y, title } = boxes[side];
  const top = title === '' ? 6 : 30;
  return (
    <g>
      <rect x={x} y={y} width={boxWidth} height={heightOf(side)} rx={6} className={classes.box} data-side={side} />
      {title === '' ? null : (
        <text x={x + boxWidth / 2} y={y + 22} textAnchor="middle" className={classes.name}>
          {title}
        </text>
      )}
      {parties
        .filter((party) => party.side === side)
        .map(({ id, name }, line) => (
          <text
            key={id}
            x={x + boxWidth / 2}
            y={y + top + line * lineHeight + 18}
            textAnchor="middle"
            className={title === '' ? classes.name : classes.axis}
          >
            {name}
          </text>
        ))}
    </g>
  );
}

function Arrow({ from, to, what }: { from: Side; to: Side; what: string }) {
  const [a, b] = [boxes[from], boxes[to]];
  const downwards = a.x === b.x;
  if (downwards) {
    const middle = a.x + boxWidth / 2;
    return (
      <g>
        <line
          x1={middle}
          x2={middle}
          y1={a.y + heightOf(from)}
          y2={b.y - 3}
          className={classes.arrow}
          markerEnd="url(#arrow)"
        />
        <text x={middle + 10} y={(a.y + heightOf(from) + b.y) / 2 + 4} className={classes.axis}>
          {what}
        </text>
      </g>
    );
  }
  const rightwards = a.x < b.x;
  // Two arrows between the same sides run one above the other.
  const y = rightwards ? 114 : 130;
  const [x1, x2] = rightwards ? [a.x + boxWidth, b.x - 3] : [a.x, b.x + boxWidth + 3];
  const [first, rest] = split(what);
  return (
    <g>
      <line x1={x1} x2={x2} y1={y} y2={y} className={classes.arrow} markerEnd="url(#arrow)" />
      <text
        x={(x1 + x2) / 2}
        y={rightwards ? y - (rest === '' ? 7 : 22) : y + 16}
        textAnchor="middle"
        className={classes.small}
      >
        <tspan>{first}</tspan>
        {rest === '' ? null : (
          <tspan x={(x1 + x2) / 2} dy={14}>
            {rest}
          </tspan>
        )}
      </text>
    </g>
  );
}

/** The short space between two sides holds two short lines. */
function split(words: string): [string, string] {
  const comma = words.indexOf(', ');
  return comma === -1 ? [words, ''] : [words.slice(0, comma + 1), words.slice(comma + 2)];
}

const names: Record<Side, string> = {
  company: 'your company',
  auditor: 'the CPA firm',
  readers: 'user entities',
  suppliers: 'subservice organizations',
};
const alternative = exchanges.map(({ from, to, what }) => `From ${names[from]} to ${names[to]}: ${what}.`).join(' ');
