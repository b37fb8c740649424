/** The same press of Ctrl+C arrives twice: from the terminal, and passed on by the command that started this one. */
const samePressMs = 1_000;

/**
 * Waits until the process is told to stop (SIGINT, SIGTERM). What comes within a second of that
 * belongs to it; whoever asks once more later gets their prompt back at once, with 130 as exit code.
 */
export function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let at: number | undefined;
    const onSignal = (): void => {
      at ??= performance.now();
      if (performance.now() - at > samePressMs) process.exit(130);
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, onSignal);
  });
}
