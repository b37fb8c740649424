import { createRouter, parseSearchWith, stringifySearchWith } from '@tanstack/react-router';
import { examine } from './routes/examine.ts';
import { choose, claim, give, guide, inside, join, root, signIn, start, terms, understand } from './routes/outside.ts';
import { prepare } from './routes/prepare.ts';
import { record } from './routes/record.ts';

export const router = createRouter({
  routeTree: root.addChildren({
    claim,
    signIn,
    join,
    give,
    start,
    guide: guide.addChildren({ understand, choose, terms }),
    inside: inside.addChildren({ ...prepare, ...examine, ...record }),
  }),
  // Values in the URL are text, as they stand; what a page makes of them is its own business.
  parseSearch: parseSearchWith((value) => value),
  stringifySearch: stringifySearchWith((value) => (typeof value === 'string' ? value : JSON.stringify(value))),
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
