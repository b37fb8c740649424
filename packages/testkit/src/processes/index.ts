/**
 * Flags of Node for a process that ends with its test: before the embedded database has run long enough to repay
 * optimizing its WebAssembly, which takes 3 s of processor.
 */
export const shortLived: readonly string[] = ['--liftoff-only'];
