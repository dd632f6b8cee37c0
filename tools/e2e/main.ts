import path from 'node:path';
import { UserError } from '../../lib/errors.ts';
import { startProcesses } from '../cluster/processes.ts';
import { install, installCrds } from '../install.ts';
import { interrupted } from '../interrupted.ts';
import { PROGRAMS, startControlPlane } from './control-plane.ts';
import { startGitHost } from './git-host.ts';
import { startKubelet } from './kubelet.ts';
import { listener } from './listener.ts';
import { objectsOf } from './objects.ts';
import { overlayOf } from './overlay.ts';
import { startPrometheusStub } from './prometheus-stub.ts';
import { makeRepository, repositoryIn } from './repository.ts';
import { blueGreen } from './scenarios/blue-green.ts';
import { byHand } from './scenarios/by-hand.ts';
import { abortion, promotion } from './scenarios/canary.ts';
import { defaults } from './scenarios/defaults.ts';
import { doctor } from './scenarios/doctor.ts';
import { gateHook } from './scenarios/gate-hook.ts';
import { refusals } from './scenarios/refusals.ts';
import { retirement } from './scenarios/retirement.ts';
import { shadow } from './scenarios/shadow.ts';
import { start } from './scenarios/start.ts';
import { startServicesStandIn } from './services-stand-in.ts';
import { startSteps } from './steps.ts';
import type { World } from './world.ts';

const HELP = `Usage: npm run e2e

Runs what is committed here on a real control plane without nodes: kube-apiserver, etcd, Argo CD, Argo Rollouts and Argo Workflows on loopback.
docs/e2e.md says what is shown.

Exit codes: 0 all checks passed, 1 one failed, 2 the control plane could not be started, 130 interrupted.
`;

const SCENARIOS: readonly ((world: World) => Promise<void>)[] = [
  doctor,
  start,
  defaults,
  abortion,
  promotion,
  blueGreen,
  byHand,
  gateHook,
  refusals,
  shadow,
  retirement,
];

const ENVIRONMENTS = ['models-dev', 'models-staging', 'models-prod'];

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function explain(thrown: unknown): void {
  if (thrown instanceof UserError) process.stderr.write(`error ${thrown.code}\n  ${thrown.message}\n  fix: ${thrown.fix}\n`);
  else process.stderr.write(`error internal\n  ${thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)}\n`);
}

function options(root: string) {
  return { env: process.env, root, log: (line: string) => process.stderr.write(`${line}\n`) };
}

/** Makes the pinned programs be there, while there is a network. @returns whether they are */
export async function installTools(root: string): Promise<boolean> {
  try {
    await install(PROGRAMS, options(root));
    await installCrds(options(root));
    return true;
  } catch (thrown) {
    explain(thrown);
    return false;
  }
}

/**
 * @param root the checkout
 * @returns the exit code
 */
export async function main(args: readonly string[], root: string): Promise<number> {
  if (args.includes('--help')) {
    process.stdout.write(HELP);
    return 0;
  }
  const signal = interrupted();
  const began = Date.now();
  const seconds = (): string => `${((Date.now() - began) / 1000).toFixed(0)} s`;
  const processes = await startProcesses();
  const prometheus = await startPrometheusStub();
  const services = await startServicesStandIn();
  const gitHost = await startGitHost(repositoryIn(processes.folder));
  let stopKubelet = (): Promise<void> => Promise.resolve();
  try {
    const [programs, crds] = [await install(PROGRAMS, options(root)), await installCrds(options(root))];
    const { kube, crds: served } = await startControlPlane(processes, programs, crds);
    say(`A control plane with ${String(served)} custom resources after ${seconds()}`);
    const repository = await makeRepository(root, processes.folder, overlayOf(prometheus.url, gitHost.url));
    const objects = objectsOf(kube);
    const kubelet = startKubelet(objects, {
      namespaces: ENVIRONMENTS,
      modelgate: [process.execPath, path.join(root, 'lib/cli/bin.mjs')],
      modules: path.join(root, 'node_modules'),
      services: services.url,
      folder: processes.folder,
      print: say,
    });
    stopKubelet = () => kubelet.stop();
    const steps = startSteps(say, signal);
    const world: World = {
      ...{ kube, objects, repository, prometheus, kubelet, gitHost, services, steps },
      listen: listener(kube, objects, processes, programs['events-relay']),
      kubectl: programs.kubectl,
    };
    for (const scenario of SCENARIOS) await scenario(world);
    const { passed, failed } = steps.counts();
    say(`\n${String(passed)} passed, ${String(failed)} failed, in ${seconds()}`);
    return failed === 0 ? 0 : 1;
  } catch (thrown) {
    if (signal.aborted) return 130;
    explain(thrown);
    return 2;
  } finally {
    await stopKubelet();
    await gitHost.stop();
    await services.stop();
    await prometheus.stop();
    await processes.stop();
  }
}
