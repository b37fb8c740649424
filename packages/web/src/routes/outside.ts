import { createRootRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { draftReaders } from '../pages/engagements/draft-in-address.ts';
import { keeps, text } from '../search.ts';
import { GuideFrame } from '../shell/guide-frame.tsx';
import { Lost } from '../shell/lost.tsx';
import { PageFault } from '../shell/page-fault.tsx';
import { Root } from '../shell/root.tsx';
import { Shell } from '../shell/shell.tsx';
import { requireMembership, requireSession } from './guards.ts';

export const root = createRootRoute({ component: Root, notFoundComponent: Lost, errorComponent: PageFault });

export const claim = createRoute({
  getParentRoute: () => root,
  path: '/claim',
  component: lazyRouteComponent(() => import('../pages/instance/claim.tsx'), 'ClaimPage'),
});
export const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: keeps({ back: text }),
  component: lazyRouteComponent(() => import('../pages/sessions/sign-in.tsx'), 'SignInPage'),
});
export const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('../pages/members/join.tsx'), 'JoinPage'),
});
export const give = createRoute({
  getParentRoute: () => root,
  path: '/give',
  component: lazyRouteComponent(() => import('../pages/capture-links/give.tsx'), 'GivePage'),
});
const readDraft = keeps(draftReaders);
export const start = createRoute({
  getParentRoute: () => root,
  path: '/start',
  validateSearch: readDraft,
  beforeLoad: async ({ location }) => {
    await requireSession(location.href);
  },
  component: lazyRouteComponent(() => import('../pages/organizations/start.tsx'), 'StartPage'),
});

/** The guide speaks to newcomers, who have no organization yet, as well. */
export const guide = createRoute({
  getParentRoute: () => root,
  id: 'guide',
  beforeLoad: async ({ location }) => {
    const { organizations } = await requireSession(location.href);
    if (organizations.length > 0) await requireMembership(location.href);
  },
  component: GuideFrame,
});
export const understand = createRoute({
  getParentRoute: () => guide,
  path: '/understand',
  component: lazyRouteComponent(() => import('../pages/understand/guide.tsx'), 'GuidePage'),
});
export const choose = createRoute({
  getParentRoute: () => guide,
  path: '/understand/choose',
  validateSearch: keeps({
    asks: text,
    by: text,
    length: text,
    first: text,
    since: text,
    uptime: text,
    secrets: text,
    figures: text,
    personal: text,
    anybody: text,
  }),
  component: lazyRouteComponent(() => import('../pages/understand/choose.tsx'), 'ChoosePage'),
});
export const terms = createRoute({
  getParentRoute: () => guide,
  path: '/understand/terms',
  validateSearch: keeps({ search: text }),
  component: lazyRouteComponent(() => import('../pages/understand/terms.tsx'), 'TermsPage'),
});

/** Every page within an organization. */
export const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: ({ location }) => requireMembership(location.href),
  component: Shell,
});
