import type { Katib, Spark } from '../../contracts/spec/external-jobs.ts';
import type { Egress } from '../../contracts/spec/traffic.ts';
import type { About, Check } from '../check.ts';
import { requireCrd } from '../check-crds.ts';
import { isHostName } from '../names.ts';
import { cores, mebibytes } from '../serving/quantity.ts';
import { isClusterHost } from '../traffic/cluster-host.ts';
import { adapterOf, type ExternalJob } from './adapters.ts';
import { crdName } from './starters.ts';
import { TRAIN } from './steps.ts';

const TAKEN = ['main', TRAIN];

/** Where a step of ours calls. */
export function endpointOf(url: string): Egress {
  const { hostname, port, protocol } = new URL(url);
  return {
    host: hostname,
    port: port === '' ? (protocol === 'http:' ? 80 : 443) : Number(port),
    protocol: protocol === 'http:' ? 'HTTP' : 'HTTPS',
  };
}

/** Jobs that prepare data: each as below, and with a name of its own. */
export const checkDataJobs: Check = ({ data }, about) => {
  const jobs = data?.jobs ?? [];
  jobs.forEach((job, index) => {
    const here = `data.jobs[${String(index)}]`;
    if (TAKEN.includes(job.name) || jobs.findIndex((other) => other.name === job.name) !== index) {
      about.mistakes.note(`${here}.name`, job.name, `expected each name once, and none of ${TAKEN.join(', ')}`, 'Rename the job.');
    }
    checkJob(here, job, about);
  });
};

export const checkTrainer: Check = ({ trainer }, about) => {
  if (trainer !== undefined) checkJob('trainer', trainer, about);
};

/** What a job that runs elsewhere needs besides values of the right type: a system that is there, and sizes above zero. */
function checkJob(here: string, job: ExternalJob, about: About): void {
  const { mistakes, config } = about;
  const adapter = adapterOf(job);
  if (adapter.by === 'operator') {
    requireCrd(here, job.system, crdName(adapter.crd), adapter.crd.version, config, mistakes);
  } else if (config.secretStore === undefined) {
    mistakes.note(
      here,
      job.system,
      'expected secretStore in modelgate.config.ts',
      'The token for its API comes from there: name the store.',
    );
  }
  checkSizes(here, job, about);
  checkTexts(here, job, about);
  if ('url' in job) checkUrl(here, job.url, about);
  if (job.system === 'katib') checkKatib(here, job, about);
  if (job.system === 'spark') checkSpark(here, job, about);
}

function checkSizes(here: string, job: ExternalJob, { mistakes }: About): void {
  for (const [part, value] of Object.entries(job) as [string, unknown][]) {
    if (typeof value !== 'object' || value === null || !('cpu' in value) || !('memory' in value)) continue;
    const { cpu, memory } = value as { cpu: string; memory: string };
    if (cores(cpu) === null)
      mistakes.note(`${here}.${part}.cpu`, cpu, 'expected cores above zero, such as 500m or 2', 'Say how much it needs.');
    if (mebibytes(memory) === null) {
      mistakes.note(`${here}.${part}.memory`, memory, 'expected whole Mi or Gi above zero', 'Say how much it needs.');
    }
  }
}

/** Argo reads `{{...}}` wherever it stands in a template, and would put something else there. */
function checkTexts(here: string, job: ExternalJob, { mistakes }: About): void {
  const wrong = (Object.entries(job) as [string, unknown][]).find(
    ([, value]) => value !== undefined && JSON.stringify(value).includes('{{'),
  );
  if (wrong !== undefined)
    mistakes.note(`${here}.${wrong[0]}`, wrong[1], 'expected no {{', 'Argo Workflows would read it as a variable: write it otherwise.');
}

function checkUrl(here: string, url: string, { mistakes }: About): void {
  // A port above 65535 is in no address, and there is nothing to read of one that is none.
  const { host, port, protocol } = URL.canParse(url) ? endpointOf(url) : { host: '', port: 0, protocol: 'HTTPS' };
  if (!isHostName(host) || port < 1 || port > 65535) {
    mistakes.note(`${here}.url`, url, 'expected the address of a host by its full name', 'Write it like https://airflow.example.com.');
  } else if (protocol === 'HTTP' && !isClusterHost(host)) {
    mistakes.note(`${here}.url`, url, 'expected https: a token goes there', 'Write https, or the full name of a Service of the cluster.');
  }
}

const PLACEHOLDER = /\$\{trialParameters\.([^}]*)\}/g;

function checkKatib(here: string, { parameters, trials, command, algorithm }: Katib, { mistakes }: About): void {
  if (trials.parallel > trials.max) {
    mistakes.note(
      `${here}.trials.parallel`,
      trials.parallel,
      `expected at most max, ${String(trials.max)}`,
      'Lower parallel, or raise max.',
    );
  }
  const used = new Set(command.flatMap((word) => [...word.matchAll(PLACEHOLDER)].map(([, name]) => name ?? '')));
  parameters.forEach(({ name, type, min, max, list }, index) => {
    const parameter = `${here}.parameters[${String(index)}]`;
    const ranged = type === 'double' || type === 'int';
    if (parameters.findIndex((other) => other.name === name) !== index)
      mistakes.note(`${parameter}.name`, name, 'expected each name once', 'Rename one of the two.');
    if (ranged && (min === undefined || max === undefined || min >= max || list !== undefined)) {
      mistakes.note(parameter, { type, min, max, list }, `expected min below max, and no list, for ${type}`, 'Correct the range.');
    }
    if (!ranged && (list === undefined || min !== undefined || max !== undefined)) {
      mistakes.note(parameter, { type, min, max, list }, `expected a list, and neither min nor max, for ${type}`, 'List the values.');
    }
    if (algorithm === 'grid' && type === 'double') {
      mistakes.note(parameter, name, 'expected discrete, categorical or int: a grid has steps', 'List the values, or search another way.');
    }
    if (!used.has(name))
      mistakes.note(`${here}.command`, name, `expected \${trialParameters.${name}} in it`, 'Hand the value to the trial.');
  });
  for (const name of used) {
    if (!parameters.some((parameter) => parameter.name === name)) {
      mistakes.note(`${here}.command`, name, `expected one of ${parameters.map((each) => each.name).join(', ')}`, 'Declare the parameter.');
    }
  }
}

function checkSpark(here: string, { language, mainClass }: Spark, { mistakes }: About): void {
  if ((language === 'Python') !== (mainClass === undefined)) {
    mistakes.note(
      `${here}.mainClass`,
      mainClass,
      language === 'Python' ? 'expected none for Python' : `expected one for ${language}`,
      'Correct mainClass.',
    );
  }
}
