import assert from 'node:assert/strict';
import { test } from 'node:test';
import { receiptStanding, receiptState as ofEntry, witnessOutcome, type Receipt } from '@tickmark/core';
import * as fc from 'fast-check';
import { stateWords } from '../../src/glossary/states.ts';
import { receiptState } from '../../src/pages/log/receipt-state.ts';

const at = '2026-03-02T09:00:00.000Z';
const witness: Receipt['witnesses'][number] = {
  name: 'anna.example',
  verifierKey: 'anna.example+00000000+BA',
  named: true,
  asked: null,
  standing: 'never',
  since: null,
  upTo: null,
};
const vouched = { ...witness, standing: 'vouched', since: at, upTo: { entry: 9, at, fits: true } } as const;
const receipt: Receipt = {
  index: 4,
  leafHash: '',
  op: 'evidence.upload',
  at,
  by: null,
  link: null,
  entry: '{}',
  log: { number: 1, verifierKey: '', index: 4, newest: true },
  state: 'signed',
  proof: '',
  witnesses: [],
  timestamps: [],
};
const stamp = { id: '', name: 'Root', signer: 'Signer', at, fits: true, entry: 9 };
const asked = (outcome: (typeof witnessOutcome.options)[number]) => ({
  ...witness,
  asked: { at, outcome, detail: '' },
});

test('EL76 EL115 what is pending, not vouched for, not asked for and contradicted has words of its own', () => {
  for (const [of, state] of [
    [{ ...receipt, state: 'pending', witnesses: [witness] }, 'not-signed-yet'],
    [receipt, 'no-witness'],
    [{ ...receipt, witnesses: [{ ...witness, named: false, standing: 'behind' }] }, 'no-witness'],
    [{ ...receipt, witnesses: [witness] }, 'not-vouched'],
    [{ ...receipt, witnesses: [asked('refused')] }, 'not-vouched'],
    [{ ...receipt, witnesses: [witness, vouched] }, 'vouched'],
    [{ ...receipt, witnesses: [{ ...vouched, named: false }] }, 'vouched'],
    [{ ...receipt, witnesses: [vouched, asked('other-history')] }, 'other-history'],
    [{ ...receipt, witnesses: [vouched, asked('ahead')] }, 'other-history'],
    [{ ...receipt, witnesses: [{ ...vouched, upTo: { entry: 9, at, fits: false } }] }, 'other-history'],
    [{ ...receipt, state: 'not-as-signed', witnesses: [vouched] }, 'not-as-signed'],
    // A stamp says when, and not that the log is the only one.
    [{ ...receipt, timestamps: [stamp] }, 'no-witness'],
    [{ ...receipt, witnesses: [vouched], timestamps: [stamp, { ...stamp, fits: false }] }, 'other-history'],
  ] as const)
    assert.equal(receiptState(of as Receipt), state);
});

test('EL76 only a signed entry that a witness vouches for, and none contradicts, is shown in the colour of what is good', () => {
  const outcome = fc.constantFrom(...witnessOutcome.options);
  const witnesses = fc.array(
    fc.record({
      ...Object.fromEntries(Object.entries(witness).map(([name, value]) => [name, fc.constant(value)])),
      named: fc.boolean(),
      standing: fc.constantFrom(...receiptStanding.options),
      asked: fc.option(outcome.map((each) => ({ at, outcome: each, detail: null }))),
      upTo: fc.option(fc.boolean().map((fits) => ({ entry: 9, at, fits }))),
    }),
    { maxLength: 3 },
  ) as fc.Arbitrary<Receipt['witnesses']>;
  fc.assert(
    fc.property(fc.constantFrom(...ofEntry.options), witnesses, (state, said) => {
      const { tone } = stateWords[receiptState({ ...receipt, state, witnesses: said })];
      if (tone !== 'good') return;
      assert.equal(state, 'signed');
      assert.ok(said.some(({ standing }) => standing === 'vouched'));
      assert.ok(said.every(({ upTo }) => upTo?.fits !== false));
      assert.ok(said.every((each) => each.asked?.outcome !== 'other-history' && each.asked?.outcome !== 'ahead'));
    }),
  );
});
