import type { ModelSpec } from '../../../contracts/model-spec.ts';
import type { Release } from '../../../contracts/release.ts';
import type { Runtime } from '../../../contracts/spec/runtime.ts';
import type { About, Check } from '../../check.ts';
import type { Mistakes } from '../../mistakes.ts';
import { isSeldon } from './is-seldon.ts';
import { seldonPaths } from './seldon-proxy.ts';

/** What Seldon calls the ability to run a format as one of our presets would, in its default servers (MLServer, Triton). */
const CAPABILITIES: Readonly<Partial<Record<Runtime['server'], Readonly<Partial<Record<Release['artifact']['format'], string>>>>>> = {
  sklearn: { joblib: 'sklearn' },
  mlflow: { mlflow: 'mlflow' },
  'onnx-runtime': { onnx: 'onnx' },
  triton: { onnx: 'onnx', torchscript: 'pytorch', savedmodel: 'tensorflow' },
};

/** What a server has to be able to run; undefined when none of Seldon's can. */
export function capabilityFor({ server }: Runtime, { artifact }: Release): string | undefined {
  return CAPABILITIES[server]?.[artifact.format];
}

const SHARED = 'its servers are shared with other models';

/** What shared servers cannot do for one model is refused: it would be dropped in silence. */
export function checkSeldon(spec: ModelSpec, { mistakes }: About): void {
  const { runtime } = spec;
  const absent = (what: string, seen: unknown, why: string, fix: string): void => {
    if (seen !== undefined) mistakes.note(what, seen, `must be absent for seldon: ${why}`, fix);
  };
  if (CAPABILITIES[runtime.server] === undefined) {
    mistakes.note(
      'runtime.server',
      runtime.server,
      `expected one that a server of Seldon stands in for, ${Object.keys(CAPABILITIES).join(', ')}`,
      'Choose such a runtime, or another target.',
    );
  }
  absent('runtime.gpu', runtime.gpu, `${SHARED}, and devices are theirs`, 'Remove gpu, or use kserve().');
  absent('modelVolume', spec.modelVolume?.from, 'Seldon fetches the files from artifact.url itself', 'Remove it.');
  absent('autoscaling', spec.autoscaling?.by, 'Seldon follows the calls that wait, between min and max', 'Remove it.');
  absent('stages', spec.stages, SHARED, 'Remove the stages, or use kserve().');
  absent('explainer', spec.explainer?.port, SHARED, 'Remove the explainer, or use kserve().');
  absent('batch', spec.batch?.schedule, 'nothing of ours runs beside its servers', 'Run the batch in a pipeline of your own.');
  absent('secrets', spec.secrets, `${SHARED}, and what one reads all do`, 'Remove them, or use kserve().');
}

/** What shared servers, and the proxy before them, cannot do with one model's traffic. */
export const checkSeldonTraffic: Check = ({ id, target, traffic }, { mistakes }) => {
  if (!isSeldon(target)) return;
  const absent = (part: 'rateLimit' | 'issuers' | 'egress', why: string): void => {
    const seen = traffic[part];
    if (seen !== undefined) mistakes.note(`traffic.${part}`, seen, `must be absent for seldon: ${why}`, 'Remove it, or use kserve().');
  };
  absent('rateLimit', SHARED);
  absent('issuers', `${SHARED}, and so is what takes their calls`);
  absent('egress', `${SHARED}, and what one may call all may`);
  if (traffic.via !== undefined && traffic.via.router !== 'istio') {
    mistakes.note(
      'traffic.via',
      traffic.via.router,
      "expected istio() for seldon, whose proxy is told the model's name in a header",
      'Route with Istio.',
    );
  }
  const [whole, below] = seldonPaths(id);
  traffic.consumers.forEach(({ paths = [] }, index) => {
    for (const path of paths) {
      if (path === whole || path.startsWith(below.slice(0, -1))) continue;
      mistakes.note(
        `traffic.consumers[${String(index)}].paths`,
        path,
        `expected ${whole} or what is below it, where seldon serves it`,
        'Correct the path.',
      );
    }
  });
};

/** Stores whose folders Seldon's servers copy. */
const STORES = ['s3', 'gs', 'azblob'];

/** Whether Seldon can load a release, from an address that stands for these files alone: nothing compares a checksum there. */
export function checkSeldonRelease({ runtime, target }: ModelSpec, release: Release, mistakes: Mistakes): void {
  const formats = CAPABILITIES[runtime.server];
  if (!isSeldon(target) || formats === undefined) return;
  const { format, sha256, url } = release.artifact;
  const note = (what: string, expected: string, fix: string) => {
    mistakes.add('release.not_loadable', `release ${release.version}: ${what}; expected ${expected}`, fix);
  };
  if (capabilityFor(runtime, release) === undefined) {
    note(
      `artifact.format is ${format}`,
      `one that Seldon's servers read as ${runtime.server}, ${Object.keys(formats).join(' or ')}`,
      'Export the model in it, or change runtime.',
    );
  }
  if (url === undefined || !STORES.includes(url.split(':')[0] ?? '')) {
    note(
      `artifact.url is ${url ?? 'nothing'}`,
      `a folder in a store, ${STORES.map((store) => `${store}://`).join(' or ')}`,
      "Put the model's files there, and name the folder in the release.",
    );
  } else if (!url.includes(sha256)) {
    note(
      `artifact.url is ${url}`,
      `the artifact's sha256 ${sha256} in it`,
      'Put the files into a folder of that name: what lies there must never change.',
    );
  }
}
