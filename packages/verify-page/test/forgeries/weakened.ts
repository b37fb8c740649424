import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath } from 'node:url';
import type { verifyBundle } from '../../../cli/src/bundles/index.ts';
import type { verifyIntegrity } from '../../src/verify/verify.ts';

const packages = new URL('../../../', import.meta.url).href;
const page = `${packages}verify-page/src/verify/`;
const bundles = `${packages}cli/src/bundles/`;
const log = `${packages}evidence-log/src/`;

/** One place where a check is made: the text there, and what stands in its place where the check is switched off. */
type Place = [file: string, text: string, instead: string];

/** Every check that can be switched off, in both verifiers. */
const checks = {
  'form of the key’s id': [
    [`${log}keys.ts`, '!equalBytes(keyId(crypto, key), key.id)', 'false'],
    [`${page}verifier-key.ts`, 'id !== follows', 'false'],
  ],
  'order of the key': [
    [`${log}keys.ts`, 'smallOrder.has(y)', 'false'],
    [`${page}ed25519.ts`, 'pointOf(unsigned)?.isSmallOrder()', 'false'],
  ],
  'key of the bundle': [
    [`${bundles}one-log.ts`, '!log.signedBy.includes(vkey) || log.origin !== key.name', 'false'],
    [`${page}one-log.ts`, '!signers.known.includes(key) || checkpoint.origin !== key.name', 'false'],
    [`${log}open-checkpoint.ts`, 'if (signers.size === 0) throw unknownSigner(signatures);', ''],
    [`${log}open-checkpoint.ts`, 'if (signedBy.length === 0) {', 'if (false) {'],
    [`${page}checkpoint.ts`, 'signers.known.length === 0', 'false'],
  ],
  signatures: [
    [`${log}note.ts`, 'signature.length !== 64 || !crypto.ed25519Verify(publicKey, message, signature)', 'false'],
    [`${page}checkpoint.ts`, '!verifySignature(key.publicKey, message, bytes.subarray(4))', 'false'],
    [`${page}checkpoint.ts`, '!verifySignature(key.publicKey, message, bytes.subarray(12))', 'false'],
  ],
  'lines by nobody at hand': [
    [`${bundles}one-log.ts`, 'opened.unknown > 0', 'false'],
    [
      `${page}checkpoint.ts`,
      "throw new Malformed('Somebody signed the checkpoint with a key that is not at hand to check it.')",
      'return { name, time: 0n }',
    ],
  ],
  'one line by each key': [
    [`${log}note.ts`, 'if (seen.has(key)) throw', 'if (false) throw'],
    [`${page}checkpoint.ts`, 'signers.known.includes(key)', 'false'],
    [`${page}checkpoint.ts`, 'if (seen.has(key)) throw', 'if (false) throw'],
  ],
  'files of the log': [
    [`${bundles}one-log.ts`, '  checkFiles(archive, folder, stated.size);', ''],
    [`${page}one-log.ts`, '  checkLogFiles(archive, folder, checkpoint.size);', ''],
  ],
  'hashes of entries': [
    [`${log}verify-log.ts`, '!equalBytes(await read(readTile, path), concatBytes(...row))', 'false'],
    [`${page}tree.ts`, '!sameBytes(await contents(this.#archive, path), joined(...hashes))', 'false'],
  ],
  'root hash': [
    [`${log}verify-log.ts`, '!equalBytes(edgeRoot(crypto, rows), root)', 'false'],
    [`${page}tree.ts`, '!sameBytes(tree.root(), root)', 'false'],
  ],
  seal: [
    [`${bundles}manifest.ts`, ' || seal.manifestSha256 !== file.sha256', ''],
    [`${page}files.ts`, ' || seal.manifestSha256 !== file.sha256', ''],
  ],
  'last entry': [
    [`${bundles}manifest.ts`, "log.last.op !== 'bundles.create'", 'false'],
    [`${page}files.ts`, "last.op !== 'bundles.create'", 'false'],
  ],
  organization: [
    [`${bundles}manifest.ts`, 'founded?.organizationId !== manifest.organization.id', 'false'],
    [`${page}files.ts`, 'founder !== organization.id', 'false'],
  ],
  engagement: [
    [`${bundles}manifest.ts`, 'engagementId !== manifest.engagement.id', 'false'],
    [`${page}files.ts`, 'engagementId !== engagement.id', 'false'],
  ],
  'numbers of logs': [
    [`${bundles}log.ts`, 'number === undefined || Number(number) > count', 'false'],
    [`${page}log.ts`, 'number === 0 || number > many', 'false'],
  ],
  'end of a log': [
    [`${bundles}links.ts`, 'if (after !== undefined) checkRotates(', 'if (false) checkRotates('],
    [`${page}links.ts`, 'if (next !== undefined) checkEnd(', 'if (false) checkEnd('],
  ],
  'beginning of a log': [
    [`${bundles}links.ts`, 'if (before !== undefined) checkContinues(', 'if (false) checkContinues('],
    [`${page}links.ts`, 'if (previous !== undefined) checkBeginning(', 'if (false) checkBeginning('],
  ],
  'ends elsewhere': [
    [`${bundles}links.ts`, "op === 'log.rotate' && ", 'false && '],
    [`${page}links.ts`, "op === 'log.rotate' && ", 'false && '],
  ],
  'beginnings elsewhere': [
    [`${bundles}links.ts`, "op === 'log.continue' && ", 'false && '],
    [`${page}links.ts`, "op === 'log.continue' && ", 'false && '],
  ],
  'list of files': [
    [`${bundles}manifest.ts`, 'found?.size !== size', 'found === undefined'],
    [`${bundles}manifest.ts`, 'found.sha256 !== sha256', 'false'],
    [`${page}files.ts`, 'found?.size !== size', 'found === undefined'],
    [`${page}files.ts`, 'found.sha256 !== sha256', 'false'],
  ],
  'facts of entries': [
    [`${bundles}compare.ts`, 'canonicalText(sealed) !== canonicalText(bundled)', 'false'],
    [`${bundles}compare.ts`, '!holds', 'false'],
    [`${page}items.ts`, 'value === undefined || statement.facts[name] !== value', 'false'],
    [`${page}items.ts`, 'sealed !== canonicalJson(bundled)', 'false'],
  ],
  commitment: [
    [`${bundles}items.ts`, "hash.digest('hex') !== facts.commitment", 'false'],
    [
      `${page}items.ts`,
      '(await sha256OfPieces(bundle.archive.pieces(file), bytesOfHex(salt))) !== commitment',
      'false',
    ],
  ],
} as const satisfies Record<string, readonly Place[]>;

export type CheckName = keyof typeof checks;

/** Both verifiers. */
interface Verifiers {
  verifyBundle: typeof verifyBundle;
  verifyIntegrity: typeof verifyIntegrity;
}

/** The parameter of a module's address that says what is switched off in it. */
const parameter = 'without';

/**
 * Both verifiers with these checks switched off in their source, so that a test can show that it would notice.
 * @throws Error where the text of a check is not in its file exactly once.
 */
export async function verifiersWithout(names: readonly CheckName[]): Promise<Verifiers> {
  const query = `?${new URLSearchParams({ [parameter]: names.join() })}`;
  for (const [file, text] of names.flatMap((name): readonly Place[] => checks[name])) {
    if (readFileSync(new URL(file), 'utf8').split(text).length !== 2)
      throw new Error(`${file} does not have the check to switch off exactly once: ${text}`);
  }
  const [cli, here] = await Promise.all([
    import(`${bundles}verification.ts${query}`),
    import(`${page}verify.ts${query}`),
  ]);
  return { verifyBundle: cli.verifyBundle, verifyIntegrity: here.verifyIntegrity };
}

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context);
    const off = context.parentURL === undefined ? null : new URL(context.parentURL).searchParams.get(parameter);
    if (off === null || ![page, bundles, log].some((folder) => resolved.url.startsWith(folder))) return resolved;
    return { ...resolved, url: `${resolved.url}?${new URLSearchParams({ [parameter]: off })}` };
  },
  load(url, context, next) {
    const off = URL.canParse(url) ? new URL(url).searchParams.get(parameter) : null;
    if (off === null) return next(url, context);
    const [file = ''] = url.split('?');
    let source = readFileSync(fileURLToPath(file), 'utf8');
    for (const name of off.split(','))
      for (const [where, text, instead] of checks[name as CheckName])
        if (where === file) source = source.replace(text, instead);
    return { format: 'module-typescript', source, shortCircuit: true };
  },
});
