import { Button, Text } from '@mantine/core';
import type { PolicyInFull, PolicySummary } from '@tickmark/core';
import { Link } from '@tanstack/react-router';
import { useOperation } from '../../queries.ts';
import { Warning } from '../../ui/notices.tsx';
import { WordsBadge } from '../../ui/state-badge.tsx';

/** Where what fills a document has changed since its version in force was handed in; nothing where it has not. */
export function OutdatedBadge({ outdated }: Pick<PolicySummary, 'outdated'>) {
  if (outdated.length === 0) return null;
  return (
    <WordsBadge
      words={{
        word: 'Outdated',
        tone: 'late',
        icon: 'alert',
        meaning:
          'Numbers, names or lists that fill it have changed since the version in force was handed in. It still says what was approved then.',
      }}
    />
  );
}

/** What has changed, with the words of now, and the one thing to do about it. */
export function Outdated({ policy, onSubmit }: { policy: PolicyInFull; onSubmit: (() => void) | null }) {
  const { id, outdated, inForce, open, refused } = policy;
  const { data } = useOperation('policies.draft', { id }, { enabled: outdated.length > 0 });
  if (outdated.length === 0 || inForce === null) return null;
  return (
    <Warning>
      What fills it has changed since version {inForce.number}:
      <Text component="ul" size="sm" m={0} pl="lg">
        {outdated.map((tag) => {
          const told = data?.tags.find((each) => each.tag === tag);
          return (
            <li key={tag}>
              {told === undefined ? tag : `${told.meaning}: now ${told.text}`}{' '}
              {tag.startsWith('settings.') || tag.startsWith('roles.') ? (
                <Link to="/policies/values" search={{ open: tag }} className="tm-link">
                  Look at it
                </Link>
              ) : null}
            </li>
          );
        })}
      </Text>
      {open !== null ? (
        `Version ${open.number} is on its way.`
      ) : refused !== null ? (
        `A new version cannot be handed in yet: ${refused.message} ${refused.action}`
      ) : (
        <>
          Hand in a new version.{' '}
          {onSubmit === null ? null : (
            <Button size="compact-sm" onClick={onSubmit}>
              Hand in for approval
            </Button>
          )}
        </>
      )}
    </Warning>
  );
}
