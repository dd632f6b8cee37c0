import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { judgeAccessLog } from '../../lib/cli/access-log-needs.ts';

const page = readFileSync(path.join(import.meta.dirname, '../../docs/logs.md'), 'utf8');
const settings = /```yaml\n(.*?)```/s.exec(page)?.[1] ?? '';

test('the settings that the page gives are what is asked for', () => {
  expect(judgeAccessLog(settings, 'json-access-log')).toEqual([]);
});

test('a line on the page has the fields of those settings', () => {
  const line = JSON.parse(/^ {4}(\{"time".*?\})$/ms.exec(page)?.[1]?.replaceAll(/\n\s*/g, '') ?? '') as object;
  const labels = [...settings.matchAll(/^ {10}(\w+): '%/gm)].map(([, name]) => name);
  expect(labels).toContain('request_id');
  expect(Object.keys(line).sort()).toEqual(labels.sort());
});

const where = 'extensionProviders[name=json-access-log]';
test.each([
  ['no YAML', 'a: [', undefined, ['mesh is no YAML, expected YAML']],
  ['nothing', '', undefined, ['accessLogEncoding is absent, expected JSON']],
  ['text', 'accessLogEncoding: TEXT', undefined, ['accessLogEncoding is "TEXT", expected JSON']],
  ["Istio's own fields", 'accessLogEncoding: JSON', undefined, ['accessLogFormat has no field for the trace id, expected one']],
  [
    'fields of its own',
    `accessLogEncoding: JSON\naccessLogFormat: '{"id": "%REQ(X-REQUEST-ID)%", "trace": "%REQ(TRACEPARENT)%"}'`,
    undefined,
    [],
  ],
  ['no providers', 'accessLogEncoding: JSON', 'json-access-log', [`${where} is absent, expected a provider with envoyFileAccessLog`]],
  ['another provider', settings, 'otel', ['extensionProviders[name=otel] is absent, expected a provider with envoyFileAccessLog']],
  [
    'a provider of text',
    'extensionProviders: [{ name: json-access-log, envoyFileAccessLog: { logFormat: { text: "%TRACE_ID%" } } }]',
    'json-access-log',
    [`${where}.envoyFileAccessLog.logFormat.labels is absent, expected fields`],
  ],
  [
    'a provider of default fields',
    'extensionProviders: [{ name: json-access-log, envoyFileAccessLog: { logFormat: { labels: {} } } }]',
    'json-access-log',
    [`${where}.envoyFileAccessLog.logFormat.labels has no field for the trace id, expected one`],
  ],
  [
    'a provider without the request id',
    'extensionProviders: [{ name: json-access-log, envoyFileAccessLog: { logFormat: { labels: { trace: "%TRACE_ID%" } } } }]',
    'json-access-log',
    [`${where}.envoyFileAccessLog.logFormat.labels has no field for the request id, expected one`],
  ],
])('of %s it says what is missing', (_, mesh, provider, deviations) => {
  expect(judgeAccessLog(mesh, provider)).toEqual(deviations);
});
