import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { TestRepository } from '@tickmark/testkit/repositories';
import type { Locator } from 'playwright-core';
import { password, startJourney } from './journey.ts';
import { checkPage, picture } from './page-checks.ts';

/** From a proposal to decisions: causes of deviations, softer and harsher, a revised control, and who may not. */
const journey = await startJourney('conclusions');
const { page, browser, complaints, step, heading, choose, jobDone } = journey;

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

const dialog = page.getByRole('dialog');
const controls = page.getByRole('table', { name: 'Controls of the dry run' });
const changed = page.getByRole('note').filter({ hasText: 'What the newest dry run weighs has changed since' });
const criteria = page.getByRole('table', { name: 'Criteria of the dry run' });
const write = (name: string) => dialog.getByRole('textbox', { name, exact: true });
const press = (name: string) => dialog.getByRole('button', { name }).click();

async function focused(locator: Locator): Promise<void> {
  await locator.and(page.locator(':focus')).waitFor();
}

async function closeDialog(): Promise<void> {
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
}

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
      write('Deviations')
        .or(dialog.getByRole('combobox', { name: 'Deviations' }))
        .first(),
    );
    await checkPage(page, 'conclusions-05-cause');
    await choose('Deviations', /^[0-9a-f]+$/);
    await page.keyboard.press('Tab');
    await choose('Kind of cause', 'Oversight');
    await write('Cause').fill('The rule that asks for a review was off for an hour.');
    await write('Extent').fill('One branch, one change.');
    await dialog.getByLabel('Fixed on').fill('2099-01-01');
    await write('What was done').fill('The rule is on again.');
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
  await write('Cause').fill('An upgrade switched the rule off.');
  await write('Extent').fill('One branch, one change.');
  await write('What was wrong with the earlier record').fill('Nobody had looked at the upgrade.');
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('Corrects an earlier record: Nobody had looked at the upgrade.').waitFor();
  await dialog.getByText('Oversight (superseded)').waitFor();
  await press('Record a cause');
  await press('Choose the 2 without a cause on record');
  await choose('Kind of cause', 'Unclear procedure');
  await write('Cause').fill('Nobody knew who reviews at night.');
  await write('Extent').fill('Changes made at night.');
  await press('Record cause');
  await dialog.getByRole('paragraph').filter({ hasText: 'Nobody knew who reviews at night.' }).waitFor();
  await checkPage(page, 'conclusions-07-causes');
});

step('CN25 a softer decision is refused without a reason and taken with one', async () => {
  await choose('Conclusion', /Effective, with isolated deviations \(softer/);
  await press('Record decision');
  await focused(dialog.locator('textarea:invalid'));
  await write('Reason').fill(' '.repeat(25));
  await press('Record decision');
  await dialog
    .getByText(/is softer than “Not effective”/)
    .first()
    .waitFor();
  await focused(write('Reason'));
  await checkPage(page, 'conclusions-08-softer-refused');
  await write('Reason').fill('All three were seen by the lead on the same day; the minutes name them.');
  await page.keyboard.press('Control+Enter');
  await dialog.getByText('Softer than what the rules gave: Not effective.').waitFor();
  await dialog.getByText(/The same person recorded a cause/).waitFor();
  await dialog.getByText(/^Nora Newcomer, \d{4}-\d\d-\d\d \d\d:\d\d UTC, log entry \d+$/).waitFor();
  await focused(dialog.getByRole('combobox', { name: 'Conclusion' }).or(write('Conclusion')).first());
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
  await write('Reason').fill('Withdrawn: the lead showed the minutes.');
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
  await focused(write('New version from'));
  await checkPage(page, 'conclusions-14-revise');
  await write('New version from').fill('2026-04-11');
  await write('Wording').fill('Nobody merges a change that somebody else has not reviewed, at night either.');
  await write('Why it changes').fill('Changes at night had no reviewer.');
  await press('Make new version');
  await dialog
    .getByText(/after 2026-04-11/)
    .first()
    .waitFor();
  await focused(write('New version from'));
  await checkPage(page, 'conclusions-15-revise-refused');
  await write('New version from').fill('2026-07-01');
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
  await write('E-mail').fill('rita@example.com');
  await choose('Role', 'Reader');
  await press('Make the link');
  const link = await write('Invitation link').inputValue();
  const context = await browser.newContext({ timezoneId: 'Europe/Berlin', locale: 'en-GB' });
  const reader = await context.newPage();
  reader.on('pageerror', (error) => complaints.push(error.message));
  await reader.goto(link);
  await reader.getByLabel('Name').fill('Rita Reader');
  await reader.getByLabel('Password').fill(password);
  await reader.getByRole('button', { name: 'Join' }).click();
  await reader.getByRole('heading', { level: 1, name: 'Eight steps' }).waitFor();
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
  await focused(write('Retire from'));
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

const question = (id: string) => page.getByRole('listitem').filter({ has: page.locator(`[data-question="${id}"]`) });
const asked = (text: string) => page.getByRole('list', { name: 'Questions' }).getByText(text).first();
const saved = () => page.getByText('Saved.', { exact: true }).waitFor();

async function post(operation: string, body: unknown, headers: Record<string, string> = {}): Promise<unknown> {
  const url = `${journey.product.url}/api/${operation}`;
  const reply = await page.request.post(url, { data: body, headers: { origin: journey.product.url, ...headers } });
  assert.equal(reply.status(), 200, await reply.text());
  return reply.json();
}

step('RD30 questions are answered by keyboard and saved at once, and one of them has a link of its own', async () => {
  await journey.goTo('Readiness');
  await page.getByText('0 of 86 answered; 86 unanswered').waitFor();
  await picture(page, 'conclusions-30-questions');
  await page.keyboard.press('3');
  await saved();
  await question('RQ-001').getByText('Answered').first().waitFor();
  await page.keyboard.press('Enter');
  await page.waitForURL(/question=RQ-002/);
  await page.getByRole('checkbox', { name: 'Security' }).check();
  await page.getByRole('button', { name: 'Save the answer' }).click();
  await saved();
  await page.goto(`${journey.product.url}/readiness?question=RQ-075&section=Change`);
  await asked('Is every production change recorded').waitFor();
  await page.keyboard.press('2');
  await asked('High').waitFor();
  await saved();
  await page.keyboard.press('u');
  await page.getByText(/^Taken back/).waitFor();
  await saved();
  await page.keyboard.press('1');
  await question('RQ-075').getByText('Answered').first().waitFor();
  await page.keyboard.press('ArrowDown');
  await page.waitForURL(/question=RQ-076/);
  await page.keyboard.press('4');
  await asked('Not known').waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('5');
  await focused(page.getByLabel('Why it does not apply'));
  await page.keyboard.type('Nothing is deployed by hand.');
  await page.keyboard.press('Control+Enter');
  await question('RQ-077').getByText('Said not to apply').waitFor();
  await page.getByRole('region', { name: 'Sections' }).getByText('1 of 8 answered, 1 not known').waitFor();
  await page.getByText('3 of 86 answered; 1 not known, 1 said not to apply, 81 unanswered').waitFor();
});

step('RD6 RD7 what somebody else answered meanwhile is told, a note is kept, and evidence is attached', async () => {
  const { items } = (await (await page.request.get(`${journey.product.url}/api/engagements.list`)).json()) as {
    items: { id: string }[];
  };
  const engagementId = items[0]?.id ?? '';
  const about = { title: 'Register of changes', period: { from: '2025-11-01', to: '2025-11-30' } };
  await post('evidence.upload', 'register', {
    'content-type': 'application/octet-stream',
    'tickmark-input': encodeURIComponent(JSON.stringify(about)),
    'tickmark-file-name': 'register.txt',
  });
  await page.goto(`${journey.product.url}/readiness?question=RQ-078&view=one`);
  await asked('Are people who write code unable to deploy').waitFor();
  await post('readiness.answer', { engagementId, answers: [{ question: 'RQ-078', answer: { kind: 'no' } }] });
  await page.keyboard.press('1');
  await page.getByText('Nora Newcomer answered RQ-078 with “No” after you had looked.').waitFor();
  await picture(page, 'conclusions-31-meanwhile');
  await page.getByRole('button', { name: 'Answer over it' }).click();
  await saved();
  await page.getByRole('button', { name: '1 earlier answer' }).click();
  await page.getByRole('list', { name: 'Earlier answers' }).getByText('No', { exact: true }).waitFor();
  await page.getByLabel('Note').fill('Two people hold the key.');
  await page.getByLabel('Note').blur();
  await page.getByRole('button', { name: '2 earlier answers' }).waitFor();
  await page.getByRole('button', { name: 'Attach' }).click();
  await choose('Evidence', /Register of changes/);
  await page.keyboard.press('Tab');
  await press('Attach 1 piece');
  await dialog.waitFor({ state: 'detached' });
  await page.reload();
  await page.getByRole('link', { name: 'Register of changes' }).waitFor();
  assert.equal(await page.getByLabel('Note').inputValue(), 'Two people hold the key.');
  await checkPage(page, 'conclusions-32-one');
});

step('RD11 RD12 RD22 RD24 gaps lead to their questions, and a criterion names its lowest control', async () => {
  await page.getByRole('tab', { name: 'Gaps 1' }).click();
  const gaps = page.getByRole('table', { name: 'Gaps' });
  await gaps.getByRole('row', { name: /High.*RQ-076/ }).waitFor();
  await page.getByText('80 questions without an answer may hide further gaps.').waitFor();
  await checkPage(page, 'conclusions-33-gaps');
  await page.getByRole('button', { name: 'High 1' }).click();
  await page.waitForURL(/severity=high/);
  await gaps.getByRole('link', { name: 'RQ-076' }).click();
  await question('RQ-076').getByText('Not known').first().waitFor();
  await page.getByRole('tab', { name: 'Grades' }).click();
  await page.getByText(/A Type 1: not yet: 33 of 33 criteria stand too low\./).waitFor();
  await checkPage(page, 'conclusions-34-grades');
  await page.goto(`${journey.product.url}/readiness?tab=grades&open=CC8.1`);
  await dialog.getByText('Nobody knows the answer to RQ-076 yet.').waitFor();
  await dialog.getByText('Find out the answer to RQ-076.').waitFor();
  await checkPage(page, 'conclusions-35-criterion');
  await closeDialog();
});

step(
  'CO10 CO12 CO35 coverage is a list and a matrix that keys walk, and a criterion is not relevant with a reason',
  async () => {
    await journey.goTo('Coverage');
    const table = page.getByRole('table', { name: 'Coverage of criteria' });
    await table.getByRole('row', { name: /CC1\.5.*GOV-01/ }).waitFor();
    await checkPage(page, 'conclusions-36-coverage');
    await page
      .getByRole('combobox', { name: 'What is missing' })
      .or(page.getByLabel('What is missing'))
      .first()
      .click();
    await page.getByRole('option', { name: 'Control without an owner' }).click();
    await page.waitForURL(/show=no-owner/);
    await page.getByRole('tab', { name: 'Matrix' }).click();
    const matrix = page.getByRole('table', { name: 'Criteria and controls' });
    await matrix.getByRole('button', { name: /^CC1\.1, / }).focus();
    await page.keyboard.press('ArrowDown');
    await focused(matrix.getByRole('button', { name: 'CHG-02, CC1.1: not for it' }));
    await page.keyboard.press('End');
    await focused(matrix.getByRole('button', { name: 'CHG-02, CC8.1: supports it on every day' }));
    await checkPage(page, 'conclusions-37-matrix');
    await page.keyboard.press('Enter');
    await dialog.getByText('CHG-02 has no owner who can run it.').waitFor();
    await closeDialog();
    await page.goto(`${journey.product.url}/coverage?open=CC6.4`);
    await press('Mark as not relevant');
    await write('Reason').fill('Nobody of us has a room with equipment of the service.');
    await press('Mark CC6.4 as not relevant');
    await dialog.getByText('CC6.4 is one of the 33 common criteria').waitFor();
    await dialog.getByText(/^Nora Newcomer, .*log entry \d+$/).waitFor();
    await picture(page, 'conclusions-38-not-relevant');
    await closeDialog();
    await page.getByRole('button', { name: 'Not relevant 1' }).click();
    await table.getByRole('row', { name: /CC6\.4.*Not relevant.*Nobody of us/ }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'CSV of these rows' }).click(),
    ]);
    const csv = await readFile(await download.path(), 'utf8');
    assert.match(csv, /CC6\.4,.*,not-relevant,/);
  },
);

step('CO14 suggested controls are looked at before all are adopted, and taken back at once', async () => {
  await page.getByRole('tab', { name: 'Suggested controls' }).click();
  await page.getByRole('button', { name: /^Adopt all \d+ suggested controls/ }).click();
  await dialog.getByText(/with the wording of the catalogue/).waitFor();
  await picture(page, 'conclusions-39-suggested');
  await closeDialog();
  await page.getByRole('checkbox', { name: 'Select GOV-02' }).check();
  await page.getByRole('button', { name: 'Adopt the selected 1' }).click();
  await press('Adopt 1 control');
  await page.getByText('1 control adopted.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('checkbox', { name: 'Select GOV-02' }).waitFor();
});

step(
  'CO2 CO4 a control of one’s own is written, has an owner and skills, and tells everything it touches',
  async () => {
    await page.goto(`${journey.product.url}/controls?tab=adopted&add=own`);
    await write('Code').fill('chg-02');
    await write('Title').fill('Payouts are released by two people');
    await write('Wording').fill('Two people release each batch of payouts.');
    await write('Owner').fill('Finance lead');
    await write('Who performs it').fill('Two of the finance team');
    await choose('Criteria', 'CC5.1');
    await page.keyboard.press('Tab');
    await press('Write the control');
    await dialog.getByText('CHG-02 is a control of the catalogue.').first().waitFor();
    await focused(write('Code'));
    await picture(page, 'conclusions-40-own-control');
    await write('Code').fill('PAY-01');
    await press('Write the control');
    await dialog.getByText('Your own control').waitFor();
    await press('Name owner and deputy');
    await choose('Owner', 'Nora Newcomer');
    await dialog.getByLabel('Skills it takes').first().fill('Knows payroll law');
    await page.keyboard.press('Enter');
    await choose('Whether the owner has it: Knows payroll law', 'The owner has it');
    await press('Save');
    await dialog.getByText('Knows payroll law (owner: has it, deputy: not known)').waitFor();
    await dialog.getByRole('link', { name: 'Open as a page' }).click();
    await heading('PAY-01 Payouts are released by two people');
    await checkPage(page, 'conclusions-41-control');
    await page.goto(`${journey.product.url}/controls?tab=adopted&without=owner`);
    await page
      .getByRole('table', { name: 'Adopted controls' })
      .getByRole('row', { name: /GOV-01/ })
      .waitFor();
    assert.equal(await page.getByRole('row', { name: /PAY-01/ }).count(), 0);
    await picture(page, 'conclusions-42-without-owner');
  },
);

step('CO8 a risk is noted and nothing of it is filled in', async () => {
  await page.getByRole('tab', { name: /^Risks/ }).click();
  await page.getByRole('button', { name: 'Note a risk' }).click();
  await write('What may go wrong').fill('Somebody pays the wrong account');
  await choose('Controls that answer it', /PAY-01/);
  await page.keyboard.press('Tab');
  await press('Note the risk');
  await page.getByRole('row', { name: /R-1.*Nobody has judged.*Not judged.*PAY-01/ }).waitFor();
  await dialog.waitFor({ state: 'detached' });
  await picture(page, 'conclusions-43-risks');
});

const planned = page.getByRole('table', { name: 'Plan of action' });

step(
  'PL2 PL5 PL12 a gap becomes an item, an item of their own waits for it, and both tell what was done to them',
  async () => {
    await journey.goTo('Plan of action');
    await page.getByText('The plan has no item yet.').waitFor();
    await checkPage(page, 'conclusions-40-no-plan');
    await page.getByRole('link', { name: 'Make items of 1 gap' }).click();
    await page.getByRole('button', { name: 'Make items of all 1' }).click();
    await page.getByText('Every gap has an item in the plan.').waitFor();
    await page.getByRole('tab', { name: 'Table' }).click();
    await planned.getByRole('row', { name: /PA-1.*Open.*High.*Nobody.*by the catalogue/ }).waitFor();
    await page.getByRole('button', { name: 'Add an item' }).click();
    await write('Title').fill('Tell the developers');
    await choose('Severity', 'Medium');
    await choose('Owner', 'Nora Newcomer');
    await write('Work left, in days of one person').fill('2.5');
    await write('Due').fill('2020-01-02');
    await choose('Waits for', /^PA-1/);
    await page.keyboard.press('Escape');
    await dialog.getByLabel('Working days after PA-1 has ended').fill('1');
    await press('Add to the plan');
    await dialog.getByText('Overdue').waitFor();
    await dialog.getByText('2.5 days of one person').waitFor();
    await dialog.getByRole('button', { name: 'Begin' }).click();
    await dialog.getByText('State: Open → In progress').waitFor();
    await checkPage(page, 'conclusions-41-item');
    await page.getByRole('button', { name: 'Undo' }).click();
    await dialog.getByText('State: In progress → Open').waitFor();
    await closeDialog();
    await page.getByRole('checkbox', { name: /^Select PA-1/ }).check();
    await page.getByRole('button', { name: 'Change all of these' }).click();
    await choose('Owner', 'Nora Newcomer');
    await press('Change 1 item');
    await dialog.waitFor({ state: 'detached' });
    await planned.getByRole('row', { name: /PA-1.*Nora Newcomer/ }).waitFor();
    await checkPage(page, 'conclusions-42-plan');
  },
);

step(
  'PL8 PL9 on the board an item is moved by keyboard, done takes a note, and nobody verifies their own word',
  async () => {
    await page.getByRole('tab', { name: 'Board' }).click();
    const card = page.getByRole('button', { name: /^PA-2/ });
    await card.focus();
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('region', { name: 'In progress: 1 item' }).waitFor();
    await card.focus();
    await page.keyboard.press('Shift+ArrowRight');
    await dialog.getByText('Nothing is attached that shows it.').waitFor();
    await dialog.getByLabel('Note').fill('Told in the meeting of today.');
    await press('Say that PA-2 is done');
    await page.getByRole('region', { name: 'Said to be done: 1 item' }).waitFor();
    await checkPage(page, 'conclusions-43-board');
    await page.getByRole('button', { name: /^PA-1/ }).dragTo(page.getByRole('region', { name: /^In progress/ }));
    await page.getByRole('region', { name: 'In progress: 1 item' }).waitFor();
    await card.click();
    await dialog.getByText('Somebody else verifies it.').waitFor();
    await closeDialog();
  },
);

step(
  'PL25 PL28 the roadmap says what is impossible first, tries other dates in the address, and gives its dates to the plan',
  async () => {
    await page.getByRole('link', { name: 'Roadmap', exact: true }).click();
    const chart = page.getByRole('table', { name: 'Roadmap' });
    await chart.getByRole('row', { name: /PA-1.*critical/ }).waitFor();
    await page.getByLabel('Wished report').fill('2020-06-01');
    await page.getByText(/The wish asks for a report on 2020-06-01; the earliest possible is/).waitFor();
    await page.waitForURL(/wish=2020-06-01/);
    await page.getByText('This is a try. Nothing of it is on record').waitFor();
    await checkPage(page, 'conclusions-44-roadmap');
    await page.reload();
    await page.getByText(/The wish asks for a report on 2020-06-01/).waitFor();
    await page.getByRole('button', { name: 'Back to what is on record' }).click();
    await page.getByText(/The wish asks for/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Take these dates over' }).click();
    await press('Take over');
    await page.getByText('1 item due as the roadmap has it.').waitFor();
    await page.getByRole('button', { name: 'Time and people' }).click();
    await write('Nora Newcomer: days a week').fill('1');
    await press('Keep');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(/PA-1 is due on .*; the earliest possible is/).waitFor();
    await picture(page, 'conclusions-45-late');
  },
);

const form = (name: string) => dialog.getByRole('textbox', { name, exact: true });
const since = async (why: string): Promise<void> => {
  await dialog.getByRole('radio', { name: /^It was so from the first day on/ }).check();
  await form('Why').fill(why);
};
const chosen = (label: string, option: string) => choose(label, new RegExp(`^${option}`));

step('SC13 SC20 what is in scope is written down one after the other, dated once, and undone', async () => {
  await journey.goTo('Scope');
  await page.getByText('Nothing is written down yet.').waitFor();
  await checkPage(page, 'conclusions-40-scope-empty');
  await page.getByRole('button', { name: 'Begin with a service' }).click();
  await form('Name').fill('Ledger online');
  await form('Why').fill('Written down for the first time');
  await press('Add the service');
  await dialog.getByText('it is not said since when this is so.').first().waitFor();
  await since('Written down for the first time');
  await press('Add it, and go on to the next');
  await page.getByText('“Ledger online” written down.').waitFor();
  await focused(form('Name'));
  await page.keyboard.type('Payroll');
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: 'Items 2' }).waitFor();
  await page
    .getByRole('alert')
    .filter({ hasText: '“Payroll” written down.' })
    .getByRole('button', { name: 'Undo' })
    .click();
  await page.getByRole('tab', { name: 'Items 1' }).waitFor();
});

step('SC11 SC16 three questions find a subservice organization, and what is missing of it', async () => {
  await page
    .getByRole('region', { name: 'Kinds' })
    .getByRole('button', { name: /^Vendors/ })
    .click();
  await page.getByText('Vendors: nothing is written down yet.').waitFor();
  await page.getByRole('button', { name: 'Add a vendor' }).click();
  await form('Name').fill('Cloud host');
  for (const [place, answer] of ['Yes', 'Yes', 'No'].entries()) {
    const asked = dialog.getByRole('radiogroup', { name: new RegExp(`^${place + 1}\\.`) });
    await asked.getByText(answer, { exact: true }).click();
    await dialog
      .getByRole('textbox', { name: /^Why: / })
      .nth(place)
      .fill('So it is');
  }
  await dialog.getByText('A subservice organization: what it does matters').waitFor();
  await chosen('Method', 'Carve-out');
  await press('Add an expected control');
  await form('What it has to do').fill('Its rooms are locked');
  await since('Written down for the first time');
  await press('Add the vendor');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('row', { name: /Cloud host/ }).click();
  await dialog.getByText('Cloud host is not watched by anything that is written here.').waitFor();
  await dialog.getByText('so since 2025-11-01').waitFor();
  await checkPage(page, 'conclusions-41-vendor');
  await closeDialog();
  await page.getByRole('tab', { name: /^Holes/ }).click();
  await page
    .getByRole('table', { name: 'Holes in the scope' })
    .getByRole('link', { name: 'Cloud host' })
    .first()
    .waitFor();
  await picture(page, 'conclusions-42-holes');
});

step('SC25 SC26 SC30 a file is shown row by row before it is taken, and what records name is decided', async () => {
  await page.getByRole('button', { name: 'Import a file' }).click();
  await choose('What the rows are', 'Systems');
  const give = (text: string) =>
    dialog
      .locator('input[type=file]')
      .setInputFiles({ name: 'systems.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
  await give('name;part_of\nledger-web;\nledger-db;nowhere\n');
  await dialog.getByText('There is no system called “nowhere”.').waitFor();
  await picture(page, 'conclusions-43-import');
  await give('name;part_of\nledger-web;\nledger-db;ledger-web\n');
  await since('Written down for the first time');
  await press('Take 2 items');
  await page.getByText('2 items taken from the file.').waitFor();
  await page.getByRole('tab', { name: 'Seen in records' }).click();
  await page.getByText('1 of 1 name seen is neither in scope nor out of it').waitFor();
  await page
    .getByRole('checkbox', { name: /^Select / })
    .last()
    .check();
  await page.getByText('Out of scope', { exact: true }).click();
  await page.getByRole('textbox', { name: 'Why', exact: true }).fill('Nothing of it reaches customers');
  await picture(page, 'conclusions-44-seen');
  await page.getByRole('button', { name: 'Decide for 1 name' }).click();
  await page.getByText('Everything that was seen is in scope or out of it.').waitFor();
});

step(
  'SC6 SC21 SC33 the diagram is drawn from the items, is saved as a picture, and each change is on a list',
  async () => {
    await page.getByRole('tab', { name: 'Diagram' }).click();
    await page.getByText('ledger-db is inside the boundary, in no environment that is in scope.').waitFor();
    await checkPage(page, 'conclusions-45-diagram');
    const [saved] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'SVG' }).click(),
    ]);
    const svg = await readFile(await saved.path(), 'utf8');
    assert.match(svg, /^<svg[^>]*>.*ledger-db/s);
    assert.doesNotMatch(svg, /var\(|class=/);
    const [png] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'PNG' }).click()]);
    assert.equal((await readFile(await png.path())).subarray(1, 4).toString(), 'PNG');
    await page.getByRole('link', { name: /^ledger-db/ }).focus();
    await page.keyboard.press('Enter');
    await chosen('Type', 'Database');
    await dialog.getByRole('radio', { name: /^It changed during the period/ }).check();
    await dialog.getByRole('textbox', { name: 'Changed on' }).fill('2026-05-04');
    await form('Why').fill('A table became a database');
    const { items } = (await (await page.request.get(`${journey.product.url}/api/engagements.list`)).json()) as {
      items: { id: string }[];
    };
    const engagementId = items[0]?.id ?? '';
    const id = new URL(page.url()).searchParams.get('open');
    const body = { kind: 'system', name: 'ledger-db', description: 'Told by somebody else' };
    const timing = { effectiveFrom: '2025-11-01', reason: 'Meanwhile' };
    await post('scope.put', { engagementId, items: [{ id, after: 1, body }], ...timing });
    await press('Change the system');
    await dialog.getByText('Different from what stands below: Description, Type, Part of.').waitFor();
    await press('Keep mine, and write it over theirs');
    await press('Change the system');
    await dialog.waitFor({ state: 'detached' });
    await page.getByRole('tab', { name: 'Changes' }).click();
    await page.getByRole('button', { name: 'The system changed 1' }).click();
    await page
      .getByRole('row', { name: /2026-05-04.*ledger-db.*Type: Database or store.*A table became a database/ })
      .waitFor();
    await picture(page, 'conclusions-46-changes');
  },
);

step('CO20 CO23 CO31 an engagement has parties, gates and a next one without a gap', async () => {
  await journey.goTo('Engagement', /^SOC 2/);
  await page.getByRole('button', { name: 'Name the parties' }).click();
  await write('Name').first().fill('Newcomer Ltd');
  await press('Save the parties');
  await page.getByRole('row', { name: /Management.*Newcomer Ltd/ }).waitFor();
  await page.getByRole('button', { name: 'Pass the gate' }).click();
  await page.getByRole('button', { name: 'Pass the gate' }).click();
  await page.getByRole('heading', { name: 'The gate of “Scope”' }).waitFor();
  await page.getByRole('button', { name: /^Pass the gate with \d+ open conditions/ }).click();
  await page.getByLabel('Why it is passed with conditions open').fill('The controls come in the next week.');
  await page.getByRole('button', { name: 'Pass the gate', exact: true }).click();
  await page.getByRole('heading', { name: 'The gate of “Readiness”' }).waitFor();
  await checkPage(page, 'conclusions-44-engagement');
  await page.getByRole('button', { name: 'Begin the next one' }).click();
  await dialog.getByText(/in force on its first day/).waitFor();
  assert.equal(await write('First day of the period').inputValue(), '2026-11-01');
  await write('First day of the period').fill('2026-11-15');
  await dialog.getByText(/14 days, 2026-11-01 to 2026-11-14, lie between/).waitFor();
  await picture(page, 'conclusions-45-next');
  await press('Begin the engagement');
  await page.getByRole('row', { name: /14 days in no report/ }).waitFor();
  await picture(page, 'conclusions-46-years');
});

step('the browser had nothing to complain about', async () => {
  assert.deepEqual(complaints, []);
});
