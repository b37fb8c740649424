import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReconciliationStanding } from '@tickmark/core';
import { reportFacts, type ReportRecords } from '../../src/documents/index.ts';
import { reportRecords } from './records.ts';

const records = reportRecords({ controls: 2, tests: 1 });
const [population] = records.populations;

/** The draft's words on completeness, with one reconciliation that found five differences. */
function words(changes: Partial<ReconciliationStanding>, holidays?: string[]): string {
  assert.ok(population);
  const { manifest } = population;
  const side = {
    kind: 'deployments',
    rows: 1204,
    sha256: 'b'.repeat(64),
    manifestSha256: 'c'.repeat(64),
    where: null,
    leftOut: 0,
    undecided: 0,
    withoutKey: 0,
    keys: 1204,
    repeated: 0,
  };
  const standing = { state: 'reconciled' as const, differences: 5, resolved: 5, unresolved: 0, inError: 0, ...changes };
  const reconciliations: ReportRecords['reconciliations'] = [
    {
      standing,
      document: {
        reconciliation: 1,
        engine: 'tickmark-reconciliation/1',
        on: [{ here: 'id', there: 'change_id', ignoreCase: false }],
        unique: false,
        here: { ...side, kind: manifest.kind, sha256: manifest.sha256 },
        there: side,
        ...(holidays ? { holidays } : {}),
        matched: 1199,
        differing: { 'only-here': 5, 'only-there': 0, 'no-key-here': 0, 'no-key-there': 0, repeats: 0, differs: 0 },
        agreement: [],
        differences: [],
        differencesFile: { sha256: 'd'.repeat(64), rows: 5 },
        supersedes: null,
      },
    },
  ];
  return reportFacts({ ...records, reconciliations }).populations[0]?.completeness ?? '';
}

test('the draft says what a population was reconciled with, and what is open', () => {
  assert.match(
    words({}),
    /Counted at the source: 1250\..*Reconciled with deployments as a second source \(1,204 rows, SHA-256 b{12}…\): keys matched 1,199, differences 5, each with a reason\.$/,
  );
  const open = words({ state: 'unresolved', resolved: 3, unresolved: 2 });
  assert.match(open, /Not reconciled with deployments .* differences 5, 2 unresolved\.$/);
  assert.match(words({ state: 'in-error', inError: 1 }), /Not reconciled with .* 1 an error in this population\.$/);
  assert.match(words({ differences: 0, resolved: 0 }), /differences none\.$/);
  assert.doesNotMatch(reportFacts(records).populations[0]?.completeness ?? '', /second source/);
});

test('CT114 the draft says which holidays the filters of a reconciliation left out', () => {
  assert.match(
    words({}, ['2026-05-01']),
    /each with a reason\. Business days in its filters: Monday to Friday, without 1 holiday: see “Holidays left out”\.$/,
  );
  assert.doesNotMatch(words({}), /Business days/);
});
