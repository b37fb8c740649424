/** What stands for each colour in a file, which is read on paper and by programs that know no variables. */
const colours: Readonly<Record<string, string>> = {
  '--scope-ink': '#1d2730',
  '--scope-soft': '#4b5966',
  '--scope-line': '#8b99a6',
  '--scope-boundary': '#0b5c66',
  '--scope-inside': '#f2f8f9',
  '--scope-band': '#ffffff',
  '--scope-node': '#f7f9fb',
  '--scope-alarm': '#b3261e',
};

/** Attributes that mean something on the page alone. */
const onPageOnly = ['class', 'style', 'href', 'data-status', 'aria-current', 'aria-hidden', 'aria-label'];

/** A drawing as an SVG file of its own: in light colours, with a white ground, and nothing that only works on the page. */
export function svgTextOf(picture: SVGSVGElement, title: string): string {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  for (const element of [copy, ...copy.querySelectorAll('*')]) {
    for (const name of onPageOnly) element.removeAttribute(name);
  }
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  const ground = copy.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'rect');
  for (const [name, value] of [
    ['width', '100%'],
    ['height', '100%'],
    ['fill', '#ffffff'],
  ] as const) {
    ground.setAttribute(name, value);
  }
  const titled = copy.ownerDocument.createElementNS('http://www.w3.org/2000/svg', 'title');
  titled.textContent = title;
  copy.prepend(titled, ground);
  return new XMLSerializer()
    .serializeToString(copy)
    .replaceAll(/var\((--[\w-]+)\)/g, (_, name: string) => colours[name] ?? '#000000');
}

/** The same as pixels, twice as many as on the page. */
export async function pngOf(text: string, { width, height }: { width: number; height: number }): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([text], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    // A canvas has its limits; a very large picture is drawn smaller.
    const scale = Math.min(2, 8000 / width, 8000 / height);
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) => {
      canvas.toBlob(
        (blob) => (blob === null ? reject(new Error('The picture is too large.')) : resolve(blob)),
        'image/png',
      );
    });
  } finally {
    URL.revokeObjectURL(url);
  }
}
