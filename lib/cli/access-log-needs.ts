import { parseDocument } from 'yaml';

/** One mesh, by the ConfigMap that holds its settings, and what its access log lacks. */
export interface AccessLog {
  /** `namespace/name`. */
  readonly configMap: string;
  /** `name: seen, expected`; empty when every line says what it has to. */
  readonly deviations: readonly string[];
}

/** What a line has to hold to be found again: the operators of Envoy that give it. */
const FIELDS: Readonly<Record<string, RegExp>> = {
  'the request id': /%REQ\(X-REQUEST-ID\)/i,
  'the trace id': /%TRACE_ID%|%REQ\((TRACEPARENT|X-B3-TRACEID)/i,
};

/** What Istio writes as JSON where the mesh names no fields of its own: the request id, and no trace id. */
const DEFAULT_LABELS = '%REQ(X-REQUEST-ID)%';

type Fields = Readonly<Record<string, unknown>>;

function at(value: unknown, ...keys: readonly string[]): unknown {
  return keys.reduce<unknown>((here, key) => (typeof here === 'object' && here !== null ? (here as Fields)[key] : undefined), value);
}

/**
 * What the settings of a mesh say otherwise than that each call is one line of JSON with its request and trace id.
 * @param mesh the `mesh` key of Istio's ConfigMap, YAML
 * @param provider the extension provider that the namespaces of models name; undefined for Istio's own
 */
export function judgeAccessLog(mesh: string, provider: string | undefined): readonly string[] {
  const document = parseDocument(mesh, { version: '1.1', logLevel: 'silent' });
  if (document.errors.length > 0) return ['mesh is no YAML, expected YAML'];
  const config = document.toJS() as unknown;
  return provider === undefined ? ofBuiltIn(config) : ofProvider(config, provider);
}

function ofBuiltIn(config: unknown): readonly string[] {
  const encoding = at(config, 'accessLogEncoding');
  if (encoding !== 'JSON') return [`accessLogEncoding is ${encoding === undefined ? 'absent' : JSON.stringify(encoding)}, expected JSON`];
  const format = at(config, 'accessLogFormat');
  return missing('accessLogFormat', typeof format === 'string' && format !== '' ? format : DEFAULT_LABELS);
}

function ofProvider(config: unknown, name: string): readonly string[] {
  const providers = at(config, 'extensionProviders');
  const provider = Array.isArray(providers) ? (providers as unknown[]).find((each) => at(each, 'name') === name) : undefined;
  const where = `extensionProviders[name=${name}]`;
  if (provider === undefined) return [`${where} is absent, expected a provider with envoyFileAccessLog`];
  const labels = at(provider, 'envoyFileAccessLog', 'logFormat', 'labels');
  if (typeof labels !== 'object' || labels === null) return [`${where}.envoyFileAccessLog.logFormat.labels is absent, expected fields`];
  const written = JSON.stringify(labels);
  return missing(`${where}.envoyFileAccessLog.logFormat.labels`, written === '{}' ? DEFAULT_LABELS : written);
}

function missing(where: string, format: string): readonly string[] {
  return Object.entries(FIELDS).flatMap(([what, operator]) =>
    operator.test(format) ? [] : [`${where} has no field for ${what}, expected one`],
  );
}
