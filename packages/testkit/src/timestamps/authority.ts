import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';

export const testPolicy = '1.3.6.1.4.1.13762.3';

/** What makes an authority another one than a good one. */
export interface AuthorityOptions {
  /** Of the key of the signer: `rsa:2048` without one. */
  key?: 'rsa:1024' | 'rsa:2048' | 'P-256' | 'P-384';
  /** Folder of an authority whose root this one has as well. */
  rootOf?: string;
  /** Of the key of the root: P-256 without one. */
  rootKey?: 'P-256' | 'rsa-pss' | 'ed25519';
  /** Extended key usage of the signer: `critical,timeStamping` without one. */
  purpose?: string;
  /** Key usage of the signer, where it has that extension. */
  usage?: string;
  /** When the certificate of the signer is valid, as `20200101000000Z`; 2020 to 2050 without it. */
  valid?: { from: string; to: string };
  /** A certificate between the root and the signer, with these extensions. */
  between?: string;
  /** With which the certificate of the signer is signed: sha256 without one. */
  certificateHash?: 'sha1' | 'sha256';
  /** With which stamps are signed: sha256 without one. */
  signerHash?: 'sha1' | 'sha256' | 'sha384';
  /** By which the signer names their certificate: sha256 without one. */
  namedBy?: 'sha1' | 'sha256';
  /** Puts the root into each stamp as well, as some authorities do though nobody needs it there. */
  rootBeside?: boolean;
  /** Adds the name of the authority to each stamp. */
  named?: boolean;
}

/** A timestamp authority of `openssl ts`, with keys made for it, on this machine. */
export interface TestAuthority {
  /** Certificate of its root, PEM. */
  root: string;
  /** File of that. */
  rootFile: string;
  /** Answers a request as `openssl ts -reply` does. */
  reply(request: Uint8Array): Promise<Uint8Array>;
  /**
   * A token of this content by `openssl cms`, which asks for nothing: neither what the certificate is for, nor what is signed.
   * `named` false leaves out which certificate it is to be checked with.
   */
  sign(content: Uint8Array, options?: { named?: boolean }): Promise<Uint8Array>;
}

export class NoOpenssl extends Error {
  override readonly name = 'NoOpenssl';
}

/** Runs `openssl`; whether it ended well, and what it printed. @throws NoOpenssl where there is none */
export async function openssl(args: readonly string[], cwd?: string): Promise<{ ok: boolean; output: string }> {
  return new Promise((resolve, reject) => {
    execFile('openssl', args, { cwd }, (error, stdout, stderr) => {
      if ((error as NodeJS.ErrnoException | null)?.code === 'ENOENT')
        reject(new NoOpenssl('These tests need the openssl command, which Debian has in the package openssl.'));
      else resolve({ ok: error === null, output: `${stdout}${stderr}` });
    });
  });
}

/** Makes keys and certificates in an empty folder. */
export async function makeAuthority(folder: string, options: AuthorityOptions = {}): Promise<TestAuthority> {
  const { key = 'rsa:2048', purpose = 'critical,timeStamping', usage, between } = options;
  await mkdir(folder, { recursive: true });
  const run = async (...args: string[]): Promise<void> => {
    const { ok, output } = await openssl(args, folder);
    if (!ok) throw new Error(`openssl ${args.join(' ')}: ${output}`);
  };
  await writeFile(join(folder, 'ca.cnf'), caConfig());
  if (options.rootOf === undefined) await run(...selfSigned(options.rootKey ?? 'P-256'));
  else for (const file of ['root.pem', 'root.key']) await copyFile(join(options.rootOf, file), join(folder, file));
  let issuer = 'root';
  if (between !== undefined) {
    await run(...newRequest('P-256', 'between', 'Tests Between'));
    await issue(run, { from: 'between', by: 'root', section: 'between' });
    issuer = 'between';
  }
  await run(...newRequest(key, 'signer', 'Tests Timestamp Signer'));
  await issue(run, {
    from: 'signer',
    by: issuer,
    section: 'signer',
    valid: options.valid,
    hash: options.certificateHash,
  });
  const beside = [
    ...(between === undefined ? [] : ['between.pem']),
    ...(options.rootBeside === true ? ['root.pem'] : []),
  ];
  const chain = await Promise.all(beside.map((file) => readFile(join(folder, file), 'utf8')));
  await writeFile(join(folder, 'chain.pem'), chain.join(''));
  await writeFile(join(folder, 'tsa.cnf'), tsaConfig(options, beside.length > 0));
  let replies = 0;
  return {
    root: await readFile(join(folder, 'root.pem'), 'utf8'),
    rootFile: join(folder, 'root.pem'),
    async reply(request) {
      replies += 1;
      const [query, answer] = [`q${replies}`, `a${replies}`];
      await writeFile(join(folder, query), request);
      await run('ts', '-reply', '-config', 'tsa.cnf', '-queryfile', query, '-out', answer);
      return readFile(join(folder, answer));
    },
    async sign(content, { named: names = true } = {}) {
      replies += 1;
      const [signed, token] = [`c${replies}`, `t${replies}`];
      await writeFile(join(folder, signed), content);
      const by = ['-signer', 'signer.pem', '-inkey', 'signer.key', '-md', options.signerHash ?? 'sha256'];
      const how = ['-binary', '-nodetach', '-nosmimecap', ...(names ? ['-cades'] : [])];
      const type = ['-econtent_type', '1.2.840.113549.1.9.16.1.4'];
      await run('cms', '-sign', '-in', signed, '-outform', 'DER', '-out', token, ...how, ...type, ...by);
      return readFile(join(folder, token));
    },
  };

  function caConfig(): string {
    return `[ca]
dir = .
new_certs_dir = .
database = index.txt
rand_serial = yes
default_md = sha256
policy = any
unique_subject = no
[any]
commonName = supplied
organizationName = optional
[signer]
extendedKeyUsage = ${purpose}
${usage === undefined ? '' : `keyUsage = ${usage}`}
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[between]
${between ?? ''}
subjectKeyIdentifier = hash
`;
  }

  async function issue(
    run: (...args: string[]) => Promise<void>,
    {
      from,
      by,
      section,
      valid,
      hash = 'sha256',
    }: { from: string; by: string; section: string; valid?: AuthorityOptions['valid']; hash?: string | undefined },
  ): Promise<void> {
    await writeFile(join(folder, 'index.txt'), '');
    const { from: start, to: end } = valid ?? { from: '20200101000000Z', to: '20500101000000Z' };
    const md = by === 'root' && options.rootKey === 'ed25519' ? 'default' : hash;
    const pss =
      by === 'root' && options.rootKey === 'rsa-pss'
        ? ['-sigopt', 'rsa_padding_mode:pss', '-sigopt', 'rsa_pss_saltlen:32']
        : [];
    const what = [
      '-in',
      `${from}.csr`,
      '-out',
      `${from}.pem`,
      '-extensions',
      section,
      '-startdate',
      start,
      '-enddate',
      end,
    ];
    const signedBy = ['-cert', `${by}.pem`, '-keyfile', `${by}.key`, '-md', md, ...pss];
    await run('ca', '-batch', '-notext', '-config', 'ca.cnf', '-name', 'ca', ...what, ...signedBy);
  }
}

function keyOptions(key: string): string[] {
  if (key === 'ed25519') return ['-newkey', 'ed25519'];
  if (key === 'rsa-pss') return ['-newkey', 'rsa:2048'];
  return key.startsWith('rsa') ? ['-newkey', key] : ['-newkey', 'ec', '-pkeyopt', `ec_paramgen_curve:${key}`];
}

function selfSigned(key: string): string[] {
  const extensions = ['basicConstraints=critical,CA:TRUE', 'keyUsage=critical,keyCertSign,cRLSign'];
  const what = [...keyOptions(key), '-keyout', 'root.key', '-out', 'root.pem', '-subj', '/O=Tests/CN=Tests Root'];
  const extended = extensions.flatMap((each) => ['-addext', each]);
  return ['req', '-x509', '-nodes', '-days', '3650', '-config', '/dev/null', ...what, ...extended];
}

function newRequest(key: string, name: string, commonName: string): string[] {
  const what = [
    ...keyOptions(key),
    '-keyout',
    `${name}.key`,
    '-out',
    `${name}.csr`,
    '-subj',
    `/O=Tests/CN=${commonName}`,
  ];
  return ['req', '-new', '-nodes', '-config', '/dev/null', ...what];
}

function tsaConfig(
  { signerHash = 'sha256', namedBy = 'sha256', named = false }: AuthorityOptions,
  beside: boolean,
): string {
  return `[tsa]
default_tsa = one
[one]
serial = serial
crypto_device = builtin
signer_cert = signer.pem
${beside ? 'certs = chain.pem' : ''}
signer_key = signer.key
signer_digest = ${signerHash}
default_policy = ${testPolicy}
other_policies = 1.3.6.1.4.1.13762.4
digests = sha1, sha256
accuracy = secs:1, millisecs:500, microsecs:100
tsa_name = ${named ? 'yes' : 'no'}
ess_cert_id_chain = no
ess_cert_id_alg = ${namedBy}
`;
}

/** What a token says, as its authority signed it (DER of the TSTInfo). */
export async function contentOf(folder: string, token: Uint8Array): Promise<Buffer> {
  const [from, to] = [join(folder, 'token'), join(folder, 'content')];
  await writeFile(from, token);
  const { ok, output } = await openssl([
    'cms',
    '-verify',
    '-noverify',
    '-binary',
    '-inform',
    'DER',
    '-in',
    from,
    '-out',
    to,
  ]);
  if (!ok) throw new Error(output);
  return readFile(to);
}

/** Whether `openssl ts -verify` takes a token of a message, at the instant of the stamp or, where `at` is given, then. */
export async function opensslTakes(
  folder: string,
  { token, message, rootFile, at }: { token: Uint8Array; message: Uint8Array; rootFile: string; at?: Date },
): Promise<boolean> {
  const [tokenFile, dataFile] = [join(folder, 'token'), join(folder, 'data')];
  await writeFile(tokenFile, token);
  await writeFile(dataFile, message);
  const when = at === undefined ? [] : ['-attime', String(Math.floor(at.getTime() / 1000))];
  const { ok } = await openssl([
    'ts',
    '-verify',
    '-token_in',
    '-in',
    tokenFile,
    '-data',
    dataFile,
    '-CAfile',
    rootFile,
    ...when,
  ]);
  return ok;
}

/** What a test puts in place of an honest answer; undefined answers honestly. */
export type Misbehaviour = (request: Uint8Array, response: ServerResponse) => Promise<boolean> | boolean;

/** Serves an authority by http on this machine. `misbehave` answers by itself where it returns true. */
export async function serveAuthority(authority: Pick<TestAuthority, 'reply'>) {
  const served = {
    url: '',
    requests: [] as { body: Uint8Array; mediaType: string | undefined }[],
    misbehave: (() => false) as Misbehaviour,
    async stop(): Promise<void> {
      server.closeAllConnections();
      server.close();
    },
  };
  const server = createServer((request, response) => {
    void (async () => {
      const body = new Uint8Array(await buffer(request));
      served.requests.push({ body, mediaType: request.headers['content-type'] });
      if (await served.misbehave(body, response)) return;
      response.writeHead(200, { 'content-type': 'application/timestamp-reply' }).end(await authority.reply(body));
    })().catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  served.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/tsr`;
  return served;
}

export type ServedAuthority = Awaited<ReturnType<typeof serveAuthority>>;
