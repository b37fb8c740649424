import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { TestRepository } from '@tickmark/testkit/repositories';
import { password, startJourney } from './journey.ts';
import { checkPage } from './page-checks.ts';

/** From a proposal to decisions: causes of deviations, softer and harsher, a revised control, and who may not. */
const journey = await startJourney('conclusions');
const { page, dialog, browser, complaints, step, heading, field, press, focused, closeDialog, choose, jobDone } =
  journey;

/** 24 changes over the period: two were never reviewed, one only by its author, each on a day of its own. */
const repository = new TestRepository();
for (let n = 1; n <= 24; n += 1) {
  const reviewer = n === 12 ? 'Ann <ann@example.com>' : 'Bea <bea@example.com>';
  const trailer = n === 3 || n === 11 ? '' : `\n\nReviewed-by: ${reviewer}`;
  const at = `2026-0${(n % 9) + 1}-1${Math.floor(n / 9)}T10:00:00+0000`;
  repository.add({ message: `OPS-${n}: Change ${n}${trailer}`, at });
}

const definition = `id: CHG-02.approved
control: CHG-02
title: Approved by somebody else
kind: items
population: code-changes
relations:
  reviews: { population: code-reviews, on: reviews.change_id == item.id }
attributes:
  A: { title: Approved by somebody else, pass: 'reviews.exists(r, r.reviewer != item.author)' }
`;

const controls = page.getByRole('table', { name: 'Controls of the dry run' });
const changed = page.getByRole('note').filter({ hasText: 'What the newest dry run weighs has changed since' });
const criteria = page.getByRole('table', { name: 'Criteria of the dry run' });

step('an organization has a control, a test and its result', async () => {
  await journey.begin();
  await page.goto(`${journey.product.url}/controls`);
  await page.getByRole('searchbox').fill('CHG-02');
  await page.getByRole('checkbox', { name: 'Select CHG-02' }).check();
  await page.getByRole('button', { name: 'Adopt 1 control' }).click();
  await page.getByRole('tab', { name: 'Adopted 1' }).waitFor();
  await journey.collectFromGit(repository.path);
  await jobDone();
  await journey.publishAndRun(definition);
  await page.goto(`${journey.product.url}/dry-run`);
  await page.getByText('No dry run has been made.').waitFor();
  await checkPage(page, 'conclusions-01-none');
});

step('CN18 a result proposes with its reasons, and leads to where a person decides', async () => {
  await page.goto(`${journey.product.url}/results`);
  await page.getByRole('row', { name: /CHG-02\.approved/ }).click();
  await heading(/^CHG-02\.approved/);
  await page
    .getByRole('list', { name: 'Reasons' })
    .getByText('3 of 24 items deviate, more than five percent.')
    .waitFor();
  await checkPage(page, 'conclusions-02-result');
  await page.getByRole('link', { name: 'on the dry run' }).click();
  await page.getByRole('button', { name: 'Rehearse now' }).click();
  await dialog.getByText('CHG-02.approved: 3 of 24 items deviate, more than five percent.').waitFor();
  await dialog.getByText('No cause is on record for 3 of 3 deviations').waitFor();
  await dialog.getByText('Nobody has decided yet.').waitFor();
  await checkPage(page, 'conclusions-03-control');
  await closeDialog();
  await checkPage(page, 'conclusions-04-dry-run');
  await page
    .getByRole('combobox', { name: 'State of the criteria' })
    .or(page.getByRole('textbox', { name: 'State of the criteria' }))
    .first()
    .click();
  await page.getByRole('option', { name: 'Not achieved 2' }).click();
  await criteria.getByRole('row', { name: /CC8\.1.*Not achieved.*Not decided/ }).waitFor();
});

step(
  'CN28 the cause of a deviation is recorded; a fix that has not come yet is refused and loses nothing',
  async () => {
    const row = controls.getByRole('row', { name: /CHG-02/ });
    await row.click();
    await press('Record a cause');
    await focused(
      field('Deviations')
        .or(dialog.getByRole('combobox', { name: 'Deviations' }))
        .first(),
    );
    await checkPage(page, 'conclusions-05-cause');
    await choose('Deviations', /^[0-9a-f]+$/);
    await page.keyboard.press('Tab');
    await choose('Kind of cause', 'Oversight');
    await field('Cause').fill('The rule that asks for a review was off for an hour.');
    await field('Extent').fill('One branch, one change.');
    await dialog.getByLabel('Fixed on').fill('2099-01-01');
    await field('What was done').fill('The rule is on again.');
    await press('Record cause');
    await dialog
      .getByText(/a plan is no fix/)
      .first()
      .waitFor();
    await focused(dialog.getByLabel('Fixed on'));
    await checkPage(page, 'conclusions-06-cause-refused');
    await dialog.getByLabel('Fixed on').fill('2026-05-01');
    await page.keyboard.press('Enter');
    await dialog.getByText('Fixed later, on 2026-05-01: The rule is on again.').waitFor();
    await focused(dialog.getByRole('button', { name: 'Record a cause' }));
    await dialog.getByText('Recorded after this dry run').waitFor();
  },
);

step('CN28 a second explanation says what was wrong with the first, and the others get theirs at once', async () => {
  await press('Record a cause');
  await choose('Deviations', /cause on record/);
  await page.keyboard.press('Tab');
  await choose('Kind of cause', 'Fault of a system');
  await field('Cause').fill('An upgrade switched the rule off.');
  await field('Extent').fill('One branch, one change.');
  await field('What was wrong with the earlier record').fill('Nobody had looked at the upgrade.');
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('Corrects an earlier record: Nobody had looked at the upgrade.').waitFor();
  await dialog.getByText('Oversight (superseded)').waitFor();
  await press('Record a cause');
  await press('Choose the 2 without a cause on record');
  await choose('Kind of cause', 'Unclear procedure');
  await field('Cause').fill('Nobody knew who reviews at night.');
  await field('Extent').fill('Changes made at night.');
  await press('Record cause');
  await dialog.getByRole('paragraph').filter({ hasText: 'Nobody knew who reviews at night.' }).waitFor();
  await checkPage(page, 'conclusions-07-causes');
});

step('CN25 a softer decision is refused without a reason and taken with one', async () => {
  await choose('Conclusion', /Effective, with isolated deviations \(softer/);
  await press('Record decision');
  await focused(dialog.locator('textarea:invalid'));
  await field('Reason').fill(' '.repeat(25));
  await press('Record decision');
  await dialog
    .getByText(/is softer than “Not effective”/)
    .first()
    .waitFor();
  await focused(field('Reason'));
  await checkPage(page, 'conclusions-08-softer-refused');
  await field('Reason').fill('All three were seen by the lead on the same day; the minutes name them.');
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('Softer than what the rules gave: Not effective.').waitFor();
  await dialog.getByText(/The same person recorded a cause/).waitFor();
  await dialog.getByText(/^Nora Newcomer, \d{4}-\d\d-\d\d \d\d:\d\d UTC, log entry \d+$/).waitFor();
  await focused(dialog.getByRole('combobox', { name: 'Conclusion' }).or(field('Conclusion')).first());
  await checkPage(page, 'conclusions-09-softer');
  await closeDialog();
  await focused(controls.getByRole('row', { name: /CHG-02/ }));
  await controls.getByRole('row', { name: /CHG-02.*Not effective.*Effective, with isolated deviations/ }).waitFor();
});

step('CN26 CN27 the criterion follows, is decided harsher freely, and a later decision supersedes', async () => {
  const row = criteria.getByRole('row', { name: /CC8\.1/ });
  await row.getByText('follows from decisions').waitFor();
  await row.getByText('Achieved, with deviations').waitFor();
  await checkPage(page, 'conclusions-10-followed');
  await row.click();
  await dialog.getByText('Decided:').waitFor();
  await choose('Conclusion', /Not achieved \(harsher\)/);
  await press('Record decision');
  await dialog.getByText('Harsher than what the rules gave: Achieved, with deviations.').waitFor();
  await choose('Conclusion', /what the rules give/);
  await field('Reason').fill('Withdrawn: the lead showed the minutes.');
  await press('Record decision');
  await dialog.getByText('The same as what the rules gave: Achieved, with deviations.').waitFor();
  await dialog.getByText('superseded').waitFor();
  await checkPage(page, 'conclusions-11-criterion');
  await closeDialog();
  await page.getByRole('button', { name: 'Decide on operation' }).click();
  await dialog.getByText('Proposed by rules').waitFor();
  await checkPage(page, 'conclusions-12-part');
  await closeDialog();
});

step(
  'CN19 CN27 the next dry run weighs the causes and is decided afresh; decisions on the one before stay',
  async () => {
    await changed.getByText('A new one would come to the same conclusions.').waitFor();
    await page.getByRole('button', { name: 'Run the dry run' }).click();
    await controls.getByText(/The same recorded cause led to 2 deviations on 2 days/).waitFor();
    await changed.waitFor({ state: 'detached' });
    await controls.getByRole('row', { name: /CHG-02.*Not decided/ }).waitFor();
    const runs = page.getByRole('combobox', { name: 'Which dry run' }).or(page.getByLabel('Which dry run'));
    await runs.first().click();
    await page.getByRole('option').nth(1).click();
    await controls.getByRole('row', { name: /CHG-02.*Effective, with isolated deviations/ }).click();
    await dialog.getByText('A later dry run has replaced this one.').waitFor();
    await dialog.getByText('Softer than what the rules gave: Not effective.').waitFor();
    assert.equal(await dialog.getByRole('button', { name: 'Record decision' }).count(), 0);
    await checkPage(page, 'conclusions-13-replaced');
  },
);

step('CN30 CN32 a control is revised from a day after its deviations, and both versions are listed', async () => {
  await page.goto(`${journey.product.url}/controls?tab=adopted&open=CHG-02`);
  await press('Revise from a date');
  await focused(field('New version from'));
  await checkPage(page, 'conclusions-14-revise');
  await field('New version from').fill('2026-04-11');
  await field('Wording').fill('Nobody merges a change that somebody else has not reviewed, at night either.');
  await field('Why it changes').fill('Changes at night had no reviewer.');
  await press('Make new version');
  await dialog
    .getByText(/after 2026-04-11/)
    .first()
    .waitFor();
  await focused(field('New version from'));
  await checkPage(page, 'conclusions-15-revise-refused');
  await field('New version from').fill('2026-07-01');
  await page.keyboard.press('Enter');
  await page.getByText('CHG-02 has version 2 from 2026-07-01 on.').waitFor();
  await dialog.getByText('Version 2, from 2026-07-01 on').waitFor();
  await dialog.getByText('Version 1, 2025-11-01 to 2026-06-30').waitFor();
  await dialog.getByText('Changed wording: Changes at night had no reviewer.').waitFor();
  await dialog.getByText(/Deviations of CHG-02 before 2026-07-01 stand/).waitFor();
  await focused(dialog.getByRole('button', { name: 'Revise from a date' }));
  await checkPage(page, 'conclusions-16-versions');
});

step('CN31 each version is tested over its own days, and the dry run names them', async () => {
  await page.goto(`${journey.product.url}/dry-run`);
  await page.getByRole('button', { name: 'Run the dry run' }).click();
  await controls.getByText(/version 2 of the control was in force from 2026-07-01 to 2026-10-31/).waitFor();
  await page.goto(`${journey.product.url}/tests`);
  await page.getByRole('button', { name: 'Run tests' }).click();
  await jobDone();
  await page.goto(`${journey.product.url}/report`);
  await changed.getByText('A new one would come to the same conclusions.').waitFor();
  await checkPage(page, 'conclusions-17-report-of-before');
  await changed.getByRole('link', { name: 'To the dry run' }).click();
  await changed.getByText('A new one would come to the same conclusions.').waitFor();
  await checkPage(page, 'conclusions-17-changed-since');
  await page.getByRole('button', { name: 'Run it again' }).click();
  await page.getByText('The dry run is done.').waitFor();
  await changed.waitFor({ state: 'detached' });
  await controls.getByRole('row', { name: /CHG-02/ }).click();
  await dialog.getByText('(version 1)').waitFor();
  await dialog.getByText('(version 2)').waitFor();
  await checkPage(page, 'conclusions-17-tested-versions');
});

step('CN25 CN30 a reader sees what was decided and is offered nothing', async () => {
  await page.goto(`${journey.product.url}/members`);
  await page.getByRole('button', { name: 'Invite someone' }).click();
  await field('E-mail').fill('rita@example.com');
  await choose('Role', 'Reader');
  await press('Make the link');
  const link = await field('Invitation link').inputValue();
  const context = await browser.newContext({ timezoneId: 'Europe/Berlin', locale: 'en-GB' });
  const reader = await context.newPage();
  reader.on('pageerror', (error) => complaints.push(error.message));
  await reader.goto(link);
  await reader.getByLabel('Name').fill('Rita Reader');
  await reader.getByLabel('Password').fill(password);
  await reader.getByRole('button', { name: 'Join' }).click();
  await reader.getByRole('heading', { level: 1, name: 'Eight steps' }).waitFor();
  await reader.getByRole('link', { name: 'Look at Controls' }).waitFor();
  await reader.goto(`${journey.product.url}/dry-run?control=CHG-02`);
  const beside = reader.getByRole('dialog');
  await beside.getByText('Nobody has decided yet.').waitFor();
  await beside.getByText('Nobody knew who reviews at night.', { exact: true }).waitFor();
  for (const name of ['Record decision', 'Record a cause'])
    assert.equal(await beside.getByRole('button', { name }).count(), 0, name);
  await checkPage(reader, 'conclusions-18-reader');
  await reader.keyboard.press('Escape');
  await beside.waitFor({ state: 'detached' });
  await reader.getByRole('button', { name: 'Decisions on operation' }).waitFor();
  assert.equal(await reader.getByRole('button', { name: 'Run the dry run' }).count(), 0);
  await reader.goto(`${journey.product.url}/controls?tab=adopted&open=CHG-02`);
  await beside.getByText('Version 1, 2025-11-01 to 2026-06-30').waitFor();
  for (const name of ['Revise from a date', 'Retire from a date'])
    assert.equal(await beside.getByRole('button', { name }).count(), 0, name);
  await checkPage(reader, 'conclusions-19-reader-control');
  await reader.goto(`${journey.product.url}/readiness?question=RQ-078`);
  await reader.getByText('Nobody has answered yet.').waitFor();
  for (const name of ['Attach', /^Yes/])
    assert.equal(await reader.getByRole('button', { name }).count(), 0, String(name));
  await context.close();
});

step('what follows a write is done, although what is read again takes its form away', async () => {
  await page.goto(`${journey.product.url}/controls?tab=adopted&open=CHG-02`);
  await press('Retire from a date');
  // What is read last comes long after what takes the form away.
  await page.route('**/api/engagements.list*', async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 700));
    await route.continue();
  });
  await focused(field('Retire from'));
  await page.keyboard.type('2026-11-01');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('CHG-02 is retired from 2026-11-01 on.').waitFor();
  await page.getByRole('checkbox', { name: 'Show retired controls too' }).check();
  await page.getByRole('row', { name: /version 1.*Retired/ }).waitFor();
  await page.getByRole('row', { name: /version 2.*Retired/ }).waitFor();
  await checkPage(page, 'conclusions-20-retired');
});

const table = page.getByRole('table', { name: 'Changes' });
const entries = page.locator('section').filter({ has: table });

step('EL105 what changed since an entry is told in words, what stands otherwise beside it, and filtered', async () => {
  const asked = await page.request.get(`${journey.product.url}/api/log.entries?op=dry-runs.run&sort=index`);
  const [, second] = ((await asked.json()) as { items: { index: number }[] }).items;
  const entry = Number(second?.index) - 1;
  await journey.goTo('What changed');
  await page.getByText('Everything that the log tells is shown.').waitFor();
  await page.getByLabel('or after entry').fill(String(entry));
  await page.keyboard.press('Enter');
  await page.getByText(`Shown is what came after entry ${entry} of`).waitFor();
  await page.getByText(/entries came after\. Before this was shown, the tree/).waitFor();
  await page.getByRole('table', { name: 'Tests with another result' }).getByText('Not run').waitFor();
  await page.getByText('CHG-02: from “Effective, with isolated deviations” to “Not effective”').waitFor();
  await table.getByText('Control CHG-02 revised: version 2 from 2026-07-01 on, with another description.').waitFor();
  await checkPage(page, 'conclusions-21-changes');
  await page.getByRole('combobox', { name: 'Kind of change' }).or(page.getByLabel('Kind of change')).first().click();
  await page.getByRole('option', { name: /^Controls 2$/ }).click();
  await table.getByText('Control CHG-02 retired: 2026-11-01 is the first day without it.').waitFor();
  await entries.getByText('2 rows', { exact: true }).waitFor();
  const link = page.url();
  assert.match(link, /since=entry(:|%3A)\d+&noun=controls/);
  await table.getByRole('link', { name: 'Controls' }).first().click();
  await page.waitForURL(/\/controls\?open=CHG-02/);
  await page.goto(link);
  await entries.getByText('2 rows', { exact: true }).waitFor();
  await table.getByRole('row').nth(1).click();
  await dialog.getByText('Signed, and holds this entry').waitFor();
  await closeDialog();
});

step('a person marks what they have seen, takes it back, and is told what came since', async () => {
  await page.getByRole('button', { name: 'I have seen this' }).click();
  await page.getByText(/^Seen up to entry \d+\.$/).waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Nothing is marked.').waitFor();
  await page.getByRole('button', { name: 'I have seen this' }).click();
  await page.getByText(/^Seen up to entry \d+\.$/).waitFor();
  await journey.goTo('Engagement', /^SOC 2/);
  await page.getByText('Nothing has changed since you marked it as seen on').waitFor();
});

step('EL107 a checkpoint that was kept is dropped, and another history is an alarm', async () => {
  await journey.goTo('What changed');
  await page.getByText('Nothing was written since.').waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Checkpoint of now' }).click(),
  ]);
  const kept = await readFile(await download.path(), 'utf8');
  await page.goto(`${journey.product.url}/controls`);
  await page.getByRole('searchbox').fill('GOV-01');
  await page.getByRole('checkbox', { name: 'Select GOV-01' }).check();
  await page.getByRole('button', { name: 'Adopt 1 control' }).click();
  await page.getByRole('tab', { name: /^Adopted/ }).waitFor();
  await journey.goTo('Engagement', /^SOC 2/);
  await page.getByText('1 change').waitFor();
  await journey.goTo('What changed');
  const drop = (name: string, text: string) =>
    page.getByLabel('File you kept').setInputFiles({ name, mimeType: 'text/plain', buffer: Buffer.from(text) });
  await drop('checkpoint.txt', kept);
  await page.getByText(/The checkpoint you gave is the beginning of this log.* 1 entry came after it/).waitFor();
  await table.getByText(/^Control adopted from .*: GOV-01\.$/).waitFor();
  await drop('notes.txt', 'These are notes.');
  await page.getByText(/This is neither a checkpoint nor a proof/).waitFor();
  await drop('other.txt', kept.replaceAll(/logs\/[0-9a-f]/g, 'logs/x'));
  await page.getByText(/This checkpoint is of another log/).waitFor();
  await drop('long.txt', 'x'.repeat(70_000));
  await page.getByText('long.txt can’t be used.').waitFor();
  await page.route('**/api/log.changes', (route) =>
    route.fulfill({
      status: 422,
      json: {
        error: {
          code: 'does_not_hold',
          message: 'The history you saw is not the beginning of this one.',
          field: 'checkpoint',
        },
      },
    }),
  );
  await drop('checkpoint.txt', kept);
  await page.getByRole('alert').getByText('This is another history than you saw').waitFor();
  await checkPage(page, 'conclusions-22-another-history');
  await page.unroute('**/api/log.changes');
});

step('the browser had nothing to complain about', async () => {
  assert.deepEqual(complaints, []);
});
