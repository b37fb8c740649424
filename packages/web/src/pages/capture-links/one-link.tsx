import { Button, Group, Stack, Text } from '@mantine/core';
import type { CaptureLink } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useOperation, useWrite } from '../../queries.ts';
import { AsWritten } from '../../ui/as-written.tsx';
import { mebibytes } from '../../ui/moment.ts';
import { ErrorNotice, Note, say } from '../../ui/notices.tsx';
import { Facts } from '../../ui/panel.tsx';
import { StateBadge } from '../../ui/state-badge.tsx';
import { Moment } from '../../ui/values.tsx';
import { Waiting } from '../../ui/waiting.tsx';
import { EvidenceLink } from '../evidence/evidence-link.tsx';
import { Receipt } from '../log/receipt.tsx';

/** A link with what was asked and what became of it; withdrawn from here, or asked once more. */
export function OneLink({ id, onMakeLike }: { id: string; onMakeLike: (link: CaptureLink) => void }) {
  const { data: link, error, refetch } = useOperation('capture-links.get', { id });
  const withdraw = useWrite('capture-links.withdraw');
  if (error !== null) return <ErrorNotice error={error} retry={() => void refetch()} />;
  if (link === undefined) return <Waiting />;
  const waits = link.state === 'open' || link.state === 'opened';
  const never = link.state === 'withdrawn' || link.state === 'used';
  return (
    <Stack gap="md">
      <span>
        <StateBadge state={`link-${link.state}`} />
      </span>
      {link.instructions === null ? null : (
        <Text style={{ whiteSpace: 'pre-line' }}>
          <AsWritten text={link.instructions} />
        </Text>
      )}
      <Facts
        facts={[
          ['For whom', <AsWritten key="w" text={link.forWhom} />],
          ['To speak for', `${link.period.from} to ${link.period.to}`],
          ['Controls', link.controls.join(', ') || 'None named'],
          ...(link.renewOn === null ? [] : [['Renew by', link.renewOn] as const]),
          ...(link.supersedes === null
            ? []
            : [['Is to supersede', <EvidenceLink key="s" id={link.supersedes.id} />] as const]),
          ['At most', mebibytes(link.maxBytes)],
          [
            'Made',
            <span key="m">
              <Moment at={link.createdAt} /> by {link.createdBy.name ?? 'nobody known here'}
            </span>,
          ],
          [
            'Works until',
            <span key="u">
              <Moment at={link.expiresAt} />
              {expiry(link) === null ? '' : `: ${expiry(link)}`}
            </span>,
          ],
          [
            'Opened',
            link.opened === null ? (
              'Never'
            ) : (
              <span key="o">
                First <Moment at={link.opened.first} />
                {link.opened.times === 1 ? null : (
                  <>
                    , last <Moment at={link.opened.last} />, {link.opened.times} times
                  </>
                )}
              </span>
            ),
          ],
          ...(link.withdrawn === null
            ? []
            : [
                [
                  'Withdrawn',
                  <span key="x">
                    <Moment at={link.withdrawn.at} /> by {link.withdrawn.by.name ?? 'nobody known here'}
                  </span>,
                ] as const,
              ]),
          ...(link.used === null
            ? []
            : [
                [
                  'The file came',
                  <span key="f">
                    <Moment at={link.used.at} />:{' '}
                    <Link to="/evidence" search={{ open: link.used.evidenceId, show: 'all' }} className="tm-link">
                      look at it
                    </Link>
                  </span>,
                ] as const,
              ]),
        ]}
      />
      {withdraw.error === null ? null : <ErrorNotice error={withdraw.error} />}
      <Group gap="xs">
        <Button variant="default" onClick={() => onMakeLike(link)}>
          Make a new link like this
        </Button>
        {never ? null : (
          <Button
            variant="default"
            loading={withdraw.isPending}
            onClick={() =>
              withdraw.mutate({ id }, { onSuccess: () => say('Withdrawn. Nobody can give a file by it.') })
            }
          >
            Withdraw
          </Button>
        )}
      </Group>
      {waits ? (
        <Note>
          The link itself is not kept here, so it can’t be shown again. If it got lost, make a new one and withdraw this
          one.
        </Note>
      ) : null}
      <Receipt entry={link.entryIndex} />
    </Stack>
  );
}

const dayMs = 86_400_000;

/** Said of a link that waits and will not for long. */
export function expiry({ state, expiresAt }: CaptureLink): string | null {
  if (state !== 'open' && state !== 'opened') return null;
  const left = Date.parse(expiresAt) - Date.now();
  if (left <= 0 || left > 2 * dayMs) return null;
  const hours = Math.max(1, Math.floor(left / 3_600_000));
  return hours < 24 ? `${hours === 1 ? 'An hour' : `${hours} hours`} left` : 'A day left';
}
