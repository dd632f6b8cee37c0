// Each peer as its users would write a fleet, and below it the least that it can be given.
import { cue } from './cue.mjs';
import { cueFinished, helmRange, helmRelease, jsonnetFinished, kustomizeFiles } from './finished.mjs';
import { aRelease, umbrella } from './helm.mjs';
import { jsonnet } from './jsonnet.mjs';
import { kustomize } from './kustomize.mjs';

/**
 * By name: tool; each (a process a model); prepare(folder, recipe, units) writes the sources; args(folder, unit, recipe) is the command, run there;
 * read(stdout, folder) gives its objects; target.
 */
export const WAYS = {
  'helm template, a release a model': { ...aRelease, target: 'at least 30' },
  'helm template, a release a model, finished text with holes': helmRelease,
  'kustomize build, an overlay a model': { ...kustomize, target: 'at least 30' },
  'kustomize build, a folder a model, finished files': kustomizeFiles,
  'helm template, an umbrella chart with an alias a model, one stream': { ...umbrella, target: 'at least 1.5' },
  'helm template, one chart with a range over models, one stream, finished text with holes': helmRange,
  'jsonnet, an environment and a file a model': { ...jsonnet, target: 'at least 10' },
  'jsonnet, a file a model, finished text with holes': jsonnetFinished,
  'cue export, one stream': { ...cue, target: 'at least 2' },
  'cue export, one stream, finished text with holes': cueFinished,
};
