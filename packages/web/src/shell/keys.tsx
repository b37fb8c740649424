import { Kbd, Table } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Over } from '../ui/side.tsx';
import { onPaletteAsked, openPalette } from './palette-state.ts';
import { everyPlace } from './places.ts';

const Palette = lazy(() => import('./palette.tsx').then(({ Palette }) => ({ default: Palette })));

const shown: readonly (readonly [readonly string[], string])[] = [
  [['Ctrl', 'K'], 'Go to or do anything (⌘ K on a Mac)'],
  [['/'], 'Search on this page'],
  [['j'], 'Next row'],
  [['k'], 'Row before'],
  [['Enter'], 'Open the row'],
  [['x'], 'Select the row; with Shift all from the one selected last'],
  [['g', 'h'], 'Go to the eight steps'],
  [['?'], 'Show these keys'],
  [['Ctrl', 'Enter'], 'Send the form, from a field of many lines too'],
  [['Esc'], 'Close what is open'],
];

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/** Keys that work on every page, the list of them, and the palette. */
export function Keys() {
  const [help, setHelp] = useState(false);
  const [palette, setPalette] = useState<number>(0);
  const afterG = useRef(0);
  const navigate = useNavigate();

  useEffect(() => onPaletteAsked(() => setPalette((times) => times + 1)), []);

  useEffect(() => {
    function onKey(event: KeyboardEvent): void {
      if ((event.metaKey || event.ctrlKey) && event.key.toLowerCase() === 'k') {
        event.preventDefault();
        openPalette();
        return;
      }
      if (isTyping(event.target) || event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented) return;
      if (Date.now() - afterG.current < 1200) {
        afterG.current = 0;
        const place = everyPlace.find(({ key }) => key === event.key);
        if (place !== undefined) {
          event.preventDefault();
          void navigate({ to: place.path });
        }
        return;
      }
      if (event.key === 'g') afterG.current = Date.now();
      if (event.key === '?') setHelp(true);
      if (event.key === '/') {
        const field = document.querySelector<HTMLInputElement>('main input[type="search"]');
        if (field === null) return;
        event.preventDefault();
        field.focus();
        field.select();
      }
    }
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate]);

  return (
    <>
      <Over opened={help} onClose={() => setHelp(false)} title="Keys" size="sm">
        <Table aria-label="Keys">
          <Table.Tbody>
            {shown.map(([keys, what]) => (
              <Table.Tr key={what}>
                <Table.Td w={110}>
                  {keys.map((key) => (
                    <Kbd key={key} mr={4}>
                      {key}
                    </Kbd>
                  ))}
                </Table.Td>
                <Table.Td>{what}</Table.Td>
              </Table.Tr>
            ))}
            {everyPlace.slice(1).map(({ key, label }) => (
              <Table.Tr key={label}>
                <Table.Td>
                  <Kbd mr={4}>g</Kbd>
                  <Kbd>{key}</Kbd>
                </Table.Td>
                <Table.Td>Go to: {label}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Over>
      {palette === 0 ? null : (
        <Suspense>
          <Palette asked={palette} />
        </Suspense>
      )}
    </>
  );
}
