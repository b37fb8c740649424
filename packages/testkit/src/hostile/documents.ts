export interface PdfParts {
  /** Lines of text of each page. */
  pages: string[][];
  /** Width and height of a page in points. */
  box?: [width: number, height: number];
  /** Entries of the catalog besides its pages. */
  catalog?: string;
  /** Objects from number 10 on: `<< … >>`, or a stream. */
  more?: string[];
  /** Entries of the trailer besides root and size. */
  trailer?: string;
}

const firstMore = 10;

/** A PDF with Helvetica, which is not in it, as text that can be read. At most two pages where there are `more` objects. */
export function pdf({ pages, box = [595, 842], catalog = '', more = [], trailer = '' }: PdfParts): Buffer {
  const objects = new Map<number, string>();
  const first = Math.max(firstMore + more.length, firstMore);
  const kids = pages.map((_, place) => first + place * 2);
  objects.set(1, `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`);
  objects.set(2, `<< /Type /Pages /Count ${pages.length} /Kids [${kids.map((kid) => `${kid} 0 R`).join(' ')}] >>`);
  objects.set(3, '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>');
  more.forEach((object, place) => objects.set(firstMore + place, object));
  pages.forEach((lines, place) => {
    const kid = first + place * 2;
    const resources = '<< /Font << /F1 3 0 R >> /XObject << /X0 10 0 R >> >>';
    objects.set(
      kid,
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 ${box.join(' ')}] /Resources ${resources} /Contents ${kid + 1} 0 R >>`,
    );
    objects.set(kid + 1, stream(contentOf(lines, box[1])));
  });
  return written(objects, trailer);
}

/** Lines that begin with a slash are operators. */
function contentOf(lines: string[], height: number): string {
  const shown = lines.map((line, place) =>
    line.startsWith('/')
      ? line
      : `BT /F1 14 Tf 60 ${height - 80 - place * 24} Td (${line.replaceAll(/[()\\]/g, String.raw`\$&`)}) Tj ET`,
  );
  return shown.join('\n');
}

function stream(content: string, entries = ''): string {
  return `<< /Length ${content.length} ${entries} >>\nstream\n${content}\nendstream`;
}

function written(objects: ReadonlyMap<number, string>, trailer: string): Buffer {
  let text = '%PDF-1.7\n';
  const places = new Map<number, number>();
  for (const [number, object] of objects) {
    places.set(number, text.length);
    text += `${number} 0 obj\n${object}\nendobj\n`;
  }
  const size = Math.max(...objects.keys()) + 1;
  const table = text.length;
  const row = (number: number): string => {
    const place = places.get(number);
    return place === undefined ? '0000000000 65535 f \n' : `${String(place).padStart(10, '0')} 00000 n \n`;
  };
  text += `xref\n0 ${size}\n${Array.from({ length: size }, (_, number) => row(number)).join('')}`;
  text += `trailer\n<< /Root 1 0 R /Size ${size} ${trailer} >>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(text, 'latin1');
}

/** Runs a script and a program when it is opened, where a reader lets it. */
export function scriptedPdf(script: string): Buffer {
  const launch = '<< /S /Launch /F (calc.exe) /Win << /F (calc.exe) >> >>';
  return pdf({
    pages: [['This page asks its reader to run a script.']],
    catalog: `/OpenAction << /S /JavaScript /JS (${script.replaceAll(/[()\\]/g, String.raw`\$&`)}) /Next ${launch} >>`,
  });
}

/** Each drawing draws the one below it ten times: as many as there are powers of ten. */
export function billionLaughs(powers = 12): Buffer {
  const drawing = (place: number): string => {
    const below = firstMore + place + 1;
    const form = '/Type /XObject /Subtype /Form /BBox [0 0 500 500]';
    return place === powers - 1
      ? stream('0 0 1 rg 0 0 10 10 re f', form)
      : stream('/X Do '.repeat(10), `${form} /Resources << /XObject << /X ${below} 0 R >> >>`);
  };
  return pdf({ pages: [['/X0 Do']], more: Array.from({ length: powers }, (_, place) => drawing(place)) });
}

/** One page below so many levels of its tree, which says that it has a thousand million. */
export function deepPages(depth: number): Buffer {
  const objects = new Map<number, string>([[1, '<< /Type /Catalog /Pages 2 0 R >>']]);
  for (let level = 0; level < depth; level += 1) {
    objects.set(level + 2, `<< /Type /Pages /Count 1000000000 /Kids [${level + 3} 0 R] >>`);
  }
  objects.set(depth + 2, `<< /Type /Page /Parent ${depth + 1} 0 R /MediaBox [0 0 200 200] >>`);
  return written(objects, '');
}

/** Opens with a password alone. */
export function lockedPdf(): Buffer {
  const key = `<${'5a'.repeat(32)}>`;
  return pdf({
    pages: [['Nobody reads this.']],
    trailer: `/Encrypt << /Filter /Standard /V 1 /R 2 /O ${key} /U ${key} /P -44 >> /ID [<00> <00>]`,
  });
}
