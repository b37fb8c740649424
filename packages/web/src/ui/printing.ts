import { useEffect, useState } from 'react';
import { flushSync } from 'react-dom';

/** Whether the page is being laid out for paper, for what has to be drawn otherwise there. */
export function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    // What is not on the page once these have been called is not printed.
    const begin = (): void => flushSync(() => setPrinting(true));
    const end = (): void => setPrinting(false);
    addEventListener('beforeprint', begin);
    addEventListener('afterprint', end);
    return () => {
      removeEventListener('beforeprint', begin);
      removeEventListener('afterprint', end);
    };
  }, []);
  return printing;
}

const scheme = 'data-mantine-color-scheme';

/** Paper is light, whatever the screen is. */
export function printLight(): void {
  const { documentElement: page } = document;
  let before: string | null = null;
  addEventListener('beforeprint', () => {
    before = page.getAttribute(scheme);
    page.setAttribute(scheme, 'light');
  });
  addEventListener('afterprint', () => {
    if (before !== null) page.setAttribute(scheme, before);
  });
}
