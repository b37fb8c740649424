import { NativeSelect, Text } from '@mantine/core';
import type { DescriptionPart } from '@tickmark/core';
import { descriptionPartWords, type DescriptionPartId } from '@tickmark/core/description-words';
import { Link } from '@tanstack/react-router';
import classes from './descriptions.module.css';
import { partStanding, partTitle } from './part-words.ts';

interface Props {
  parts: readonly DescriptionPart[];
  chosen: DescriptionPartId;
  onChoose: (part: DescriptionPartId) => void;
}

/** The ten parts and where each stands; where there is no room beside them, a list to choose from. */
export function PartsList({ parts, chosen, onChoose }: Props) {
  return (
    <>
      <nav aria-label="Parts of the description" className={classes.parts}>
        <ol>
          {parts.map((part) => {
            const { criterion, title } = descriptionPartWords[part.id];
            return (
              <li key={part.id}>
                <Link
                  to="/description"
                  search={{ part: part.id }}
                  className={classes.link}
                  aria-current={part.id === chosen ? 'true' : undefined}
                >
                  {criterion === null ? null : (
                    <Text span size="xs" c="dimmed">
                      {criterion}{' '}
                    </Text>
                  )}
                  {title}
                  <Text size="xs" c="dimmed" component="div">
                    {partStanding(part)}
                  </Text>
                </Link>
              </li>
            );
          })}
        </ol>
      </nav>
      <NativeSelect
        className={classes.choose}
        label="Part"
        value={chosen}
        onChange={(event) => {
          const next = parts.find(({ id }) => id === event.currentTarget.value);
          if (next !== undefined) onChoose(next.id);
        }}
        data={parts.map((part) => ({ value: part.id, label: `${partTitle(part.id)}: ${partStanding(part)}` }))}
      />
    </>
  );
}
