import { Malformed } from './verify/broken.ts';
import { readVerifierKey, type VerifierKey } from './verify/verifier-key.ts';
import { verifyIntegrity } from './verify/verify.ts';
import { answerView, noAnswerView } from './view.ts';

const chooser = byId('file', HTMLInputElement);
const key = byId('key', HTMLInputElement);
const keyFault = byId('key-fault', HTMLElement);
const busy = byId('busy', HTMLElement);
const step = byId('step', HTMLElement);
const bar = byId('bar', HTMLProgressElement);
const result = byId('result', HTMLElement);

/** The file that was asked about last; a new key asks about it again. */
let current: File | undefined;
/** Counts questions, so that the answer to an older one is dropped. */
let asked = 0;

chooser.addEventListener('change', () => {
  ask(chooser.files);
  // So that the same file can be chosen again after it has changed on disk.
  chooser.value = '';
});
key.addEventListener('change', () => {
  if (current === undefined) readKey();
  else void verify(current);
});
document.addEventListener('dragover', (event) => {
  event.preventDefault();
  document.body.classList.add('dragging');
});
document.addEventListener('dragleave', (event) => {
  if (event.relatedTarget === null) document.body.classList.remove('dragging');
});
document.addEventListener('drop', (event) => {
  event.preventDefault();
  document.body.classList.remove('dragging');
  ask(event.dataTransfer?.files);
});

function ask(files: FileList | null | undefined): void {
  const [file, ...more] = files ?? [];
  if (file === undefined) return;
  if (more.length > 0) {
    asked += 1;
    current = undefined;
    show(noAnswerView('No answer', 'These are several files. Give one bundle at a time.'));
    return;
  }
  void verify(file);
}

async function verify(file: File): Promise<void> {
  current = file;
  asked += 1;
  const question = asked;
  const trusted = readKey();
  if (trusted === 'malformed') {
    show(
      noAnswerView(
        'No answer yet',
        'The key you gave can’t be used. Correct or remove it, and the bundle is verified.',
      ),
    );
    return;
  }
  result.replaceChildren();
  busy.hidden = false;
  tell(`Reading ${file.name}`, 0, file.size);
  const read = async (from: number, to: number): Promise<Uint8Array> =>
    new Uint8Array(await file.slice(from, to).arrayBuffer());
  let view: HTMLElement;
  try {
    const onProgress = (what: string, done: number, total: number): void => {
      if (question === asked) tell(what, done, total);
    };
    view = answerView(file.name, await verifyIntegrity({ size: file.size, read }, { trusted, onProgress }));
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    view = noAnswerView(
      'No answer',
      `${file.name} can’t be read: ${why} Choose a file that exists and that you may read.`,
    );
  }
  if (question === asked) show(view);
}

/** The key that was given; says beside the field what is wrong with one that can't be used. */
function readKey(): VerifierKey | undefined | 'malformed' {
  const vkey = key.value.trim();
  let fault = '';
  let read: VerifierKey | undefined;
  try {
    read = vkey === '' ? undefined : readVerifierKey(vkey);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    fault = `${error.message} Paste the whole key as the organization published it.`;
  }
  keyFault.textContent = fault;
  key.setAttribute('aria-invalid', String(fault !== ''));
  return fault === '' ? read : 'malformed';
}

function tell(what: string, done: number, total: number): void {
  step.textContent = what;
  if (total > 0) bar.value = done / total;
  else bar.removeAttribute('value');
}

function show(view: HTMLElement): void {
  busy.hidden = true;
  result.replaceChildren(view);
}

function byId<T extends HTMLElement>(id: string, type: new () => T): T {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page lacks its element ${id}.`);
  return found;
}
