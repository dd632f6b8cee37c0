// Time and memory of a whole process with its children, from outside it. Linux: reads /proc.
import { spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** Peak resident memory of a process, in MiB; 0 once it is gone. */
function peakMib(pid) {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
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
 * @returns wall and CPU seconds (user + system, children included) and the largest sum of peaks of its processes, in MiB
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
    const peaks = new Map();
    const sample = setInterval(() => {
      for (const pid of tree(child.pid)) peaks.set(pid, Math.max(peaks.get(pid) ?? 0, peakMib(pid)));
    }, 10);
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(sample);
      const [wall, user, system] = times.trim().split('\n').at(-1).split(' ').map(Number);
      if (!allow.includes(code)) reject(new Error(`${command} ${args.slice(0, 4).join(' ')} ended with ${code}\n${log}${times}`));
      else resolve({ wall, cpu: user + system, mib: [...peaks.values()].reduce((sum, peak) => sum + peak, 0) });
    });
  });
}

/** The run with the least CPU time of several, interleaved by the caller. */
export const best = (runs) => runs.reduce((a, b) => (b.cpu < a.cpu ? b : a));
