export { createBundle, type BundleParts } from './create-job.ts';
export { bundleHandlers } from './handlers.ts';
export { countBundles } from './store.ts';
