import { Button, Kbd } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { openPalette } from './palette-state.ts';

export function SearchButton() {
  return (
    <Button
      variant="default"
      size="compact-sm"
      h={30}
      fw={400}
      leftSection={<IconSearch size={15} aria-hidden />}
      rightSection={<Kbd size="xs">Ctrl K</Kbd>}
      onClick={openPalette}
      visibleFrom="sm"
    >
      Go to or do
    </Button>
  );
}
