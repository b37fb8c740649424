import { parentPort } from 'node:worker_threads';
import { lookAtCsv, lookAtWorkbook } from '@tickmark/connectors/look';
import { TickmarkError } from '@tickmark/core/errors';
import type { TableAnswer, TableQuestion } from './tables.ts';

parentPort?.on('message', async (question: TableQuestion) => {
  const answered = await answer(question);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
  parentPort?.postMessage(answered);
});

async function answer({ path, table, look }: TableQuestion): Promise<TableAnswer> {
  try {
    if (table.format === 'csv') return { sheets: [], sheet: null, ...(await lookAtCsv(path, table, look)) };
    return await lookAtWorkbook(path, table.sheet, look);
  } catch (error) {
    if (error instanceof TickmarkError) return { refused: error.toJSON() };
    return { failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}
