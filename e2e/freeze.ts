import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';

interface Wanted {
  kind: string;
  name: string;
  /** Lines of the file, the names of its columns first. */
  rows: readonly string[];
  supersedes?: { id: string; reason: string } | undefined;
}

/** Freezes a population of the first engagement without the page; answers its id once it is frozen. */
export async function freezePopulation(page: Page, origin: string, { rows, ...wanted }: Wanted): Promise<string> {
  const session = await (await page.request.get(`${origin}/api/sessions.current`)).json();
  const headers = { 'tickmark-organization': session.organizations[0].id as string, origin };
  const engagements = await (await page.request.get(`${origin}/api/engagements.list`, { headers })).json();
  const input = { engagementId: engagements.items[0].id, ...wanted, reading: { format: 'csv' } };
  const sent = await page.request.post(`${origin}/api/populations.import`, {
    headers: {
      ...headers,
      'content-type': 'text/csv',
      'tickmark-file-name': 'file.csv',
      'tickmark-input': encodeURIComponent(JSON.stringify(input)),
    },
    data: `${rows.join('\n')}\n`,
  });
  assert.equal(sent.status(), 200, await sent.text());
  const { jobId } = await sent.json();
  for (;;) {
    const job = await (await page.request.get(`${origin}/api/jobs.get?id=${jobId}`, { headers })).json();
    if (job.state === 'done') return job.result.populationId;
    assert.notEqual(job.state, 'failed', JSON.stringify(job.error));
  }
}
