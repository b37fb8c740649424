import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { onPaletteAsked, openPalette } from './palette-state.ts';
import { everyPlace } from './places.ts';

const KeysHelp = lazy(() => import('./keys-help.tsx').then(({ KeysHelp }) => ({ default: KeysHelp })));
const Palette = lazy(() => import('./palette.tsx').then(({ Palette }) => ({ default: Palette })));

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName))
  );
}

/** Keys that work on every page, the list of them, and the palette. */
export function Keys() {
  const [help, setHelp] = useState<boolean | null>(null);
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
      {help === null ? null : (
        <Suspense>
          <KeysHelp opened={help} onClose={() => setHelp(false)} />
        </Suspense>
      )}
      {palette === 0 ? null : (
        <Suspense>
          <Palette asked={palette} />
        </Suspense>
      )}
    </>
  );
}
