import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  concludeDryRun,
  dryRunDocument,
  sampleAsked,
  type SampleDocument,
  type SampledFact,
  type TestedFact,
} from '../../src/index.ts';
import { adopted, documentOf, engagementOf, sampled, tested } from './facts.ts';

function conclude(samples: SampledFact[], results: TestedFact[] = [], controls = [adopted('IAM-04', ['CC6.2'])]) {
  return dryRunDocument.parse(
    concludeDryRun({ engagement: engagementOf(), controls, results, explanations: [], samples, relevance: [] }),
  );
}

/** State, floor and reason codes of the control. */
function judged(...given: Parameters<typeof conclude>) {
  const [control] = conclude(...given).controls;
  return [control?.state, control?.floor, control?.because?.map(({ reason }) => reason.code)];
}

test('CN33 a control that only a sample was drawn for is tested by it, once every item has an outcome', () => {
  assert.deepEqual(judged([sampled('IAM-04')]), ['effective', 'effective', ['sample-passes']]);
  assert.deepEqual(judged([sampled('IAM-04', { examined: 24 })]), ['cannot-say', 'cannot-say', ['sample-open']]);
  assert.deepEqual(judged([sampled('IAM-04', { items: 0, examined: 0, void: 3 })]), [
    'cannot-say',
    'cannot-say',
    ['sample-empty'],
  ]);
  const small = { ...sampled('IAM-04', { items: 1, examined: 1 }), asked: 5 };
  assert.deepEqual(judged([small]), ['cannot-say', 'cannot-say', ['sample-small']]);
  const empty = { ...sampled('IAM-04', { items: 0, examined: 0, void: 3 }), asked: 5 };
  assert.deepEqual(judged([empty])[2], ['sample-empty']);
  assert.deepEqual(judged([]), ['not-tested', 'not-tested', ['no-test']]);
  assert.equal(conclude([sampled('IAM-04')]).counts.controlsTested, 1);
});

test('CN33 what deviates in a sample is isolated or systematic by the rules of whole populations', () => {
  const states = (counts: Partial<SampledFact['counts']>) => judged([sampled('IAM-04', counts)]).slice(0, 2);
  const isolated = 'effective-with-isolated-deviations';
  assert.deepEqual(states({ deviations: 1 }), [isolated, isolated]);
  assert.deepEqual(states({ deviations: 2 }), ['not-effective', isolated]);
  assert.deepEqual(states({ items: 40, examined: 40, deviations: 2 }), [isolated, isolated]);
  assert.deepEqual(states({ items: 10, examined: 10, deviations: 1 }), ['not-effective', isolated]);
  assert.deepEqual(states({ items: 5, examined: 5, deviations: 1 }), [isolated, isolated]);
  assert.deepEqual(states({ items: 5, examined: 5, deviations: 2 }), ['not-effective', isolated]);
  assert.deepEqual(states({ examined: 3, deviations: 2 }), ['not-effective', 'cannot-say']);
  assert.deepEqual(states({ targeted: 4, targetedDeviations: 4 }), [isolated, isolated]);
});

test('CN33 the lowest of tests and samples decides', () => {
  const clean = tested('IAM-04', documentOf('effective'));
  assert.equal(judged([sampled('IAM-04')], [clean])[0], 'effective');
  assert.equal(judged([sampled('IAM-04', { deviations: 2 })], [clean])[0], 'not-effective');
  assert.equal(judged([sampled('IAM-04')], [tested('IAM-04', documentOf('not-effective'))])[0], 'not-effective');
  assert.equal(judged([sampled('IAM-04', { examined: 0 })], [clean])[0], 'cannot-say');
  assert.equal(judged([sampled('IAM-04'), sampled('IAM-04', { deviations: 2 }, 2)])[0], 'not-effective');
  const none = tested('IAM-04', documentOf('no-occurrence'));
  assert.equal(judged([sampled('IAM-04')], [none])[0], 'effective');
});

test('CN33 an interim population or several versions leave a sample short, and another control’s sample counts for nothing', () => {
  const interim = sampled('IAM-04');
  interim.population.interim = true;
  const document = conclude([interim]);
  assert.deepEqual(
    document.criteria.find((c) => c.id === 'CC6.2')?.because?.map((r) => r.code),
    ['controls-interim', 'controls-effective'],
  );
  assert.match(document.controls[0]?.samples?.[0]?.sentence ?? '', /\. Interim: .* before the period had closed/);
  assert.deepEqual(document.controls[0]?.because?.at(-1)?.reason, {
    code: 'interim',
    through: '2026-07-02T22:30:00.000Z',
  });
  const versions = [
    adopted('IAM-04', ['CC6.2'], { retiredOn: '2026-04-01' }),
    adopted('IAM-04', ['CC6.2'], { version: 2, effectiveFrom: '2026-04-01' }),
  ];
  assert.deepEqual(judged([sampled('IAM-04')], [], versions)[2], ['sample-spans-versions']);
  const other = conclude([sampled('IAM-05')]);
  assert.equal(other.controls[0]?.state, 'not-tested');
  assert.ok(other.notChecked.some((said) => said.includes('The samples drawn for IAM-05')));
});

test('CN33 a sample of a later version of the population takes the place of an earlier one that does not deviate', () => {
  const first = (counts = {}) => {
    const sample = sampled('IAM-04', { examined: 10, ...counts });
    sample.population.interim = true;
    return sample;
  };
  const second = sampled('IAM-04', {}, 2);
  second.population.version = 2;
  const clean = conclude([first(), second]);
  assert.deepEqual([clean.controls[0]?.state, clean.controls[0]?.samples?.length], ['effective', 1]);
  assert.equal(clean.criteria.find((c) => c.id === 'CC6.2')?.state, 'achieved');
  const deviating = conclude([first({ examined: 25, deviations: 1 }), second]).controls[0];
  assert.deepEqual([deviating?.state, deviating?.samples?.length], ['effective-with-isolated-deviations', 2]);
});

test('CN33 a later version of another population, or of another control’s sample, takes no place', () => {
  const later = (control: string, kind: string) => {
    const sample = sampled(control, {}, 2);
    sample.population = { ...sample.population, version: 2, kind };
    return sample;
  };
  const counted = (other: SampledFact) => conclude([sampled('IAM-04'), other]).controls[0]?.samples?.length;
  assert.equal(counted(later('IAM-05', 'leavers')), 1);
  assert.equal(counted(later('IAM-04', 'joiners')), 2);
  assert.deepEqual(
    conclude([sampled('IAM-04'), later('IAM-04', 'leavers')]).controls[0]?.samples?.map((s) => s.id),
    [sampled('IAM-04', {}, 2).id],
  );
});

test('CN33 a sample needs what its table asked for, or the least of the usual table where it was drawn without one', () => {
  const drawn = { population: 112 } as SampleDocument;
  assert.equal(sampleAsked({ ...drawn, sizing: { asked: 7 } as SampleDocument['sizing'] }), 7);
  assert.equal(sampleAsked(drawn), 12);
});

test('CN34 the sentence of a sample says how much was examined, how many are needed and what deviated', () => {
  const sentence = (sample: SampledFact) => conclude([sample]).controls[0]?.samples?.[0]?.sentence;
  assert.equal(
    sentence(sampled('IAM-04', { examined: 20 })),
    'Could not be concluded: 20 of 25 items drawn from the 112 of Leavers were examined.',
  );
  assert.equal(
    sentence(sampled('IAM-04', { examined: 3, deviations: 2, targeted: 3, targetedDeviations: 1 })),
    'Could not be concluded: 3 of 25 items drawn from the 112 of Leavers were examined. Exception noted: 2 of 25 items drawn from the 112 of Leavers deviate and 1 of 3 targeted items deviates.',
  );
  assert.equal(
    sentence({ ...sampled('IAM-04', { items: 3, examined: 3 }), asked: 5 }),
    'Could not be concluded: 3 of 3 items drawn from the 112 of Leavers were examined; 5 are needed.',
  );
});

test('CN34 a sample is told with its size and what deviated, and stays whatever is fixed', () => {
  const document = conclude([
    sampled('IAM-04', { deviations: 1, cannotBeExamined: 1, targeted: 3, targetedDeviations: 2 }),
  ]);
  assert.equal(
    document.controls[0]?.samples?.[0]?.sentence,
    'Exception noted: 1 of 25 items drawn from the 112 of Leavers deviates, 1 because it could not be examined and 2 of 3 targeted items deviate.',
  );
  assert.ok(document.wouldChange.some((said) => /deviates in a sample of IAM-04 stays/.test(said)));
  const clean = conclude([sampled('IAM-04')]).controls[0]?.samples?.[0];
  assert.equal(
    clean?.sentence,
    'No exceptions noted. All 25 items drawn from the 112 of Leavers were examined and met the control.',
  );
  const open = conclude([sampled('IAM-04', { examined: 20 })]);
  assert.ok(open.wouldChange.some((said) => said.startsWith('Settle the sample of Leavers for IAM-04: Could not')));
});
