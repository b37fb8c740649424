import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { nodeCrypto } from '../../node/node-crypto.ts';
import { openByPolicy, parsePolicy, quorumReached } from '../../src/index.ts';
import { log, party, signatureLine, signedCheckpoint, someWitnesses } from '../parties.ts';

const witnesses = someWitnesses(6);
const state = { size: 5n, root: new Uint8Array(32).fill(5) };
const parse = (...lines: string[]) => parsePolicy(nodeCrypto, Buffer.from(`${lines.join('\n')}\n`));

/** A quorum as the specification defines it: a witness by its number, or so many of these. */
type Tree = number | { threshold: number; members: Tree[] };

/** Whether these witnesses are the quorum, straight from the definition. */
function naive(tree: Tree, cosigned: ReadonlySet<number>): boolean {
  if (typeof tree === 'number') return cosigned.has(tree);
  return tree.members.filter((member) => naive(member, cosigned)).length >= tree.threshold;
}

/** Group lines of a tree, members first; the name of its root is the last. */
function groupLines(tree: Tree): { name: string; lines: string[] } {
  let groups = 0;
  const lines: string[] = [];
  const write = (node: Tree): string => {
    if (typeof node === 'number') return `w${node}`;
    const members = node.members.map(write);
    groups += 1;
    lines.push(`group g${groups} ${node.threshold} ${members.join(' ')}`);
    return `g${groups}`;
  };
  return { name: write(tree), lines };
}

/** Random trees over distinct witnesses: neighbours are joined to groups until one is left. */
const trees: fc.Arbitrary<Tree> = fc
  .record({
    order: fc.shuffledSubarray([...witnesses.keys()], { minLength: 1 }),
    joins: fc.array(fc.record({ width: fc.integer({ min: 1, max: 4 }), threshold: fc.nat() }), { maxLength: 8 }),
  })
  .map(({ order, joins }) => {
    const forest: Tree[] = [...order];
    for (const { width, threshold } of joins) {
      const members = forest.splice(0, width);
      forest.push({ threshold: 1 + (threshold % members.length), members });
    }
    const [only] = forest;
    return only !== undefined && forest.length === 1 ? only : { threshold: forest.length, members: forest };
  });

const subsets = fc.subarray([...witnesses.keys()]);
const witnessLines = witnesses.map(({ vkey }, i) => `witness w${i} ${vkey}`);

test('EL38 the quorum is reached exactly where the definition says so', () => {
  fc.assert(
    fc.property(trees, subsets, (tree, cosigned) => {
      const { name, lines } = groupLines(tree);
      const policy = parse(...witnessLines, ...lines, `quorum ${name}`);
      const vkeys = cosigned.map((i) => witnesses[i]?.vkey ?? '');
      assert.equal(quorumReached(policy, vkeys), naive(tree, new Set(cosigned)));
      assert.equal(quorumReached(policy, [...vkeys, log.vkey, 'nobody']), naive(tree, new Set(cosigned)));
    }),
    { numRuns: 400 },
  );
});

test('EL38 a checkpoint opens by a policy exactly where its cosignatures are the quorum', () => {
  fc.assert(
    fc.property(trees, subsets, (tree, cosigned) => {
      const { name, lines } = groupLines(tree);
      const policy = parse(`log ${log.vkey}`, ...witnessLines, ...lines, `quorum ${name}`);
      const signers = witnesses.filter((_, i) => cosigned.includes(i));
      const note = signedCheckpoint(state, signers);
      if (naive(tree, new Set(cosigned))) {
        const opened = openByPolicy(nodeCrypto, note, policy);
        assert.deepEqual(
          opened.cosignatures.map(({ name }) => name),
          signers.map(({ name }) => name),
        );
        assert.deepEqual(opened.signedBy, [log.vkey]);
      } else {
        assert.throws(() => openByPolicy(nodeCrypto, note, policy), { code: 'no_quorum' });
      }
    }),
    { numRuns: 80 },
  );
});

test('EL38 the error names the quorum and who has cosigned', () => {
  const policy = parse(`log ${log.vkey}`, ...witnessLines, 'group firm 3 w0 w1 w2 w3', 'quorum firm');
  const message = (count: number) => {
    try {
      openByPolicy(nodeCrypto, signedCheckpoint(state, witnesses.slice(0, count)), policy);
    } catch (error) {
      return error instanceof Error ? error.message : undefined;
    }
    return undefined;
  };
  assert.equal(message(0), 'The policy asks for firm; of its witnesses none cosigned the checkpoint.');
  assert.equal(message(2), 'The policy asks for firm; of its witnesses w0, w1 cosigned the checkpoint.');
  assert.equal(message(3), undefined);
});

test('EL38 only the logs of the policy sign, each under its own name, and no wrong cosignature is passed over', () => {
  const policy = parse(`log ${log.vkey}`, witnessLines[0] ?? '', witnessLines[1] ?? '', 'quorum w0');
  const note = signedCheckpoint(state, witnesses.slice(0, 1));
  assert.equal(openByPolicy(nodeCrypto, note, policy).size, 5n);
  const alias = parse(`log ${party('log', 'log.example/alias', 1).vkey}`, 'quorum none');
  assert.throws(() => openByPolicy(nodeCrypto, note, alias), { code: 'unknown_signer' });
  const spoilt = note + signatureLine(witnesses[1] ?? log, Buffer.alloc(72, 1));
  assert.throws(() => openByPolicy(nodeCrypto, spoilt, policy), { code: 'bad_signature' });
});

test('EL39 quorum none asks for no witness, tells those that have cosigned, and still asks for the log', () => {
  const policy = parse(`log ${log.vkey}`, ...witnessLines, 'quorum none');
  assert.equal(quorumReached(policy, []), true);
  assert.deepEqual(openByPolicy(nodeCrypto, signedCheckpoint(state, []), policy).cosignatures, []);
  const opened = openByPolicy(nodeCrypto, signedCheckpoint(state, witnesses.slice(2, 3)), policy);
  assert.deepEqual(opened.cosignatures, [{ vkey: witnesses[2]?.vkey, name: witnesses[2]?.name, time: 1_700_000_000n }]);
  const stranger = parse(`log ${party('log', log.name, 50).vkey}`, 'quorum none');
  const unknown = { code: 'unknown_signer' };
  assert.throws(() => openByPolicy(nodeCrypto, signedCheckpoint(state, []), stranger), unknown);
  const open = parse(...witnessLines, 'quorum none');
  assert.throws(() => openByPolicy(nodeCrypto, signedCheckpoint(state, witnesses), open), {
    ...unknown,
    message: /names no log/,
  });
});
