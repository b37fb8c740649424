import { Tooltip } from '@mantine/core';
import {
  IconAlertTriangle,
  IconArchive,
  IconCalendarOff,
  IconCalendarTime,
  IconCheck,
  IconChecks,
  IconCircleDashed,
  IconCircleHalf2,
  IconCircleMinus,
  IconClockExclamation,
  IconEye,
  IconEyeOff,
  IconHourglass,
  IconLoader2,
  IconOctagon,
  IconQuestionMark,
  IconSquareRoundedX,
  IconX,
  type Icon,
} from '@tabler/icons-react';
import { stateWords, type State, type StateIcon } from '../glossary/states.ts';
import classes from './state.module.css';

const icons: Record<StateIcon, Icon> = {
  check: IconCheck,
  checks: IconChecks,
  cross: IconX,
  question: IconQuestionMark,
  'clock-late': IconClockExclamation,
  'calendar-off': IconCalendarOff,
  'calendar-future': IconCalendarTime,
  empty: IconCircleDashed,
  dash: IconCircleMinus,
  half: IconCircleHalf2,
  hole: IconSquareRoundedX,
  hourglass: IconHourglass,
  alert: IconAlertTriangle,
  stop: IconOctagon,
  run: IconLoader2,
  archive: IconArchive,
  eye: IconEye,
  'eye-off': IconEyeOff,
};

interface Worn {
  word: string;
  tone: string;
  icon: StateIcon;
  meaning: string;
  count?: number | undefined;
  plain?: boolean;
}

/** A state as word, icon and colour; its meaning on hover and focus. */
export function StateBadge({ state, count, plain = false }: { state: State; count?: number; plain?: boolean }) {
  return <Badge {...stateWords[state]} count={count} plain={plain} />;
}

/** A state of one page alone, whose words are not loaded before it. */
export function Badge({ word, tone, icon, meaning, count, plain = false }: Worn) {
  const Symbol = icons[icon];
  return (
    <Tooltip label={meaning} multiline maw={340} withArrow events={{ hover: true, focus: true, touch: true }}>
      <span className={classes.badge} data-tone={tone} data-plain={plain || undefined}>
        <Symbol size={14} stroke={2.2} aria-hidden className={classes.icon} />
        <span>
          {word}
          {count === undefined ? '' : ` ${count.toLocaleString('en')}`}
        </span>
      </span>
    </Tooltip>
  );
}
