import { Alert, Button, Group, SegmentedControl, Select, Stack, Switch, Text } from '@mantine/core';
import { IconAlertTriangle, IconMaximize, IconMinimize } from '@tabler/icons-react';
import type { EvidencePreview } from '@tickmark/core';
import { lazy, Suspense, useState } from 'react';
import { count, size } from '../../../ui/moment.ts';
import { ErrorNotice, Warning } from '../../../ui/notices.tsx';
import { Waiting } from '../../../ui/waiting.tsx';
import type { WithFile } from '../with-file.ts';
import { encodingWords, endOf, HowMuch, textOf, type More } from './how-much.tsx';
import { JsonText } from './json-text.tsx';
import { NotShown } from './not-shown.tsx';
import { usePieces } from './pieces.ts';
import { PictureOf } from './picture.tsx';
import classes from './preview.module.css';
import { TableRows } from './table-rows.tsx';
import { TextLines } from './text-lines.tsx';

const PdfPages = lazy(() => import('./pdf/pdf-pages.tsx').then(({ PdfPages: component }) => ({ default: component })));

interface Props {
  evidence: WithFile;
  large: boolean;
  onLarge: (large: boolean) => void;
  /** Page of a PDF, from 1; in the URL, so that a link leads to it. */
  page: number;
  onPage: (page: number) => void;
}

/** The file itself, as much of it as can be shown without running any of it. */
export function FilePreview({ evidence, large, onLarge, page, onPage }: Props) {
  const [as, setAs] = useState<'table' | 'text'>('table');
  const [sheet, setSheet] = useState<string>();
  const pieces = usePieces(evidence, { as: as === 'text' ? 'text' : undefined, sheet });
  const first = pieces.data?.pages[0];
  return (
    <section className={classes.frame} data-large={large || undefined} aria-label="The file">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs" wrap="nowrap" align="flex-start">
          <Text size="sm" component="div">
            {first === undefined
              ? 'The file'
              : `By its content this is ${first.what}. Its bytes are those that were sealed.`}
          </Text>
          <Button
            variant="subtle"
            size="compact-sm"
            flex="none"
            leftSection={large ? <IconMinimize size={15} aria-hidden /> : <IconMaximize size={15} aria-hidden />}
            onClick={() => onLarge(!large)}
          >
            {large ? 'Smaller' : 'Enlarge'}
          </Button>
        </Group>
        {first?.belies == null ? null : <Belies what={first.belies} program={first.kind === 'program'} />}
        {pieces.error === null ? null : <ErrorNotice error={pieces.error} retry={() => void pieces.refetch()} />}
        {first === undefined ? (
          pieces.error === null ? (
            <Waiting lines={8} />
          ) : null
        ) : (
          <Shown
            evidence={evidence}
            pages={pieces.data?.pages ?? []}
            page={page}
            onPage={onPage}
            as={as}
            onAs={setAs}
            onSheet={setSheet}
            more={{ has: pieces.hasNextPage, busy: pieces.isFetchingNextPage, load: () => void pieces.fetchNextPage() }}
          />
        )}
      </Stack>
    </section>
  );
}

function Belies({ what, program }: { what: string; program: boolean }) {
  return (
    <Alert role="note" color="red" variant="light" icon={<IconAlertTriangle aria-hidden />} title={what} py={8}>
      {program
        ? 'Don’t open it on your computer.'
        : 'A program that goes by the name would take it for something else.'}
    </Alert>
  );
}

interface ShownProps extends Pick<Props, 'evidence' | 'page' | 'onPage'> {
  pages: readonly EvidencePreview[];
  as: 'table' | 'text';
  onAs: (as: 'table' | 'text') => void;
  onSheet: (sheet: string) => void;
  more: More;
}

function Shown({ evidence, pages, page, onPage, as, onAs, onSheet, more }: ShownProps) {
  const [wrap, setWrap] = useState(true);
  const label = `Content of ${evidence.fileName}`;
  const shown = pages[0]?.shown;
  if (shown === undefined) return null;
  switch (shown.as) {
    case 'nothing':
      return <NotShown why={shown.why} />;
    case 'image':
      return <PictureOf evidence={evidence} picture={shown} />;
    case 'pdf':
      return (
        <Suspense fallback={<Waiting lines={8} />}>
          <PdfPages evidence={evidence} page={page} onPage={onPage} />
        </Suspense>
      );
    case 'table': {
      const rows = pages.flatMap((each) => (each.shown.as === 'table' ? each.shown.rows : []));
      const columns = Math.max(...pages.map((each) => (each.shown.as === 'table' ? each.shown.columns : 0)));
      return (
        <div>
          <Group gap="xs" mb={6}>
            {shown.sheets.length > 1 ? (
              <Select
                aria-label="Sheet"
                size="xs"
                w={220}
                allowDeselect={false}
                searchable
                data={[...new Set(shown.sheets)]}
                value={shown.sheet}
                onChange={(value) => value !== null && onSheet(value)}
              />
            ) : null}
            {shown.format === 'csv' ? <TableOrText value={as} onChange={onAs} /> : null}
          </Group>
          {rows.length === 0 && shown.header === null ? (
            <NotShown why="This sheet is empty." />
          ) : (
            <TableRows label={label} header={shown.header} rows={rows} columns={columns} />
          )}
          <HowMuch pages={pages} more={more}>
            {`${count(rows.length)} ${rows.length === 1 ? 'row' : 'rows'}${more.has ? ' so far' : ''}`}
            {shown.format === 'xlsx' ? '. Formulas show the value that is stored with them.' : ''}
            {shown.encoding === null ? '' : ` · ${encodingWords(shown.encoding, shown.guessed)}`}
          </HowMuch>
        </div>
      );
    }
    case 'json':
      return <JsonText evidence={evidence} pages={pages} more={more} label={label} />;
    case 'text': {
      const text = textOf(pages);
      const damaged = pages.reduce((sum, each) => sum + (each.shown.as === 'text' ? each.shown.damaged : 0), 0);
      return (
        <div>
          {shown.why === null ? null : <Warning>Shown as text and not as a table. {shown.why}</Warning>}
          <Group gap="md" my={6}>
            {as === 'text' ? <TableOrText value={as} onChange={onAs} /> : null}
            <Switch
              size="xs"
              label="Wrap long lines"
              checked={wrap}
              onChange={(event) => setWrap(event.currentTarget.checked)}
            />
          </Group>
          <TextLines text={text} label={label} wrap={wrap} />
          <HowMuch pages={pages} more={more}>
            {`${size(endOf(pages))} of ${size(evidence.size)} · ${encodingWords(shown.encoding, shown.guessed)}`}
            {damaged === 0 ? '' : ` · ${count(damaged)} characters that are none in it, shown as �`}
          </HowMuch>
        </div>
      );
    }
  }
}

function TableOrText({ value, onChange }: { value: 'table' | 'text'; onChange: (value: 'table' | 'text') => void }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="Shown as"
      data={[
        { value: 'table', label: 'Table' },
        { value: 'text', label: 'Text' },
      ]}
      value={value}
      onChange={(next) => onChange(next === 'text' ? 'text' : 'table')}
    />
  );
}
