// How a person would write a unit once for all models: what synth wrote for one of them, with each value that comes from its declaration as
// a reference to it, each declared list as a loop, and what objects have in common said once.
import { isDeepStrictEqual } from 'node:util';
import { at, merged, omit, pick } from './data.mjs';
import { Concat, Each, Json, Ref, Struct, Text } from './nodes.mjs';
import { tierLimits } from './unit.mjs';

const keysOf = (place) => place.split('/').map((key) => key.replaceAll('~', '/'));

/** Puts a node into a tree, at a place that must be there. */
function put(tree, place, node) {
  const keys = keysOf(place);
  const last = keys.pop();
  const parent = at(tree, keys);
  if (parent?.[last] === undefined) throw new Error(`nothing is at ${place}`);
  parent[last] = typeof node === 'function' ? node(parent[last]) : node;
}

const escaped = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/** Splits a text at what is known to come from a declaration. @param known pairs of literal and `Ref`, the first that fits counts */
function split(text, known) {
  const found = new Map(known);
  const pattern = new RegExp(String.raw`(?<!\w)(${known.map(([literal]) => escaped(literal)).join('|')})(?!\w)`);
  const parts = text
    .split(pattern)
    .map((part, index) => (index % 2 === 1 ? found.get(part) : part))
    .filter((part) => part !== '');
  if (!parts.some((part) => part instanceof Ref)) return text;
  return parts.length === 1 && typeof parts[0].sample === 'string' ? parts[0] : new Text(parts);
}

/** Splits texts at the first group of a pattern. */
function splitAt(value, pattern, ref) {
  const parts = value instanceof Text ? value.parts : [value];
  return new Text(
    parts.flatMap((part) =>
      typeof part === 'string'
        ? part
            .split(pattern)
            .map((piece, index) => (index % 2 === 1 ? ref : piece))
            .filter((piece) => piece !== '')
        : [part],
    ),
  );
}

/** What a platform sets once for all models, as its own values beside theirs. */
function platformOf(folder, find, values) {
  const { metadata, spec } = find('Rollout');
  const pod = spec.template.spec;
  const [server] = pod.containers;
  const { container: step, retryStrategy } = find('WorkflowTemplate', '-training').spec.templates.find(({ container }) => container);
  const [metric] = find('AnalysisTemplate').spec.metrics;
  const environment = 'prod';
  return {
    environment,
    namespace: metadata.namespace,
    prometheus: metric.provider.prometheus.address,
    pipelineImage: step.image,
    securityContext: server.securityContext,
    podSecurityContext: pod.securityContext,
    livenessProbe: server.livenessProbe,
    readinessProbe: server.readinessProbe,
    startupProbe: server.startupProbe,
    trafficPolicy: find('DestinationRule').spec.trafficPolicy,
    pipeline: { env: step.env, resources: step.resources, volumeMounts: step.volumeMounts, retryStrategy },
    thresholds: tierLimits(folder, values, environment),
  };
}

/** Limits by the names that an analysis and an alert give what they watch; the others that they tell apart are made of these. */
const LIMITS = {
  'error-rate': 'serving.errorRate',
  'latency-p95-ms': 'serving.latencyP95Ms',
  'latency-p99-ms': 'serving.latencyP99Ms',
  'prediction-drift': 'drift.maxScore',
  'statistical-parity-difference': 'fairness.statistical_parity_difference.max',
  'disparate-impact-lowest': 'fairness.disparate_impact.min',
  'disparate-impact-highest': 'fairness.disparate_impact.max',
  'equal-opportunity-difference': 'fairness.equal_opportunity_difference.max',
  'average-odds-difference': 'fairness.average_odds_difference.max',
};

const ALERT_LIMITS = {
  ModelErrorRateSlowBurn: ['serving.errorRate'],
  ModelLatencyP95FastBurn: ['serving.latencyP95Ms'],
  ModelLatencyP95SlowBurn: ['serving.latencyP95Ms'],
  ModelLatencyP99FastBurn: ['serving.latencyP99Ms'],
  ModelLatencyP99SlowBurn: ['serving.latencyP99Ms'],
  ModelDrift: ['drift.maxScore'],
  ModelStatisticalParityOutOfBounds: ['fairness.statistical_parity_difference.max'],
  ModelDisparateImpactOutOfBounds: ['fairness.disparate_impact.min', 'fairness.disparate_impact.max'],
  ModelEqualOpportunityOutOfBounds: ['fairness.equal_opportunity_difference.max'],
  ModelAverageOddsOutOfBounds: ['fairness.average_odds_difference.max'],
};

const PANEL_LIMITS = {
  'Failed calls': ['serving.errorRate'],
  'Latency, 95th percentile': ['serving.latencyP95Ms'],
  'Latency, 99th percentile': ['serving.latencyP99Ms'],
  Drift: ['drift.maxScore'],
  statistical_parity_difference: ['fairness.statistical_parity_difference.max'],
  disparate_impact: ['fairness.disparate_impact.min', 'fairness.disparate_impact.max'],
  equal_opportunity_difference: ['fairness.equal_opportunity_difference.max'],
  average_odds_difference: ['fairness.average_odds_difference.max'],
};

/**
 * References where a person would write them: by kind and what follows the model's id in the name, in objects that are there.
 * @param m makes a reference to a value of the declaration, `item` one to a field of a list's item
 */
const EDITS = {
  AnalysisTemplate: (object, { m }) => analysisLimits(object, m),
  'AnalysisTemplate-outcomes': (object, { m }) => analysisLimits(object, m),
  AuthorizationPolicy(object, { m, item, has }) {
    if (has('traffic.issuers'))
      put(
        object,
        'spec/rules/0/from/0/source/requestPrincipals',
        new Each(m('traffic.issuers'), 'issuer', [new Text([item('issuer.issuer'), '/*'])]),
      );
    const [gateway, consumer, ...rest] = object.spec.rules;
    put(
      consumer,
      'from/0/source/principals/0',
      new Text(['cluster.local/ns/', item('consumer.namespace'), '/sa/', item('consumer.serviceAccount')]),
    );
    put(consumer, 'to/0/operation/methods', item('consumer.methods'));
    put(consumer, 'to/0/operation/paths', item('consumer.paths'));
    object.spec.rules = new Concat([[gateway], new Each(m('traffic.consumers'), 'consumer', [consumer]), rest]);
  },
  'ConfigMap-card': (object, { m }) => put(object, 'data/card.yaml', m('card')),
  'ConfigMap-dashboard'(object, { m }) {
    for (const [file, text] of Object.entries(object.data)) {
      const dashboard = JSON.parse(text);
      for (const { title, fieldConfig } of dashboard.panels) {
        const refs = (PANEL_LIMITS[title] ?? []).map((place) => m(`thresholds.${place}`));
        for (const step of fieldConfig.defaults.thresholds?.steps ?? []) step.value = numberOf(step.value, refs);
      }
      object.data[file] = new Json(dashboard);
    }
  },
  'CronWorkflow-training': (object, { m }) => put(object, 'spec/schedules', m('retrain.schedules')),
  'ExternalSecret.warehouse'(object, { item }) {
    const [entry] = object.spec.data;
    put(entry, 'remoteRef/property', item('key'));
    put(entry, 'secretKey', item('key'));
    object.spec.data = new Each(item('secret.keys'), 'key', [entry]);
  },
  HorizontalPodAutoscaler(object, { m }) {
    put(object, 'spec/minReplicas', m('environments.@.min'));
    put(object, 'spec/maxReplicas', m('environments.@.max'));
  },
  NetworkPolicy(object, { m, item }) {
    put(object, 'spec/ingress/0/from', ([ingress, consumer]) => {
      put(consumer, 'namespaceSelector/matchLabels/kubernetes.io~metadata.name', item('consumer.namespace'));
      return new Concat([[ingress], new Each(m('traffic.consumers'), 'consumer', [consumer])]);
    });
  },
  PrometheusRule(object, { m }) {
    for (const rule of object.spec.groups.flatMap(({ rules }) => rules)) {
      for (const place of ALERT_LIMITS[rule.alert] ?? []) {
        const ref = m(`thresholds.${place}`);
        const number = escaped(String(ref.sample));
        rule.expr = splitAt(rule.expr, new RegExp(String.raw`(?<=[<>] -?)(${number})(?= |$)`), ref);
        rule.annotations.summary = splitAt(
          rule.annotations.summary,
          new RegExp(String.raw`(?<=(?:than|is|are|and) -?)(${number})(?= |$)`),
          ref,
        );
      }
    }
  },
  RequestAuthentication(object, { m, item }) {
    const [rule] = object.spec.jwtRules;
    for (const key of ['audiences', 'issuer', 'jwksUri']) put(rule, key, item(`issuer.${key}`));
    object.spec.jwtRules = new Each(m('traffic.issuers'), 'issuer', [rule]);
  },
  Rollout(object, { m, item, has }) {
    put(object, 'spec/replicas', m('environments.@.min'));
    put(object, 'spec/strategy/canary/steps', (steps) => {
      const body = steps.slice(0, 3);
      put(body, '0/setWeight', item('step.percent'));
      put(body, '1/pause/duration', new Text([item('step.pauseMinutes'), 'm']));
      const looped = new Each(m('rollout.steps'), 'step', body);
      const rest = steps.slice(3 * m('rollout.steps').sample.length);
      return rest.length === 0 ? looped : new Concat([looped, rest]);
    });
    for (const of of ['limits', 'requests'])
      for (const what of ['cpu', 'memory']) put(object, `spec/template/spec/containers/0/resources/${of}/${what}`, m(`runtime.${what}`));
    if (!has('secrets')) return;
    put(object, 'spec/template/spec/containers/0/volumeMounts', ([tmp, mount]) => {
      put(mount, 'mountPath', new Text(['/etc/secrets/', item('secret.name')]));
      put(mount, 'name', new Text(['secret-', item('secret.name')]));
      return new Concat([[tmp], new Each(m('secrets'), 'secret', [mount])]);
    });
    put(object, 'spec/template/spec/volumes', ([tmp, volume]) => {
      put(volume, 'name', new Text(['secret-', item('secret.name')]));
      put(volume, 'secret/secretName', new Text([m('name'), '.', item('secret.name')]));
      return new Concat([[tmp], new Each(m('secrets'), 'secret', [volume])]);
    });
  },
  'WorkflowTemplate-training'(object, { m, has }) {
    put(object, 'spec/arguments/parameters/0/value', new Json(m('thresholds')));
    if (!has('retrain')) return;
    for (const { container } of object.spec.templates) {
      const index = container?.command.indexOf('--cooldown-hours') ?? -1;
      if (index >= 0) container.command[index + 1] = new Text([m('retrain.cooldownHours')]);
    }
  },
};

function analysisLimits(object, m) {
  for (const metric of object.spec.metrics) {
    const ref = m(`thresholds.${LIMITS[metric.name]}`);
    for (const key of ['failureCondition', 'successCondition'])
      metric[key] = splitAt(metric[key], /(?<=result\[0\] [<>]=? )([\d.]+)$/, ref);
  }
}

/** The reference whose value a number is, or is the negative of; else the number. */
function numberOf(value, refs) {
  const same = refs.find(({ sample }) => sample === value);
  if (same !== undefined) return same;
  const negative = refs.find(({ sample }) => value !== null && sample === -value);
  return negative === undefined ? value : new Ref(negative.root, negative.keys, negative.sample, true);
}

/** A tree of JSON data and nodes as nodes only: known texts become references, structs name what they have in common with others. */
function abstracted(value, known, blocks) {
  const inner = (part) => abstracted(part, known, blocks);
  if (typeof value === 'string') return split(value, known);
  if (value instanceof Text) return new Text(value.parts.flatMap((part) => (typeof part === 'string' ? textParts(inner(part)) : [part])));
  if (value instanceof Each) return new Each(value.list, value.as, value.body.map(inner));
  if (value instanceof Concat) return new Concat(value.lists.map(inner));
  if (value instanceof Json) return new Json(inner(value.value));
  if (value instanceof Ref || typeof value !== 'object' || value === null) return value;
  const whole = blocks.find(({ ref, block }) => ref !== undefined && isDeepStrictEqual(block, value));
  if (whole !== undefined) return whole.ref;
  if (Array.isArray(value)) return value.map(inner);
  const names = [];
  let rest = value;
  for (const { name, block } of blocks.filter((one) => one.name !== undefined)) {
    if (!Object.entries(block).every(([key, part]) => isDeepStrictEqual(rest[key], part))) continue;
    names.push(name);
    rest = Object.fromEntries(Object.entries(rest).filter(([key]) => !Object.hasOwn(block, key)));
  }
  return new Struct(
    Object.entries(rest).map(([key, part]) => [split(key, known), inner(part)]),
    names,
  );
}

const textParts = (node) => (node instanceof Text ? node.parts : [node]);

/**
 * @param unit the model that it is made from
 * @returns objects (kind, name behind the id, list when there is one for each of a declared list, node), blocks (name -> struct in common),
 *   platform (values set once)
 */
export function recipeOf(folder, unit) {
  const { id, values, objects } = unit;
  const trees = JSON.parse(JSON.stringify(objects));
  const suffixOf = ({ metadata }) => metadata.name.slice(id.length);
  const find = (kind, suffix = '') => objects.find((object) => object.kind === kind && suffixOf(object) === suffix);
  const platform = platformOf(folder, find, values);
  const config = { ...values, thresholds: merged(platform.thresholds, values.thresholds) };
  const m = (place) => {
    const keys = place.split('.');
    const sample = at(
      config,
      keys.map((key) => (key === '@' ? platform.environment : key)),
    );
    if (sample === undefined) throw new Error(`no model declares ${place}`);
    return new Ref(
      'm',
      keys.map((key) => (key === '@' ? p('environment') : key)),
      sample,
    );
  };
  const p = (place) => new Ref('platform', place.split('.'), at(platform, place.split('.')));
  const samples = {
    issuer: values.traffic.issuers?.[0],
    consumer: values.traffic.consumers?.[0],
    step: values.rollout.steps[0],
    secret: values.secrets[0],
    key: values.secrets[0]?.keys[0],
  };
  const item = (place) => {
    const [root, ...keys] = place.split('.');
    return new Ref(root, keys, at(samples[root], keys));
  };
  const has = (place) => [at(values, place.split('.'))].flat().some((value) => value !== undefined);
  const labels = omit(find('Rollout').metadata.labels, 'app.kubernetes.io/version');
  const selectorLabels = { 'app.kubernetes.io/name': id };
  const rules = find('PrometheusRule').spec.groups.flatMap((group) => group.rules);
  const seriesLabels = rules.find(({ record }) => record !== undefined).labels;
  const alertLabels = omit(rules.find(({ alert }) => alert !== undefined).labels, 'severity');
  const step = find('WorkflowTemplate', '-training').spec.templates.find(({ container }) => container).container;
  const stepBlock = pick(step, 'image', 'imagePullPolicy', 'resources', 'securityContext', 'workingDir');
  const analysis = pick(
    find('AnalysisTemplate').spec.metrics[0],
    'consecutiveErrorLimit',
    'count',
    'failureLimit',
    'inconclusiveLimit',
    'interval',
  );
  const calls = /reporter="source",destination_service_namespace="[^"]+",destination_service_name=~"[^"]+"/.exec(rules[0].expr)[0];
  const known = [
    [calls, new Ref('shared', ['calls'], calls)],
    ...[
      m('owner.email'),
      m('owner.team'),
      m('monitoring.runbook'),
      m('release.digest'),
      m('release.version'),
      m('name'),
      m('riskTier'),
    ].map((ref) => [ref.sample, ref]),
    [String(values.release.createdAt), m('release.createdAt')],
    ...Object.keys(values.digests).map((name) => [values.digests[name], m(`digests.${name}`)]),
    ...[p('pipelineImage'), p('prometheus'), p('namespace'), p('environment')].map((ref) => [ref.sample, ref]),
  ];
  const wholes = [
    'securityContext',
    'podSecurityContext',
    'livenessProbe',
    'readinessProbe',
    'startupProbe',
    'trafficPolicy',
    ...['env', 'resources', 'volumeMounts', 'retryStrategy'].map((key) => `pipeline.${key}`),
  ].map((place) => ({ ref: p(place), block: p(place).sample }));
  const named = { labels, alertLabels, seriesLabels, selectorLabels, step: stepBlock, analysis };
  const blocks = [...wholes, ...Object.entries(named).map(([name, block]) => ({ name, block }))];
  for (const object of trees) EDITS[`${object.kind}${suffixOf(object)}`]?.(object, { m, p, item, has });
  const ofBlock = (name) =>
    abstracted(
      named[name],
      known,
      blocks.filter((one) => one.name !== name),
    );
  return {
    template: unit,
    platform,
    blocks: { ...Object.fromEntries(Object.keys(named).map((name) => [name, ofBlock(name)])), calls: split(calls, known.slice(1)) },
    objects: trees.map((object) => {
      const list = object.kind === 'ExternalSecret' && suffixOf(object) === `.${values.secrets[0]?.name}` ? m('secrets') : undefined;
      const tokens = list ? [...known, [values.secrets[0].name, item('secret.name')]] : known;
      return { kind: object.kind, suffix: suffixOf(object), list, node: abstracted(object, tokens, blocks) };
    }),
  };
}
