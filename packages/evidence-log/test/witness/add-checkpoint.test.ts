import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { nodeCrypto } from '../../node/node-crypto.ts';
import { formatAddCheckpoint, LogError, parseAddCheckpoint, readCosignature } from '../../src/index.ts';
import { log, party, signatureLine, signedCheckpoint, someWitnesses } from '../parties.ts';

/** The example of C2SP tlog-witness; its signatures are by keys that it does not name. */
const published = `old 20852014
PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=
jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=
5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=
/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=

example.com/behind-the-sofa
20852163
CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=

— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=
— example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=
`;
const state = { size: 7n, root: new Uint8Array(32).fill(5) };
const signed = signedCheckpoint(state, []);
const [anna, bert] = someWitnesses(2);
assert.ok(anna && bert);
const keys = { log: log.vkey, witness: anna.vkey };
const answerOf = (...witnesses: Parameters<typeof signedCheckpoint>[1][number][]): string =>
  signedCheckpoint(state, witnesses).slice(signed.length);

test('EL50 the example of C2SP tlog-witness is read, and written as it stands', () => {
  const request = parseAddCheckpoint(published);
  assert.deepEqual([request.oldSize, request.proof.length], [20_852_014n, 4]);
  assert.ok(request.checkpoint.startsWith('example.com/behind-the-sofa\n20852163\n'));
  assert.equal(formatAddCheckpoint(request), published);
  assert.equal(formatAddCheckpoint({ oldSize: 0n, proof: [], checkpoint: signed }), `old 0\n\n${signed}`);
});

test('EL50 a request in any other form is refused', () => {
  const [first = '', hash = ''] = published.split('\n');
  for (const text of [
    '',
    published.replace('old ', 'old  '),
    published.replace('old ', 'Old '),
    published.replace(first, 'old 007'),
    published.replace(first, 'old -1'),
    published.replace(first, `${first}\r`),
    published.replace(`${first}\n`, ''),
    published.replace(first, 'old 18446744073709551616'),
    published.replace(hash, hash.slice(0, -1)),
    published.replace(hash, 'AAAA'),
    published.replace(hash, Array.from({ length: 61 }, () => hash).join('\n')),
    published.replace('20852163\n', '20852163\nextension\n'),
    published.slice(0, published.indexOf('\n\n') + 1),
    published.slice(0, -1),
    `\n${published}`,
  ])
    assert.throws(() => parseAddCheckpoint(text), LogError, JSON.stringify(text.slice(0, 60)));
  const most = published.replace(hash, Array.from({ length: 60 }, () => hash).join('\n'));
  assert.equal(parseAddCheckpoint(most).proof.length, 63);
});

test('EL50 whatever the text, a request is read as it is written or refused with an error that says why', () => {
  const damaged = fc.tuple(fc.nat(published.length), fc.nat(3), fc.string({ maxLength: 3 }));
  fc.assert(
    fc.property(damaged, ([at, without, put]) => {
      const text = published.slice(0, at) + put + published.slice(at + without);
      try {
        assert.equal(formatAddCheckpoint(parseAddCheckpoint(text)), text);
      } catch (error) {
        assert.ok(error instanceof LogError, String(error));
      }
    }),
  );
});

test('EL52 the line of the asked witness is taken out of an answer, and lines by other keys are ignored', () => {
  const read = readCosignature(nodeCrypto, signed, answerOf(bert, anna), keys);
  assert.equal(read.line, answerOf(bert, anna).slice(answerOf(bert).length));
  assert.equal(read.time, 1_700_000_001n);
  assert.equal(readCosignature(nodeCrypto, signed, answerOf(anna), keys).line, answerOf(anna));
});

test('EL52 an answer without a cosignature of the asked witness that fits is refused', () => {
  const other = signedCheckpoint({ ...state, size: 8n }, [anna])
    .split('\n')
    .at(-2);
  const named = party('witness', anna.name, 9);
  for (const [answer, code] of [
    [answerOf(bert), 'unknown_signer'],
    [answerOf(named), 'unknown_signer'],
    [`${other}\n`, 'bad_signature'],
    [signatureLine(anna, Buffer.alloc(72, 1)), 'bad_signature'],
    [answerOf(anna) + answerOf(anna), 'malformed'],
    [answerOf(anna).slice(0, -1), 'malformed'],
    ['', 'unknown_signer'],
    ['<html></html>', 'malformed'],
    [`\n${answerOf(anna)}`, 'bad_signature'],
  ] as const)
    assert.throws(() => readCosignature(nodeCrypto, signed, answer, keys), { name: 'LogError', code }, answer);
});
