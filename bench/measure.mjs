// Time and memory of a whole process with its children, from outside it. Linux: reads /proc.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** Milliseconds from one look at memory to the next. */
const EVERY_MS = 25;

/**
 * Memory of a process in MiB, its share of what it has in common with others (PSS): the shares of several processes add up to what they
 * really take together. 0 once it is gone.
 */
function shareMib(pid) {
  try {
    return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

function childrenOf(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`).flatMap((task) =>
      readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number),
    );
  } catch {
    return [];
  }
}

function tree(pid) {
  return childrenOf(pid).flatMap((child) => [child, ...tree(child)]);
}

/**
 * Runs a command to its end.
 * @returns wall and CPU seconds (user + system, children included) and the most memory that all its processes were seen to have at one time, in MiB
 */
export function measure(command, args, { cwd, env, allow = [0] } = {}) {
  return new Promise((resolve, reject) => {
    // bash reports the CPU time of everything that it waited for, which Node does not.
    const child = spawn('bash', ['-c', 'TIMEFORMAT="%R %U %S"; time "$@" 2>&3', 'bash', command, ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    });
    let times = '';
    let log = '';
    child.stderr.on('data', (data) => (times += data));
    child.stdio[3].on('data', (data) => (log += data));
    let mib = 0;
    const sample = setInterval(() => {
      mib = Math.max(
        mib,
        tree(child.pid).reduce((sum, pid) => sum + shareMib(pid), 0),
      );
    }, EVERY_MS);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(sample);
      const [wall, user, system] = times.trim().split('\n').at(-1).split(' ').map(Number);
      if (!allow.includes(code)) reject(new Error(`${command} ${args.slice(0, 4).join(' ')} ended with ${code}\n${log}${times}`));
      else resolve({ wall, cpu: user + system, mib });
    });
  });
}

/** The run with the least CPU time of several, interleaved by the caller; its memory is the most of all of them. */
export const best = (runs) => ({
  ...runs.reduce((a, b) => (b.cpu < a.cpu ? b : a)),
  mib: Math.max(...runs.map(({ mib }) => mib)),
});
