// `npm start` and `npm test` on a fresh clone, with any Node >= 20 and no preparation: installs what
// the lockfile names, builds the web app when its sources changed, and goes on under Node 24.
// Plain JavaScript without dependencies, because nothing is installed yet when it begins.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const commands = {
  start: ['packages/server/src/main.ts'],
  test: ['scripts/test.ts'],
};

const [command, ...rest] = process.argv.slice(2);
if (!Object.hasOwn(commands, command ?? '')) {
  fail(`There is no command "${command ?? ''}".`, `Use one of: ${Object.keys(commands).join(', ')}.`, 2);
}

needNode20();
await install();
const node = node24();
const program = [join(root, ...commands[command][0].split('/')), ...rest];
if (command === 'start' && !webIsBuilt()) {
  // The server makes its database meanwhile, and waits for the word before it listens.
  const server = hand(node, [...program, '--web-app-follows'], ['ipc']);
  await buildWeb(node, server);
  if (server.connected) server.send('the web app is built');
} else {
  if (!webIsBuilt()) await buildWeb(node);
  hand(node, program);
}

function needNode20() {
  if (Number(process.versions.node.split('.')[0]) < 20) {
    fail(
      `Node ${process.versions.node} is too old.`,
      'Install Node 20 or newer from https://nodejs.org and start again.',
      3,
    );
  }
}

/** Installs exactly the lockfile, once for each state of it. */
async function install() {
  const stamp = join(root, 'node_modules', '.tickmark-install');
  const lockfile = readFileSync(join(root, 'package-lock.json'));
  const wanted = createHash('sha256').update(lockfile).update(`${process.platform}-${process.arch}`).digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  const total = Object.keys(JSON.parse(lockfile.toString('utf8')).packages).filter((path) =>
    path.startsWith('node_modules/'),
  ).length;
  say(`Installing dependencies (${total} packages at most; a minute or two the first time) …`);
  const began = Date.now();
  const { code, output } = await runNpm(['ci', '--no-audit', '--no-fund', '--loglevel=http'], (fetched) =>
    progress(`  ${fetched} of about ${total} requests, ${seconds(began)}`),
  );
  progress('');
  if (code !== 0) explainInstallFailure(output);
  writeFileSync(stamp, wanted);
  say(`Installed in ${seconds(began)}.`);
}

function runNpm(args, onFetch) {
  return new Promise((resolve) => {
    const npm = process.env.npm_execpath;
    const [file, first] =
      npm && /\.[cm]?js$/.test(npm)
        ? [process.execPath, [npm]]
        : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
    const child = spawn(file, [...first, ...args], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: file.endsWith('.cmd'),
    });
    let output = '';
    let fetched = 0;
    const take = (chunk) => {
      const text = chunk.toString('utf8');
      fetched += text.split('npm http fetch').length - 1 + text.split('npm http cache').length - 1;
      output = (output + text).slice(-200_000);
      onFetch(fetched);
    };
    child.stdout.on('data', take);
    child.stderr.on('data', take);
    child.on('error', (error) => resolve({ code: 1, output: `${output}\n${error.message}` }));
    child.on('close', (code) => resolve({ code, output }));
  });
}

function explainInstallFailure(output) {
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT|network request/.test(
      output,
    )
  ) {
    const registry = spawnSync('npm', ['config', 'get', 'registry'], {
      cwd: root,
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    fail(
      `The npm registry (${registry.stdout?.trim() || 'as configured'}) can't be reached.`,
      'Check the network or proxy (npm config get registry), then start again; nothing was changed but node_modules.',
      3,
    );
  }
  if (/ENOSPC/.test(output)) fail('The disk is full.', 'Free about 1 GB and start again.', 3);
  const lines = output
    .split('\n')
    .filter((line) => /npm (error|ERR!)/.test(line))
    .slice(0, 12);
  process.stderr.write(`${(lines.length > 0 ? lines : output.split('\n').slice(-12)).join('\n')}\n`);
  fail('npm could not install the dependencies.', 'See the lines above; then start again.', 3);
}

/** Node 24 from its npm package; where none exists for this system, the running Node if it is new enough. */
function node24() {
  const name = process.platform === 'win32' ? `node-win-${process.arch}` : `node-${process.platform}-${process.arch}`;
  const packaged = join(root, 'node_modules', name, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  if (existsSync(packaged) && spawnSync(packaged, ['--version']).status === 0) return packaged;
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 18)) return process.execPath;
  return fail(
    `Node ${process.versions.node} can't run Tickmark, and no Node 24 package exists for ${process.platform}-${process.arch}.`,
    'Install Node 22.18 or newer (24 is best) from https://nodejs.org and start again.',
    3,
  );
}

function webStamp() {
  return join(root, 'packages', 'web', 'dist', '.built-from');
}

function webSources() {
  return fingerprint([
    'packages/web',
    'packages/verify-page',
    'packages/core/src',
    'content/criteria',
    'package-lock.json',
  ]);
}

function webIsBuilt() {
  return existsSync(webStamp()) && readFileSync(webStamp(), 'utf8') === webSources();
}

/** Builds the web app; what runs `beside` it and the build end together when either fails. */
async function buildWeb(node, beside) {
  const wanted = webSources();
  say('Building the web app …');
  const began = Date.now();
  const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
  const build = spawn(node, [vite, 'build', '--logLevel', 'warn', join(root, 'packages', 'web')], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  beside?.on('exit', () => build.kill());
  let output = '';
  for (const stream of [build.stdout, build.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => build.on('close', resolve));
  // What ended there has said why, and its exit code is passed on.
  if (beside && !beside.connected) return;
  if (code !== 0) {
    beside?.kill();
    process.stderr.write(`${output}\n`);
    fail(
      'The web app could not be built.',
      'See the lines above; a fresh clone builds, so look at local changes first.',
      3,
    );
  }
  writeFileSync(webStamp(), wanted);
  say(`Built in ${seconds(began)}.`);
}

/** Hash of names and contents, so that a checkout in another order or at another time gives the same. */
function fingerprint(paths) {
  const hash = createHash('sha256');
  const visit = (path) => {
    if (statSync(path).isDirectory()) {
      for (const name of readdirSync(path).sort()) {
        if (!['node_modules', 'dist', 'test'].includes(name)) visit(join(path, name));
      }
    } else {
      hash.update(`${relative(root, path)}\0`).update(readFileSync(path));
    }
  };
  for (const path of paths) visit(join(root, ...path.split('/')));
  return hash.digest('hex');
}

/** Runs the command, passing signals and the exit code through. */
function hand(node, args, channels = []) {
  const env = {
    // What was compiled once is not compiled again, by this process or those it starts.
    NODE_COMPILE_CACHE: join(root, 'node_modules', '.cache', 'node-compile'),
    ...process.env,
    PATH: `${dirname(node)}${delimiter}${process.env.PATH ?? ''}`,
  };
  const child = spawn(node, ['--disable-warning=ExperimentalWarning', ...args], {
    cwd: process.cwd(),
    stdio: ['inherit', 'inherit', 'inherit', ...channels],
    env,
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('close', (code, signal) => process.exit(code ?? (signal === 'SIGINT' ? 130 : 1)));
  return child;
}

function say(text) {
  process.stderr.write(`${text}\n`);
}

/** One line that rewrites itself on a terminal; silent elsewhere, so that logs stay readable. */
function progress(text) {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

function seconds(began) {
  return `${((Date.now() - began) / 1000).toFixed(1)} s`;
}

function fail(what, action, code) {
  process.stderr.write(`error: ${what} ${action}\n`);
  process.exit(code);
}
