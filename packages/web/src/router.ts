import type { Session } from '@tickmark/core';
import { questionStates, severities } from '@tickmark/core/readiness-words';
import { requestKinds, requestPhases, requestStates } from '@tickmark/core/request-words';
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  parseSearchWith,
  redirect,
  stringifySearchWith,
} from '@tanstack/react-router';
import { ApiError } from './api/error.ts';
import { changePlace, currentPlace } from './api/place.ts';
import { instanceQuery, queryClient, sessionQuery } from './queries.ts';
import { keeps, oneOf, text } from './search.ts';
import { draftReaders } from './pages/engagements/draft-in-address.ts';
import { GuideFrame } from './shell/guide-frame.tsx';
import { Lost } from './shell/lost.tsx';
import { PageFault } from './shell/page-fault.tsx';
import { Root } from './shell/root.tsx';
import { Shell } from './shell/shell.tsx';

/** Who is signed in; sends everybody else to where they can be. */
async function requireSession(back: string): Promise<Session> {
  try {
    return await queryClient.ensureQueryData(sessionQuery);
  } catch (error) {
    if (!(error instanceof ApiError) || error.body.code !== 'not_signed_in') throw error;
  }
  const { claimed } = await queryClient.fetchQuery(instanceQuery);
  throw claimed ? redirect({ to: '/sign-in', search: { back } }) : redirect({ to: '/claim' });
}

async function requireMembership(back: string): Promise<void> {
  const { organizations } = await requireSession(back);
  const first = organizations[0];
  if (first === undefined) throw redirect({ to: '/start' });
  if (!organizations.some(({ id }) => id === currentPlace().organizationId)) {
    changePlace({ organizationId: first.id, engagementId: null });
  }
}

const root = createRootRoute({ component: Root, notFoundComponent: Lost, errorComponent: PageFault });

const claim = createRoute({
  getParentRoute: () => root,
  path: '/claim',
  component: lazyRouteComponent(() => import('./pages/instance/claim.tsx'), 'ClaimPage'),
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: keeps({ back: text }),
  component: lazyRouteComponent(() => import('./pages/sessions/sign-in.tsx'), 'SignInPage'),
});
const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  component: lazyRouteComponent(() => import('./pages/members/join.tsx'), 'JoinPage'),
});
const give = createRoute({
  getParentRoute: () => root,
  path: '/give',
  component: lazyRouteComponent(() => import('./pages/capture-links/give.tsx'), 'GivePage'),
});
const readDraft = keeps(draftReaders);
const start = createRoute({
  getParentRoute: () => root,
  path: '/start',
  validateSearch: readDraft,
  beforeLoad: async ({ location }) => {
    await requireSession(location.href);
  },
  component: lazyRouteComponent(() => import('./pages/organizations/start.tsx'), 'StartPage'),
});

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: ({ location }) => requireMembership(location.href),
  component: Shell,
});

/** The guide speaks to newcomers, who have no organization yet, as well. */
const guide = createRoute({
  getParentRoute: () => root,
  id: 'guide',
  beforeLoad: async ({ location }) => {
    const { organizations } = await requireSession(location.href);
    if (organizations.length > 0) await requireMembership(location.href);
  },
  component: GuideFrame,
});
const understand = createRoute({
  getParentRoute: () => guide,
  path: '/understand',
  component: lazyRouteComponent(() => import('./pages/understand/guide.tsx'), 'GuidePage'),
});
const choose = createRoute({
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
  component: lazyRouteComponent(() => import('./pages/understand/choose.tsx'), 'ChoosePage'),
});
const terms = createRoute({
  getParentRoute: () => guide,
  path: '/understand/terms',
  validateSearch: keeps({ search: text }),
  component: lazyRouteComponent(() => import('./pages/understand/terms.tsx'), 'TermsPage'),
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('./pages/steps/home.tsx'), 'HomePage'),
});
const engagement = createRoute({
  getParentRoute: () => inside,
  path: '/engagement',
  validateSearch: keeps({
    begin: oneOf('new', 'next'),
    ...draftReaders,
  }),
  component: lazyRouteComponent(() => import('./pages/engagements/engagement.tsx'), 'EngagementPage'),
});
const scope = createRoute({
  getParentRoute: () => inside,
  path: '/scope',
  validateSearch: keeps({
    tab: text,
    kind: text,
    in: text,
    holes: text,
    search: text,
    asOf: text,
    of: text,
    open: text,
    add: text,
    sort: text,
  }),
  component: lazyRouteComponent(() => import('./pages/scope/scope.tsx'), 'ScopePage'),
});
const coverage = createRoute({
  getParentRoute: () => inside,
  path: '/coverage',
  validateSearch: keeps({
    tab: oneOf('matrix', 'suggested'),
    show: text,
    category: text,
    open: text,
    sort: text,
    search: text,
  }),
  component: lazyRouteComponent(() => import('./pages/coverage/coverage.tsx'), 'CoveragePage'),
});
const controls = createRoute({
  getParentRoute: () => inside,
  path: '/controls',
  validateSearch: keeps({
    tab: oneOf('adopted', 'catalogue', 'risks'),
    search: text,
    criterion: text,
    family: text,
    frequency: text,
    type: text,
    nature: text,
    origin: oneOf('catalogue', 'own'),
    owner: text,
    without: text,
    adopted: oneOf('yes', 'no'),
    open: text,
    sort: text,
    retired: oneOf('show'),
    add: oneOf('own'),
  }),
  component: lazyRouteComponent(() => import('./pages/controls/controls.tsx'), 'ControlsPage'),
});
const control = createRoute({
  getParentRoute: () => inside,
  path: '/controls/$code',
  component: lazyRouteComponent(() => import('./pages/controls/control.tsx'), 'ControlPage'),
});
const populations = createRoute({
  getParentRoute: () => inside,
  path: '/populations',
  validateSearch: keeps({
    add: oneOf('git', 'file'),
    sort: text,
    versions: oneOf('all'),
  }),
  component: lazyRouteComponent(() => import('./pages/populations/populations.tsx'), 'PopulationsPage'),
});
const population = createRoute({
  getParentRoute: () => inside,
  path: '/populations/$id',
  validateSearch: keeps({ search: text, row: text }),
  component: lazyRouteComponent(() => import('./pages/populations/population.tsx'), 'PopulationPage'),
});
const evidence = createRoute({
  getParentRoute: () => inside,
  path: '/evidence',
  validateSearch: keeps({
    search: text,
    open: text,
    sort: text,
    show: oneOf('soon', 'overdue', 'no-control', 'untagged', 'received', 'refused', 'all', 'deleted'),
    tags: text,
    control: text,
    engagement: text,
    request: text,
    content: oneOf('waiting', 'in-part', 'nothing', 'failed'),
    view: oneOf('large'),
    page: text,
  }),
  component: lazyRouteComponent(() => import('./pages/evidence/evidence.tsx'), 'EvidencePage'),
});
const captureLinks = createRoute({
  getParentRoute: () => inside,
  path: '/evidence/links',
  validateSearch: keeps({
    open: text,
    add: oneOf('link'),
    search: text,
    sort: text,
    state: oneOf('open', 'opened', 'used', 'expired', 'withdrawn', 'lapsed'),
  }),
  component: lazyRouteComponent(() => import('./pages/capture-links/capture-links.tsx'), 'CaptureLinksPage'),
});
const retention = createRoute({
  getParentRoute: () => inside,
  path: '/evidence/retention',
  validateSearch: keeps({ set: oneOf('schedule'), hold: text, search: text, sort: text }),
  component: lazyRouteComponent(() => import('./pages/retention/retention.tsx'), 'RetentionPage'),
});
const readiness = createRoute({
  getParentRoute: () => inside,
  path: '/readiness',
  validateSearch: keeps({
    tab: oneOf('gaps', 'grades'),
    section: text,
    state: oneOf(...questionStates),
    search: text,
    control: text,
    criterion: text,
    question: text,
    view: oneOf('one'),
    severity: oneOf(...severities),
    of: oneOf('controls'),
    open: text,
    sort: text,
  }),
  component: lazyRouteComponent(() => import('./pages/readiness/readiness.tsx'), 'ReadinessPage'),
});
const plan = createRoute({
  getParentRoute: () => inside,
  path: '/plan',
  validateSearch: keeps({
    tab: oneOf('board', 'gaps'),
    open: text,
    add: oneOf('own'),
    search: text,
    sort: text,
    state: text,
    owner: text,
    severity: oneOf(...severities),
    overdue: oneOf('only'),
    gap: oneOf('moved'),
    control: text,
    criterion: text,
  }),
  component: lazyRouteComponent(() => import('./pages/plan/plan.tsx'), 'PlanPage'),
});
const roadmap = createRoute({
  getParentRoute: () => inside,
  path: '/plan/roadmap',
  validateSearch: keeps({
    settings: oneOf('open'),
    wish: text,
    from: text,
    to: text,
    dry: oneOf('run'),
    time: text,
    items: text,
  }),
  component: lazyRouteComponent(() => import('./pages/plan/roadmap.tsx'), 'RoadmapPage'),
});
const requests = createRoute({
  getParentRoute: () => inside,
  path: '/requests',
  validateSearch: keeps({
    open: text,
    add: oneOf('own', 'catalogue'),
    search: text,
    sort: text,
    state: oneOf(...requestStates),
    area: text,
    phase: oneOf(...requestPhases),
    kind: oneOf(...requestKinds),
    owner: text,
    overdue: oneOf('only'),
    control: text,
  }),
  component: lazyRouteComponent(() => import('./pages/requests/requests.tsx'), 'RequestsPage'),
});
const tests = createRoute({
  getParentRoute: () => inside,
  path: '/tests',
  validateSearch: keeps({
    tab: oneOf('published', 'library', 'write'),
    open: text,
    from: text,
    as: oneOf('form', 'text'),
    search: text,
    sort: text,
  }),
  component: lazyRouteComponent(() => import('./pages/tests/tests.tsx'), 'TestsPage'),
});
const testHistory = createRoute({
  getParentRoute: () => inside,
  // A code holds a dot, which the server would take for the name of a file.
  path: '/tests/history',
  validateSearch: keeps({ code: text }),
  component: lazyRouteComponent(() => import('./pages/tests/history.tsx'), 'TestHistoryPage'),
});
const results = createRoute({
  getParentRoute: () => inside,
  path: '/results',
  validateSearch: keeps({ versions: oneOf('all'), sort: text, search: text }),
  component: lazyRouteComponent(() => import('./pages/results/results.tsx'), 'ResultsPage'),
});
const result = createRoute({
  getParentRoute: () => inside,
  path: '/results/$id',
  validateSearch: keeps({
    state: oneOf('pass', 'deviation', 'unverified'),
    search: text,
    item: text,
  }),
  component: lazyRouteComponent(() => import('./pages/results/result.tsx'), 'ResultPage'),
});
const samples = createRoute({
  getParentRoute: () => inside,
  path: '/samples',
  validateSearch: keeps({ add: oneOf('draw', 'nonce'), search: text, sort: text }),
  component: lazyRouteComponent(() => import('./pages/samples/samples.tsx'), 'SamplesPage'),
});
const sample = createRoute({
  getParentRoute: () => inside,
  path: '/samples/$id',
  validateSearch: keeps({ add: oneOf('extension', 'targeted'), item: text, sort: text }),
  component: lazyRouteComponent(() => import('./pages/samples/sample.tsx'), 'SamplePage'),
});
const comparison = createRoute({
  getParentRoute: () => inside,
  path: '/results/$id/compare/$other',
  validateSearch: keeps({ change: text, search: text }),
  component: lazyRouteComponent(() => import('./pages/results/comparison.tsx'), 'ComparisonPage'),
});
const dryRun = createRoute({
  getParentRoute: () => inside,
  path: '/dry-run',
  validateSearch: keeps({
    run: text,
    state: text,
    criterion: text,
    reason: text,
    control: text,
    part: oneOf('description', 'design', 'operation'),
    sort: text,
  }),
  component: lazyRouteComponent(() => import('./pages/dry-runs/dry-run.tsx'), 'DryRunPage'),
});
const report = createRoute({
  getParentRoute: () => inside,
  path: '/report',
  validateSearch: keeps({ receipt: text }),
  component: lazyRouteComponent(() => import('./pages/reports/report.tsx'), 'ReportPage'),
});
const log = createRoute({
  getParentRoute: () => inside,
  path: '/log',
  validateSearch: keeps({ op: text, entry: text, rotate: oneOf('key') }),
  component: lazyRouteComponent(() => import('./pages/log/log.tsx'), 'LogPage'),
});
const changes = createRoute({
  getParentRoute: () => inside,
  path: '/log/changes',
  validateSearch: keeps({
    of: oneOf('log'),
    since: text,
    noun: text,
    by: text,
    search: text,
    show: oneOf('elsewhere', 'all'),
    receipt: text,
  }),
  component: lazyRouteComponent(() => import('./pages/log/changes/changes.tsx'), 'ChangesPage'),
});
const witnesses = createRoute({
  getParentRoute: () => inside,
  path: '/log/witnesses',
  validateSearch: keeps({ add: oneOf('witness', 'log') }),
  component: lazyRouteComponent(() => import('./pages/witnesses/witnesses.tsx'), 'WitnessesPage'),
});
const timestamps = createRoute({
  getParentRoute: () => inside,
  path: '/log/timestamps',
  validateSearch: keeps({ add: oneOf('authority') }),
  component: lazyRouteComponent(() => import('./pages/timestamps/timestamps.tsx'), 'TimestampsPage'),
});
const operatorLog = createRoute({
  getParentRoute: () => inside,
  path: '/log/operator',
  validateSearch: keeps({ noted: text }),
  component: lazyRouteComponent(() => import('./pages/log/operator/operator.tsx'), 'OperatorLogPage'),
});
const whatItProves = createRoute({
  getParentRoute: () => inside,
  path: '/log/proves',
  component: lazyRouteComponent(() => import('./pages/log/what-it-proves.tsx'), 'WhatItProvesPage'),
});
const jobs = createRoute({
  getParentRoute: () => inside,
  path: '/jobs',
  validateSearch: keeps({ open: text, sort: text }),
  component: lazyRouteComponent(() => import('./pages/jobs/jobs.tsx'), 'JobsPage'),
});
const organization = createRoute({
  getParentRoute: () => inside,
  path: '/organization',
  validateSearch: keeps({ add: oneOf('one', 'list'), sort: text }),
  component: lazyRouteComponent(() => import('./pages/organizations/organization.tsx'), 'OrganizationPage'),
});
const members = createRoute({
  getParentRoute: () => inside,
  path: '/members',
  validateSearch: keeps({ sort: text }),
  component: lazyRouteComponent(() => import('./pages/members/members.tsx'), 'MembersPage'),
});
const account = createRoute({
  getParentRoute: () => inside,
  path: '/account',
  component: lazyRouteComponent(() => import('./pages/sessions/account.tsx'), 'AccountPage'),
});

export const router = createRouter({
  routeTree: root.addChildren({
    claim,
    signIn,
    join,
    give,
    start,
    guide: guide.addChildren({ understand, choose, terms }),
    inside: inside.addChildren({
      home,
      engagement,
      scope,
      coverage,
      controls,
      control,
      populations,
      population,
      evidence,
      captureLinks,
      retention,
      readiness,
      plan,
      roadmap,
      requests,
      tests,
      testHistory,
      results,
      result,
      samples,
      sample,
      comparison,
      dryRun,
      report,
      log,
      changes,
      witnesses,
      timestamps,
      operatorLog,
      whatItProves,
      jobs,
      organization,
      members,
      account,
    }),
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
