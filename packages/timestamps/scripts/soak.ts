// soak.ts COUNT: corrupts stamps in so many ways, and holds whatever is still taken against openssl ts -verify.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeAuthority, opensslTakes, type AuthorityOptions } from '../../testkit/src/timestamps/index.ts';
import { readAuthority, timestampRequest, tokenIn } from '../src/index.ts';
import { corrupt } from '../test/corruptions.ts';

const count = Number(process.argv[2] ?? 100_000);
const folder = await mkdtemp(join(tmpdir(), 'tickmark-soak-timestamps-'));
const message = Buffer.from('a checkpoint');
const sha256 = createHash('sha256').update(message).digest();
// With a certificate beside that no chain needs: corruptions of that one are taken, and openssl has to take them too.
const kinds: AuthorityOptions[] = [
  { key: 'P-256', rootBeside: true, named: true, between: 'basicConstraints=critical,CA:TRUE' },
  { key: 'rsa:2048', rootBeside: true, rootKey: 'rsa-pss' },
  { key: 'P-384', rootBeside: true, signerHash: 'sha384', rootKey: 'ed25519', namedBy: 'sha1' },
];
let wrongly = 0;
try {
  for (const [n, options] of kinds.entries()) {
    const at = join(folder, String(n));
    const authority = await makeAuthority(at, options);
    const token = tokenIn(await authority.reply(timestampRequest({ sha256, nonce: Buffer.of(9), policy: null })));
    const found = await corrupt(
      token,
      { message, authority: readAuthority(authority.root) },
      {
        seed: n,
        count: Math.ceil(count / kinds.length),
        judge: (changed) => opensslTakes(at, { token: changed, message, rootFile: authority.rootFile }),
      },
    );
    wrongly += found.wrongly.length;
    const said = `${found.taken} still taken, ${found.wrongly.length} of these refused by openssl`;
    console.log(`${JSON.stringify(options)}: ${Math.ceil(count / kinds.length)} corruptions, ${said}`);
    for (const each of found.wrongly.slice(0, 3)) console.log(Buffer.from(each).toString('base64'));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
if (wrongly > 0) process.exitCode = 1;
