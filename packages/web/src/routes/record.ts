import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { keeps, oneOf, text } from '../search.ts';
import { inside } from './outside.ts';

const log = createRoute({
  getParentRoute: () => inside,
  path: '/log',
  validateSearch: keeps({ op: text, entry: text, rotate: oneOf('key') }),
  component: lazyRouteComponent(() => import('../pages/log/log.tsx'), 'LogPage'),
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
  component: lazyRouteComponent(() => import('../pages/log/changes/changes.tsx'), 'ChangesPage'),
});
const witnesses = createRoute({
  getParentRoute: () => inside,
  path: '/log/witnesses',
  validateSearch: keeps({ add: oneOf('witness', 'log') }),
  component: lazyRouteComponent(() => import('../pages/witnesses/witnesses.tsx'), 'WitnessesPage'),
});
const timestamps = createRoute({
  getParentRoute: () => inside,
  path: '/log/timestamps',
  validateSearch: keeps({ add: oneOf('authority') }),
  component: lazyRouteComponent(() => import('../pages/timestamps/timestamps.tsx'), 'TimestampsPage'),
});
const operatorLog = createRoute({
  getParentRoute: () => inside,
  path: '/log/operator',
  validateSearch: keeps({ noted: text }),
  component: lazyRouteComponent(() => import('../pages/log/operator/operator.tsx'), 'OperatorLogPage'),
});
const whatItProves = createRoute({
  getParentRoute: () => inside,
  path: '/log/proves',
  component: lazyRouteComponent(() => import('../pages/log/what-it-proves.tsx'), 'WhatItProvesPage'),
});
const jobs = createRoute({
  getParentRoute: () => inside,
  path: '/jobs',
  validateSearch: keeps({ open: text, sort: text }),
  component: lazyRouteComponent(() => import('../pages/jobs/jobs.tsx'), 'JobsPage'),
});
const organization = createRoute({
  getParentRoute: () => inside,
  path: '/organization',
  validateSearch: keeps({ add: oneOf('one', 'list'), sort: text }),
  component: lazyRouteComponent(() => import('../pages/organizations/organization.tsx'), 'OrganizationPage'),
});
const members = createRoute({
  getParentRoute: () => inside,
  path: '/members',
  validateSearch: keeps({ sort: text }),
  component: lazyRouteComponent(() => import('../pages/members/members.tsx'), 'MembersPage'),
});
const account = createRoute({
  getParentRoute: () => inside,
  path: '/account',
  component: lazyRouteComponent(() => import('../pages/sessions/account.tsx'), 'AccountPage'),
});

/** What stays of it, and who works on it. */
export const record = {
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
} as const;
