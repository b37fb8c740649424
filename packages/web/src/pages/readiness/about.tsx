import { Button } from '@mantine/core';

interface Props {
  control: string | undefined;
  criterion: string | undefined;
  onClear: () => void;
}

/** The control or criterion that a list is narrowed to. */
export function About({ control, criterion, onClear }: Props) {
  const named = [
    control === undefined ? null : `Control ${control}`,
    criterion === undefined ? null : `Criterion ${criterion}`,
  ]
    .filter((each) => each !== null)
    .join(', ');
  if (named === '') return null;
  return (
    <Button size="compact-sm" variant="default" aria-label={`${named}: show others too`} onClick={onClear}>
      {named} ×
    </Button>
  );
}
