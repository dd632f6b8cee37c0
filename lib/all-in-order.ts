/**
 * The results of jobs that run at one time, once all have ended: nothing goes on behind an error's back. Of several that fail the first in line is
 * told, whichever ended first.
 */
export async function allInOrder<T extends readonly unknown[] | []>(jobs: T): Promise<{ -readonly [P in keyof T]: Awaited<T[P]> }> {
  await Promise.allSettled(jobs);
  return Promise.all(jobs);
}
