import { requestKinds, requestPhases, requestStates } from '@tickmark/core/request-words';
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { keeps, oneOf, text } from '../search.ts';
import { inside } from './outside.ts';

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
  component: lazyRouteComponent(() => import('../pages/requests/requests.tsx'), 'RequestsPage'),
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
  component: lazyRouteComponent(() => import('../pages/tests/tests.tsx'), 'TestsPage'),
});
const testHistory = createRoute({
  getParentRoute: () => inside,
  // A code holds a dot, which the server would take for the name of a file.
  path: '/tests/history',
  validateSearch: keeps({ code: text }),
  component: lazyRouteComponent(() => import('../pages/tests/history.tsx'), 'TestHistoryPage'),
});
const results = createRoute({
  getParentRoute: () => inside,
  path: '/results',
  validateSearch: keeps({ versions: oneOf('all'), sort: text, search: text }),
  component: lazyRouteComponent(() => import('../pages/results/results.tsx'), 'ResultsPage'),
});
const result = createRoute({
  getParentRoute: () => inside,
  path: '/results/$id',
  validateSearch: keeps({
    state: oneOf('pass', 'deviation', 'unverified'),
    search: text,
    item: text,
  }),
  component: lazyRouteComponent(() => import('../pages/results/result.tsx'), 'ResultPage'),
});
const comparison = createRoute({
  getParentRoute: () => inside,
  path: '/results/$id/compare/$other',
  validateSearch: keeps({ change: text, search: text }),
  component: lazyRouteComponent(() => import('../pages/results/comparison.tsx'), 'ComparisonPage'),
});
const samples = createRoute({
  getParentRoute: () => inside,
  path: '/samples',
  validateSearch: keeps({ add: oneOf('draw', 'nonce'), search: text, sort: text }),
  component: lazyRouteComponent(() => import('../pages/samples/samples.tsx'), 'SamplesPage'),
});
const sample = createRoute({
  getParentRoute: () => inside,
  path: '/samples/$id',
  validateSearch: keeps({ add: oneOf('extension', 'targeted'), item: text, sort: text }),
  component: lazyRouteComponent(() => import('../pages/samples/sample.tsx'), 'SamplePage'),
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
  component: lazyRouteComponent(() => import('../pages/dry-runs/dry-run.tsx'), 'DryRunPage'),
});
const report = createRoute({
  getParentRoute: () => inside,
  path: '/report',
  validateSearch: keeps({ receipt: text }),
  component: lazyRouteComponent(() => import('../pages/reports/report.tsx'), 'ReportPage'),
});
const populations = createRoute({
  getParentRoute: () => inside,
  path: '/populations',
  validateSearch: keeps({
    add: oneOf('git', 'file'),
    sort: text,
    versions: oneOf('all'),
  }),
  component: lazyRouteComponent(() => import('../pages/populations/populations.tsx'), 'PopulationsPage'),
});
const population = createRoute({
  getParentRoute: () => inside,
  path: '/populations/$id',
  validateSearch: keeps({ search: text, row: text }),
  component: lazyRouteComponent(() => import('../pages/populations/population.tsx'), 'PopulationPage'),
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
  component: lazyRouteComponent(() => import('../pages/evidence/evidence.tsx'), 'EvidencePage'),
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
  component: lazyRouteComponent(() => import('../pages/capture-links/capture-links.tsx'), 'CaptureLinksPage'),
});
const retention = createRoute({
  getParentRoute: () => inside,
  path: '/evidence/retention',
  validateSearch: keeps({ set: oneOf('schedule'), hold: text, search: text, sort: text }),
  component: lazyRouteComponent(() => import('../pages/retention/retention.tsx'), 'RetentionPage'),
});

/** What is examined, how, with what outcome, and what is handed over. */
export const examine = {
  requests,
  tests,
  testHistory,
  results,
  result,
  comparison,
  samples,
  sample,
  dryRun,
  report,
  populations,
  population,
  evidence,
  captureLinks,
  retention,
} as const;
