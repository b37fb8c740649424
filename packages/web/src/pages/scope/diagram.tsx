import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import type { Engagement } from '@tickmark/core';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useMemo, useRef, useState } from 'react';
import { useOperation } from '../../queries.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { saveBlob } from '../../ui/csv.ts';
import { DateField } from '../../ui/date-field.tsx';
import { quantity } from '../../ui/moment.ts';
import { Empty, ErrorNotice, sayError, Warning } from '../../ui/notices.tsx';
import { Section } from '../../ui/page.tsx';
import { Scrollable } from '../../ui/scrollable.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import classes from './diagram.module.css';
import { pngOf, svgTextOf } from './export-diagram.ts';
import { layoutOf, type Layout, type PlacedNode } from './layout.ts';
import lists from './scope.module.css';

const route = getRouteApi('/inside/scope');

/** The scope as a picture drawn from its items, and the same in sentences. */
export function Diagram({ engagement }: { engagement: Engagement }) {
  const { asOf } = route.useSearch();
  const navigate = route.useNavigate();
  const picture = useRef<SVGSVGElement>(null);
  const [fit, setFit] = useState(true);
  const day = asOf !== undefined && /^\d{4}-\d\d-\d\d$/.test(asOf) ? asOf : undefined;
  const { data, error, refetch } = useOperation('scope.diagram', { engagementId: engagement.id, asOf: day });
  const layout = useMemo(() => (data === undefined ? undefined : layoutOf(data)), [data]);
  if (error !== null && data === undefined) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (data === undefined || layout === undefined) return <Waiting lines={9} />;
  if (data.nodes.length === 0) {
    return (
      <Empty
        title="There is nothing to draw yet."
        example="Write down systems and the environments they run in, vendors, and data flows. The picture is drawn from these, and changes with them."
      />
    );
  }
  const name = `scope-${day ?? 'now'}`;
  const title = `Scope of ${engagement.title}${day === undefined ? '' : `, as it was on ${day}`}`;
  const save = (as: 'svg' | 'png'): void => {
    if (picture.current === null) return;
    const text = svgTextOf(picture.current, title);
    if (as === 'svg') saveBlob(`${name}.svg`, new Blob([text], { type: 'image/svg+xml' }));
    else void pngOf(text, layout).then((blob) => saveBlob(`${name}.png`, blob), sayError);
  };
  return (
    <Stack gap="md">
      <Group gap="sm" align="flex-end">
        <DateField
          label="As it was on"
          placeholder="Today"
          size="xs"
          w={150}
          value={asOf ?? ''}
          onChange={(next) =>
            void navigate({ search: (s) => ({ ...s, asOf: next === '' ? undefined : next }), replace: true })
          }
        />
        <SegmentedControl
          size="xs"
          aria-label="Size of the picture"
          data={[
            { value: 'fit', label: 'Fit the page' },
            { value: 'full', label: 'Full size' },
          ]}
          value={fit ? 'fit' : 'full'}
          onChange={(next) => setFit(next === 'fit')}
        />
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} aria-hidden />}
          onClick={() => save('svg')}
        >
          SVG
        </Button>
        <Button
          variant="default"
          size="xs"
          leftSection={<IconDownload size={14} aria-hidden />}
          onClick={() => save('png')}
        >
          PNG
        </Button>
      </Group>
      {data.left.length === 0 ? null : (
        <Warning>
          {quantity(data.left.length, 'flow')} not drawn, because an end is missing: {data.left.join(', ')}.
        </Warning>
      )}
      <Scrollable label="Diagram of the scope" className={classes.frame}>
        <svg
          ref={picture}
          className={fit ? `${classes.picture} ${classes.fitted}` : classes.picture}
          style={fit ? { maxWidth: layout.width } : undefined}
          width={layout.width}
          height={layout.height}
          viewBox={`0 0 ${layout.width} ${layout.height}`}
          fontFamily="Inter, Helvetica, Arial, sans-serif"
        >
          <Drawing layout={layout} />
        </svg>
      </Scrollable>
      <Legend />
      <Section title="The same in words">
        <ul className={lists.list}>
          {data.text.map((sentence) => (
            <li key={sentence}>
              <Text size="sm" component="span">
                <AsWritten text={sentence} />
              </Text>
            </li>
          ))}
        </ul>
      </Section>
    </Stack>
  );
}

function Drawing({ layout }: { layout: Layout }) {
  const { boundary, environments, outside, nodes, edges } = layout;
  return (
    <>
      <defs>
        <marker id="scope-arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0 0 L8 4 L0 8 z" fill="var(--scope-ink)" />
        </marker>
      </defs>
      {boundary === null ? null : (
        <g aria-hidden>
          <rect
            {...rect(boundary)}
            rx="10"
            fill="var(--scope-inside)"
            stroke="var(--scope-boundary)"
            strokeWidth="2.5"
            strokeDasharray="10 5"
          />
          <text x={boundary.x + 14} y={boundary.y + 19} fontSize="13" fontWeight="700" fill="var(--scope-boundary)">
            Boundary of the system
          </text>
        </g>
      )}
      {[...environments, ...(outside === null ? [] : [outside])].map((box) => (
        <g key={`${box.name} ${box.y}`} aria-hidden>
          <rect {...rect(box)} rx="6" fill="var(--scope-band)" stroke="var(--scope-line)" />
          <text x={box.x + 12} y={box.y + 17} fontSize="12" fontWeight="600" fill="var(--scope-soft)">
            {box.name}
          </text>
        </g>
      ))}
      {edges.map(({ edge, path }) => (
        <path
          key={edge.id}
          aria-hidden
          d={path}
          fill="none"
          stroke={
            edge.kind === 'provides'
              ? 'var(--scope-line)'
              : edge.encrypted === 'no'
                ? 'var(--scope-alarm)'
                : 'var(--scope-ink)'
          }
          strokeWidth={edge.kind === 'provides' ? 1.2 : 1.5}
          strokeDasharray={
            edge.kind === 'provides'
              ? '3 4'
              : edge.encrypted === 'yes'
                ? undefined
                : edge.encrypted === 'no'
                  ? '7 4'
                  : '2 3'
          }
          markerEnd={edge.kind === 'provides' ? undefined : 'url(#scope-arrow)'}
        />
      ))}
      {nodes.map((placed) => (
        <NodeBox key={placed.node.id} placed={placed} />
      ))}
      {edges.map(({ edge, label }) =>
        label === null ? null : (
          <text
            key={edge.id}
            aria-hidden
            x={label.x}
            y={label.y + 4}
            fontSize="11"
            textAnchor="middle"
            fill="var(--scope-ink)"
            stroke="var(--scope-band)"
            strokeWidth="4"
            paintOrder="stroke"
          >
            {label.text}
          </text>
        ),
      )}
    </>
  );
}

function NodeBox({ placed }: { placed: PlacedNode }) {
  const { asOf } = route.useSearch();
  const { node, x, y, width, height, lines, also } = placed;
  const isVendor = node.kind === 'vendor';
  const under = node.subservice
    ? 'subservice organization'
    : isVendor
      ? 'vendor'
      : also.length === 0
        ? ''
        : `also: ${also.join(', ')}`;
  const rows = [...lines, ...(under === '' ? [] : [under.length > 25 ? `${under.slice(0, 24)}…` : under])];
  const top = y + height / 2 - ((rows.length - 1) * 14) / 2 + 4;
  const drawn = (
    <>
      <rect
        x={x}
        y={y}
        width={width}
        height={height}
        rx={node.kind === 'users' ? 27 : 5}
        fill={node.place === 'out' ? 'var(--scope-band)' : 'var(--scope-node)'}
        stroke={node.subservice ? 'var(--scope-boundary)' : 'var(--scope-ink)'}
        strokeWidth={node.subservice ? 2.5 : 1.3}
        strokeDasharray={node.place === 'out' ? '4 3' : undefined}
      />
      <text textAnchor="middle">
        {rows.map((row, place) => (
          <tspan
            key={row}
            x={x + width / 2}
            y={top + place * 14}
            fontSize={place >= lines.length ? 10.5 : 12}
            fontWeight={place >= lines.length ? 400 : 600}
            fill={place >= lines.length ? 'var(--scope-soft)' : 'var(--scope-ink)'}
          >
            {`${row} `}
          </tspan>
        ))}
      </text>
    </>
  );
  if (node.kind === 'users') return <g aria-hidden>{drawn}</g>;
  const where = { in: ', inside the boundary', out: ', out of scope', vendor: '', users: '' }[node.place];
  return (
    <Link
      to="/scope"
      search={{ tab: 'diagram', open: node.id, asOf }}
      replace
      className={classes.node}
      aria-label={`${rows.join(' ')}${where}`}
    >
      <title>{node.name}</title>
      {drawn}
    </Link>
  );
}

function rect({ x, y, width, height }: { x: number; y: number; width: number; height: number }) {
  return { x, y, width, height };
}

function Legend() {
  return (
    <Text size="xs" c="dimmed">
      Thick dashes: the boundary of the system. Arrows: data flows; a full line is encrypted, dashes are not, dots are
      not known. Thin dots: a vendor provides a system. A thick frame: a subservice organization. A dashed frame: out of
      scope. Boxes open what is written of them.
    </Text>
  );
}
