import assert from 'node:assert/strict';
import { test } from 'node:test';
import { policySettings, type PolicySettingId } from '@tickmark/core';
import { testLibrary } from '../../src/index.ts';

/** Attributes that judge by a number which the templates of documents promise. */
const promised: Record<string, readonly PolicySettingId[]> = {
  'AVL-01.alerts A': ['alertTriage'],
  'CHG-05.emergency A': ['emergencyReview'],
  'COM-04.external A': ['outsideReport'],
  'COM-04.external B': ['outsideReport'],
  'COM-04.external C': ['outsideReport'],
  'COM-06.internal A': ['alertTriage'],
  'END-02.detections A': ['alertTriage'],
  'END-04.returned A': ['deviceReturn'],
  'GOV-08.sanctions A': ['breachDecision'],
  'HR-07.followup B': ['phishingFollowUp'],
  'IAM-04.leavers A': ['accessRemoval'],
  'IAM-04.removal A': ['accessRemoval'],
  'IAM-04.removal B': ['accessRemoval'],
  'IAM-05.moves A': ['accessChange'],
  'IAM-05.moves B': ['accessChange'],
  'IAM-09.settings A': ['passwordLength'],
  'IAM-09.settings B': ['failedSignIns'],
  'IAM-09.settings C': ['sessionIdle'],
  'IAM-10.exposed A': ['secretExposure'],
  'INC-02.classified A': ['alertTriage'],
  'INC-05.lessons B': ['incidentReview'],
  'MON-01.evaluated C': ['evaluationReport'],
  'MON-02.resolved A': ['checkAlert'],
  'MON-03.closed B': ['fixCriticalDeficiency', 'fixHighDeficiency', 'fixMediumDeficiency', 'fixLowDeficiency'],
  'NET-06.transfers A': ['alertTriage'],
  'OPS-02.followed A': ['alertTriage'],
  'OPS-04.fixed A': ['fixCritical', 'fixHigh', 'fixMedium', 'fixLow'],
  'OPS-05.sources D': ['logRetention'],
  'OPS-06.triaged A': ['urgentAlertTriage', 'alertTriage'],
  'OPS-07.repaired B': ['toolRepair'],
  'PHY-01.removed A': ['accessRemoval'],
  'PRV-02.withdrawn C': ['consentWithdrawal'],
  'PRV-12.unauthorised A': ['disclosureEntry'],
  'RSK-04.triggered A': ['riskTrigger'],
  'VEN-05.exits A': ['accessRemoval'],
};

/** Attributes with a number of their own, of which the numbers of their control say nothing. */
const others: Record<string, string> = {
  'AVL-03.repaired A': 'A backup has to succeed by then; promised is that somebody sees to the failure.',
  'CHG-07.patches A': 'By severity, as vulnerabilities are fixed; promised are routine patches.',
  'END-02.detections B': 'When it is closed is not promised.',
  'GOV-05.reports A': 'Promised is the receipt, not who looks into it.',
  'GOV-05.reports C': 'When it is closed is not promised.',
  'GOV-07.yearly C': 'Of reviews of documents, not of exceptions.',
  'OPS-07.repaired A': 'When somebody is alerted is not promised.',
  'PIN-04.corrected A': 'When somebody is alerted is not promised.',
  'PIN-04.corrected B': 'It has to be corrected by then; promised is that somebody follows it up.',
  'PRV-14.notices A': 'When a notice is acted on is not promised; the number is of the vendor.',
  'RSK-03.accepted C': 'A year and a day, for a year may have 366; promised are months.',
  'VEN-05.exits B': 'Thirty days after the last day, which is over a day later.',
  'VEN-05.issues A': 'Of issues of vendors, not of vendors that ended.',
};

/** How an expression says a number of the templates. */
function asked(setting: PolicySettingId): RegExp {
  const { value, unit } = policySettings[setting];
  switch (unit) {
    case 'business day':
    case 'business days':
      return new RegExp(`addBusinessDays\\([^,]*, ${value}\\)`);
    case 'days':
      return new RegExp(`duration\\("${value * 24}h"\\)`);
    case 'hour':
    case 'hours':
      return new RegExp(`duration\\("${value}h"\\)|_minutes <= ${value * 60}$`);
    // Kept in days, thirty to a month.
    case 'months':
      return new RegExp(`_days >= ${value * 30}$`);
    case 'characters':
      return new RegExp(`>= ${value}$`);
    case 'attempts':
      return new RegExp(`<= ${value}$`);
    default:
      throw new Error(`${setting}: no test asks for ${unit} yet.`);
  }
}

const attributes = testLibrary().flatMap(({ definition }) =>
  definition.kind === 'cadence'
    ? []
    : Object.entries(definition.attributes).map(([name, { pass }]) => ({
        id: `${definition.id} ${name}`,
        control: definition.control,
        // Until the end of the last day, whatever is promised.
        pass: pass.replaceAll(/\s+/g, ' ').replaceAll('timestamp(period.to) + duration("24h")', '').trim(),
      })),
);

test('CT127 a test that ships judges by the number that the templates of documents promise', () => {
  for (const [id, settings] of Object.entries(promised)) {
    const attribute = attributes.find((each) => each.id === id);
    assert.ok(attribute, id);
    for (const setting of settings) {
      assert.match(attribute.pass, asked(setting), `${id}: ${setting}`);
      assert.ok(policySettings[setting].controls.includes(attribute.control), `${setting} is none of ${id}`);
    }
  }
});

test('CT127 whatever number stands in a test of a control that the templates give numbers is compared, or it is said why not', () => {
  const numbered = new Set(Object.values(policySettings).flatMap(({ controls }) => controls));
  const own = attributes
    .filter(({ control, pass }) => numbered.has(control) && /duration\(|addBusinessDays\(|[<>]= \d{2}/.test(pass))
    .map(({ id }) => id);
  const known = [...Object.keys(promised), ...Object.keys(others)];
  assert.deepEqual(own.filter((id) => !known.includes(id)).toSorted(), []);
  assert.deepEqual(
    Object.keys(others).filter((id) => !own.includes(id)),
    [],
  );
});
