import { open, readFile, rename, rm } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';

/** Often enough for a person who waits, rarely enough for a machine that builds. */
const ASK_AGAIN_MS = 500;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It runs, as somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function take(file: string): Promise<boolean> {
  try {
    const handle = await open(file, 'wx');
    await handle.writeFile(String(process.pid));
    await handle.close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Process that holds the lock, or null when it is being taken or let go right now. */
async function holder(file: string): Promise<number | null> {
  try {
    const pid = Number(await readFile(file, 'utf8'));
    return pid > 0 ? pid : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/**
 * Does work while no other process of this machine does work under the same file. A lock whose process is gone is taken over.
 * @param waiting is told once when another process is at work
 */
export async function underLock<T>(
  file: string,
  { waiting, signal }: { readonly waiting: (pid: number) => void; readonly signal?: AbortSignal | undefined },
  work: () => Promise<T>,
): Promise<T> {
  for (let told = false; !(await take(file));) {
    signal?.throwIfAborted();
    const pid = await holder(file);
    if (pid !== null && !isAlive(pid)) {
      // By a rename, which only one of several waiting processes can do.
      const stale = `${file}.${String(process.pid)}`;
      await rename(file, stale).catch(() => undefined);
      await rm(stale, { force: true });
      continue;
    }
    if (pid !== null && !told) {
      waiting(pid);
      told = true;
    }
    await wait(ASK_AGAIN_MS);
  }
  try {
    return await work();
  } finally {
    await rm(file, { force: true });
  }
}
