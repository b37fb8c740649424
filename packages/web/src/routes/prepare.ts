import { questionStates, severities } from '@tickmark/core/readiness-words';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { draftReaders } from '../pages/engagements/draft-in-address.ts';
import { keeps, oneOf, text } from '../search.ts';
import { inside } from './outside.ts';

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('../pages/steps/home.tsx'), 'HomePage'),
});
const engagement = createRoute({
  getParentRoute: () => inside,
  path: '/engagement',
  validateSearch: keeps({
    begin: oneOf('new', 'next'),
    ...draftReaders,
  }),
  component: lazyRouteComponent(() => import('../pages/engagements/engagement.tsx'), 'EngagementPage'),
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
  component: lazyRouteComponent(() => import('../pages/scope/scope.tsx'), 'ScopePage'),
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
  component: lazyRouteComponent(() => import('../pages/coverage/coverage.tsx'), 'CoveragePage'),
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
  component: lazyRouteComponent(() => import('../pages/controls/controls.tsx'), 'ControlsPage'),
});
const control = createRoute({
  getParentRoute: () => inside,
  path: '/controls/$code',
  component: lazyRouteComponent(() => import('../pages/controls/control.tsx'), 'ControlPage'),
});
const readiness = createRoute({
  getParentRoute: () => inside,
  path: '/readiness',
  validateSearch: keeps({
    tab: oneOf('gaps', 'grades', 'reports'),
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
  component: lazyRouteComponent(() => import('../pages/readiness/readiness.tsx'), 'ReadinessPage'),
});
const readinessReport = createRoute({
  getParentRoute: () => inside,
  path: '/readiness/reports/$id',
  validateSearch: keeps({ against: text, issue: oneOf('copy') }),
  component: lazyRouteComponent(() => import('../pages/readiness-reports/report.tsx'), 'ReadinessReportPage'),
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
  component: lazyRouteComponent(() => import('../pages/plan/plan.tsx'), 'PlanPage'),
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
  component: lazyRouteComponent(() => import('../pages/plan/roadmap.tsx'), 'RoadmapPage'),
});

const policies = createRoute({
  getParentRoute: () => inside,
  path: '/policies',
  validateSearch: keeps({
    search: text,
    show: oneOf('all'),
    sort: text,
    state: text,
    mine: oneOf('only'),
    outdated: oneOf('only'),
  }),
  component: lazyRouteComponent(() => import('../pages/policies/policies.tsx'), 'PoliciesPage'),
});
const policy = createRoute({
  getParentRoute: () => inside,
  path: '/policies/$id',
  validateSearch: keeps({ tab: oneOf('versions', 'checks', 'promises', 'details'), version: text, changes: text }),
  component: lazyRouteComponent(() => import('../pages/policies/policy.tsx'), 'PolicyPage'),
});
const editPolicy = createRoute({
  getParentRoute: () => inside,
  path: '/policies/$id/edit',
  component: lazyRouteComponent(() => import('../pages/policies/edit.tsx'), 'EditPolicyPage'),
});
const policyChanges = createRoute({
  getParentRoute: () => inside,
  path: '/policies/changes',
  validateSearch: keeps({ from: text, to: text }),
  component: lazyRouteComponent(() => import('../pages/policies/changes-between.tsx'), 'ChangesBetweenPage'),
});
const policyAcceptance = createRoute({
  getParentRoute: () => inside,
  path: '/policies/acceptance',
  validateSearch: keeps({ open: text, ask: oneOf('new') }),
  component: lazyRouteComponent(() => import('../pages/policies/campaigns.tsx'), 'CampaignsPage'),
});
const policyValues = createRoute({
  getParentRoute: () => inside,
  path: '/policies/values',
  validateSearch: keeps({ search: text, show: oneOf('numbers', 'names', 'own', 'standing'), sort: text, open: text }),
  component: lazyRouteComponent(() => import('../pages/policies/values.tsx'), 'ValuesPage'),
});
const acceptDocuments = createRoute({
  getParentRoute: () => inside,
  path: '/accept',
  validateSearch: keeps({ read: text }),
  component: lazyRouteComponent(() => import('../pages/policies/accept.tsx'), 'AcceptPage'),
});
const policyTemplate = createRoute({
  getParentRoute: () => inside,
  path: '/policies/templates/$id',
  component: lazyRouteComponent(() => import('../pages/policies/template.tsx'), 'TemplatePage'),
});

const procedures = createRoute({
  getParentRoute: () => inside,
  path: '/procedures',
  validateSearch: keeps({
    tab: oneOf('runs'),
    search: text,
    due: text,
    retired: oneOf('show'),
    sort: text,
    from: text,
    to: text,
  }),
  component: lazyRouteComponent(() => import('../pages/procedures/procedures.tsx'), 'ProceduresPage'),
});
const procedure = createRoute({
  getParentRoute: () => inside,
  path: '/procedures/$id',
  validateSearch: keeps({ tab: oneOf('runs', 'versions'), version: text, sort: text, from: text, to: text }),
  component: lazyRouteComponent(() => import('../pages/procedures/procedure.tsx'), 'ProcedurePage'),
});
const writeProcedure = createRoute({
  getParentRoute: () => inside,
  path: '/procedures/write',
  validateSearch: keeps({ id: text, policy: text, list: text }),
  component: lazyRouteComponent(() => import('../pages/procedures/write.tsx'), 'WriteProcedurePage'),
});
const proposedProcedures = createRoute({
  getParentRoute: () => inside,
  path: '/procedures/from-document',
  validateSearch: keeps({ policy: text }),
  component: lazyRouteComponent(() => import('../pages/procedures/from-document.tsx'), 'FromDocumentPage'),
});
const procedureRun = createRoute({
  getParentRoute: () => inside,
  path: '/procedures/runs/$id',
  component: lazyRouteComponent(() => import('../pages/procedures/run.tsx'), 'RunPage'),
});

const description = createRoute({
  getParentRoute: () => inside,
  path: '/description',
  validateSearch: keeps({
    part: text,
    entry: text,
    show: oneOf('undecided', 'significant', 'other'),
    tab: oneOf('versions'),
    version: text,
    from: text,
    to: text,
    do: oneOf('freeze', 'approve', 'take-over'),
  }),
  component: lazyRouteComponent(() => import('../pages/descriptions/description.tsx'), 'DescriptionPage'),
});

/** What comes before anything is tested: the frame, what is in it, how ready it is, and what is to be done. */
export const prepare = {
  home,
  engagement,
  scope,
  coverage,
  controls,
  control,
  readiness,
  readinessReport,
  plan,
  roadmap,
  policies,
  policy,
  editPolicy,
  policyAcceptance,
  policyChanges,
  policyValues,
  policyTemplate,
  acceptDocuments,
  procedures,
  procedure,
  writeProcedure,
  proposedProcedures,
  procedureRun,
  description,
} as const;
