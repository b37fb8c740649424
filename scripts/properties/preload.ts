// Preloaded where properties are tried more often: whoever asks for fast-check has the one of more.ts.
import { registerHooks } from 'node:module';

const more = new URL('more.ts', import.meta.url).href;

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'fast-check' && context.parentURL !== more
      ? { url: more, format: 'module-typescript', shortCircuit: true }
      : next(specifier, context),
});
