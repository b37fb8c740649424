import { dirname, join, normalize } from 'node:path/posix';
import { TickmarkError } from '@tickmark/core/errors';
import { attribute, readWhole, type Attributes } from './xml.ts';
import { Archive, damaged } from './zip.ts';

export interface Workbook {
  archive: Archive;
  /** Worksheets in the order of the workbook, hidden ones too; charts are none. */
  sheets: { name: string; part: string }[];
  /** Parts of shared texts and cell formats; a workbook may do without. */
  strings: string | undefined;
  styles: string | undefined;
  /** Days are counted from 1904 instead of 1900. */
  from1904: boolean;
}

interface Relation {
  type: string;
  part: string;
}

const maxSheets = 1000;

/** Opens a workbook far enough to know its sheets. Throws `population_invalid`, `unsupported_media`, `too_large`. */
export async function openWorkbook(path: string): Promise<Workbook> {
  const archive = await Archive.open(path);
  try {
    return await read(archive);
  } catch (error) {
    archive.close();
    throw error;
  }
}

async function read(archive: Archive): Promise<Workbook> {
  const main = [...(await relations(archive, '')).values()].find(({ type }) => type === 'officeDocument')?.part;
  if (main === undefined || !/(^|\/)workbook[^/]*\.(xml|bin)$/i.test(main)) {
    throw new TickmarkError('unsupported_media', 'The file is an Office document, but no Excel workbook.', {
      field: 'file',
      action: 'Give an XLSX workbook, or export the data as CSV.',
    });
  }
  if (main.endsWith('.bin')) {
    throw new TickmarkError('unsupported_media', 'The file is a binary workbook (XLSB), not XLSX.', {
      field: 'file',
      action: 'Save it as XLSX or CSV (UTF-8).',
    });
  }
  const related = await relations(archive, main);
  const named: { name: string; id: string }[] = [];
  let from1904 = false;
  await readWhole(archive.part(main), main, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = isTrue(attributes['date1904']);
      if (name !== 'sheet') return;
      named.push({ name: attributes['name'] ?? '', id: attribute(attributes, 'id') ?? '' });
      if (named.length > maxSheets) throw damaged(`it has more than ${maxSheets} sheets`);
    },
    close: () => undefined,
    text: () => undefined,
  });
  const sheets = named.flatMap(({ name, id }) => {
    const relation = related.get(id);
    if (relation === undefined) throw damaged(`the sheet "${name}" has no part`);
    return relation.type === 'worksheet' ? [{ name, part: relation.part }] : [];
  });
  if (sheets.length === 0) throw damaged('it has no sheet with cells');
  const only = (type: string): string | undefined => [...related.values()].find((r) => r.type === type)?.part;
  return { archive, sheets, strings: only('sharedStrings'), styles: only('styles'), from1904 };
}

function isTrue(value: string | undefined): boolean {
  return value === '1' || value === 'true';
}

/** Relations of a part by id. What lies outside the archive is left out: it is never followed. */
async function relations(archive: Archive, of: string): Promise<Map<string, Relation>> {
  const part = join(dirname(of), '_rels', `${of.slice(of.lastIndexOf('/') + 1)}.rels`);
  const found = new Map<string, Relation>();
  const add = (attributes: Attributes): void => {
    if (attributes['TargetMode'] === 'External') return;
    const target = attributes['Target'] ?? '';
    const inside = target.startsWith('/') ? target.slice(1) : join(dirname(of), target);
    const type = (attributes['Type'] ?? '').split('/').at(-1) ?? '';
    found.set(attributes['Id'] ?? '', { type, part: normalize(inside) });
  };
  await readWhole(archive.part(part), part, {
    open: (name, attributes) => {
      if (name === 'Relationship') add(attributes);
    },
    close: () => undefined,
    text: () => undefined,
  });
  return found;
}
