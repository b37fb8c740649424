import { glob, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { run, type Outcome } from './run.ts';

/** One forbidden import for each rule, in a tree laid out like the repository. */
const planted: Record<string, { file: string; imports: string }> = {
  'core-is-pure': { file: 'packages/core/src/planted/planted.ts', imports: 'node:fs' },
  'evidence-log-stands-alone': {
    file: 'packages/evidence-log/src/planted.ts',
    imports: '../../core/src/errors/index.ts',
  },
  'timestamps-stand-alone': {
    file: 'packages/timestamps/src/planted.ts',
    imports: '../../core/src/errors/index.ts',
  },
  'facts-before-judgement': {
    file: 'packages/connectors/src/planted.ts',
    imports: '../../control-testing/src/index.ts',
  },
  'engine-needs-no-server': { file: 'packages/control-testing/src/planted.ts', imports: '../../server/src/index.ts' },
  'web-talks-through-operations': { file: 'packages/web/src/planted.tsx', imports: '../../server/src/index.ts' },
  'server-below-its-users': { file: 'packages/server/src/planted.ts', imports: '../../cli/src/index.ts' },
  'verify-trusts-no-server': { file: 'packages/cli/src/bundles/planted.ts', imports: '../../../server/src/index.ts' },
  'page-shares-no-code': {
    file: 'packages/verify-page/src/planted.ts',
    imports: '../../core/src/errors/index.ts',
  },
  'platform-knows-no-noun': { file: 'packages/server/src/platform/planted.ts', imports: '../controls/index.ts' },
  'noun-meets-noun-at-its-index': { file: 'packages/server/src/evidence/planted.ts', imports: '../controls/store.ts' },
  'sql-lives-in-stores': { file: 'packages/server/src/controls/planted.ts', imports: 'kysely' },
  'no-cycles': { file: 'packages/server/src/controls/circle.ts', imports: './further.ts' },
  'everything-resolves': { file: 'packages/server/src/controls/nowhere.ts', imports: './does-not-exist.ts' },
};

const surroundings: Record<string, string> = {
  'packages/core/src/errors/index.ts': 'export const a = 1;\n',
  'packages/control-testing/src/index.ts': 'export const a = 1;\n',
  'packages/server/src/index.ts': 'export const a = 1;\n',
  'packages/server/src/controls/index.ts': 'export const a = 1;\n',
  'packages/server/src/controls/store.ts': 'export const a = 1;\n',
  'packages/server/src/controls/further.ts': "import './circle.ts';\nexport const a = 1;\n",
  'packages/cli/src/index.ts': 'export const a = 1;\n',
  'node_modules/kysely/package.json': '{ "name": "kysely", "version": "0.0.0", "main": "index.js" }\n',
  'node_modules/kysely/index.js': 'exports.a = 1;\n',
  'package.json': '{ "name": "planted", "dependencies": { "kysely": "*" } }\n',
};

interface Cruised {
  summary: { totalCruised: number; violations: { rule: { name: string }; from: string }[] };
}

/** The repository keeps its boundaries, and every rule turns red on its planted violation. */
export async function checkBoundaries(root: string): Promise<Outcome> {
  const own = await cruise(root, await sourceFolders(root), root);
  const lines = own.summary.violations.map((v) => `${v.rule.name}: ${v.from}`);
  if (own.summary.totalCruised < 50)
    lines.push(`only ${own.summary.totalCruised} modules were seen: the tool is blind`);

  const folder = await mkdtemp(join(tmpdir(), 'tickmark-boundaries-'));
  try {
    for (const [path, text] of Object.entries(surroundings)) await put(join(folder, path), text);
    for (const { file, imports } of Object.values(planted)) {
      await put(join(folder, file), `import * as found from '${imports}';\nexport const use = found;\n`);
    }
    const seen = await cruise(root, ['packages'], folder);
    const red = new Set(seen.summary.violations.map((v) => `${v.rule.name} ${v.from}`));
    for (const [rule, { file }] of Object.entries(planted)) {
      if (!red.has(`${rule} ${file}`)) lines.push(`rule ${rule} does not see its planted violation in ${file}`);
    }
    const rules = await ruleNames(root);
    for (const rule of rules) if (!Object.hasOwn(planted, rule)) lines.push(`rule ${rule} has no planted violation`);
  } finally {
    await rm(folder, { recursive: true });
  }
  return { ok: lines.length === 0, output: lines.join('\n') };
}

/** Folders with our own source; packages may also hold a node_modules of theirs. */
async function sourceFolders(root: string): Promise<string[]> {
  const inPackages = await Array.fromAsync(glob('packages/*/{src,node,bin,scripts,test}', { cwd: root }));
  return [...inPackages, 'scripts', 'bench', 'e2e'];
}

async function ruleNames(root: string): Promise<string[]> {
  const config: { default: { forbidden: { name: string }[] } } = await import(join(root, '.dependency-cruiser.cjs'));
  return config.default.forbidden.map((rule) => rule.name);
}

async function cruise(root: string, folders: string[], cwd: string): Promise<Cruised> {
  const binary = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');
  const { output } = await run(
    process.execPath,
    [binary, '--config', join(root, '.dependency-cruiser.cjs'), '--output-type', 'json', ...folders],
    { cwd, stdoutOnly: true },
  );
  return JSON.parse(output) as Cruised;
}

async function put(path: string, text: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, text);
}
