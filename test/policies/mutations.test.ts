import { expect, test } from 'vitest';
import { GateInput } from '../../lib/contracts/gate-input.ts';
import { problems } from '../../lib/contracts/schema.ts';
import { UserErrors } from '../../lib/errors.ts';
import { baseSample, library } from './library.ts';
import { eachMutation } from './mutate.ts';

/** Places where a change leaves the meaning alone, or where another guard than the checks stands. */
interface Untouched {
  readonly because: string;
  readonly places: readonly RegExp[];
  /** Which changes; all when absent. */
  readonly changes?: RegExp;
}

const RELEASE = String.raw`/(stable|candidate)`;
const MANIFEST = String.raw`/manifests/\d+/object`;
const POD = String.raw`${MANIFEST}/spec(/template/spec)?`;
const CONTAINER = String.raw`${MANIFEST}/spec/(template/spec/containers/0|templates/\d+/container)`;
const under = (...places: readonly string[]) => places.map((place) => new RegExp(`^${place}(/|$)`));
const at = (...places: readonly string[]) => places.map((place) => new RegExp(`^${place}$`));

const UNTOUCHED: readonly Untouched[] = [
  {
    because: 'the incumbent was judged when it came in; a candidate is compared with the stable release, which is judged here',
    places: under('/incumbent'),
  },
  {
    because: 'limits are a decision in policies/thresholds, and the base commit\'s are the ones that judge; a laxer or stricter one is a limit',
    places: at(
      '/thresholds/metrics/(floors|maxRegression)/[a-z_]+',
      String.raw`/thresholds/metrics/required/\d+`,
      String.raw`/thresholds/card/requiredSections/\d+`,
      '/thresholds/fairness/disparate_impact/min',
      '/thresholds/promotion/(after|minSoakHours)',
      '/thresholds/serving/(errorRate|minReplicas)',
      '/thresholds/fairness/minGroupPositives',
      '/thresholds/rollout/(maxConcurrent|maxCandidateTraffic)',
    ),
    changes: /^(delete|null|0|-1)$/,
  },
  {
    because: 'the limits in force are under /thresholds; what the model asked for is there already',
    places: under('/model/thresholds'),
  },
  {
    because: 'a declaration may ask for less; its change is shown, and what it still asks for is judged',
    places: at(
      '/model/monitoring/runbook',
      String.raw`/model/traffic/consumers/\d+`,
      String.raw`/model/rollout/steps/\d+`,
      String.raw`/model/environments/1/workloads/1(/containers/\d+)?`,
    ),
    changes: /^delete$/,
  },
  {
    because: 'another environment of the model is another unit',
    places: under('/model/environments/0'),
  },
  {
    because: 'says how a limit of age is weighed, or what is shown beside the verdict; the gate reads it, no check does',
    places: under('/change/card', '/change/declaration', '/change/manifests', '/change/policies'),
  },
  {
    because: 'without a comparison nothing can be said about what was rewritten, and the check says so',
    places: at('/change/compared'),
  },
  {
    because: 'whether the stable release was rolled back decides only when the stable release is new',
    places: at('/change/rolledBack'),
  },
  {
    because: 'what a shallow clone shows still proves; only what it lacks is undecided',
    places: at('/history/complete'),
  },
  {
    because: 'only excuses what stood here when the history began; these versions came later',
    places: under('/change/introduced', '/history/began'),
  },
  {
    because: 'the stage before the one before is not asked about',
    places: under(String.raw`/history/reached/[\d.]+/dev`),
  },
  {
    because: 'an entry about another image keeps nothing out, wherever and whenever that failed; who takes one out shows it to the base',
    places: under('/blocked/0'),
  },
  {
    because: 'an arrival longer ago is a longer soak, and a version without an arrival here is only being introduced',
    places: at(String.raw`/history/reached/[\d.]+/staging/seconds`, '/history/reached/1.0.0/prod'),
    changes: /^(0|delete)$/,
  },
  {
    because: 'a key that is valid for longer already is valid now',
    places: at(String.raw`/signatures/[\d.]+/statements/[a-z]+/key/validFrom/seconds`),
    changes: /^0$/,
  },
  {
    because: 'tells why a key is not found, or why digests differ, where either is so',
    places: at(
      String.raw`/signatures/[\d.]+/ringKeys`,
      String.raw`/signatures/[\d.]+/statements/[a-z]+/keyProposed`,
      String.raw`/signatures/[\d.]+/statements/evaluation/statement/producedAt`,
    ),
    changes: /^(0|true|null)$/,
  },
  {
    because: 'settings of the trainer are for people; nothing is measured by them',
    places: under(`${RELEASE}/release/training/(hyperparameters|seed)`),
  },
  {
    because: 'a smaller distance, error or time than measured is within the limit as well; it contradicts nothing that was counted',
    places: at(
      String.raw`${RELEASE}/evaluation/drift/features/\d+/(effectSize|pValue|statistic)`,
      `${RELEASE}/evaluation/calibration/ece`,
      `${RELEASE}/evaluation/latencyMs/p50`,
    ),
    changes: /^0$/,
  },
  {
    because: 'optional evidence: no limit asks for it',
    places: at(
      `${RELEASE}/evaluation/calibration`,
      `${RELEASE}/evaluation/metrics/specificity`,
      `${RELEASE}/evaluation/metrics/roc_auc/interval`,
      `${RELEASE}/evaluation/dataset/(from|to)`,
    ),
    changes: /^(delete|null)$/,
  },
  {
    because: 'a wider interval still holds the value',
    places: at(`${RELEASE}/evaluation/metrics/roc_auc/interval/0`),
    changes: /^(0|-1)$/,
  },
  {
    because: 'one entry of a list is gone, and the list still says enough',
    places: at(`${RELEASE}/card/rollbackPlan/steps/\\d+`, '/candidate/card/versions/0', '/stable/card/versions/1'),
    changes: /^delete$/,
  },
  {
    because: 'no check reads these objects; `synth --check` proves every byte of them',
    places: [
      ...under(String.raw`/manifests/[23]/object/(spec|metadata/namespace)`, '/manifests/4/object/spec'),
      ...at(String.raw`/manifests/[23]`),
    ],
  },
  {
    because: 'labels and annotations are for people and selectors; `synth --check` proves them',
    places: under(`${MANIFEST}/metadata/(labels|annotations)`, `${MANIFEST}/spec/(template/metadata|podMetadata)`),
  },
  {
    because: 'how many, how fast and under which names; `synth --check` proves it, and no check here is about it',
    places: under(
      `${MANIFEST}/spec/(replicas|revisionHistoryLimit|minReadySeconds|progressDeadlineSeconds|selector)`,
      `${MANIFEST}/spec/strategy/canary/(canaryService|stableService|maxSurge|maxUnavailable)`,
      `${MANIFEST}/spec/strategy/canary/trafficRouting/istio/virtualService/routes`,
    ),
  },
  {
    because: 'what the pod mounts, spreads over and is called by; these checks are about its containers',
    places: under(
      `${POD}/(automountServiceAccountToken|enableServiceLinks|serviceAccountName|terminationGracePeriodSeconds|topologySpreadConstraints|volumes)`,
      `${POD}/securityContext/(fsGroup|runAsGroup|seccompProfile)`,
      `${CONTAINER}/(command|env|imagePullPolicy|volumeMounts|workingDir)`,
      String.raw`${MANIFEST}/spec/templates/\d+/container/name`,
      `${CONTAINER}/securityContext/(runAsGroup|seccompProfile)`,
      String.raw`${CONTAINER}/ports/\d+/protocol`,
    ),
  },
  {
    because: 'said by the container as well as by its pod, and one of the two is enough',
    places: at(`${POD}/securityContext/runAsUser`, `${CONTAINER}/securityContext/(runAsNonRoot|runAsUser)`),
    changes: /^delete$/,
  },
  {
    because: 'not privileged is what leaving it out means',
    places: at(`${CONTAINER}/securityContext/privileged`),
    changes: /^delete$/,
  },
  {
    because: 'another amount is an amount',
    places: at(`${CONTAINER}/resources/(requests|limits)/(cpu|memory)`),
    changes: /^7$/,
  },
  {
    because: 'how patient a probe is; that it asks is what counts',
    places: under(`${CONTAINER}/(startup|liveness|readiness)Probe/(failureThreshold|periodSeconds|successThreshold|timeoutSeconds|httpGet/scheme)`),
  },
  {
    because: 'shares after the first, and their pauses: the analysis after each of them is what is asked for',
    places: under(`${MANIFEST}/spec/strategy/canary/steps/[34]`),
  },
  {
    because: 'without its pause the first share is held by the analysis; without a duration a pause waits for a person',
    places: at(`${MANIFEST}/spec/strategy/canary/steps/1`, `${MANIFEST}/spec/strategy/canary/steps/1/pause/duration`),
    changes: /^(delete|7)$/,
  },
  {
    because: 'what a query asks, and with which arguments, can not be told from its text; `synth --check` proves it',
    places: under(
      String.raw`${MANIFEST}/spec/args`,
      String.raw`${MANIFEST}/spec/metrics/\d+/(count|interval|name|provider/prometheus/(address|query))`,
      String.raw`${MANIFEST}/spec/strategy/canary/steps/\d+/analysis/args`,
    ),
  },
  {
    because: 'an analysis without a condition of failure beside its condition of success, or with one metric less, still decides',
    places: at(String.raw`${MANIFEST}/spec/metrics/\d+`, String.raw`${MANIFEST}/spec/metrics/\d+/failureCondition`),
    changes: /^delete$/,
  },
  {
    because: 'a limit that forgives nothing is stricter than declared',
    places: at(String.raw`${MANIFEST}/spec/metrics/\d+/(failureLimit|inconclusiveLimit|consecutiveErrorLimit)`),
    changes: /^0$/,
  },
  {
    because: 'a way in or out that is not there lets nobody through; which labels, ports and protocols the others name, `synth --check` proves',
    places: [
      ...at(String.raw`/manifests/(6|10)/object/spec/(in|e)gress`, String.raw`/manifests/(6|10)/object/spec/(in|e)gress/\d+(/(ports|to)/\d+)?`),
      ...under(
        String.raw`/manifests/(6|10)/object/spec/egress/\d+/to/0/(namespace|pod)Selector`,
        String.raw`/manifests/(6|10)/object/spec/egress/\d+/ports/\d+/protocol`,
        '/manifests/6/object/spec/ingress/0/ports',
        '/manifests/6/object/spec/ingress/0/from/0/namespaceSelector/matchLabels/kubernetes.io~1metadata.name',
      ),
      ...at(String.raw`/manifests/(6|10)/object/spec/egress/\d+/to`),
    ],
  },
  {
    because: 'whoever is not named may not call; what those who are may ask for, `synth --check` proves',
    places: [...at('/manifests/7/object/spec/(action|rules)', '/manifests/7/object/spec/rules/0'), ...under('/manifests/7/object/spec/rules/0/to')],
  },
  {
    because: 'the mesh asks for mutual TLS by itself; a rule that is there must not take it back',
    places: at('/manifests/8', '/manifests/8/object/spec/host'),
  },
  {
    because: 'a pod whose account is not there never starts, so nothing is let through',
    places: at('/manifests/13'),
    changes: /^delete$/,
  },
  {
    because: 'how often, how long and in which words; that somebody is told is what counts',
    places: under(
      '/manifests/11/object/spec/groups/0/(interval|name)',
      String.raw`/manifests/11/object/spec/groups/0/rules/\d+/(for|annotations/summary)`,
      '/manifests/12/object/spec/(endpoints/0|namespaceSelector)',
    ),
  },
  {
    because: 'limits of what may be used are a decision, like the others; an entry that nothing here uses excuses nothing',
    places: under('/thresholds/(training|compliance)', '/thresholds/promotion/approvals'),
    changes: /^delete$/,
  },
  {
    because: 'a declaration without a contract, views or a second category asks for less; its change is shown',
    places: at('/model/data(/contract(/schema/fields)?|/featureViews)?', '/model/privacy/categories/1'),
    changes: /^delete$/,
  },
  {
    because: 'a server that takes nulls takes what comes without; a field that is never null fills one that may be',
    places: at(String.raw`${RELEASE}/release/signature/\d+/nullable`, String.raw`/model/data/contract/schema/fields/3/nullable`),
    changes: /^(true|false)$/,
  },
  {
    because: 'fewer roll out than may, or with less traffic; at which commits a view is used decides, and by whom is for people',
    places: at('/portfolio/(rollingOut|candidateTraffic)', String.raw`/portfolio/featureViews/loans/0/models/\d+`),
    changes: /^(0|delete)$/,
  },
  {
    because: 'which data is retired, and from when on, is a decision in policies/datasets.yaml; an entry about other data hits nothing',
    places: at('/portfolio/retiredDatasets/0(/sha256)?', '/portfolio/retiredDatasets/0/on/seconds'),
    changes: /^(delete|null|0)$/,
  },
  {
    because: 'an erasure that is not there, or was sooner, asks for no newer snapshot; one that is followed may have had any last day',
    places: at('/portfolio/erasures/0', '/portfolio/erasures/0/(on|due)/seconds'),
    changes: /^(delete|0)$/,
  },
  {
    because: 'an emergency that is not there, or was over sooner, excuses nothing; one that was reviewed may have had any day for it',
    places: at('/breakGlass/0', '/breakGlass/0/(from|until|reviewBy)/seconds'),
    changes: /^(0|delete)$/,
  },
  { because: 'a contract that asks for nothing is agreed on outside the model', places: at('/model/data/contract/qualityFloor'), changes: /^0$/ },
  {
    because: 'nothing failed, or nothing of privacy was lost; and no limit asks for a claim of differential privacy',
    places: at(`${RELEASE}/evaluation/suites/0/failed`, `${RELEASE}/evaluation/privacy(/(epsilon|delta))?`),
    changes: /^(0|delete)$/,
  },
  {
    because: 'the effect size of drift decides; not every tool that measures it tests it too',
    places: at(String.raw`${RELEASE}/evaluation/drift/features/\d+/(pValue|statistic)`),
    changes: /^delete$/,
  },
  {
    because: 'what a training run does, in which order and for how long: its containers are judged, its release by its evidence',
    places: under(
      '/manifests/5/object/spec/(activeDeadlineSeconds|arguments|entrypoint|podGC|ttlStrategy|volumeClaimGC|volumeClaimTemplates)',
      String.raw`/manifests/5/object/spec/templates/\d+/(dag|inputs|outputs)`,
      '/manifests/5/object/spec/templates/0',
    ),
  },
];

const excuses = ({ places, changes }: Untouched, pointer: string, change: string) =>
  places.some((place) => place.test(pointer)) && (changes === undefined || changes.test(change));

test('every single change of a clean gate input is refused, denied, or leaves the meaning alone by a named reason', { timeout: 600_000 }, async () => {
  const { evaluate } = await library();
  const input = await baseSample();
  const survivors: { readonly pointer: string; readonly change: string }[] = [];
  const count = { refused: 0, stopped: 0, denied: 0 };
  eachMutation(input, (mutation) => {
    if (problems(GateInput, input).length > 0) {
      count.refused += 1;
      return;
    }
    try {
      const clean = evaluate(input).every(({ status }) => status === 'pass' || status === 'not_applicable');
      if (clean) survivors.push(mutation);
      else count.denied += 1;
    } catch (thrown) {
      if (!(thrown instanceof UserErrors)) throw thrown;
      count.stopped += 1;
    }
  });

  const unexplained = survivors.filter(({ pointer, change }) => !UNTOUCHED.some((reason) => excuses(reason, pointer, change)));
  expect(unexplained).toEqual([]);
  // A reason that excuses nothing any more has to go.
  const idle = UNTOUCHED.filter((reason) => !survivors.some(({ pointer, change }) => excuses(reason, pointer, change)));
  expect(idle.map(({ because }) => because)).toEqual([]);
  // The schema stands in front, and behind it the checks still have something to say.
  expect(count.refused).toBeGreaterThan(3000);
  expect(count.denied).toBeGreaterThan(1000);
});
