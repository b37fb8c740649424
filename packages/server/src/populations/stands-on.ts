import { reconciledBy, TickmarkError, type Population, type ReconciledWith, type Reconciliation } from '@tickmark/core';

/**
 * The reconciliations that a test over these populations stands on. Throws `not_yet_possible` where
 * its main population is not to be tested: differences are unresolved or an error in it, or an
 * earlier version was reconciled and this one was not. What relations leave open becomes a gap of the
 * result.
 */
export function standsOn(
  main: string,
  populations: Record<string, Population>,
  reconciliations: readonly Reconciliation[],
): ReconciledWith[] {
  return reconciliations.flatMap((reconciliation) => {
    const { document, populationId, standing } = reconciliation;
    const { here } = document;
    const population = populations[here.kind];
    if (population === undefined) return [];
    if (here.kind === main) refuseOpen(reconciliation, population);
    // Of an earlier version: it says nothing of this one.
    return populationId === population.id ? [reconciledBy({ document, sha256: reconciliation.sha256 }, standing)] : [];
  });
}

function refuseOpen({ document, populationId, standing }: Reconciliation, population: Population): void {
  const { here, there } = document;
  if (populationId !== population.id) {
    throw new TickmarkError(
      'not_yet_possible',
      `An earlier version of ${here.kind} was reconciled with ${there.kind}; version ${population.version} was not.`,
      { action: `Reconcile ${here.kind} with ${there.kind} again.` },
    );
  }
  if (standing.inError > 0) {
    throw new TickmarkError(
      'not_yet_possible',
      `${counted(standing.inError, 'difference')} between ${here.kind} and ${there.kind} ${standing.inError === 1 ? 'is' : 'are'} an error in ${here.kind}.`,
      { action: `Freeze a corrected version of ${here.kind}, reconcile it and run the test again.` },
    );
  }
  if (standing.unresolved > 0) {
    throw new TickmarkError(
      'not_yet_possible',
      `${here.kind} is not reconciled with ${there.kind}: ${counted(standing.unresolved, 'difference')} ${standing.unresolved === 1 ? 'is' : 'are'} unresolved.`,
      { action: 'Resolve each with a reason and run the test again.' },
    );
  }
}

function counted(n: number, one: string): string {
  return `${n.toLocaleString('en')} ${n === 1 ? one : `${one}s`}`;
}
