import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { nodeCrypto } from '../../node/node-crypto.ts';
import { LogError, parsePolicy, quorumReached } from '../../src/index.ts';
import { log, party, someWitnesses } from '../parties.ts';

const [a, b, c] = someWitnesses(3).map(({ vkey }) => vkey);
const parse = (text: string | Uint8Array) => parsePolicy(nodeCrypto, Buffer.from(text));

/** Asserts that the text is refused with this message after `Line <n> of the policy: `. */
function refused(text: string | Uint8Array, line: number, message: RegExp | string, code = 'malformed'): void {
  assert.throws(
    () => parse(text),
    (error) => {
      assert.ok(error instanceof Error && 'code' in error, String(error));
      const prefix = `Line ${line} of the policy: `;
      assert.equal(error.message.slice(0, prefix.length), prefix, error.message);
      const rest = error.message.slice(prefix.length);
      if (typeof message === 'string') assert.equal(rest, message);
      else assert.match(rest, message);
      assert.equal(error.code, code);
      return true;
    },
    `accepted: ${text.toString()}`,
  );
}

test('EL36 the example of C2SP tlog-policy is read, with keys in place of <vkey>', () => {
  const [x1, x2, x3, y1, y2, y3] = someWitnesses(6).map(({ vkey }) => vkey);
  const policy = parse(`log ${log.vkey}

witness X1 ${x1}
witness X2 ${x2}
witness X3 ${x3}
group X-witnesses 2 X1 X2 X3

witness Y1 ${y1}
witness Y2 ${y2}
witness Y3 ${y3}
group Y-witnesses any Y1 Y2 Y3

group X-and-Y all X-witnesses Y-witnesses
quorum X-and-Y
`);
  assert.deepEqual(policy.logs, [{ vkey: log.vkey, url: undefined }]);
  assert.deepEqual(
    policy.witnesses.map(({ name, vkey }) => [name, vkey]),
    Object.entries({ X1: x1, X2: x2, X3: x3, Y1: y1, Y2: y2, Y3: y3 }),
  );
  assert.deepEqual(policy.groups, [
    { name: 'X-witnesses', threshold: 2, members: ['X1', 'X2', 'X3'] },
    { name: 'Y-witnesses', threshold: 1, members: ['Y1', 'Y2', 'Y3'] },
    { name: 'X-and-Y', threshold: 2, members: ['X-witnesses', 'Y-witnesses'] },
  ]);
  assert.equal(policy.quorum, 'X-and-Y');
});

test('EL36 white space, empty lines, comment lines, URLs and the order of lines are free', () => {
  const policy = parse(
    `#\n \t\n\t # a comment\u00a0über alles\n  witness\t w  ${a} https://w.example/ \nquorum w\t\nlog ${log.vkey} https://log.example/\n`,
  );
  assert.deepEqual(policy, {
    logs: [{ vkey: log.vkey, url: 'https://log.example/' }],
    witnesses: [{ name: 'w', vkey: a, url: 'https://w.example/' }],
    groups: [],
    quorum: 'w',
  });
  const wide = 'our\u00a0own\u2003auditor';
  assert.equal(parse(`witness ${wide} ${a}\nquorum ${wide}\n`).quorum, wide);
  assert.deepEqual(parse('quorum none\n'), { logs: [], witnesses: [], groups: [], quorum: 'none' });
});

test('EL36 a line in any other form is refused with its number', () => {
  refused('quorum none\nlogs x\n', 2, 'logs is none of log, witness, group and quorum.');
  refused('Quorum none\n', 1, /^Quorum is none of/);
  refused('\n\nlog\n', 3, 'It is not of the form: log <vkey> [<url>]');
  refused(`log ${log.vkey} https://a.example https://b.example\n`, 1, /form: log/);
  refused('witness w\n', 1, 'It is not of the form: witness <name> <vkey> [<url>]');
  refused(`witness w ${a} https://a.example # main\n`, 1, /form: witness/);
  refused(`witness w ${a}\ngroup g any\n`, 2, 'It is not of the form: group <name> all|any|<number> <name>...');
  refused('group g\n', 1, /form: group/);
  refused('quorum\n', 1, 'It is not of the form: quorum <name>');
  refused('quorum none none\n', 1, /form: quorum/);
  refused('quorum none', 1, 'It does not end with a newline.');
  refused('quorum none\n ', 2, 'It does not end with a newline.');
});

test('EL36 only the octets of the specification are allowed, in comments too', () => {
  for (const octet of [...Array(9).keys(), ...Array.from({ length: 21 }, (_, i) => 0x0b + i), 0x7f]) {
    refused(Buffer.from([...Buffer.from('quorum none\n# '), octet, 0x0a]), 2, /control character/);
  }
  for (const octet of [0x20, 0x7e, 0x80, 0xc0, 0xff]) {
    assert.equal(parse(Buffer.from([...Buffer.from('# '), octet, ...Buffer.from('\nquorum none\n')])).quorum, 'none');
  }
});

test('EL36 whatever its octets, a policy is read or refused with a LogError', () => {
  const words = [
    'log',
    'witness',
    'group',
    'quorum',
    'none',
    'any',
    'all',
    '2',
    'v',
    'w',
    '__proto__',
    '#',
    a,
    b,
    log.vkey,
  ];
  const word = fc.oneof(
    fc.constantFrom(...words).map((text) => [...Buffer.from(text ?? '')]),
    fc.array(fc.nat(255)),
  );
  const separator = fc.constantFrom([0x20], [0x0a], [0x09], [0x0d]);
  const outcomes = new Set<string>();
  fc.assert(
    fc.property(fc.array(fc.tuple(word, separator), { maxLength: 12 }), (parts) => {
      const octets = Buffer.from([...parts.flat(2), ...Buffer.from('\nquorum none\n')]);
      try {
        outcomes.add(parse(octets).quorum);
      } catch (error) {
        assert.ok(error instanceof LogError, String(error));
        outcomes.add(error.code);
      }
    }),
    { numRuns: 2000 },
  );
  assert.ok(outcomes.has('none') && outcomes.has('malformed'), [...outcomes].join(', '));
});

test('EL36 a policy has one quorum line', () => {
  assert.throws(() => parse(''), { code: 'malformed', message: /no quorum line/ });
  assert.throws(() => parse(`log ${log.vkey}\n`), { code: 'malformed', message: /no quorum line/ });
  refused('quorum none\nquorum none\n', 2, 'It is a second quorum line.');
});

test('EL36 a threshold is all, any or a number from 1 to the number of members', () => {
  const group = (count: string) => `witness w ${a}\nwitness v ${b}\ngroup g ${count} w v\nquorum g\n`;
  const thresholds = ['all', 'any', '1', '2'].map((count) => parse(group(count)).groups[0]?.threshold);
  assert.deepEqual(thresholds, [2, 1, 1, 2]);
  for (const count of ['0', '3', '-1', '01', '1.0', '1e0', '0x1', 'ALL', 'most', '18446744073709551617', 'w']) {
    refused(group(count), 3, /is neither all nor any nor a number from 1 to 2, the members/);
  }
});

test('EL37 keys are of the kind their line asks for, whole and strong', () => {
  refused(`log ${a}\n`, 1, /is of a witness; one of a log is needed/, 'wrong_key_kind');
  refused(`witness w ${log.vkey}\n`, 1, /is of a log; one of a witness is needed/, 'wrong_key_kind');
  refused(`log ${log.vkey.slice(0, -4)}\n`, 1, /32 bytes/);
  refused(`witness w ${a?.replace(/\+[0-9a-f]/, '+g')}\n`, 1, /form name\+id\+key/);
  const [, id = ''] = a?.split('+') ?? [];
  refused(`witness w ${a?.replace(id, id === '00000000' ? '00000001' : '00000000')}\n`, 1, /id/);
  refused(`log a+00000000+${Buffer.alloc(33, 0).fill(1, 0, 1).toString('base64')}\n`, 1, /low order/, 'weak_key');
});

test('EL37 one public key is one log or one witness, whatever its names', () => {
  const again = party('log', 'log.example/alias', 1);
  refused(`log ${log.vkey}\nlog ${log.vkey}\n`, 2, 'A log with the same public key is defined already.');
  refused(`log ${log.vkey}\nlog ${again.vkey}\n`, 2, /same public key/);
  const alias = party('witness', 'witness.example/alias', 100);
  refused(`witness w ${a}\nwitness v ${alias.vkey}\n`, 2, 'A witness with the same public key is defined already.');
  const both = party('witness', 'log.example/one', 1);
  assert.equal(parse(`log ${log.vkey}\nwitness w ${both.vkey}\nquorum w\n`).quorum, 'w');
});

test('EL37 names are defined once, above their use, and none is taken', () => {
  refused(`witness w ${a}\nwitness w ${b}\n`, 2, 'The name w is defined already.');
  refused(`witness w ${a}\ngroup w any w\n`, 2, 'The name w is defined already.');
  refused(`witness w ${a}\nwitness v ${b}\ngroup g any w\ngroup g any v\n`, 4, 'The name g is defined already.');
  refused(`witness none ${a}\n`, 1, /none is taken/);
  refused(`witness w ${a}\ngroup none any w\n`, 2, /none is taken/);
  refused(`witness w ${a}\ngroup g any none\n`, 2, /^none is no witness or group/);
  refused(`group g any w\nwitness w ${a}\n`, 1, 'w is no witness or group that is defined on a line above.');
  refused(`witness w ${a}\ngroup g any w g\n`, 2, /^g is no witness or group/);
  refused(`quorum w\nwitness w ${a}\n`, 1, /^w is no witness or group/);
  refused(`witness w ${a}\nquorum ${a?.split('+')[0]}\n`, 2, /is no witness or group/);
});

test('EL37 a name is a member once, so that no witness counts twice', () => {
  const three = `witness u ${a}\nwitness v ${b}\nwitness w ${c}\n`;
  refused(`${three}group g 2 u u\n`, 4, 'u is a member of a group already.');
  refused(`${three}group g any u v\ngroup h any v w\n`, 5, 'v is a member of a group already.');
  refused(`${three}group g any u v\ngroup h any g w\ngroup i any g\n`, 6, 'g is a member of a group already.');
});

test('EL37 names are told apart octet by octet', () => {
  const line = (name: readonly number[], vkey = '') => [
    ...Buffer.from('witness '),
    ...name,
    ...Buffer.from(` ${vkey}\n`),
  ];
  const quorum = (name: readonly number[]) => [...Buffer.from('quorum '), ...name, 0x0a];
  const kelvin = [0xe2, 0x84, 0xaa];
  const distinct = [
    [0x4b],
    kelvin,
    [0xfc],
    [0xc3, 0xbc],
    [0xc3],
    [0xed, 0xb3, 0xbc],
    [0xc0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
  ];
  const keys = someWitnesses(distinct.length).map(({ vkey }) => vkey);
  const lines = distinct.flatMap((name, i) => line(name, keys[i]));
  const policy = parse(Buffer.from([...lines, ...quorum(kelvin)]));
  assert.equal(new Set(policy.witnesses.map(({ name }) => name)).size, distinct.length);
  assert.deepEqual([policy.quorum, policy.witnesses[3]?.name], ['\u212a', 'ü']);
  for (const name of distinct) {
    refused(Buffer.from([...line(name, a), ...line(name, b)]), 2, /is defined already/);
  }
});

test('EL37 a chain of many thousand groups is read, and asked for its quorum', () => {
  const groups = Array.from({ length: 20_000 }, (_, i) => `group g${i} any ${i === 0 ? 'w' : `g${i - 1}`}\n`);
  const policy = parse(`witness w ${a}\n${groups.join('')}quorum g19999\n`);
  assert.equal(policy.groups.length, 20_000);
  assert.deepEqual([quorumReached(policy, [a ?? '']), quorumReached(policy, [])], [true, false]);
});
