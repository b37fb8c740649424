import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';

/** The shape of a page whose data is on its way. */
export function Waiting({ lines = 6 }: { lines?: number }) {
  return (
    <Stack gap={10} aria-live="polite" aria-busy="true">
      <VisuallyHidden>Loading</VisuallyHidden>
      {Array.from({ length: lines }, (_, line) => (
        <Skeleton key={line} height={22} width={`${96 - ((line * 17) % 40)}%`} radius="sm" />
      ))}
    </Stack>
  );
}
