import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { test } from 'node:test';
import { operations } from '@tickmark/core';
import { buildProgram } from '../src/main.ts';
import { runLine } from './run-line.ts';

test('every operation of the list is a command with an example', async () => {
  const program = buildProgram({ stdout: () => {}, stderr: () => {}, exit: () => {} });
  for (const { name, summary } of operations) {
    const [noun, verb] = name.split('.');
    const command = program.commands.find((c) => c.name() === noun)?.commands.find((c) => c.name() === verb);
    assert.ok(command, `${name} has no command`);
    assert.equal(command.description(), summary);
  }
});

test('an unknown command or option is bad usage, said in one line with the way to help', async () => {
  for (const args of [['nonsense'], ['verify'], ['start', '--nonsense']]) {
    const { code, stderr } = await runLine(...args);
    assert.equal(code, 2, args.join(' '));
    assert.match(stderr, /^error: /);
    assert.match(stderr, /--help/);
  }
});

test('an option that a command cannot do without is asked for by its name', async () => {
  for (const [option, ...args] of [
    ['--population', 'test', 'run', 'some.yaml'],
    ['--on', 'reconcile', '--population', 'people.parquet', '--with', 'accounts.parquet'],
  ] as const) {
    const { code, stderr } = await runLine(...args);
    assert.equal(code, 2, option);
    assert.match(stderr, new RegExp(`^error: required option '${option} `));
  }
});

test('--help and --version are no errors', async () => {
  for (const flag of ['--help', '--version']) {
    const { code, stdout } = await runLine(flag);
    assert.equal(code, 0);
    assert.ok(stdout.length > 0);
  }
});

test('EL108 the verify page is not written over a file that is there', async () => {
  const { code, stderr } = await runLine('verify-page', '--out', import.meta.filename);
  assert.equal(code, 2);
  assert.match(stderr, /is there already\. \(--out\) Name another file/);
});

test('a server that does not answer is said to be missing, with what to do', async () => {
  const { code, stderr } = await runLine('instance', 'status', '--server', 'http://127.0.0.1:9');
  assert.equal(code, 3);
  assert.match(stderr, /No Tickmark server answers at http:\/\/127\.0\.0\.1:9.*tickmark start/);
});

test('a date that may be taken away is text as it is, or null', async (t) => {
  const bodies: unknown[] = [];
  const server = createServer((request, response) => {
    void json(request).then((body) => {
      bodies.push(body);
      response.setHeader('content-type', 'application/json').end('{"items":[],"total":0}');
    });
  }).listen(0, '127.0.0.1');
  t.after(() => server.close());
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  for (const day of ['2026-09-30', 'null']) {
    const args = ['--ids', 'a,b', '--renew-on', day, '--server', `http://127.0.0.1:${port}`];
    assert.equal((await runLine('evidence', 'renew-by', ...args)).code, 0);
  }
  const ids = ['a', 'b'];
  assert.deepEqual(bodies, [
    { ids, renewOn: '2026-09-30' },
    { ids, renewOn: null },
  ]);
});
