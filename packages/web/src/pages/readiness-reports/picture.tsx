import type { Block, Fill, Shape, Tone } from '@tickmark/core';
import { useId } from 'react';
import { Scrollable } from '../../ui/scrollable.tsx';
import classes from './reports.module.css';

type Picture = Extract<Block, { kind: 'picture' }>;

const tones: Record<Tone, string> = {
  ink: 'currentColor',
  quiet: 'var(--mantine-color-dimmed)',
  alarm: 'light-dark(#8c1d18, #ff9c94)',
  caution: 'light-dark(#7a4b00, #f0c36a)',
};

/** A pattern beside each colour, so that no colour says anything alone. */
const grounds: Record<Fill, { ground: string; hatch?: string; kind?: 'slanted' | 'barred' | 'dotted'; dark?: true }> = {
  'not-designed': { ground: '#8c1d18', dark: true },
  designed: { ground: '#f3dfae', hatch: '#c9972b', kind: 'slanted' },
  implemented: { ground: '#9fc3e0' },
  operating: { ground: '#1d3b5f', hatch: '#6f8fb3', kind: 'barred', dark: true },
  unknown: { ground: '#fff', hatch: '#56616d', kind: 'dotted' },
  'not-assessed': { ground: '#fff', hatch: '#a8b0b8', kind: 'slanted' },
  'not-applicable': { ground: '#d5dade' },
  planned: { ground: '#1d3b5f', dark: true },
  unplanned: { ground: '#f3dfae', hatch: '#c9972b', kind: 'slanted' },
  work: { ground: '#9fc3e0' },
  critical: { ground: '#1d3b5f', dark: true },
  examined: { ground: '#fff', hatch: '#56616d', kind: 'slanted' },
};

/** A picture of a report; the shapes are those of its documents. */
export function ReportPicture({ picture: { label, description, width, height, shapes } }: { picture: Picture }) {
  const patterns = useId();
  const used = [...new Set(shapes.flatMap((shape) => (shape.kind === 'area' ? [shape.fill] : [])))];
  return (
    <Scrollable label={`${label}, drawn`} className={classes.picture}>
      <svg viewBox={`-1 -1 ${width + 2} ${height + 2}`} role="img" aria-label={description} className={classes.drawing}>
        <defs>
          {used.map((fill) => {
            const { ground, hatch, kind } = grounds[fill];
            return (
              <pattern key={fill} id={`${patterns}${fill}`} width={4} height={4} patternUnits="userSpaceOnUse">
                <rect width={4} height={4} fill={ground} />
                {kind === 'slanted' ? <path d="M0 4 L4 0" stroke={hatch} strokeWidth={0.7} /> : null}
                {kind === 'barred' ? <path d="M0 2 H4" stroke={hatch} strokeWidth={0.5} /> : null}
                {kind === 'dotted' ? <circle cx={2} cy={2} r={0.6} fill={hatch} /> : null}
              </pattern>
            );
          })}
        </defs>
        {shapes.map((shape, place) => (
          // Shapes never change their order.
          <Drawn key={place} shape={shape} patterns={patterns} />
        ))}
      </svg>
    </Scrollable>
  );
}

function Drawn({ shape, patterns }: { shape: Shape; patterns: string }) {
  switch (shape.kind) {
    case 'area': {
      const { x, y, width, height, fill } = shape;
      return (
        <rect
          x={x}
          y={y}
          width={width}
          height={height}
          fill={`url(#${patterns}${fill})`}
          stroke="#56616d"
          strokeWidth={0.5}
        />
      );
    }
    case 'line': {
      const { x1, y1, x2, y2, tone, dashed } = shape;
      const quiet = tone === 'quiet';
      return (
        <line
          x1={x1}
          y1={y1}
          x2={x2}
          y2={y2}
          stroke={quiet ? 'var(--tm-line)' : tones[tone]}
          strokeWidth={quiet ? 0.5 : 1.1}
          strokeDasharray={dashed ? '3 2' : undefined}
        />
      );
    }
    case 'words': {
      const { x, y, at, text, size, tone, strong, on } = shape;
      const paper = on === null ? tones[tone] : grounds[on].dark ? '#fff' : '#1c2530';
      const patched = on !== null && grounds[on].kind !== undefined && !grounds[on].dark;
      const wide = text.length * size * 0.62 + 3;
      return (
        <>
          {patched ? (
            <rect x={x - wide / 2} y={y - size * 0.6} width={wide} height={size * 1.2} fill="#fffffdd0" />
          ) : null}
          <text
            x={x}
            y={y}
            dominantBaseline="central"
            textAnchor={at}
            fontSize={size}
            fontWeight={strong ? 600 : 400}
            fill={paper}
          >
            {text}
          </text>
        </>
      );
    }
  }
}
