import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { TestRepository } from '@tickmark/testkit/repositories';
import { startJourney } from './journey.ts';
import { checkPage, picture } from './page-checks.ts';

/** A test is filled in and typed, tried on real rows, published, run twice, and the runs are compared. */
const journey = await startJourney('authoring');
const { page, context, complaints, step, jobDone } = journey;

const repository = new TestRepository();
for (let n = 1; n <= 12; n += 1) {
  const reviewed = n === 3 ? '' : `\n\nReviewed-by: ${n === 4 ? 'Ann <ann@example.com>' : 'Bea <bea@example.com>'}`;
  repository.add({ message: `OPS-${n}: Change ${n}${reviewed}`, at: `2026-0${(n % 9) + 1}-02T10:00:00+0000` });
}

const editor = page.getByRole('textbox', { name: 'Definition' });
const result = (state: string, n: number) => page.getByText(`${state} ${n}`, { exact: true }).first().waitFor();

step('an organization starts with nothing frozen', async () => {
  await journey.begin();
});

step('CT87 before anything is frozen, the preview says what to freeze', async () => {
  await page.goto(`${journey.product.url}/tests?tab=write`);
  await page.getByText('No faults found').waitFor();
  await page.getByText(/No population of the kind code-changes is frozen/).waitFor();
  await checkPage(page, '40-form-nothing-frozen');
  await journey.collectFromGit(repository.path);
  await jobDone();
});

step('CT89 a test is filled in without an expression, and the preview counts real rows', async () => {
  await page.goto(`${journey.product.url}/tests?tab=write`);
  await page.getByText(/all 12 rows/).waitFor();
  await page.getByLabel('Short name').fill('approved');
  await page.getByLabel('What it asks').fill('Changes are approved by somebody else');
  await page.getByRole('button', { name: 'Remove Which items 1' }).click();
  await page.getByRole('button', { name: 'Add related rows' }).click();
  await page.getByLabel('A: what must be so').fill('Approved by somebody else');
  await page.getByRole('button', { name: 'Remove Attribute A 1' }).click();
  const attribute = page.getByRole('group', { name: 'Attribute A', exact: true });
  await attribute.getByRole('button', { name: 'Add a condition on related rows' }).click();
  const where = page.getByRole('group', { name: 'Attribute A 1, where' });
  await where.getByRole('button', { name: 'Add a condition' }).click();
  await page.getByLabel('Attribute A 1, where 1: column').selectOption('reviewer');
  await page.getByLabel('Attribute A 1, where 1: comparison').selectOption('is not (another column)');
  await page.getByLabel('Attribute A 1, where 1: other column').selectOption('author of the item');
  await page.getByText("pass: 'reviews.exists(r, r.reviewer != item.author)'").waitFor();
  await result('Deviation', 2);
  await result('Pass', 10);
  await checkPage(page, '41-form');
  await page
    .getByRole('row', { name: /Deviation.*Fail/ })
    .first()
    .click();
  await page
    .getByRole('dialog')
    .getByText(/reviewer ann@example.com = author ann@example.com|none of 0 reviews/)
    .first()
    .waitFor();
  await checkPage(page, '42-preview-why');
  await page.keyboard.press('Escape');
});

step('CT94 a reload brings the draft back, and an expression a form cannot show stays in the editor', async () => {
  await page.reload();
  await page.getByText('Draft restored').waitFor();
  assert.equal(await page.getByLabel('Short name').inputValue(), 'approved');
  await page.getByText('Text', { exact: true }).click();
  await editor.waitFor();
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('# a remark');
  await page.getByText('Form', { exact: true }).click();
  await page.getByText('This text says more than the form can show').waitFor();
  await editor.waitFor();
  await page.reload();
  await page.getByText('Draft restored').waitFor();
  assert.match((await editor.textContent()) ?? '', /# a remark/);
});

step('CT88 the editor completes columns and values, and a fault is put right by a click', async () => {
  await editor.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Delete');
  const text = `id: CHG-02.approved\ncontrol: CHG-02\ntitle: Approved\nkind: items\npopulation: code-changes\nrelations:\n  reviews: { population: code-reviews, on: reviews.change_id == item.id }\nattributes:\n  A: { title: Approved, pass: 'reviews.exists(r, r.reviewer != item.auhtor && r.state == "acknowledged")' }\n`;
  await page.keyboard.insertText(text);
  await page.getByRole('button', { name: /^Line 9, column \d+/ }).waitFor();
  await page.locator('.cm-lintRange-error').waitFor();
  await checkPage(page, '43-editor-fault');
  await page.getByRole('button', { name: 'Change to author' }).first().click();
  await page.getByText('No faults found').waitFor();
  assert.match((await editor.textContent()) ?? '', /item\.author &&/);
  await result('Deviation', 12);
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('where: item.');
  await page.getByRole('option', { name: /^branch/ }).waitFor();
  await page.keyboard.type('bra');
  await take(/^branch/);
  await page.keyboard.type(' == ');
  await take(/main/, '44-editor-completion');
  await page.waitForFunction(() =>
    document.querySelector('.cm-content')?.textContent?.includes('where: item.branch == "main"'),
  );
});

/** Takes the chosen completion by the keyboard; the editor passes over a key that comes within 75 ms of its list, as one meant for the text. */
async function take(name: RegExp, pictured?: string): Promise<void> {
  await page.getByRole('option', { name, selected: true }).waitFor();
  if (pictured !== undefined) await picture(page, pictured);
  await page.waitForTimeout(200);
  await page.keyboard.press('Enter');
}

step('CT87 a definition longer than any address is checked and previewed', async () => {
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.insertText(`\n${'# why the control is tested in this way\n'.repeat(600)}nonsense: 1\n`);
  await page
    .getByText(/nonsense/)
    .last()
    .waitFor();
  await page.getByRole('button', { name: /^Line 61\d, column \d+/ }).waitFor();
  await page.keyboard.press('Control+z');
  await page.getByText('No faults found').waitFor();
});

step('the keyboard alone leaves the editor', async () => {
  await editor.click();
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.classList.contains('cm-content')), true);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  assert.equal(await page.evaluate(() => document.activeElement?.classList.contains('cm-content')), false);
});

step('CT94 a lost connection loses no text', async () => {
  await context.setOffline(true);
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('# offline');
  await page.getByText('There is no connection.').waitFor();
  assert.match((await editor.textContent()) ?? '', /# offline/);
  await context.setOffline(false);
  await page.reload();
  await page.getByText('Draft restored').waitFor();
  assert.match((await editor.textContent()) ?? '', /# offline/);
  await page.getByRole('button', { name: 'Discard draft' }).click();
  await page.reload();
  await page.getByLabel('Short name').waitFor();
  assert.equal(await page.getByText('Draft restored').count(), 0);
});

step('CT93 two versions are run, and the history shows both', async () => {
  const yaml = (pass: string) =>
    `id: CHG-02.approved\ncontrol: CHG-02\ntitle: Approved\nkind: items\npopulation: code-changes\nrelations:\n  reviews: { population: code-reviews, on: reviews.change_id == item.id }\nattributes:\n  A: { title: Approved, pass: '${pass}' }\n`;
  await journey.publishAndRun(yaml('reviews.size() > 0'));
  await journey.publishAndRun(yaml('reviews.exists(r, r.reviewer != item.author)'));
  await page.goto(`${journey.product.url}/tests/history?code=CHG-02.approved`);
  await page.getByRole('table', { name: 'Runs' }).getByRole('link', { name: 'With the run before' }).waitFor();
  assert.equal(await page.getByRole('table', { name: 'Versions' }).getByRole('row').count(), 3);
  await checkPage(page, '45-history');
});

step('CT92 the two runs are compared from the history', async () => {
  for (const box of await page
    .getByRole('table', { name: 'Runs' })
    .getByRole('checkbox', { name: /^Select [0-9a-f]/ })
    .all())
    await box.check();
  await page.getByRole('button', { name: 'Compare the two' }).click();
  await page.getByRole('heading', { level: 1, name: 'CHG-02.approved compared' }).waitFor();
  const table = page.getByRole('table', { name: 'Compared items' });
  await table.getByText('New deviation').waitFor();
  await table.getByText('Still a deviation').waitFor();
  await page.getByText('1 line went, 1 came.').waitFor();
  await checkPage(page, '46-comparison');
  await page.getByLabel('What became of the items').selectOption('gone');
  await page.getByText('No item is like this.').waitFor();
});

step('CT128 the library says of a test that it is published in another text, until its own is published', async () => {
  const { url } = journey.product;
  const { items } = (await (await page.request.get(`${url}/api/engagements.list`)).json()) as {
    items: { id: string }[];
  };
  const shipped = await readFile(new URL('../content/tests/CHG-02.review.yaml', import.meta.url), 'utf8');
  const data = { engagementId: items[0]?.id, yaml: shipped.replace(/^title: .*$/m, 'title: As it was before') };
  const sent = await page.request.post(`${url}/api/tests.publish`, { headers: { origin: url }, data });
  assert.equal(sent.status(), 200, await sent.text());
  await page.goto(`${url}/tests?tab=library&search=CHG-02.review`);
  const row = page
    .getByRole('table', { name: 'Test library' })
    .getByRole('row', { name: /CHG-02\.review/ })
    .first();
  await row.getByText('Version 1 says otherwise').waitFor();
  await checkPage(page, '47-library-says-otherwise');
  await page.getByRole('checkbox', { name: 'Select CHG-02.review' }).check();
  await page.getByLabel('Type the word publish').fill('publish');
  await page.getByRole('button', { name: 'Publish 1 test' }).click();
  await page.getByText('1 test published.').waitFor();
  await page.goto(`${url}/tests?tab=library&search=CHG-02.review`);
  await row.getByText('Yes', { exact: true }).waitFor();
});

step('the browser had nothing to complain about', async () => {
  assert.deepEqual(complaints, []);
});
