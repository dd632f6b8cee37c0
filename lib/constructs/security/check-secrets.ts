import type { Check } from '../check.ts';
import { SETTINGS_FOLDER } from '../serving/runtimes/preset.ts';

/** Folders of the serving container that are something else. */
const TAKEN = ['/tmp', '/dev', '/proc', '/sys', SETTINGS_FOLDER];

export const checkSecrets: Check = ({ secrets = [], runtime }, { config, mistakes }) => {
  if (secrets.length > 0 && config.secretStore === undefined) {
    mistakes.note(
      'secrets',
      secrets.map(({ name }) => name),
      'expected none: modelgate.config.ts names no secretStore',
      'Name the secret store in modelgate.config.ts.',
    );
  }
  const taken = [...TAKEN, ...(runtime.modelFolder === undefined ? [] : [runtime.modelFolder])];
  secrets.forEach(({ name, mountPath }, index) => {
    const earlier = secrets.slice(0, index);
    const here = `secrets[${String(index)}]`;
    if (earlier.some((other) => other.name === name)) mistakes.note(here, name, 'expected each name once', 'Rename one of the two.');
    const inside = (one: string, other: string) => one === other || one.startsWith(`${other}/`);
    const clash = [...taken, ...earlier.map((other) => other.mountPath)].find(
      (folder) => inside(mountPath, folder) || inside(folder, mountPath),
    );
    if (clash !== undefined) {
      mistakes.note(`${here}.mountPath`, mountPath, `expected a folder of its own, apart from ${clash}`, 'Mount it somewhere else.');
    }
  });
};
