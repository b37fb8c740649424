import { Button, Menu, Text } from '@mantine/core';
import { IconCheck, IconSelector } from '@tabler/icons-react';
import type { Engagement } from '@tickmark/core';
import { changePlace } from '../api/place.ts';
import { useEngagements } from './current.ts';
import classes from './shell.module.css';

/** `Type 2 · 2026-01-01 to 2026-12-31` */
export function termsText({ terms }: Pick<Engagement, 'terms'>): string {
  return terms.type === 'type1'
    ? `Type 1 · as of ${terms.asOf}`
    : `Type 2 · ${terms.period.from} to ${terms.period.to}`;
}

/** Title and terms in one line; a title that names the days already says enough. */
export function engagementLine(engagement: Engagement): string {
  const { title, terms } = engagement;
  const last = terms.type === 'type1' ? terms.asOf : terms.period.to;
  return title.includes(last) ? title : `${title} · ${termsText(engagement)}`;
}

/** Which engagement the pages speak of. */
export function EngagementPicker() {
  const { all, current } = useEngagements();
  if (current === null) return null;
  if (all.length === 1) {
    return (
      <Text size="sm" c="dimmed" truncate visibleFrom="sm">
        {engagementLine(current)}
      </Text>
    );
  }
  return (
    <Menu position="bottom-start" width={340} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <Button
          variant="subtle"
          color="gray"
          size="compact-sm"
          rightSection={<IconSelector size={14} aria-hidden />}
          className={classes.picker}
          aria-label={`Engagement: ${current.title}. Choose another`}
        >
          {current.title}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {all.map((engagement) => (
          <Menu.Item
            key={engagement.id}
            onClick={() => changePlace({ engagementId: engagement.id })}
            rightSection={engagement.id === current.id ? <IconCheck size={14} aria-label="chosen" /> : null}
          >
            {engagement.title}
            <Text size="xs" c="dimmed">
              {termsText(engagement)}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
