import { fork, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';

/** What one question may cost. */
export interface ApartLimits {
  /** Milliseconds. */
  time: number;
  /** Bytes of memory of the process, where the system tells them (Linux). */
  memory: number;
}

/** How often the memory of the process is looked at. */
const lookEveryMs = 50;

/**
 * A process of its own that takes files apart, one question at a time. It may read files and nothing else, has none of the
 * server's environment, and ends when it takes too long or too much, so that a hostile file harms nobody. It answers each message
 * with one.
 */
export class ProcessApart<Asked extends object, Answered> {
  readonly #worker: string;
  readonly #limits: ApartLimits;
  #child: ChildProcess | undefined;

  /** `worker`: path of the module that it runs. */
  constructor(worker: string, limits: ApartLimits) {
    this.#worker = worker;
    this.#limits = limits;
  }

  /** The answer, or in words why there is none. */
  ask(asked: Asked): Promise<{ answered: Answered } | { brokeOff: string }> {
    const child = (this.#child ??= this.#start());
    const { time, memory } = this.#limits;
    return new Promise((resolve) => {
      const give = (answer: { answered: Answered } | { brokeOff: string }): void => {
        clearTimeout(late);
        clearInterval(look);
        child.removeAllListeners();
        resolve(answer);
      };
      const stop = (brokeOff: string): void => {
        this.close();
        give({ brokeOff });
      };
      const late = setTimeout(() => stop(`Reading it took longer than ${Math.round(time / 1000)} seconds.`), time);
      const look = setInterval(() => {
        void residentBytes(child.pid).then((bytes) => {
          if (bytes > memory) stop(`Reading it took more than ${Math.round(memory / 1024 ** 2)} MiB of memory.`);
        });
      }, lookEveryMs);
      child.once('message', (answered: Answered) => give({ answered }));
      // Out of memory, or a fault of the libraries.
      child.once('close', () => stop('What reads such files broke off at it.'));
      child.once('error', () => stop('What reads such files did not start.'));
      child.send(asked, (error) => {
        if (error) stop('What reads such files broke off at it.');
      });
    });
  }

  /** Ends the process, if there is one. */
  close(): void {
    this.#child?.kill('SIGKILL');
    this.#child = undefined;
  }

  #start(): ChildProcess {
    return fork(this.#worker, [], {
      serialization: 'advanced',
      env: {},
      execArgv: ['--permission', '--allow-fs-read=*', '--max-old-space-size=512', '--no-warnings'],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
  }
}

/** 0 where the system does not tell. */
async function residentBytes(pid: number | undefined): Promise<number> {
  try {
    const [, pages = '0'] = (await readFile(`/proc/${pid}/statm`, 'utf8')).split(' ');
    return Number(pages) * 4096;
  } catch {
    return 0;
  }
}
