import type { ModelSpec } from '../../contracts/model-spec.ts';
import type { Release } from '../../contracts/release.ts';
import type { Mistakes } from '../mistakes.ts';
import { SERVER_FACTS } from './runtimes/server-facts.ts';

/** Formats that are a folder of files, which one download can't bring. */
const FOLDERS: readonly string[] = ['savedmodel', 'mlflow'];

const FILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]*$/;

/** Whether a release can be mounted as the declaration says: what is needed are facts of the release. */
export function checkModelVolume({ runtime, modelVolume }: ModelSpec, { version, artifact }: Release, mistakes: Mistakes): void {
  if (modelVolume === undefined) return;
  const note = (what: string, expected: string, fix: string) => {
    mistakes.add('release.unmountable', `release ${version}: ${what}; expected ${expected}`, fix);
  };
  const { formats, file } = SERVER_FACTS[runtime.server];
  if (!formats.includes(artifact.format)) {
    note(
      `artifact.format is ${artifact.format}`,
      `one that ${runtime.server} reads, ${formats.join(' or ')}`,
      'Export the model in it, or change runtime.',
    );
  }
  if (file !== undefined && artifact.file !== file) {
    note(
      `artifact.file is ${JSON.stringify(artifact.file)}`,
      `${file}, the name that ${runtime.server} looks for`,
      'Name the file so in the release.',
    );
  } else if (!FILE_NAME.test(artifact.file)) {
    note(
      `artifact.file is ${JSON.stringify(artifact.file)}`,
      'a file name: letters, digits, ".", "_" and "-"',
      'Name the file so in the release.',
    );
  }
  if (runtime.modelFolder === undefined) {
    note('runtime.modelFolder is nothing', 'the folder in which the server looks', 'Say where the server looks for the model.');
  }
  if (modelVolume.from === 'oci-image' && artifact.volume === undefined) {
    note(
      'artifact.volume is nothing',
      'repository and digest of the OCI artifact',
      'Push the model file as an OCI artifact and name it in the release.',
    );
  }
  if (modelVolume.from === 'download' && artifact.url === undefined) {
    note('artifact.url is nothing', 'the address of its bytes', 'Name the address in the release, or use ociImage().');
  }
  if (modelVolume.from === 'download' && artifact.url !== undefined && !URL.canParse(artifact.url)) {
    note(`artifact.url is ${artifact.url}`, 'an address', 'Correct it in the release.');
  } else if (modelVolume.from === 'download' && artifact.url?.startsWith('https:') === false) {
    note(
      `artifact.url is ${artifact.url}`,
      'https, which is what download() speaks',
      'Name such an address in the release, or use ociImage().',
    );
  }
  if (modelVolume.from === 'download' && FOLDERS.includes(artifact.format)) {
    note(`artifact.format is ${artifact.format}, a folder of files`, 'a single file for download()', 'Use ociImage().');
  }
}
