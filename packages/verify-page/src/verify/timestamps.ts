import type { Archive } from './archive.ts';
import { Broken } from './broken.ts';
import type { BundledLog } from './log.ts';

const prefix = 'timestamps/';
const certificatePrefix = `${prefix}certificates/`;

/** What lies in the folder of stamps; this page does not look into them. */
export interface Stamps {
  count: number;
  /** The largest number of an entry under a stamped checkpoint; null without stamps. */
  upTo: number | null;
}

/**
 * Accounts for the files of stamps (RFC 3161): each belongs to a checkpoint of a log in the bundle, with the certificates that
 * an entry names. Whether a stamp holds is not looked at.
 * @throws Broken under EL116.
 */
export function accountForStamps(archive: Archive, log: BundledLog): Stamps {
  const paths = [...archive.files.keys()].filter((path) => path.startsWith(prefix));
  const stamps: { path: string; checkpoint: string; certificates: string; entry: number }[] = [];
  const others: string[] = [];
  for (const path of paths) {
    if (/^[0-9a-f]{64}\.pem$/.test(path.slice(certificatePrefix.length)) && path.startsWith(certificatePrefix)) {
      others.push(path);
      continue;
    }
    const [number = '', size = '', name = '', ...deeper] = path.slice(prefix.length).split('/');
    const digits = /^[1-9]\d{0,14}$/;
    const of =
      digits.test(number) && digits.test(size) ? log.chain.find((each) => each.number === Number(number)) : undefined;
    const isStamp = /^[0-9a-f]{64}\.tst$/.test(name);
    if (
      of === undefined ||
      BigInt(size) > of.checkpoint.size ||
      deeper.length > 0 ||
      (!isStamp && name !== 'checkpoint')
    )
      throw broken(path, 'is no stamp of a checkpoint of these logs');
    const checkpoint = `${prefix}${number}/${size}/checkpoint`;
    if (!isStamp) others.push(path);
    else {
      const certificates = `${certificatePrefix}${name.slice(0, 64)}.pem`;
      stamps.push({ path, checkpoint, certificates, entry: of.first + Number(size) - 1 });
    }
  }
  for (const { path, checkpoint, certificates } of stamps)
    for (const beside of [checkpoint, certificates])
      if (!archive.files.has(beside)) throw broken(path, `is there without ${beside}`);
  const needed = new Set(stamps.flatMap(({ checkpoint, certificates }) => [checkpoint, certificates]));
  const [checkpoints, certificates] = [
    others.filter((path) => !path.startsWith(certificatePrefix)),
    others.filter((path) => path.startsWith(certificatePrefix)),
  ];
  for (const path of checkpoints) if (!needed.has(path)) throw broken(path, 'has no stamp');
  const named = new Set(
    log.statements.flatMap(({ op, facts }) => (op === 'timestamps.add-authority' ? [facts['certificatesSha256']] : [])),
  );
  for (const path of certificates) {
    const hash = path.slice(certificatePrefix.length, -'.pem'.length);
    if (!needed.has(path)) throw broken(path, 'is there and no stamp needs it');
    if (archive.files.get(path)?.sha256 !== hash) throw broken(path, 'does not have the hash in its name');
    if (!named.has(hash)) throw broken(path, 'is named by no entry');
  }
  return { count: stamps.length, upTo: stamps.length === 0 ? null : Math.max(...stamps.map(({ entry }) => entry)) };
}

function broken(path: string, what: string): Broken {
  return new Broken('EL116', `${path} ${what}.`, { path });
}
