import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { makeAuthority, serveAuthority } from '../packages/testkit/src/timestamps/index.ts';
import { startStubWitness } from '../packages/server/test/witnesses/stub-witness.ts';
import { startJourney } from './journey.ts';
import { checkPage } from './page-checks.ts';

/** A witness on the same machine is named and asked, vouches, and then refuses; so is a timestamp authority; a log of somebody else is watched. */
const journey = await startJourney('witnesses', { allowLoopback: true });
const { page, complaints, step, goTo, heading } = journey;
const anna = await startStubWitness({ name: 'anna.example/witness', number: 71, now: () => new Date() });
after(() => anna.stop());
const folder = await mkdtemp(join(tmpdir(), 'tickmark-authority-'));
after(() => rm(folder, { recursive: true, force: true }));
const authority = await makeAuthority(folder, { key: 'P-256' });
const stamps = await serveAuthority(authority);
after(() => stamps.stop());
const dialog = page.getByRole('dialog');
const row = (name: RegExp) => page.getByRole('row', { name });

step('EL64 without a witness the log page says that nobody outside has vouched', async () => {
  await journey.begin();
  await goTo('Evidence log');
  await page.getByText('No outside party has vouched yet').waitFor();
  const [, vkey = ''] =
    /(tickmark\.local\/logs\/[0-9a-f-]+\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+)/.exec(await page.innerText('main')) ?? [];
  anna.log = vkey;
  await page.getByRole('link', { name: 'Witnesses' }).click();
  await heading('Witnesses');
  await page.getByText('No witness is named.').waitFor();
  await checkPage(page, 'witnesses-01-none');
});

step('EL53 a key or address that can’t be used is told at its field', async () => {
  await page.getByRole('button', { name: 'Name a witness' }).click();
  await dialog.getByRole('textbox', { name: 'Key of the witness' }).fill(anna.log ?? '');
  await dialog.getByRole('textbox', { name: 'Address' }).fill(anna.url);
  await dialog.getByRole('button', { name: 'Name the witness' }).click();
  await dialog
    .getByText(/is of a log; one of a witness is needed/)
    .first()
    .waitFor();
  await dialog.getByRole('textbox', { name: 'Key of the witness' }).fill(anna.verifierKey);
  await dialog.getByRole('textbox', { name: 'Address' }).fill('https://169.254.169.254/add-checkpoint');
  await dialog.getByRole('button', { name: 'Name the witness' }).click();
  await dialog
    .getByText(/names a machine by its number/)
    .first()
    .waitFor();
  await checkPage(page, 'witnesses-02-refused');
});

step('EL76 an entry that nobody outside vouches for says so, and what that means is said in plain words', async () => {
  await page.goto(`${journey.product.url}/log?entry=0`);
  await dialog.getByText('No witness', { exact: true }).waitFor();
  await dialog.getByText('No witness is asked, so nobody outside vouches for this entry.').waitFor();
  await dialog.getByText('"op": "organizations.create"').waitFor();
  await dialog.getByRole('link', { name: 'What this proves, and what it does not' }).click();
  await heading('What this proves, and what it does not');
  for (const said of [
    /That everything was collected/,
    /That a source told the truth/,
    /Only a time that a witness states, or a/,
    /It does not mean that anything is wrong/,
    /tickmark verify bundle\.tar --reperform/,
    /verify\.html/,
    /C2SP tlog-proof/,
  ])
    await page.getByText(said).first().waitFor();
  await page.goto(`${journey.product.url}/log/witnesses?add=witness`);
  await dialog.getByRole('textbox', { name: 'Key of the witness' }).fill(anna.verifierKey);
});

step('EL64 a named witness vouches up to an entry, and the log page says so', async () => {
  await dialog.getByRole('textbox', { name: 'Address' }).fill(anna.url);
  await dialog.getByRole('button', { name: 'Name the witness' }).click();
  await dialog.waitFor({ state: 'detached' });
  await row(/anna\.example/).waitFor();
  await vouched(Number(anna.state.size) - 1);
  await row(/anna\.example.*Cosigned/).waitFor();
  await checkPage(page, 'witnesses-03-vouched');
  await goTo('Evidence log');
  await page.getByText(/Vouched for by .*anna\.example\/witness.* up to entry \d+ on 20/).waitFor();
  await checkPage(page, 'witnesses-04-log');
});

step('EL76 a report sealed after the cosignature is not vouched for, and is once it was seen', async () => {
  anna.misbehave = () => ({ status: 403, body: '' });
  await goTo('Dry run');
  await page.getByRole('button', { name: 'Run the dry run' }).click();
  await page.getByText('A rehearsal, not an auditor’s conclusion').waitFor();
  await page.getByText('Signed, and holds this entry').waitFor();
  await checkPage(page, 'witnesses-05-receipt-of-dry-run');
  await goTo('Report and bundle');
  await page.getByRole('button', { name: 'Render the report' }).click();
  await journey.jobDone();
  const drafts = page.getByRole('table', { name: 'Report drafts' });
  await drafts.getByText('Not vouched for').waitFor();
  await drafts.getByRole('link', { name: /^Entry \d+$/ }).click();
  await dialog
    .getByText(/Not vouched for by .*anna\.example\/witness.*, which has vouched up to entry \d+ only/)
    .waitFor();
  await checkPage(page, 'witnesses-06-receipt-not-vouched');
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'detached' });
  await page.goto(`${journey.product.url}/log/witnesses`);
  anna.misbehave = () => undefined;
  await page.getByRole('button', { name: 'Ask now' }).click();
  await page.getByText('They are asked now.').waitFor();
  await page.goto(`${journey.product.url}/report`);
  await until(() => drafts.getByText('Vouched for', { exact: true }).isVisible());
  await checkPage(page, 'witnesses-07-report-vouched');
  await drafts.getByRole('link', { name: /^Entry \d+$/ }).click();
  await dialog.getByText(/Vouched for by .*anna\.example\/witness.* since 20.*, with every entry up to \d+/).waitFor();
  await dialog.getByRole('link', { name: 'What this proves, and what it does not' }).click();
  await heading('What this proves, and what it does not');
  await checkPage(page, 'witnesses-08-what-it-proves');
});

step(
  'EL110 EL115 a timestamp authority is named, stamps the log, and the page of the log and receipts say up to where and when',
  async () => {
    await goTo('Evidence log');
    await page.getByText('Not stamped yet: when an entry was there').waitFor();
    await page.getByRole('link', { name: 'Timestamps' }).click();
    await heading('Timestamps');
    await page.getByText('No timestamp authority is named.').waitFor();
    await checkPage(page, 'witnesses-16-no-authority');
    await page.getByRole('button', { name: 'Name an authority' }).click();
    await dialog.getByRole('textbox', { name: 'Address' }).fill(stamps.url);
    await dialog.getByRole('textbox', { name: 'Certificates' }).fill('-----BEGIN CERTIFICATE-----');
    await dialog.getByRole('button', { name: 'Name the authority' }).click();
    await dialog
      .getByText(/It holds no certificate in PEM/)
      .first()
      .waitFor();
    await checkPage(page, 'witnesses-17-certificates-refused');
    await dialog.locator('input[type="file"]').setInputFiles(authority.rootFile);
    await dialog.getByRole('button', { name: 'Name the authority' }).click();
    await dialog.waitFor({ state: 'detached' });
    await until(() => row(/Tests Root.*Stamped/).isVisible());
    await page.getByText(/Stamped by .*Tests Timestamp Signer.*\(Tests Root\) on 20.* up to entry \d+/).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: /^Stamp of the stamp up to entry/ }).click(),
    ]);
    assert.match(download.suggestedFilename(), /^checkpoint-\d+-[0-9a-f]{8}\.tst$/);
    assert.equal((await readFile(await download.path())).readUInt8(0), 0x30);
    await checkPage(page, 'witnesses-18-stamped');
    await goTo('Evidence log');
    await page.getByText(/Stamped by .*Tests Timestamp Signer.* up to entry \d+/).waitFor();
    await page.goto(`${journey.product.url}/log?entry=0`);
    await dialog
      .getByText(/Stamped by .*Tests Timestamp Signer.* with every entry up to \d+: it was there by then/)
      .waitFor();
    stamps.misbehave = (_, response) => {
      response.writeHead(302, { location: 'https://elsewhere.example/' }).end();
      return true;
    };
    await page.goto(`${journey.product.url}/log/timestamps`);
    await page.getByRole('button', { name: 'Stamp now' }).click();
    await page.getByText('They are asked now.').waitFor();
    await until(() => row(/Tests Root.*Refused/).isVisible());
    await page.getByText(/It sends elsewhere, and this server does not follow/).waitFor();
  },
);

let second = 0;
step('EL90 EL93 an owner rotates the key, and the witness has to be told of the log that follows', async () => {
  await goTo('Evidence log');
  const logs = page.getByRole('table', { name: 'Logs and their keys' });
  await logs.getByText('Not rotated: it signs now').waitFor();
  await page.getByRole('button', { name: 'Rotate the key' }).click();
  await dialog.getByText(/It does not undo what a thief could do before/).waitFor();
  assert.match(page.url(), /rotate=key/);
  const submit = dialog.getByRole('button', { name: 'Rotate the key' });
  assert.ok(await submit.isDisabled());
  await dialog.getByLabel('Type the word rotate').fill('rotate');
  await checkPage(page, 'witnesses-12-rotate');
  await submit.click();
  await dialog.waitFor({ state: 'detached' });
  await page.getByText('Log 2 has begun.').waitFor();
  const [, ended = ''] = /0 to (\d+)/.exec(await logs.innerText()) ?? [];
  second = Number(ended) + 1;
  await logs.getByRole('row', { name: new RegExp(`2 from ${second}.*Not rotated`) }).waitFor();
  await logs.getByRole('row', { name: /1 0 to \d+.* by .*entry \d+/ }).waitFor();
  await page.getByText(/Log 2, 1 entry from \d+ on/).waitFor();
  const [, vkey] =
    /(tickmark\.local\/logs\/[0-9a-f-]+\/2\+[0-9a-f]{8}\+[A-Za-z0-9+/=]+)/.exec(await logs.innerText()) ?? [];
  await page.goto(`${journey.product.url}/log/witnesses`);
  await page.getByRole('button', { name: 'Ask now' }).click();
  await until(() => page.getByText('Log 2: Knows another key').isVisible());
  await page.getByText('The end of log 1: Cosigned').waitFor();
  await page.getByText(`up to its end, entry ${ended},`).waitFor();
  await page.getByText(/knows the log that follows only once its operator was given/).waitFor();
  await checkPage(page, 'witnesses-13-not-told');
  anna.log = vkey;
  anna.state = { size: 0n, root: new Uint8Array(32) };
  await page.getByRole('button', { name: 'Ask now' }).click();
  await until(() => page.getByText('Log 2: Cosigned').isVisible());
  await goTo('Evidence log');
  await page.getByText(/Log 2 vouched for by .* up to entry \d+/).waitFor();
  await checkPage(page, 'witnesses-14-rotated');
  await page.goto(`${journey.product.url}/log?entry=${ended}`);
  await dialog.getByText(/^1, whose key was rotated; entry \d+ of its tree$/).waitFor();
  await dialog.getByText('Vouched for', { exact: true }).waitFor();
  await page.goto(`${journey.product.url}/log/proves`);
  await page.getByText(/of log 2, the newest/).waitFor();
});

step(
  'EL126 the operator’s log has noted the end of log 1, and what it proves, and its proof, are a page away',
  async () => {
    await goTo('Evidence log');
    await until(() => page.getByText(`up to entry ${second - 1} on`).isVisible());
    await page.getByRole('link', { name: 'Operator’s log', exact: true }).click();
    await heading('Operator’s log');
    await page.getByText(/could rewrite both logs together/).waitFor();
    await row(/^1 Holds/).waitFor();
    await checkPage(page, 'witnesses-19-operator');
    await row(/^2 Holds/).click();
    await dialog.getByText('Holds', { exact: true }).waitFor();
    assert.match(page.url(), /noted=2/);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      dialog.getByRole('button', { name: 'Save proof' }).click(),
    ]);
    assert.equal(download.suggestedFilename(), 'noted-2.tlog-proof');
    assert.match(await readFile(await download.path(), 'utf8'), /^c2sp\.org\/tlog-proof@v1\n/);
    await checkPage(page, 'witnesses-20-noted');
    await page.keyboard.press('Escape');
    await dialog.waitFor({ state: 'detached' });
  },
);

step(
  'EL126 a checkpoint that the log no longer begins with, one that was changed and one that is gone are alarms',
  async () => {
    await page.route('**/api/log.operator?*', async (asked) => {
      const body = await (await asked.fetch()).json();
      const [first, second] = body.items;
      const items = [
        { ...first, fits: false },
        { ...second, committed: 'not-committed' },
      ];
      await asked.fulfill({ json: { ...body, items, missing: 1 } });
    });
    await page.reload();
    const alarm = (words: RegExp) => page.getByRole('note').getByText(words).waitFor();
    await alarm(/noted another history of log 1, up to entry \d+/);
    await alarm(/does not commit to noted checkpoint 1 as it is kept here/);
    await alarm(/1 checkpoint that was noted is no longer kept here/);
    await row(/Rewritten since/).waitFor();
    await row(/Not as noted/).waitFor();
    await goTo('Evidence log');
    await alarm(/noted another history of log 1, up to entry \d+/);
    await page.unroute('**/api/log.operator?*');
  },
);

step('EL106 what changed since an entry before the rotation leads through the end of the log to the next', async () => {
  await page.goto(`${journey.product.url}/log/changes?of=log&since=entry:0`);
  await page.getByText(/so 2 logs speak of this, each under its own key/).waitFor();
  const changes = page.getByRole('table', { name: 'Changes' });
  await changes
    .getByText(/^The key of the log was rotated: log 1 ends with this entry, and log 2 continues it/)
    .waitFor();
  await changes.getByText(/^Log 2 begins, with how log 1 ended: /).waitFor();
  await page.getByText(/The signing key of this log is gone, and no checkpoint of 1 entry was kept/).waitFor();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Final checkpoint of log 1' }).click(),
  ]);
  assert.equal(download.suggestedFilename(), `log-1-checkpoint-${second}.txt`);
  await checkPage(page, 'witnesses-15-changes');
  const kept = await download.path();
  await page.getByLabel('File you kept').setInputFiles(kept);
  await page.getByText(/The checkpoint you gave is the beginning of log 1 here: nothing of what you saw/).waitFor();
});

step('EL64 a witness that has seen another history is an alarm', async () => {
  await page.goto(`${journey.product.url}/log/witnesses`);
  anna.misbehave = () => ({ status: 422, body: '' });
  await page.getByRole('button', { name: 'Ask now' }).click();
  await until(() =>
    page
      .getByText('Has seen another history')
      .count()
      .then((found) => found > 0),
  );
  await page
    .getByRole('note')
    .getByText(/It has seen another history of this log/)
    .waitFor();
  await checkPage(page, 'witnesses-09-other-history');
  await page.goto(`${journey.product.url}/log?entry=${second}`);
  await dialog.getByText('Another history', { exact: true }).waitFor();
  await dialog.getByText(/Vouched for by .*anna\.example\/witness.* since 20/).waitFor();
  await checkPage(page, 'witnesses-10-receipt-alarm');
  await page.goto(`${journey.product.url}/log/witnesses`);
  await heading('Witnesses');
});

step('EL64 a cosignature that no longer fits the log is told as such', async () => {
  await page.route('**/api/witnesses.vouched*', async (asked) => {
    const reply = await asked.fetch();
    assert.equal(reply.status(), 200, await reply.text());
    const body = await reply.json();
    await asked.fulfill({ json: { items: body.items.map((item: object) => ({ ...item, fits: false })) } });
  });
  // What was asked for before the route was laid may still be answered as it is.
  await until(async () => {
    await page.reload();
    await heading('Witnesses');
    const told = page.getByText(/vouched for another history of log 2, up to entry \d+/);
    return told.waitFor({ timeout: 3000 }).then(
      () => true,
      () => false,
    );
  });
  await page.unroute('**/api/witnesses.vouched*');
  await page
    .getByRole('checkbox', { name: /anna\.example|Select/ })
    .last()
    .check();
  await page.getByRole('button', { name: /Remove anna\.example/ }).click();
  await page.getByText('No witness is named.').waitFor();
});

step('EL57 a log of somebody else is watched, under our own key and address', async () => {
  await page.getByRole('button', { name: 'Watch a log' }).click();
  await dialog
    .getByLabel('Verifier key of the log')
    .fill('PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW');
  await dialog.getByRole('button', { name: 'Watch the log' }).click();
  await dialog.waitFor({ state: 'detached' });
  await row(/PeterNeumann.*None yet/).waitFor();
  await page.getByText(/\/witness\/[0-9a-f-]{36}\/add-checkpoint/).waitFor();
  await checkPage(page, 'witnesses-11-watched');
  assert.deepEqual(complaints, []);
});

async function until(holds: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 40; tries += 1) {
    if (await holds()) return;
    await page.waitForTimeout(250);
    await page.reload();
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  }
  throw new Error('It did not come to it.');
}

async function vouched(atLeast: number): Promise<void> {
  await until(async () => {
    const [, entry] = /up to entry (\d+)/.exec(await page.innerText('main')) ?? [];
    return entry !== undefined && Number(entry) >= atLeast;
  });
}
