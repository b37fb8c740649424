// The boundaries of the folders. Each rule is proven by a planted violation in
// scripts/boundaries.ts, so that a tool that sees nothing can't look green.
const noun = '(?!platform|documents)[^/]+';

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'core-is-pure',
      comment: 'core holds rules and types; only zod and the content files are at its side.',
      severity: 'error',
      from: { path: '^packages/core/src' },
      to: { pathNot: ['^packages/core/src', '^content/', 'node_modules/zod/'] },
    },
    {
      name: 'evidence-log-stands-alone',
      comment: 'Someone else must be able to use the log without Tickmark.',
      severity: 'error',
      from: { path: '^packages/evidence-log/src' },
      to: { pathNot: '^packages/evidence-log/src' },
    },
    {
      name: 'timestamps-stand-alone',
      comment: 'Server and verifier share them as a format; they know nothing of what is stamped.',
      severity: 'error',
      from: { path: '^packages/timestamps/src' },
      to: { path: '^packages/(?!timestamps/)' },
    },
    {
      name: 'facts-before-judgement',
      comment: 'Connectors collect; they know nothing of tests, the log or the server.',
      severity: 'error',
      from: { path: '^packages/connectors/src' },
      to: { path: '^packages/(?!core|connectors)' },
    },
    {
      name: 'engine-needs-no-server',
      comment: 'Control testing and the checks of policies run in a CI of their own: no server, no connector.',
      severity: 'error',
      from: { path: '^packages/(control-testing|policies)/src' },
      to: { path: '^packages/(?!core/|$1/)' },
    },
    {
      name: 'web-talks-through-operations',
      comment: 'The web app knows the operation list and nothing behind it.',
      severity: 'error',
      from: { path: '^packages/web/src' },
      to: { path: '^packages/(?!core|web)' },
    },
    {
      name: 'server-below-its-users',
      severity: 'error',
      from: { path: '^packages/server/src' },
      to: { path: '^packages/(cli|web|testkit)' },
    },
    {
      name: 'verify-trusts-no-server',
      comment: 'Verification must not share code with what it verifies, beyond formats and the engine.',
      severity: 'error',
      from: { path: '^packages/cli/src/bundles' },
      to: { path: '^packages/(server|testkit|connectors)' },
    },
    {
      name: 'page-shares-no-code',
      comment: 'The second verifier is only worth something while it has nothing in common with the first.',
      severity: 'error',
      from: { path: '^packages/verify-page/(src|scripts/(inline|build))' },
      to: { path: '^packages/(?!verify-page/)' },
    },
    {
      name: 'platform-knows-no-noun',
      severity: 'error',
      from: { path: '^packages/server/src/platform' },
      to: { path: '^packages/server/src/', pathNot: '^packages/server/src/platform' },
    },
    {
      name: 'noun-meets-noun-at-its-index',
      severity: 'error',
      from: { path: `^packages/(core|server)/src/(${noun})/` },
      to: {
        path: `^packages/$1/src/${noun}/`,
        pathNot: ['^packages/$1/src/$2/', '/index\\.ts$', '^packages/core/src/operations/(define|shapes)\\.ts$'],
      },
    },
    {
      name: 'sql-lives-in-stores',
      severity: 'error',
      from: { path: `^packages/server/src/${noun}/`, pathNot: 'store\\.ts$' },
      to: { path: 'node_modules/(kysely|pg|@electric-sql)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-cycles',
      severity: 'error',
      from: { path: '^(packages|scripts|bench|e2e)/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules/' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'node', 'default', 'types'] },
  },
};
