import type { PopulationKind } from '@tickmark/core';
import { noConditions, type Condition, type Conditions, type FormAttribute, type TestForm } from './form.ts';

/** Another population: conditions and joins on columns it does not hold with the same type are dropped. */
export function withPopulation(form: TestForm, kind: PopulationKind): TestForm {
  const keep = (conditions: Conditions) => only(conditions, (c) => c.ask !== 'related' && fits(c, kind));
  const { asks } = form;
  const time = timeOf(kind);
  const moved: TestForm = { ...form, population: kind.id, relations: [], where: keep(form.where) };
  switch (asks.kind) {
    case 'items':
      return { ...moved, asks: { ...asks, attributes: kept(asks.attributes, keep) } };
    case 'cadence':
      return { ...moved, asks: { ...asks, at: time } };
    case 'state':
      return { ...moved, asks: { ...asks, observed: time, subject: null, attributes: kept(asks.attributes, keep) } };
  }
}

/** Another kind of test; what the kinds share stays. */
export function withKind(form: TestForm, to: TestForm['asks']['kind'], kind: PopulationKind | undefined): TestForm {
  if (to === form.asks.kind) return form;
  const attributes = form.asks.kind === 'cadence' ? [{ title: '', pass: noConditions }] : form.asks.attributes;
  const time = kind === undefined ? '' : timeOf(kind);
  switch (to) {
    case 'items':
      return { ...form, asks: { kind: 'items', attributes } };
    case 'state':
      return { ...form, asks: { kind: 'state', observed: time, subject: null, attributes } };
    case 'cadence':
      return {
        ...form,
        relations: [],
        where: only(form.where, (c) => c.ask !== 'related'),
        asks: { kind: 'cadence', every: 'quarter', graceDays: 0, at: time },
      };
  }
}

/** Without a relation, whatever asked of it goes as well. */
export function withoutRelation(form: TestForm, name: string): TestForm {
  const keep = (conditions: Conditions) => only(conditions, (c) => c.ask !== 'related' || c.relation !== name);
  const { asks } = form;
  return {
    ...form,
    relations: form.relations.filter((relation) => relation.name !== name),
    where: keep(form.where),
    asks: asks.kind === 'cadence' ? asks : { ...asks, attributes: kept(asks.attributes, keep) },
  };
}

function kept(attributes: readonly FormAttribute[], keep: (c: Conditions) => Conditions): FormAttribute[] {
  return attributes.map((attribute) => ({ ...attribute, pass: keep(attribute.pass) }));
}

function only({ join, list }: Conditions, wanted: (condition: Condition) => boolean): Conditions {
  const left = list.filter(wanted);
  return { join: left.length < 2 ? 'and' : join, list: left };
}

function fits(condition: Exclude<Condition, { ask: 'related' }>, kind: PopulationKind): boolean {
  const type = kind.columns.find((c) => c.name === condition.column)?.type;
  const other =
    condition.ask === 'soon'
      ? condition.after.column
      : condition.ask === 'compare' && condition.to.is === 'column'
        ? condition.to.column
        : null;
  if (other !== null && kind.columns.find((c) => c.name === other)?.type !== type) return false;
  switch (type) {
    case undefined:
      return false;
    case 'strings':
      return condition.ask === 'filled' || condition.ask === 'listed';
    case 'string':
      return condition.ask === 'compare'
        ? ['text', 'column'].includes(condition.to.is)
        : ['one-of', 'text', 'known'].includes(condition.ask);
    case 'boolean':
      return condition.ask === 'compare' ? ['flag', 'column'].includes(condition.to.is) : condition.ask === 'known';
    case 'integer':
    case 'number':
      return condition.ask === 'compare' ? ['number', 'column'].includes(condition.to.is) : condition.ask === 'known';
    case 'date':
      return condition.ask === 'compare' ? ['date', 'column'].includes(condition.to.is) : condition.ask === 'known';
    case 'instant':
      return condition.ask === 'compare'
        ? ['instant', 'column'].includes(condition.to.is)
        : ['known', 'soon'].includes(condition.ask);
  }
}

function timeOf(kind: PopulationKind): string {
  return kind.time ?? kind.columns.find((c) => c.type === 'instant' || c.type === 'date')?.name ?? '';
}
