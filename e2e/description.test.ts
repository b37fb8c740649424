import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { Page } from 'playwright-core';
import { freezePopulation } from './freeze.ts';
import { password, period, startJourney } from './journey.ts';
import { checkPage } from './page-checks.ts';

/** The description of the system from the first sentence to an approved version, and as a reader and an employee see it. */
const journey = await startJourney('description');
const { page, dialog, complaints, step, press, field } = journey;

/** Asks the server as the page does; what the journey is not about is made ready so. */
async function ask<Answer>(name: string, input: object | null): Promise<Answer> {
  const { status, answer } = await page.evaluate(
    async ([operation, body]) => {
      const headers = { 'content-type': 'application/json' };
      const sent = body === null ? {} : { method: 'POST', headers, body: JSON.stringify(body) };
      const response = await fetch(`/api/${operation}`, sent);
      return { status: response.status, answer: (await response.json()) as unknown };
    },
    [name, input] as const,
  );
  assert.equal(status, 200, JSON.stringify(answer));
  return answer as Answer;
}

/** Somebody else in a browser of their own, by an invitation. */
async function joined(name: string, role: string): Promise<Page> {
  const email = `${name.toLowerCase()}@example.com`;
  const { invitation } = await ask<{ invitation: string }>('members.invite', { email, role });
  const context = await journey.browser.newContext({ timezoneId: 'Europe/Berlin', locale: 'en-GB' });
  context.setDefaultTimeout(30_000);
  const theirs = await context.newPage();
  theirs.on('pageerror', (error) => complaints.push(`${name}: ${error.message}`));
  await theirs.goto(`${journey.product.url}/join#${invitation}`);
  await theirs.getByLabel('Name').fill(name);
  await theirs.getByLabel('Password').fill(password);
  await theirs.getByRole('button', { name: /^Join/ }).click();
  await theirs.waitForURL(({ pathname }) => pathname !== '/join');
  return theirs;
}

const parts = () => page.getByRole('navigation', { name: 'Parts of the description' });
const toPart = async (title: string) => {
  await parts().getByRole('link', { name: title }).click();
  await page.getByRole('heading', { level: 2, name: title }).waitFor();
};
const text = (of: Page = page) => of.getByRole('textbox', { name: /in your own words$/ });
const saved = (of: Page = page) => of.getByText(/^Saved \d\d:\d\d$/).waitFor();
const points = () => page.getByRole('list', { name: 'Points' });
const closed = () => dialog.waitFor({ state: 'detached' });
let reader: Page;
let engagementId = '';

step('DE30 the ten parts stand beside each other with where each stands, in words', async () => {
  await journey.begin();
  const { items } = await ask<{ items: { id: string }[] }>('engagements.list', null);
  engagementId = items[0]?.id ?? '';
  reader = await joined('Rita', 'reader');
  const service = { kind: 'service', name: 'Moorings online', side: 'in' };
  const vendor = { kind: 'vendor', name: 'Quay Cloud Ltd', side: 'in' };
  await ask('scope.put', {
    engagementId,
    items: [{ body: service }],
    effectiveFrom: period.from,
    reason: 'Written down.',
  });
  const later = { effectiveFrom: '2026-03-02', reason: 'The first harbour abroad needs it.' };
  const system = { kind: 'system', name: 'Tide gauges', side: 'in' };
  await ask('scope.put', { engagementId, items: [{ body: vendor }, { body: system }], ...later });
  await journey.goTo('System description');
  await page.getByText('No version is frozen yet.').waitFor();
  assert.equal(await parts().getByRole('link').count(), 10);
  await parts().getByRole('link', { name: 'DC 4 Incidents' }).getByText('1 missing').waitFor();
  await checkPage(page, 'description-01-begun');
});

step('DE31 DE32 a part says what it asks, is written and saves itself, and shows what the records hold', async () => {
  await toPart('DC 3 Components of the system');
  await page.getByText('Example, of an invented company').waitFor();
  await page.getByText('Nothing is written under Components of the system').waitFor();
  assert.equal(await page.getByRole('button', { name: /^(Control|Number or name)$/ }).count(), 0);
  await text().click();
  await page.keyboard.type('### How it hangs together');
  await page.keyboard.press('Enter');
  await page.keyboard.type('Moorings online is a best-in-class service that asks the tide gauges each minute.');
  await saved();
  await page.getByText('Nothing is written under Components of the system').waitFor({ state: 'detached' });
  await page
    .getByRole('list', { name: 'What readers would question' })
    .getByText(/best-in-class/i)
    .first()
    .waitFor();
  await page
    .getByRole('region', { name: /Table: System/ })
    .getByText('Tide gauges')
    .waitFor();
  await page.locator('mark').first().waitFor();
  await checkPage(page, 'description-02-part');
  await page.reload();
  await text().getByText('asks the tide gauges each minute.').waitFor();
  await page.getByRole('button', { name: 'Questions and an example' }).waitFor();
});

step('DE33 points stand beside the part, what it does not hold without first, and lead to their place', async () => {
  await toPart('DC 7 Subservice organizations');
  await points().getByRole('listitem').first().getByText('Missing', { exact: true }).waitFor();
  await points().getByRole('link', { name: 'Mend it in the scope' }).first().click();
  await journey.heading('Scope');
  await dialog.getByText('Quay Cloud Ltd').first().waitFor();
  await journey.goTo('System description');
});

step('DE34 an incident is told; what it does not say is a point until it does', async () => {
  await toPart('DC 4 Incidents');
  await page.getByText('No population of incidents is frozen for these days').waitFor();
  await page.getByRole('button', { name: 'Tell an incident' }).click();
  await page.getByRole('textbox', { name: 'What it is called' }).fill('Bookings stood still');
  await page.getByRole('button', { name: 'Tell an incident' }).click();
  await points().getByText('does not say what happened').waitFor();
  await checkPage(page, 'description-03-incident');
  await page.getByRole('combobox', { name: 'Why it belongs here' }).selectOption('control');
  await page.getByRole('textbox', { name: 'What happened' }).fill('A release without review stopped bookings.');
  await page.getByRole('textbox', { name: 'From' }).fill('2026-05-03');
  await page.getByRole('textbox', { name: 'Until' }).fill('2026-05-0');
  await page.getByText('Write a day such as 2026-11-23.').waitFor();
  await page.getByRole('textbox', { name: 'Until' }).fill('2026-05-03');
  await page.getByRole('textbox', { name: 'How far it went' }).fill('Twelve harbours for 94 minutes.');
  await page
    .getByRole('textbox', { name: 'What was done' })
    .fill('It was taken back; the repository refuses such now.');
  await page.getByText('Nothing is missing that could be told from here.').waitFor();
  await page.getByRole('checkbox', { name: /^No incident is known/ }).check();
  await points().getByText('It is stated that there were none, and some are told.').waitFor();
  await checkPage(page, 'description-04-contradicted');
  await page.getByRole('checkbox', { name: /^No incident is known/ }).uncheck();
  await page.getByRole('button', { name: 'Take out: Bookings stood still' }).click();
  await points().getByText('It is not stated whether there were incidents.').waitFor();
  await page.getByRole('alert').getByRole('button', { name: 'Undo' }).last().click();
  await page.getByText('2026-05-03', { exact: true }).first().waitFor();
  await page.getByText('Nothing is missing that could be told from here.').waitFor();
});

step('DE15 incidents on record are told from their records or set aside, and each is looked at', async () => {
  await freezePopulation(page, journey.product.url, {
    kind: 'incidents',
    name: 'Register of incidents',
    rows: [
      'id,title,severity,detected_at,resolved_at',
      'INC-1,Gauges read wrong,high,2026-02-01T10:00:00Z,2026-02-02T10:00:00Z',
      'INC-2,A laptop was lost,low,2026-03-01T10:00:00Z,',
      'INC-3,Spam came through,low,2026-04-01T10:00:00Z,',
    ],
  });
  await page.reload();
  await points().getByText('3 incidents on record are neither told nor set aside.').waitFor();
  await page.getByRole('button', { name: 'Tell it: Gauges read wrong' }).click();
  await page.getByRole('textbox', { name: 'From' }).waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'From' }).inputValue(), '2026-02-01');
  await checkPage(page, 'description-16-recorded');
  await page.getByRole('button', { name: 'Set the other 2 aside' }).click();
  await points()
    .getByText(/on record .* neither told nor set aside/)
    .waitFor({ state: 'detached' });
  await page.getByText('3 incidents on record: 1 told here, 2 of other kinds.').waitFor();
  await page.getByRole('button', { name: 'Take back: Spam came through' }).click();
  await points().getByText('1 incident on record is neither told nor set aside.').waitFor();
  await page.getByRole('button', { name: 'Set aside: Spam came through' }).click();
  await page.getByRole('button', { name: 'Take out: Gauges read wrong' }).click();
  await points().getByText('1 incident on record is neither told nor set aside.').waitFor();
  await page.getByRole('button', { name: 'Set aside: Gauges read wrong' }).click();
  await saved();
});

step('DE34 that there is none is stated with what was looked through and until when', async () => {
  await toPart('DC 7 Subservice organizations');
  await page.getByRole('checkbox', { name: /^No subservice organization/ }).check();
  await saved();
  await toPart('DC 9 Significant changes in the period');
  await page.getByRole('checkbox', { name: /^No significant change/ }).check();
  await points().getByText('not where and until when somebody looked').waitFor();
  await page.getByRole('textbox', { name: 'What was looked through' }).fill('Tickets and release notes.');
  await page.getByRole('textbox', { name: 'Until which day' }).fill(period.to);
  await points().getByText('not where and until when somebody looked').waitFor({ state: 'detached' });
  await page.getByRole('checkbox', { name: /^No significant change/ }).uncheck();
});

step('DE35 each change on record is decided, the rest at once, and others are told', async () => {
  await page.getByText('2 changes on record within the period, 2 not decided.').waitFor();
  await checkPage(page, 'description-05-changes');
  await page.getByRole('button', { name: 'Mark the rest as not significant' }).click();
  await checkPage(page, 'description-06-rest');
  await press('Mark 2 as not significant');
  await closed();
  await page.getByText('2 changes on record within the period, 0 not decided.').waitFor();
  await page.getByRole('alert').getByRole('button', { name: 'Undo' }).last().click();
  await page.getByText('2 changes on record within the period, 2 not decided.').waitFor();
  const gauges = page.getByRole('radiogroup', { name: /Tide gauges/ });
  await gauges.getByRole('radio', { name: 'Significant', exact: true }).check();
  await points()
    .getByText(/It is not said what this meant: Tide gauges/)
    .waitFor();
  await points().getByRole('link', { name: 'Go there' }).first().click();
  await page
    .getByRole('textbox', { name: 'What it meant for commitments and requirements' })
    .fill('Nothing changed for what is promised.');
  await page
    .getByRole('radiogroup', { name: /Quay Cloud/ })
    .getByRole('radio', { name: 'Not significant' })
    .check();
  await page.getByRole('button', { name: 'Tell a change' }).click();
  await page.getByRole('textbox', { name: 'What changed' }).fill('The office moved');
  await page.getByRole('button', { name: 'Tell a change' }).click();
  await points().getByText('“The office moved” does not say').waitFor();
  await checkPage(page, 'description-07-decided');
  await page.getByRole('button', { name: 'Take out: The office moved' }).click();
  await page.getByText('Nothing is missing that could be told from here.').waitFor();
});

step('DE37 a version is frozen with its open points told, and approved by name and position', async () => {
  await page.getByRole('button', { name: 'Freeze', exact: true }).click();
  await dialog.getByText(/^Open points: \d+ missing/).waitFor();
  await checkPage(page, 'description-08-freeze');
  await field('What is new in it').fill('The first one.');
  await press('Freeze version 1');
  await closed();
  await page.getByRole('tab', { name: 'Versions 1' }).waitFor();
  await page.getByText('Approved by nobody yet', { exact: true }).waitFor();
  await page.getByRole('heading', { name: 'Points that were open' }).waitFor();
  await page.getByRole('button', { name: 'Approve version 1' }).click();
  assert.ok(await dialog.getByRole('button', { name: 'Approve version 1' }).isDisabled());
  await field('Position in which you speak for management').fill('Chief executive');
  await checkPage(page, 'description-09-approve');
  await press('Approve version 1');
  await closed();
  await page.getByText(/by Nora Newcomer, Chief executive/).waitFor();
  assert.equal(await page.getByRole('button', { name: 'Approve version 1' }).count(), 0);
  await checkPage(page, 'description-10-version');
});

step('DE37 where nothing changed since, freezing again is refused with what to do', async () => {
  await page.getByRole('button', { name: 'Freeze', exact: true }).click();
  await press('Freeze version 2');
  await dialog.getByRole('alert').waitFor();
  await checkPage(page, 'description-11-nothing-new');
  await journey.closeDialog();
});

step('DE38 a version is compared with what would be said now, and downloaded', async () => {
  await page.getByRole('tab', { name: 'Parts' }).click();
  await toPart('DC 3 Components of the system');
  await text().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(' It keeps 30 days of tides.');
  await saved();
  await page.getByText('what stands here now says something else').waitFor();
  await page.getByRole('tab', { name: 'Versions 1' }).click();
  await page.getByRole('combobox', { name: 'Compare' }).selectOption('1');
  await page.locator('ins').getByText('It keeps 30 days of tides.').waitFor();
  await checkPage(page, 'description-12-compared');
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'PDF: version 1' }).click(),
  ]);
  assert.equal((await readFile(await file.path())).subarray(0, 4).toString(), '%PDF');
});

step('DE39 a reader reads it and is offered nothing to write; an employee is told whose page it is', async () => {
  await reader.goto(`${journey.product.url}/description?part=dc4`);
  await reader.getByText('You can read it, and not write.').waitFor();
  assert.equal(await reader.getByRole('button', { name: /Freeze|Tell|Take out|Approve/ }).count(), 0);
  await reader.getByText('Twelve harbours for 94 minutes.').first().waitFor();
  await checkPage(reader, 'description-13-reader');
  await reader.goto(`${journey.product.url}/description?part=dc9`);
  await reader.getByText('Significant. Nothing changed for what is promised.').waitFor();
  assert.equal(await reader.getByRole('radio').count(), 0);
  await checkPage(reader, 'description-13-reader-changes');
  await reader.goto(`${journey.product.url}/description?part=dc3`);
  assert.equal(await text(reader).getAttribute('aria-readonly'), 'true');
  const employee = await joined('Emil', 'employee');
  await employee.goto(`${journey.product.url}/description`);
  await employee.getByText('Your role does not include this page.').waitFor();
});

step('DE39 of two who write at once nobody loses a word, and nothing is lost without a connection', async () => {
  const ada = await joined('Ada', 'compliance-manager');
  await ada.goto(`${journey.product.url}/description?part=dc2`);
  await text(ada).waitFor();
  await page.goto(`${journey.product.url}/description?part=dc2`);
  await text().click();
  await page.keyboard.type('A mooring that is booked is kept.');
  await saved();
  await text(ada).click();
  await ada.keyboard.type('Bookings are answered within a day.');
  await ada.getByText('Somebody else saved this text meanwhile').waitFor();
  await ada.getByRole('button', { name: 'Look at theirs' }).click();
  await ada.getByText('A mooring that is booked is kept.').first().waitFor();
  await checkPage(ada, 'description-14-conflict');
  await ada.getByRole('button', { name: 'Go on with mine' }).click();
  await saved(ada);
  await ada.reload();
  await text(ada).getByText('Bookings are answered within a day.').waitFor();
  await ada.context().setOffline(true);
  await text(ada).click();
  await ada.keyboard.press('Control+End');
  await ada.keyboard.type(' By people.');
  await ada.getByText(/^Not connected/).waitFor();
  await ada.context().setOffline(false);
  await saved(ada);
});

step('DE36 words of the engagement before are taken over for the parts that somebody chooses', async () => {
  const next = await ask<{ id: string }>('engagements.create', {
    title: 'The year after',
    previousId: engagementId,
    service: 'Books moorings for small harbours.',
    terms: {
      type: 'type2',
      period: { from: '2026-11-01', to: '2027-10-31' },
    },
    categories: ['security'],
  });
  assert.notEqual(next.id, engagementId);
  await page.goto(`${journey.product.url}/description`);
  await page.getByRole('button', { name: 'Switch to the new one' }).click();
  await page.getByText('has words for parts that have none here').waitFor();
  await page.getByRole('button', { name: 'Choose parts' }).click();
  await dialog.getByRole('checkbox', { name: 'DC 3 Components of the system' }).check();
  await checkPage(page, 'description-15-take-over');
  await press('Take over 1 part');
  await closed();
  await toPart('DC 3 Components of the system');
  await text().getByText('asks the tide gauges each minute.').waitFor();
  await page.getByText('has words for parts that have none here').waitFor();
});

step('the browser had nothing to complain about', async () => {
  assert.deepEqual(complaints, []);
});
