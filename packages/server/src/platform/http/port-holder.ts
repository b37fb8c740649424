import { readdir, readFile, readlink } from 'node:fs/promises';
import { TickmarkError } from '@tickmark/core';

/** The error of a port that another process has, naming that process where the system tells. */
export async function portTaken(port: number): Promise<TickmarkError> {
  const holder = await findListener(port).catch(() => null);
  const who = holder === null ? 'another process' : `process ${holder.pid} (${holder.command})`;
  return new TickmarkError('port_taken', `Port ${port} is taken by ${who}.`, {
    action: `Stop it, or start with another port: --port ${port + 1}`,
  });
}

/** Linux only: the socket's inode from /proc/net/tcp, and the process that has it open. */
async function findListener(port: number): Promise<{ pid: number; command: string } | null> {
  const listening = '0A';
  const hex = port.toString(16).toUpperCase().padStart(4, '0');
  const tables = await Promise.all(
    ['/proc/net/tcp', '/proc/net/tcp6'].map((path) => readFile(path, 'utf8').catch(() => '')),
  );
  const rows = tables.flatMap((table) => table.split('\n').map((row) => row.trim().split(/\s+/)));
  const inode = rows.find((row) => row[1]?.endsWith(`:${hex}`) && row[3] === listening)?.[9];
  if (inode === undefined) return null;
  for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
    const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
    for (const descriptor of descriptors) {
      const target = await readlink(`/proc/${pid}/fd/${descriptor}`).catch(() => '');
      if (target !== `socket:[${inode}]`) continue;
      const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0').join(' ').trim();
      return { pid: Number(pid), command };
    }
  }
  return null;
}
