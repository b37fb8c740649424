import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { drawSample, nextInOrder, reconcilePopulations, requireKeys, runTest } from '@tickmark/control-testing';
import {
  reconciliationDocument,
  TickmarkError,
  testResult,
  type BundleManifest,
  type DryRunFactsDocument,
  type PopulationManifest,
  type SampledFact,
  type SampleDocument,
} from '@tickmark/core';
import type { Archive } from './archive.ts';
import { canonicalText, decodeText, readCanonical } from './canonical.ts';
import { concludeAgain } from './conclude-again.ts';
import { DoesNotHold } from './does-not-hold.ts';
import { firstDifference } from './first-difference.ts';
import type { PlacedStep } from './sample-chains.ts';
import type { SampleDocuments } from './samples.ts';

export interface Reperformed {
  results: number;
  samples: number;
  reconciliations: number;
  /** Whether the dry run was concluded again; false for one made before its facts were sealed. */
  dryRun: boolean;
}

/** What a re-performance works with; populations lie unpacked under their ids. */
interface Bench {
  archive: Archive;
  manifest: BundleManifest;
  samples: SampleDocuments;
  folder: string;
  files: ReadonlyMap<string, string>;
  engine: {
    engineVersion: string;
    reconciliationEngine: string;
    runTest: typeof runTest;
    drawSample: typeof drawSample;
    nextInOrder: typeof nextInOrder;
    requireKeys: typeof requireKeys;
    reconcilePopulations: typeof reconcilePopulations;
  };
}

/**
 * Runs every test of the bundle again over the bundled populations, draws every sample again and
 * reconciles again what was reconciled, and concludes the dry run again; compares byte for byte (EL24, EL25, EL134). Populations are unpacked into a folder that is removed after.
 * @throws TickmarkError `cannot_run` when a result comes from another version of the engine.
 */
export async function reperform(
  archive: Archive,
  manifest: BundleManifest,
  drawn: {
    documents: SampleDocuments;
    steps: readonly PlacedStep[];
    /** What the dry run was concluded from, with samples as they were; null where that was not sealed. */
    concluded: { facts: DryRunFactsDocument; samples: readonly SampledFact[] } | null;
  },
  onStep: (done: number, total: number) => void,
): Promise<Reperformed> {
  const engine = await import('@tickmark/control-testing');
  const folder = await mkdtemp(join(tmpdir(), 'tickmark-verify-'));
  try {
    const files = await unpackPopulations(archive, manifest, folder);
    const bench: Bench = { archive, manifest, samples: drawn.documents, folder, files, engine };
    const { results, samples: draws, reconciliations = [] } = manifest;
    const total = results.length + draws.length + reconciliations.length;
    for (const [i, result] of results.entries()) {
      onStep(i, total);
      await again('EL24', result, () => runAgain(bench, result));
    }
    for (const [i, sample] of draws.entries()) {
      onStep(results.length + i, total);
      await again('EL25', sample, () => drawAgain(bench, sample));
    }
    for (const step of drawn.steps) await again('EL25', step.at, () => stepAgain(bench, step));
    for (const [i, reconciliation] of reconciliations.entries()) {
      onStep(results.length + draws.length + i, total);
      await again('EL24', reconciliation, () => reconcileAgain(bench, reconciliation));
    }
    const { concluded } = drawn;
    if (concluded !== null) await concludeAgain(archive, manifest, concluded.facts, concluded.samples);
    return {
      results: results.length,
      samples: draws.length,
      reconciliations: reconciliations.length,
      dryRun: concluded !== null,
    };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function unpackPopulations(
  archive: Archive,
  manifest: BundleManifest,
  folder: string,
): Promise<Map<string, string>> {
  const files = new Map<string, string>();
  for (const { id, path } of manifest.populations) {
    const file = join(folder, `${id}.parquet`);
    await archive.extract(path, file);
    files.set(id, file);
  }
  return files;
}

async function runAgain(bench: Bench, result: BundleManifest['results'][number]): Promise<void> {
  const { archive, manifest, engine, folder } = bench;
  const { entry, path, deviationsPath } = result;
  const sealed = (await archive.read(path)) ?? new Uint8Array();
  const document = testResult.parse(readCanonical(sealed));
  refuseOther(path, document.engine, engine.engineVersion);
  const definition = manifest.definitions.find(({ id }) => id === result.definition);
  const yaml = definition && (await archive.read(definition.path));
  if (definition === undefined || yaml === undefined) throw new Error(`${path} was verified without its definition.`);
  const outDir = join(folder, result.id);
  await mkdir(outDir);
  const run = await engine.runTest({
    yaml: decodeText(yaml, 'EL24', definition.path),
    populations: Object.fromEntries(
      Object.entries(result.populations).map(([kind, id]) => [kind, unpacked(bench, id)]),
    ),
    reconciliations: document.reconciliations,
    period: document.period,
    timeZone: document.timeZone,
    ...(document.holidays ? { holidays: document.holidays } : {}),
    outDir,
  });
  await rm(outDir, { recursive: true, force: true });
  if (Buffer.compare(run.bytes, sealed) !== 0) {
    const difference = firstDifference(document, run.result);
    throw new DoesNotHold(
      'EL24',
      `Running ${definition.code} again gives another result than ${path}: ${difference}.`,
      result,
    );
  }
  if (run.deviationsSha256 !== result.deviationsSha256) {
    const message = `Running ${definition.code} again gives other deviations than ${deviationsPath}.`;
    throw new DoesNotHold('EL24', message, { entry, path: deviationsPath });
  }
}

async function reconcileAgain(
  bench: Bench,
  item: NonNullable<BundleManifest['reconciliations']>[number],
): Promise<void> {
  const { archive, engine, folder } = bench;
  const sealed = (await archive.read(item.path)) ?? new Uint8Array();
  const document = reconciliationDocument.parse(readCanonical(sealed));
  refuseOther(item.path, document.engine, engine.reconciliationEngine);
  const outDir = join(folder, item.id);
  const { here, there } = document;
  const made = await engine.reconcilePopulations({
    here: unpacked(bench, item.population),
    there: unpacked(bench, item.second),
    terms: {
      on: document.on,
      unique: document.unique,
      agree: document.agreement.map((pair) => ({ here: pair.here, there: pair.there, ignoreCase: pair.ignoreCase })),
      ...(here.where === null ? {} : { where: here.where }),
      ...(there.where === null ? {} : { otherWhere: there.where }),
    },
    holidays: document.holidays,
    supersedes: document.supersedes,
    outDir,
  });
  await rm(outDir, { recursive: true, force: true });
  if (Buffer.compare(made.bytes, sealed) !== 0) {
    const difference = firstDifference(document, made.document);
    throw new DoesNotHold('EL24', `Reconciling again gives another document than ${item.path}: ${difference}.`, item);
  }
  if (made.differencesSha256 !== item.differencesSha256) {
    const message = `Reconciling again gives other differences than ${item.differencesPath}.`;
    throw new DoesNotHold('EL24', message, { entry: item.entry, path: item.differencesPath });
  }
}

/** Another version may give other bytes without anything being wrong. */
function refuseOther(path: string, made: string, ours: string): void {
  if (made === ours) return;
  throw new TickmarkError('cannot_run', `${path} was made by engine ${made}; this is ${ours}.`, {
    action: 'Verify without --reperform, or with the version of tickmark that has that engine.',
  });
}

async function drawAgain(bench: Bench, sample: BundleManifest['samples'][number]): Promise<void> {
  const { file, manifest } = unpacked(bench, sample.population);
  const sealed = bench.samples.get(sample.id);
  if (sealed === undefined) throw new Error(`${sample.path} was verified without its document.`);
  const { control, engagement } = sample;
  const drawn = await bench.engine.drawSample({
    file,
    key: manifest.key,
    size: Math.max(1, sealed.selected.length),
    skip: sealed.skip,
    engagement,
    control,
    nonce: sealed.seed.split('|')[3],
    selection: selectionOf(sealed),
    sizing: sealed.sizing,
  });
  const text = decodeText((await bench.archive.read(sample.path)) ?? new Uint8Array(), 'EL25', sample.path);
  if (canonicalText(drawn) !== text) {
    const difference = firstDifference(sealed, drawn);
    throw new DoesNotHold('EL25', `Drawing ${sample.path} again selects other items: ${difference}.`, sample);
  }
}

/** How a document says that it was drawn, as the engine takes it. */
function selectionOf({ method }: SampleDocument): Parameters<typeof drawSample>[0]['selection'] {
  if (method === undefined || method.by === 'time') return method;
  const by = (count: 'before' | 'drawn') => Object.fromEntries(method.strata.map((each) => [each.value, each[count]]));
  const allocation = method.allocation === 'stated' ? by('drawn') : undefined;
  return { by: 'strata', column: method.column, before: by('before'), allocation };
}

/** Targeted items are items of the population; a void one is replaced by the next in order. */
async function stepAgain(bench: Bench, { at, step, sample, first, drawn }: PlacedStep): Promise<void> {
  const { file, manifest } = unpacked(bench, sample.population);
  if (step.step === 'targeted') await bench.engine.requireKeys(file, manifest.key, step.keys, 'keys');
  if (step.step !== 'replaced') return;
  const { seed, method } = first;
  const next = drawn.includes(step.key)
    ? await bench.engine.nextInOrder({ file, key: manifest.key, seed, method, drawn, from: step.key })
    : null;
  if (next === step.replacement) return;
  throw new DoesNotHold(
    'EL25',
    `${at.path} replaces ${step.key} by ${step.replacement ?? 'nothing'}; the next in order is ${next ?? 'none'}.`,
    at,
  );
}

function unpacked({ manifest, files }: Bench, id: string): { file: string; manifest: PopulationManifest } {
  const file = files.get(id);
  const population = manifest.populations.find((each) => each.id === id);
  if (file === undefined || population === undefined)
    throw new Error(`The population ${id} was verified and is not there.`);
  return { file, manifest: population.manifest };
}

/** A test or population that the engine refuses can't have given the sealed result. */
async function again(rule: string, item: { entry: number; path: string }, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof TickmarkError) || error.code === 'cannot_run') throw error;
    throw new DoesNotHold(rule, `${item.path} can't be made again: ${error.message}`, item);
  }
}
