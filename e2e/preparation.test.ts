import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { TestRepository } from '@tickmark/testkit/repositories';
import { password, startJourney } from './journey.ts';
import { checkPage, picture } from './page-checks.ts';

/** What comes before anything is tested: readiness, coverage, controls, the plan of action, the scope, and a next engagement. */
const journey = await startJourney('preparation');
const { page, dialog, complaints, step, heading, field, press, focused, closeDialog, choose, jobDone } = journey;

const repository = new TestRepository();
repository.add({ message: 'OPS-1: A change', at: '2026-01-11T10:00:00+0000' });

let engagementId = '';

step('an organization has two controls of the catalogue, and a population', async () => {
  await journey.begin();
  engagementId = await engagementInUse();
  await post('controls.adopt', { codes: ['CHG-02', 'GOV-01'], effectiveFrom: '2025-11-01' });
  await journey.collectFromGit(repository.path);
  await jobDone();
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

async function entryCount(): Promise<number> {
  const reply = await page.request.get(`${journey.product.url}/api/log.entries?limit=1`);
  return ((await reply.json()) as { total: number }).total;
}

async function engagementInUse(): Promise<string> {
  const { items } = (await (await page.request.get(`${journey.product.url}/api/engagements.list`)).json()) as {
    items: { id: string }[];
  };
  return items[0]?.id ?? '';
}

step('RD30 questions are answered by keyboard and saved at once, and one of them has a link of its own', async () => {
  await journey.goTo('Readiness');
  await page.getByText('0 of 86 answered; 86 unanswered').waitFor();
  await picture(page, 'preparation-01-questions');
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

step('RD47 RD48 a key pressed while an answer is saved counts too, and only what changed is read', async () => {
  await page.goto(`${journey.product.url}/readiness?question=RQ-080`);
  await question('RQ-080').getByRole('region', { name: 'Answer' }).waitFor();
  const read: string[] = [];
  const count = (request: { url(): string }): void => {
    const [, operation = ''] = /\/api\/([a-z.-]+)/.exec(request.url()) ?? [];
    read.push(operation);
  };
  let go = (): void => {};
  const held = new Promise<void>((resolve) => (go = resolve));
  // A route that ends by itself is taken away while the request it holds still waits, and with it at times the request.
  await page.route('**/api/readiness.answer', (route) => held.then(() => route.continue()));
  page.on('request', count);
  await page.keyboard.press('3');
  await page.getByText('Saving…').waitFor();
  await page.keyboard.press('1');
  await question('RQ-080').getByRole('button', { name: /^Yes/, pressed: true }).waitFor();
  go();
  await saved();
  await question('RQ-080').getByText('Answered', { exact: true }).waitFor();
  await page.getByRole('button', { name: '1 earlier answer' }).waitFor();
  page.off('request', count);
  await page.unroute('**/api/readiness.answer');
  assert.deepEqual(
    read.filter((operation) => operation.startsWith('readiness.') && operation !== 'readiness.history'),
    ['readiness.answer', 'readiness.answer'],
  );
  await page.getByText('4 of 86 answered', { exact: true }).waitFor();
});

step(
  'RD49 what is begun and not saved stays on this device, past another page and the end of the session',
  async () => {
    const begun = page.getByText('Not saved yet.');
    await page.goto(`${journey.product.url}/readiness?question=RQ-081`);
    await question('RQ-081').getByRole('region', { name: 'Answer' }).waitFor();
    await page.keyboard.press('5');
    await focused(page.getByLabel('Why it does not apply'));
    await page.keyboard.type('No office of our own');
    await page.getByLabel('Note').fill('Ask the landlord');
    await begun.waitFor();
    await page.getByRole('button', { name: 'Next question' }).click();
    await page.getByText('What you wrote and have not saved is kept on this device: RQ-081').waitFor();
    await picture(page, 'preparation-02-drafts');
    await journey.goTo('Engagement', /^SOC 2/);
    await page.context().clearCookies();
    await page.goto(`${journey.product.url}/readiness`);
    await page.getByLabel('E-mail').fill('nora@example.com');
    await page.getByLabel('Password').fill(password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.getByRole('button', { name: 'RQ-081', exact: true }).click();
    await begun.waitFor();
    assert.equal(await page.getByLabel('Why it does not apply').inputValue(), 'No office of our own');
    assert.equal(await page.getByLabel('Note').inputValue(), 'Ask the landlord');
    await page.getByRole('button', { name: 'Drop it' }).click();
    await begun.waitFor({ state: 'detached' });
    await page.reload();
    await question('RQ-081').getByRole('region', { name: 'Answer' }).waitFor();
    assert.equal(await page.getByLabel('Note').inputValue(), '');
    assert.equal(await page.getByText('What you wrote and have not saved').count(), 0);
  },
);

step('RD6 RD7 what somebody else answered meanwhile is told, a note is kept, and evidence is attached', async () => {
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
  await picture(page, 'preparation-03-meanwhile');
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
  await checkPage(page, 'preparation-04-one');
});

step('RD11 RD12 RD22 RD24 gaps lead to their questions, and a criterion names its lowest control', async () => {
  await page.getByRole('tab', { name: 'Gaps 1' }).click();
  const gaps = page.getByRole('table', { name: 'Gaps' });
  await gaps.getByRole('row', { name: /High.*RQ-076/ }).waitFor();
  await page.getByText('79 questions without an answer may hide further gaps.').waitFor();
  await checkPage(page, 'preparation-05-gaps');
  await page.getByRole('button', { name: 'High 1' }).click();
  await page.waitForURL(/severity=high/);
  await gaps.getByRole('link', { name: 'RQ-076' }).click();
  await question('RQ-076').getByText('Not known').first().waitFor();
  await page.getByRole('tab', { name: 'Grades' }).click();
  await page.getByText(/A Type 1: not yet: 33 of 33 criteria stand too low\./).waitFor();
  await checkPage(page, 'preparation-06-grades');
  await page.goto(`${journey.product.url}/readiness?tab=grades&open=CC8.1`);
  await dialog.getByText('Nobody knows the answer to RQ-076 yet.').waitFor();
  await dialog.getByText('Find out the answer to RQ-076.').waitFor();
  await checkPage(page, 'preparation-07-criterion');
  await closeDialog();
});

step(
  'CO10 CO12 CO35 coverage is a list and a matrix that keys walk, and a criterion is not relevant with a reason',
  async () => {
    await journey.goTo('Coverage');
    const table = page.getByRole('table', { name: 'Coverage of criteria' });
    await table.getByRole('row', { name: /CC1\.5.*GOV-01/ }).waitFor();
    await checkPage(page, 'preparation-08-coverage');
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
    await checkPage(page, 'preparation-09-matrix');
    await page.keyboard.press('Enter');
    await dialog.getByText('CHG-02 has no owner who can run it.').waitFor();
    await closeDialog();
    await page.goto(`${journey.product.url}/coverage?open=CC6.4`);
    await press('Mark as not relevant');
    await field('Reason').fill('Nobody of us has a room with equipment of the service.');
    await press('Mark CC6.4 as not relevant');
    await dialog.getByText('CC6.4 is one of the 33 common criteria').waitFor();
    await dialog.getByText(/^Nora Newcomer, .*log entry \d+$/).waitFor();
    await picture(page, 'preparation-10-not-relevant');
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
  await picture(page, 'preparation-11-suggested');
  await closeDialog();
  await page.getByRole('checkbox', { name: 'Select GOV-02' }).check();
  await page.getByRole('button', { name: 'Adopt the selected 1' }).click();
  await press('Adopt 1 control');
  await page.getByText('1 control adopted.').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('checkbox', { name: 'Select GOV-02' }).waitFor();
});

step('CO40 CO46 CO48 what is not relevant has no grade and no conclusion, and its gap stands apart', async () => {
  const engagementId = await engagementInUse();
  const answer = (given: object, after: number) =>
    post('readiness.answer', { engagementId, answers: [{ question: 'RQ-060', answer: given, after }] });
  await answer({ kind: 'no' }, 0);
  await page.goto(`${journey.product.url}/readiness?tab=gaps`);
  await page.getByText(/1 more gap speaks only of criteria that are not relevant; it stands last/).waitFor();
  await page.getByRole('row', { name: /RQ-060.*CC6\.4.*Not relevant/ }).waitFor();
  await picture(page, 'preparation-10a-gaps-apart');
  await answer({ kind: 'withdrawn' }, 1);
  await page.getByRole('tab', { name: 'Grades' }).click();
  await page
    .getByText(/32 of 32 relevant criteria stand too low\./)
    .first()
    .waitFor();
  await page.getByText('1 of 33 criteria that apply is not relevant, and counts for nothing in this.').waitFor();
  await page
    .getByRole('list', { name: 'Criteria without a grade' })
    .getByText(/^Nobody of us has a room/)
    .waitFor();
  await checkPage(page, 'preparation-10b-grades');
  await page.goto(`${journey.product.url}/dry-run`);
  await page.getByRole('button', { name: 'Run the dry run' }).click();
  const out = page.getByRole('list', { name: 'Criteria that are not relevant' });
  await out.getByText(/^by Nora Newcomer, /).waitFor();
  await page.getByText('32 of 33 criteria are relevant.').waitFor();
  await page
    .getByText(/Not relevant, so without weight and never counted as met: CC6\.4\./)
    .first()
    .waitFor();
  assert.equal(await page.getByRole('row', { name: /^CC6\.4/ }).count(), 0);
  await checkPage(page, 'preparation-10c-dry-run');
  await out.getByRole('link', { name: 'CC6.4' }).click();
  await dialog.getByRole('button', { name: /relevant again/i }).waitFor();
  await closeDialog();
});

step(
  'CO2 CO4 UN16 a control of one’s own is written, has an owner and skills, and tells everything it touches',
  async () => {
    await page.goto(`${journey.product.url}/controls?tab=adopted&add=own`);
    await field('Code').fill('chg-02');
    await field('Title').fill('Payouts are released by two people');
    await field('Wording').fill('Two people release each batch of payouts.');
    await field('Owner').fill('Finance lead');
    await field('Who performs it').fill('Two of the finance team');
    await choose('Criteria', 'CC5.1');
    await page.keyboard.press('Tab');
    await press('Write the control');
    await dialog.getByText('CHG-02 is a control of the catalogue.').first().waitFor();
    await focused(field('Code'));
    await picture(page, 'preparation-12-own-control');
    await field('Code').fill('PAY-01');
    await press('Write the control');
    await dialog.getByText('Your own control').waitFor();
    await press('Name owner and deputy');
    await choose('Owner', 'Nora Newcomer');
    await dialog.getByLabel('Skills it takes').first().fill('Knows payroll law');
    await page.keyboard.press('Enter');
    await choose('Whether the owner has it: Knows payroll law', 'The owner has it');
    await press('Save');
    await dialog.getByText('Knows payroll law (owner: has it, deputy: not known)').waitFor();
    const explained = page.getByRole('tooltip');
    await dialog.getByRole('button', { name: 'Frequency' }).hover();
    await explained.waitFor();
    await page.keyboard.press('Escape');
    await explained.waitFor({ state: 'detached' });
    assert.equal(await dialog.count(), 1, 'Escape closes the explanation first');
    await dialog.getByRole('link', { name: 'Open as a page' }).click();
    await heading('PAY-01 Payouts are released by two people');
    await checkPage(page, 'preparation-13-control');
    await page.goto(`${journey.product.url}/controls?tab=adopted&without=owner`);
    await page
      .getByRole('table', { name: 'Adopted controls' })
      .getByRole('row', { name: /GOV-01/ })
      .waitFor();
    assert.equal(await page.getByRole('row', { name: /PAY-01/ }).count(), 0);
    await picture(page, 'preparation-14-without-owner');
  },
);

step('CO8 a risk is noted and nothing of it is filled in', async () => {
  await page.getByRole('tab', { name: /^Risks/ }).click();
  await page.getByRole('button', { name: 'Note a risk' }).click();
  await field('What may go wrong').fill('Somebody pays the wrong account');
  await choose('Controls that answer it', /PAY-01/);
  await page.keyboard.press('Tab');
  await press('Note the risk');
  await page.getByRole('row', { name: /R-1.*Nobody has judged.*Not judged.*PAY-01/ }).waitFor();
  await dialog.waitFor({ state: 'detached' });
  await picture(page, 'preparation-15-risks');
});

const planned = page.getByRole('table', { name: 'Plan of action' });

step(
  'PL2 PL5 PL12 a gap becomes an item, an item of their own waits for it, and both tell what was done to them',
  async () => {
    await journey.goTo('Plan of action');
    await page.getByText('The plan has no item yet.').waitFor();
    await checkPage(page, 'preparation-16-no-plan');
    await page.getByRole('link', { name: 'Make items of 1 gap' }).click();
    await page.getByRole('button', { name: 'Make items of all 1' }).click();
    await page.getByText('Every gap has an item in the plan.').waitFor();
    await page.getByRole('tab', { name: 'Table' }).click();
    await planned.getByRole('row', { name: /PA-1.*Open.*High.*Nobody.*by the catalogue/ }).waitFor();
    await page.getByRole('button', { name: 'Add an item' }).click();
    await field('Title').fill('Tell the developers');
    await choose('Severity', 'Medium');
    await choose('Owner', 'Nora Newcomer');
    await field('Work left, in days of one person').fill('2.5');
    await field('Due').fill('2020-01-02');
    await choose('Waits for', /^PA-1/);
    await page.keyboard.press('Escape');
    await dialog.getByLabel('Working days after PA-1 has ended').fill('1');
    await press('Add to the plan');
    await dialog.getByText('Overdue').waitFor();
    await dialog.getByText('2.5 days of one person').waitFor();
    await dialog.getByRole('button', { name: 'Begin' }).click();
    await dialog.getByText('State: Open → In progress').waitFor();
    await checkPage(page, 'preparation-17-item');
    await page.getByRole('button', { name: 'Undo' }).click();
    await dialog.getByText('State: In progress → Open').waitFor();
    await closeDialog();
    await page.getByRole('checkbox', { name: /^Select PA-1/ }).check();
    await page.getByRole('button', { name: 'Change all of these' }).click();
    await choose('Owner', 'Nora Newcomer');
    await press('Change 1 item');
    await dialog.waitFor({ state: 'detached' });
    await planned.getByRole('row', { name: /PA-1.*Nora Newcomer/ }).waitFor();
    await checkPage(page, 'preparation-18-plan');
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
    await checkPage(page, 'preparation-19-board');
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
    await checkPage(page, 'preparation-20-roadmap');
    await page.reload();
    await page.getByText(/The wish asks for a report on 2020-06-01/).waitFor();
    await page.getByRole('button', { name: 'Back to what is on record' }).click();
    await page.getByText(/The wish asks for/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Take these dates over' }).click();
    await press('Take over');
    await page.getByText('1 item due as the roadmap has it.').waitFor();
    await page.getByRole('button', { name: 'Time and people' }).click();
    await field('Nora Newcomer: days a week').fill('1');
    await press('Keep');
    await dialog.waitFor({ state: 'detached' });
    await page.getByText(/PA-1 is due on .*; the earliest possible is/).waitFor();
    await picture(page, 'preparation-21-late');
  },
);

step(
  'PL41 PL42 the roadmap draws what waits for what, and other time and work are tried, shared by the address, and reset',
  async () => {
    const { items } = (await (
      await page.request.get(`${journey.product.url}/api/plan.list?engagementId=${engagementId}`)
    ).json()) as {
      items: { id: string; code: string; owner: { id: string } | null }[];
    };
    const [first] = items;
    const more = { engagementId, owner: first?.owner?.id, effortDays: 2, severity: 'high' };
    await post('plan.add', { ...more, title: 'Write the procedure', after: [{ id: first?.id }] });
    const entries = await entryCount();
    await page.reload();
    const bar = page.getByRole('button', { name: /PA-3 Write the procedure.*Waits for PA-1\.$/ });
    await bar.waitFor();
    await page.getByRole('button', { name: /PA-1 .* PA-3 waits for it\.$/ }).focus();
    await page.getByText('PA-1: PA-3 waits for it.').waitFor();
    assert.equal(await page.locator('svg [data-looked="behind"]').count(), 1);
    await bar.hover();
    assert.equal(await page.locator('svg [data-looked="before"]').count(), 1);
    await picture(page, 'preparation-22-arrows');
    const end = page
      .getByRole('table', { name: 'Roadmap' })
      .getByRole('row', { name: /^PA-3 / })
      .getByRole('cell')
      .nth(5);
    const before = await end.innerText();

    await page.getByRole('button', { name: 'Try other time of Nora Newcomer' }).click();
    await dialog.getByLabel('Days a week').fill('5');
    await dialog.getByLabel('One person more').check();
    await dialog.getByRole('button', { name: 'Add an absence' }).click();
    await dialog.getByLabel('Away from').fill('2020-01-01');
    await checkPage(page, 'preparation-23-try-time');
    await press('Try it');
    const tried = page.getByRole('list', { name: 'What is tried' });
    await tried.getByText('Nora Newcomer: 5 days a week; one person more; away 2020-01-01').waitFor();
    await page.getByText(/5 days a week\. One person more shares it\./).waitFor();
    const sooner = await end.innerText();
    assert.ok(sooner < before, `${sooner} is before ${before}`);
    await page.getByRole('button', { name: 'Try another item' }).click();
    await choose('Item', /^PA-1/);
    await dialog.getByLabel('Without this item').check();
    await press('Try it');
    await tried.getByText(/^PA-1 .*: without it$/).waitFor();
    await page
      .getByRole('table', { name: 'Roadmap' })
      .getByRole('row', { name: /^PA-1 / })
      .waitFor({ state: 'detached' });
    await page.reload();
    await tried.getByText(/^PA-1 .*: without it$/).waitFor();
    await checkPage(page, 'preparation-24-tried');
    await tried.getByRole('button', { name: /^Do not try PA-1/ }).click();
    await page
      .getByRole('table', { name: 'Roadmap' })
      .getByRole('row', { name: /^PA-1 / })
      .waitFor();
    await page.getByRole('button', { name: 'Back to what is on record' }).click();
    await tried.waitFor({ state: 'detached' });
    await page
      .getByRole('table', { name: 'Roadmap' })
      .getByRole('row', { name: new RegExp(`^PA-3 .*${before}`) })
      .waitFor();
    assert.equal(await entryCount(), entries, 'nothing of it was written');
  },
);

step('RD43 a report is made, held against the one before, taken away, and issued with a typed word', async () => {
  await page.goto(`${journey.product.url}/readiness?tab=reports`);
  await page.getByText('No report was made yet.').waitFor();
  await checkPage(page, 'preparation-25-no-report');
  await page.getByRole('button', { name: 'Make a report' }).click();
  await heading('Readiness report 1');
  await page.getByText('There is no earlier report to hold this one against.').waitFor();
  const { items } = (await (await page.request.get(`${journey.product.url}/api/engagements.list`)).json()) as {
    items: { id: string }[];
  };
  const answers = [{ question: 'RQ-079', answer: { kind: 'no' } }];
  await post('readiness.answer', { engagementId: items[0]?.id, answers });
  await page.getByRole('link', { name: 'All reports' }).click();
  await page.getByRole('row', { name: /Report 1.*None, a draft/ }).waitFor();
  await page.getByRole('button', { name: 'Make a report' }).click();
  await heading('Readiness report 2');
  await page.getByText(/^Held against report 1 of /).waitFor();
  await page
    .getByRole('table', { name: 'Gaps that came and went' })
    .getByRole('row', { name: /RQ-079.*New.*The question was not answered before/ })
    .waitFor();
  await checkPage(page, 'preparation-26-report');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'DOCX: a draft of the report to edit' }).click(),
  ]);
  assert.match(download.suggestedFilename(), /^readiness-report-2-.*-draft\.docx$/);
  assert.equal((await readFile(await download.path())).subarray(0, 2).toString(), 'PK');
  await page.getByRole('button', { name: 'Issue a copy' }).click();
  await field('Recipient').fill('The board');
  await field('Type the word issue').fill('issue');
  await checkPage(page, 'preparation-27-issue');
  await press('Issue the copy');
  await page
    .getByRole('table', { name: 'Issued copies' })
    .getByRole('row', { name: /1 The board/ })
    .waitFor();
  await dialog.waitFor({ state: 'detached' });
  await page
    .getByRole('table', { name: 'Gaps that came and went' })
    .getByRole('link', { name: /RQ-079/ })
    .click();
  await page.waitForURL(/question=RQ-079/);
});

const since = async (why: string): Promise<void> => {
  await dialog.getByRole('radio', { name: /^It was so from the first day on/ }).check();
  await field('Why').fill(why);
};
const chosen = (label: string, option: string) => choose(label, new RegExp(`^${option}`));

step('SC13 SC20 what is in scope is written down one after the other, dated once, and undone', async () => {
  await journey.goTo('Scope');
  await page.getByText('Nothing is written down yet.').waitFor();
  await checkPage(page, 'preparation-28-scope-empty');
  await page.getByRole('button', { name: 'Begin with a service' }).click();
  await field('Name').fill('Ledger online');
  await field('Why').fill('Written down for the first time');
  await press('Add the service');
  await dialog.getByText('it is not said since when this is so.').first().waitFor();
  await since('Written down for the first time');
  await press('Add it, and go on to the next');
  await page.getByText('“Ledger online” written down.').waitFor();
  await focused(field('Name'));
  await page.keyboard.type('Payroll');
  await press('Add it, and go on to the next');
  const noted = (name: string) => page.getByRole('alert').filter({ hasText: `“${name}” written down.` });
  await noted('Payroll').waitFor();
  await focused(field('Name'));
  await page.keyboard.type('Leave');
  await page.keyboard.press('Control+Enter');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('tab', { name: 'Items 3' }).waitFor();
  // Of ways back the newest two stay, and both lead back.
  await noted('Ledger online').waitFor({ state: 'detached' });
  await noted('Payroll').getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('tab', { name: 'Items 2' }).waitFor();
  await noted('Leave').getByRole('button', { name: 'Undo' }).click();
  await page.getByRole('tab', { name: 'Items 1' }).waitFor();
});

step('SC11 SC16 three questions find a subservice organization, and what is missing of it', async () => {
  await page
    .getByRole('region', { name: 'Kinds' })
    .getByRole('button', { name: /^Vendors/ })
    .click();
  await page.getByText('Vendors: nothing is written down yet.').waitFor();
  await page.getByRole('button', { name: 'Add a vendor' }).click();
  await field('Name').fill('Cloud host');
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
  await field('What it has to do').fill('Its rooms are locked');
  await since('Written down for the first time');
  await press('Add the vendor');
  await dialog.waitFor({ state: 'detached' });
  await page.getByRole('row', { name: /Cloud host/ }).click();
  await dialog.getByText('Cloud host is not watched by anything that is written here.').waitFor();
  await dialog.getByText('so since 2025-11-01').waitFor();
  await checkPage(page, 'preparation-29-vendor');
  await closeDialog();
  await page.getByRole('tab', { name: /^Holes/ }).click();
  await page
    .getByRole('table', { name: 'Holes in the scope' })
    .getByRole('link', { name: 'Cloud host' })
    .first()
    .waitFor();
  await picture(page, 'preparation-30-holes');
});

step('SC37 suggested controls say what they know of the scope, and from where', async () => {
  await page.goto(`${journey.product.url}/coverage?tab=suggested`);
  const vendors = page.getByRole('listitem').filter({ hasText: 'Vendors that run something you need' });
  await vendors.getByText('The scope has Cloud host.').waitFor();
  await picture(page, 'preparation-23a-known');
  await vendors.getByRole('link', { name: 'Open the scope' }).click();
  await heading('Scope');
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
  await picture(page, 'preparation-31-import');
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
  await picture(page, 'preparation-32-seen');
  await page.getByRole('button', { name: 'Decide for 1 name' }).click();
  await page.getByText('Everything that was seen is in scope or out of it.').waitFor();
});

step(
  'SC6 SC21 SC33 the diagram is drawn from the items, is saved as a picture, and each change is on a list',
  async () => {
    await page.getByRole('tab', { name: 'Diagram' }).click();
    await page.getByText('ledger-db is inside the boundary, in no environment that is in scope.').waitFor();
    await checkPage(page, 'preparation-33-diagram');
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
    await field('Why').fill('A table became a database');
    const engagementId = await engagementInUse();
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
    await picture(page, 'preparation-34-changes');
  },
);

step('CO20 CO23 CO31 an engagement has parties, gates and a next one without a gap', async () => {
  await journey.goTo('Engagement', /^SOC 2/);
  await page.getByRole('button', { name: 'Name the parties' }).click();
  await field('Name').first().fill('Newcomer Ltd');
  await press('Save the parties');
  await page.getByRole('row', { name: /Management.*Newcomer Ltd/ }).waitFor();
  await page.getByRole('button', { name: 'Pass the gate' }).click();
  await page.getByRole('button', { name: 'Pass the gate' }).click();
  await page.getByRole('heading', { name: 'The gate of “Scope”' }).waitFor();
  await page.getByRole('button', { name: /^Pass the gate with \d+ open conditions/ }).click();
  await page.getByLabel('Why it is passed with conditions open').fill('The controls come in the next week.');
  await page.getByRole('button', { name: 'Pass the gate', exact: true }).click();
  await page.getByRole('heading', { name: 'The gate of “Readiness”' }).waitFor();
  await checkPage(page, 'preparation-35-engagement');
  await page.getByRole('button', { name: 'Begin the next one' }).click();
  await dialog.getByText(/in force on its first day/).waitFor();
  assert.equal(await field('First day of the period').inputValue(), '2026-11-01');
  await field('First day of the period').fill('2026-11-15');
  await dialog.getByText(/14 days, 2026-11-01 to 2026-11-14, lie between/).waitFor();
  await picture(page, 'preparation-36-next');
  await press('Begin the engagement');
  await page.getByRole('row', { name: /14 days in no report/ }).waitFor();
  await picture(page, 'preparation-37-years');
});

step('CO37 UN15 what somebody is in the middle of stays in its engagement when another is begun', async () => {
  const other = await page.context().newPage();
  await other.goto(`${journey.product.url}/plan?add=own`);
  const form = other.getByRole('dialog');
  await form.getByRole('textbox', { name: 'Title', exact: true }).fill('Half written');
  const title = await page.getByRole('heading', { level: 1 }).innerText();
  const terms = { type: 'type2', period: { from: '2027-11-15', to: '2028-11-14' } };
  const chosen = { today: '2026-11-30', asks: 'type2', uptime: 'yes', personal: 'unknown' };
  const next = (await post('engagements.create', {
    service: 'Books moorings.',
    categories: ['security'],
    title: 'The third year',
    terms,
    chosen,
  })) as { id: string };
  await other.bringToFront();
  await other.evaluate(() => dispatchEvent(new Event('visibilitychange')));
  await form.getByRole('button', { name: 'Add to the plan' }).click();
  await other.getByRole('dialog', { name: 'Half written' }).waitFor();
  await other.getByRole('dialog', { name: 'Add an item' }).waitFor({ state: 'detached' });
  await other.keyboard.press('Escape');
  await form.waitFor({ state: 'detached' });
  const told = other.getByText(`Another engagement was begun: “The third year”. You are still in “${title}”.`);
  await told.waitFor();
  await other.getByRole('button', { name: `Engagement: ${title}. Choose another` }).waitFor();
  await checkPage(other, 'preparation-38-another');
  await other.getByRole('button', { name: 'Switch to the new one' }).click();
  await other.getByText('The plan has no item yet.').waitFor();
  await told.waitFor({ state: 'detached' });
  const { total } = (await (
    await page.request.get(`${journey.product.url}/api/plan.list?engagementId=${next.id}`)
  ).json()) as { total: number };
  assert.equal(total, 0, 'nothing was written to the new one');
  await other.goto(`${journey.product.url}/engagement`);
  await other.getByRole('heading', { name: 'Why it was begun so' }).waitFor();
  await other
    .getByText(/In, otherwise than in the draft|Left out, otherwise than in the draft: Availability/)
    .waitFor();
  await other.getByText('3 of 10 questions were answered; 7 were open').click();
  await checkPage(other, 'preparation-39-why');
  await other.close();
});

step('UN17 the guide prints on white, without what can only be pressed', async () => {
  await page.goto(`${journey.product.url}/understand`);
  await page.getByText('+ 18 criteria').waitFor();
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.locator('html[data-mantine-color-scheme="dark"]').waitFor();
  assert.notEqual(await background(), 'rgb(255, 255, 255)');
  await page.emulateMedia({ media: 'print' });
  await page.evaluate(() => dispatchEvent(new Event('beforeprint')));
  assert.equal(await background(), 'rgb(255, 255, 255)');
  assert.equal(await page.getByRole('navigation').first().isVisible(), false);
  assert.equal(await page.getByRole('button', { name: 'Print' }).isVisible(), false);
  assert.equal(await page.getByText('Reckoned for Security', { exact: true }).isVisible(), true);
  await page.evaluate(() => dispatchEvent(new Event('afterprint')));
  await page.emulateMedia({ media: null, colorScheme: 'light' });
});

step('UN18 an employee is told that nothing is asked, and a page of another role says whose it is', async () => {
  const { invitation } = await page.evaluate(async (): Promise<{ invitation: string }> => {
    const body = JSON.stringify({ email: 'emil@example.com', role: 'employee' });
    const headers = { 'content-type': 'application/json' };
    return (await fetch('/api/members.invite', { method: 'POST', headers, body })).json();
  });
  const context = await journey.browser.newContext({ locale: 'en-GB' });
  const employee = await context.newPage();
  employee.on('pageerror', (error) => complaints.push(error.message));
  const refused: string[] = [];
  employee.on('response', (response) => {
    if (response.status() === 403) refused.push(response.url());
  });
  await employee.goto(`${journey.product.url}/join#${invitation}`);
  await employee.getByLabel('Name').fill('Emil Employee');
  await employee.getByLabel('Password').fill(password);
  await employee.getByRole('button', { name: 'Join' }).click();
  await employee.getByRole('heading', { level: 1, name: 'Nothing is asked of you now' }).waitFor();
  await checkPage(employee, 'preparation-90-employee');
  await employee.goto(`${journey.product.url}/controls/GOV-01`);
  await employee.getByText('You are here as employee.').waitFor();
  await checkPage(employee, 'preparation-91-not-for-role');
  await employee.getByRole('link', { name: 'Go to what is yours' }).click();
  await employee.getByRole('link', { name: 'Who does what in an examination' }).click();
  await employee.getByRole('heading', { level: 2, name: 'Who does what' }).waitFor();
  assert.deepEqual(refused, [], 'a page asks for what its reader may not see');
  await context.close();
});

step('the browser had nothing to complain about', async () => {
  assert.deepEqual(complaints, []);
});
