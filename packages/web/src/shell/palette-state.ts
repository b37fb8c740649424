const asked = new EventTarget();

/** Opens the palette, whose code is loaded the first time somebody asks for it. */
export function openPalette(): void {
  asked.dispatchEvent(new Event('open'));
}

export function onPaletteAsked(callback: () => void): () => void {
  asked.addEventListener('open', callback);
  return () => asked.removeEventListener('open', callback);
}
