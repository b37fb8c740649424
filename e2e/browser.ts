import { openBrowser, type OpenedBrowser } from '@tickmark/testkit';

let kept: OpenedBrowser | undefined;
let keeping = false;

/** From here on journeys use one browser, each with contexts of its own: to start one takes longer than some of them. Returns how to end it. */
export function keepBrowser(): () => Promise<void> {
  keeping = true;
  return async () => {
    keeping = false;
    await kept?.close();
  };
}

/** A browser for one journey; `close` ends whatever it opened there. */
export async function journeyBrowser(): Promise<OpenedBrowser> {
  if (!keeping) return openBrowser();
  if (!kept?.browser.isConnected()) kept = await openBrowser();
  const { browser } = kept;
  return {
    browser,
    close: async () => {
      for (const context of browser.contexts()) await context.close();
    },
  };
}
