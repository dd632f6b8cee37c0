import type { Finding } from '../../contracts/gate-report.ts';
import type { Steps } from './lines-of.ts';

type About = Pick<Finding, 'code' | 'subject' | 'unit'>;
type Fields = Readonly<Record<string, unknown>>;

/**
 * Where in a document a finding points to: ways into it, the likeliest first. A way may lead further than the document goes; what is not reported
 * points to where it is missing.
 */
export function stepsOf(finding: About, path: string, value: unknown): readonly Steps[] {
  const file = path.slice(path.lastIndexOf('/') + 1);
  if (file === 'evaluation.json') return inEvaluation(finding, value);
  if (file === 'release.yaml') return inRelease(finding);
  if (file === 'releases.yaml') return inReleases(finding, value);
  if (file === 'card.yaml') return inCard(finding);
  return path.startsWith('synth/') ? inManifest(finding, file) : [];
}

const fields = (value: unknown): Fields => (typeof value === 'object' && value !== null ? (value as Fields) : {});
const rows = (value: unknown): readonly Fields[] => (Array.isArray(value) ? value.map(fields) : []);

/** The subject after its version: `roc_auc` of `1.1.0/roc_auc`. */
const rest = ({ subject }: About): string => (subject.includes('/') ? subject.slice(subject.indexOf('/') + 1) : '');

function at(list: readonly Fields[], is: (row: Fields) => boolean, ...around: Steps): readonly Steps[] {
  const found = list.findIndex(is);
  return found === -1 ? [around] : [[...around, found]];
}

const METRIC_PLACES: Readonly<Record<string, Steps>> = { rows: ['dataset', 'rows'] };
const EVALUATION_PLACES: Readonly<Record<string, Steps>> = {
  'provenance.evidence_stale': ['producedAt'],
  'data.unpinned': ['dataset', 'sha256'],
  'data.retention_exceeded': ['dataset', 'from'],
};
const CLAIMED: Readonly<Record<string, Steps>> = {
  artifact: ['subject', 'artifactSha256'],
  model: ['model'],
  version: ['version'],
  task: ['task'],
};

function inEvaluation(finding: About, value: unknown): readonly Steps[] {
  const what = rest(finding);
  const [topic = ''] = finding.code.split('.');
  const [first = '', ...others] = what.split('/');
  const { groups, drift, suites } = fields(value);
  if (topic === 'fairness') {
    const exact = rows(groups).findIndex(({ attribute, group }) => `${String(attribute)}/${String(group)}` === what);
    if (exact !== -1) return [['groups', exact]];
    return [['fairness', first, ...others], ...at(rows(groups), ({ attribute }) => attribute === first, 'groups')];
  }
  if (topic === 'drift') {
    const name = others.join('/');
    return first === 'features'
      ? at(rows(fields(drift)['features']), (row) => row['name'] === name, 'drift', 'features')
      : [['drift', 'score']];
  }
  if (finding.code === 'metrics.mismatch' && ['groups', 'calibration', 'paired'].includes(first)) {
    const [second = ''] = others;
    if (first !== 'groups') return [[first, ...others]];
    return /^\d+$/.test(second)
      ? [['groups', Number(second), ...others.slice(1)]]
      : at(rows(groups), ({ attribute }) => attribute === second, 'groups');
  }
  if (topic === 'metrics') return [METRIC_PLACES[what] ?? ['metrics', what, 'value']];
  if (finding.code === 'serving.latency_above_limit') return [['latencyMs', what]];
  if (finding.code === 'data.quality_below_floor') return at(rows(suites), ({ name }) => name === what, 'suites');
  if (finding.code === 'privacy.epsilon_above_limit') return [['privacy', what]];
  if (finding.code === 'provenance.artifact_mismatch') return [CLAIMED[what] ?? []];
  return [EVALUATION_PLACES[finding.code] ?? []];
}

const RELEASE_PLACES: Readonly<Record<string, Steps>> = {
  'provenance.image_not_pinned': ['image', 'digest'],
  'provenance.artifact_mismatch': ['artifact', 'sha256'],
  'provenance.version_not_semver': ['version'],
  'provenance.library_not_allowed': ['training', 'library'],
  'data.licence_not_allowed': ['dataset', 'licence'],
  'data.unpinned': ['dataset', 'sha256'],
  'data.features_mismatch': ['features'],
};

function inRelease({ code }: About): readonly Steps[] {
  return [RELEASE_PLACES[code] ?? []];
}

/** The line that places the version, in the environment that the finding is about. */
function inReleases({ subject, unit }: About, value: unknown): readonly Steps[] {
  const environment = unit.slice(unit.indexOf('/') + 1);
  const [version] = subject.split('/');
  const placement = fields(fields(fields(value)['environments'])[environment]);
  const role = ['candidate', 'stable'].find((one) => placement[one] === version);
  return [['environments', environment, ...(role === undefined ? [] : [role])]];
}

const CARD_PLACES: Readonly<Record<string, Steps>> = { 'card.stale': ['reviewed', 'on'], 'card.version_mismatch': ['versions'] };

/** Sections and texts are named by their position, `ethics/0/risk`. */
function inCard({ code, subject }: About): readonly Steps[] {
  return [
    CARD_PLACES[code] ??
      subject
        .replace(/^card\.yaml\//, '')
        .split('/')
        .map(step),
  ];
}

const step = (text: string): string | number => (/^\d+$/.test(text) ? Number(text) : text);

const MANIFEST_PLACES: Readonly<Record<string, Steps>> = {
  'rollout.first_step_too_large': ['spec', 'strategy', 'canary', 'steps'],
  'rollout.no_rollback': ['spec', 'strategy'],
  'serving.too_few_replicas': ['spec', 'replicas'],
  'serving.namespace_wrong': ['metadata', 'namespace'],
  'serving.api_deprecated': ['apiVersion'],
  'serving.kind_not_allowed': ['kind'],
  'serving.owner_missing': ['metadata', 'labels'],
  'serving.secret_with_data': ['data'],
};

/** Subjects within a manifest are named by their position in it, without the way to a template's pod. */
function inManifest({ code, subject }: About, file: string): readonly Steps[] {
  const known = MANIFEST_PLACES[code];
  if (known !== undefined) return [known];
  if (!subject.startsWith(`${file}/`)) return [];
  const within = subject
    .slice(file.length + 1)
    .split('/')
    .map(step);
  return [['spec', 'template', 'spec', ...within], within];
}
