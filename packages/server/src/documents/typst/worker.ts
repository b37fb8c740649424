import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { characterCoverage } from './coverage.ts';
import { legible } from './legible.ts';
import type { Setting, WorkerAnswer } from './typeset.ts';

const require = createRequire(import.meta.url);

/** TTF because Typst reads no web fonts; one family, so that no machine's own fonts are mixed in. */
const fonts = [
  '400Regular/SourceSans3_400Regular.ttf',
  '400Regular_Italic/SourceSans3_400Regular_Italic.ttf',
  '600SemiBold/SourceSans3_600SemiBold.ttf',
  '700Bold/SourceSans3_700Bold.ttf',
].map((file) => readFileSync(require.resolve(`@expo-google-fonts/source-sans-3/${file}`)));

const coverage = fonts.map(characterCoverage);
const compiler = NodeCompiler.create({
  workspace: fileURLToPath(new URL('..', import.meta.url)),
  fontArgs: [{ fontBlobs: fonts }],
});

process.once('message', (setting: Setting) => {
  // Disconnecting lets the process end by itself once the answer is out.
  process.send?.(answer(setting), () => process.disconnect());
});

function answer(setting: Setting): WorkerAnswer {
  try {
    return { ok: true, ...render(setting) };
  } catch (error) {
    return { ok: false, message: error instanceof Error ? error.message : String(error) };
  }
}

function render({ template, facts }: Setting): { pdf: Uint8Array; pages: number } {
  const text = legible(facts, (point) => coverage.every((covers) => covers(point)));
  const compiled = compiler.compile({
    mainFilePath: fileURLToPath(new URL(`../${template}`, import.meta.url)),
    inputs: { facts: JSON.stringify(text) },
  });
  const document = compiled.result;
  if (!document || compiled.hasError()) {
    const error = compiled.takeError();
    throw new Error(
      `the template cannot set these facts: ${JSON.stringify(error && compiler.fetchDiagnostics(error))}`,
    );
  }
  // The creation date is set in the template, from the facts; the clock never enters the file.
  const pdf = compiler.pdf(document, { pdfStandard: 'ua-1' });
  return { pdf: new Uint8Array(pdf), pages: document.numOfPages };
}
