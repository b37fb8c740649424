import {
  attributeName,
  variableOf,
  type ColumnOf,
  type Condition,
  type Conditions,
  type FormAttribute,
  type Operand,
  type TestForm,
} from './form.ts';

/** The YAML of a form. The same form always gives the same text, which `readForm` reads back. */
export function writeForm(form: TestForm): string {
  const { asks } = form;
  const variable = variableOf(form.relations);
  const expression = (conditions: Conditions) => quoted(conditionsText(conditions, { row: 'item', variable }));
  const lines = [
    `id: ${scalar(form.name === '' ? form.control : `${form.control}.${form.name}`)}`,
    `control: ${scalar(form.control)}`,
    `title: ${scalar(form.title)}`,
    ...(form.description === '' ? [] : [`description: ${scalar(form.description)}`]),
    `kind: ${asks.kind}`,
    `population: ${scalar(form.population)}`,
    ...(asks.kind === 'cadence'
      ? [`every: ${scalar(asks.every)}`, `grace: P${asks.graceDays}D`, `at: ${quoted(`item.${asks.at}`)}`]
      : []),
    ...(asks.kind === 'state' ? [`observed: ${quoted(`item.${asks.observed}`)}`] : []),
    ...(asks.kind === 'state' && asks.subject !== null ? [`subject: ${quoted(`item.${asks.subject}`)}`] : []),
    ...(form.where.list.length === 0 ? [] : [`where: ${expression(form.where)}`]),
    ...(form.relations.length === 0 ? [] : ['relations:']),
    ...form.relations.flatMap(({ name, population, on }) => [
      `  ${name}:`,
      `    population: ${scalar(population)}`,
      `    on: ${quoted(on.map((pair) => `${name}.${pair.related} == item.${pair.item}`).join(' && '))}`,
    ]),
    ...(asks.kind === 'cadence' ? [] : attributeLines(asks.attributes, expression)),
  ];
  return `${lines.join('\n')}\n`;
}

function attributeLines(attributes: readonly FormAttribute[], expression: (c: Conditions) => string): string[] {
  const lines = attributes.flatMap(({ title, pass }, position) => [
    `  ${attributeName(position)}:`,
    `    title: ${scalar(title)}`,
    `    pass: ${expression(pass)}`,
  ]);
  return lines.length === 0 ? ['attributes: {}'] : ['attributes:', ...lines];
}

interface Spoken {
  /** Word of the row that conditions speak of. */
  row: string;
  /** Word of a related row, in conditions that ask of one. */
  variable: string;
}

function conditionsText({ join, list }: Conditions, spoken: Spoken): string {
  return list.map((condition) => conditionText(condition, spoken)).join(join === 'and' ? ' && ' : ' || ');
}

function conditionText(condition: Condition, spoken: Spoken): string {
  if (condition.ask === 'related') {
    const body = conditionsText(condition.where, { ...spoken, row: spoken.variable });
    const macro = condition.how === 'all' ? 'all' : 'exists';
    const asked = `${condition.relation}.${macro}(${spoken.variable}, ${body === '' ? 'true' : body})`;
    return condition.how === 'none' ? `!${asked}` : asked;
  }
  const column = `${spoken.row}.${condition.column}`;
  switch (condition.ask) {
    case 'compare':
      return `${column} ${condition.how} ${operandText(condition.to, spoken)}`;
    case 'one-of':
      return `${column} in [${condition.values.map(textLiteral).join(', ')}]`;
    case 'text':
      return `${column}.${condition.how}(${textLiteral(condition.value)})`;
    case 'known':
      return `${condition.known ? '' : '!'}has(${column})`;
    case 'filled':
      return `size(${column}) ${condition.filled ? '> 0' : '== 0'}`;
    case 'listed': {
      const asked = `${textLiteral(condition.value)} in ${column}`;
      return condition.listed ? asked : `!(${asked})`;
    }
    case 'soon':
      return `${column} <= ${columnText(condition.after, spoken)} + duration("${condition.hours}h")`;
  }
}

function operandText(to: Operand, spoken: Spoken): string {
  switch (to.is) {
    case 'text':
      return textLiteral(to.value);
    case 'date':
      return `date(${textLiteral(to.value)})`;
    case 'instant':
      return `timestamp(${textLiteral(to.value)})`;
    case 'number':
    case 'flag':
      return String(to.value);
    case 'column':
      return columnText(to, spoken);
  }
}

function columnText({ row, column }: ColumnOf, spoken: Spoken): string {
  return `${row === 'item' ? 'item' : spoken.row}.${column}`;
}

/** A text in CEL, which reads the escapes of JSON; what YAML would not carry is escaped as well. */
function textLiteral(value: string): string {
  return JSON.stringify(value).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function quoted(expression: string): string {
  return `'${expression.replaceAll("'", "''")}'`;
}

/** Text that stands in YAML as it is; anything else is written as JSON, which YAML reads too. */
function scalar(value: string): string {
  const plain =
    /^[A-Za-z](?:[A-Za-z0-9 ,.()/’'-]*[A-Za-z0-9.)])?$/.test(value) && !/^(?:true|false|null)$/i.test(value);
  return plain ? value : textLiteral(value);
}
