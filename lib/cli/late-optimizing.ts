import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 optimize functions of this process that ran four times as much as it would ask for otherwise. Of a thousand models each declaration runs once,
 * and what they have in common some thousand times: V8's compiling threads took a fifth of all CPU time, and a third of that is left so.
 */
export function optimizeLate(): void {
  setFlagsFromString('--interrupt-budget=300000');
}

/** The same for a run of a second or so: little is worth it then. It took a gate of one changed model among a thousand a quarter of its CPU time. */
export function optimizeRarely(): void {
  setFlagsFromString('--interrupt-budget=1000000');
}
