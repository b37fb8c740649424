import { variableOf, type Conditions, type FormAttribute, type FormRelation, type TestForm } from './form.ts';
import { readConditions } from './read-conditions.ts';
import { writeForm } from './write.ts';

type Tree = Map<string, string | Tree>;

/**
 * The form that writes exactly this text; null when no form does, for such a text belongs to the
 * editor. Whatever is read is written again and compared, so nothing of a text is ever lost.
 */
export function readForm(yaml: string): TestForm | null {
  const tree = readTree(yaml);
  const form = tree && formOf(tree);
  return form && writeForm(form) === yaml ? form : null;
}

function formOf(tree: Tree): TestForm | null {
  const text = (key: string) => textIn(tree, key) ?? '';
  const relations = [...branch(tree, 'relations')].flatMap(([name, value]) => readRelation(name, value));
  const variable = variableOf(relations);
  const where = tree.has('where') ? readConditions(text('where'), variable) : ({ join: 'and', list: [] } as Conditions);
  const attributes = [...branch(tree, 'attributes').values()].map((value) => readAttribute(value, variable));
  const asks = asksOf(
    tree,
    attributes.filter((a) => a !== null),
  );
  const [control, id] = [text('control'), text('id')];
  if (!where || !asks || attributes.includes(null)) return null;
  return {
    control,
    name: id.startsWith(`${control}.`) ? id.slice(control.length + 1) : '',
    title: text('title'),
    description: text('description'),
    population: text('population'),
    where,
    relations,
    asks,
  };
}

function asksOf(tree: Tree, attributes: FormAttribute[]): TestForm['asks'] | null {
  const column = (key: string) => /^item\.(\w*)$/.exec(textIn(tree, key) ?? '')?.[1] ?? '';
  switch (textIn(tree, 'kind')) {
    case 'items':
      return { kind: 'items', attributes };
    case 'cadence': {
      const graceDays = Number(/^P(\d{1,3})D$/.exec(textIn(tree, 'grace') ?? '')?.[1] ?? 0);
      return { kind: 'cadence', every: textIn(tree, 'every') ?? '', graceDays, at: column('at') };
    }
    case 'state':
      return {
        kind: 'state',
        observed: column('observed'),
        subject: tree.has('subject') ? column('subject') : null,
        attributes,
      };
    default:
      return null;
  }
}

function readRelation(name: string, value: string | Tree): FormRelation[] {
  if (typeof value === 'string') return [];
  const on = (textIn(value, 'on') ?? '').split(' && ').flatMap((equality) => {
    const [, relation, related = '', item = ''] = /^(\w+)\.(\w*) == item\.(\w*)$/.exec(equality) ?? [];
    return relation === name ? [{ related, item }] : [];
  });
  return [{ name, population: textIn(value, 'population') ?? '', on }];
}

function readAttribute(value: string | Tree, variable: string): FormAttribute | null {
  if (typeof value === 'string') return null;
  const pass = readConditions(textIn(value, 'pass') ?? '', variable);
  return pass && { title: textIn(value, 'title') ?? '', pass };
}

function textIn(tree: Tree, key: string): string | undefined {
  const value = tree.get(key);
  return typeof value === 'string' ? value : undefined;
}

function branch(tree: Tree, key: string): Tree {
  const value = tree.get(key);
  return value instanceof Map ? value : new Map();
}

/** Maps nested by two spaces with one value a line, which is all of YAML that a form writes. */
function readTree(yaml: string): Tree | null {
  const root: Tree = new Map();
  const open: Tree[] = [root];
  for (const line of yaml.replace(/\n$/, '').split('\n')) {
    const [, indent = '', key = '', rest = ''] = /^( *)([A-Za-z]\w*):(?: (.+))?$/.exec(line) ?? [];
    const depth = indent.length / 2;
    const parent = open[depth];
    if (key === '' || !parent || parent.has(key)) return null;
    open.length = depth + 1;
    if (rest === '' || rest === '{}') {
      const inner: Tree = new Map();
      parent.set(key, inner);
      open.push(inner);
      continue;
    }
    const value = readScalar(rest);
    if (value === null) return null;
    parent.set(key, value);
  }
  return root;
}

function readScalar(text: string): string | null {
  const single = /^'((?:[^']|'')*)'$/.exec(text);
  if (single) return (single[1] ?? '').replaceAll("''", "'");
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : null;
  } catch {
    return null;
  }
}
