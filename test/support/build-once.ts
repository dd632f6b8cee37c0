import { builtFolder } from '../../lib/cli/build.mjs';

/** Worker threads run built files: build them before the first test asks. */
export function setup(): void {
  builtFolder();
}
