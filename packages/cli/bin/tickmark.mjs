#!/usr/bin/env node
// Starts the command line under a Node that runs TypeScript: this one if it is new enough, else the
// packaged Node 24. Plain JavaScript, because an older Node reads this file.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const main = join(dirname(dirname(fileURLToPath(import.meta.url))), 'src', 'main.ts');
const [major, minor] = process.versions.node.split('.').map(Number);
const flags = ['--disable-warning=ExperimentalWarning'];

function packagedNode() {
  const name = process.platform === 'win32' ? `node-win-${process.arch}` : `node-${process.platform}-${process.arch}`;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve(`${name}/package.json`));
    const node = join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
    return existsSync(node) ? node : null;
  } catch {
    return null;
  }
}

if (major > 22 || (major === 22 && minor >= 18)) {
  const { runMain } = await import(main);
  await runMain();
} else {
  const node = packagedNode();
  if (node === null) {
    process.stderr.write(
      `error: Node ${process.versions.node} can't run tickmark. Run npm start once in this folder (it brings Node 24), or install Node 22.18 or newer.\n`,
    );
    process.exit(3);
  }
  const { status } = spawnSync(node, [...flags, fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: 'inherit',
  });
  process.exit(status ?? 3);
}
