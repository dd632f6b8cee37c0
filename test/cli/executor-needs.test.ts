import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { judgeExecutor } from '../../lib/cli/executor-needs.ts';
import { root } from '../support/scratch.ts';

const ENOUGH = 'securityContext:\n  allowPrivilegeEscalation: false\n  capabilities: { drop: [ALL] }\n';
const fields = (data: Readonly<Record<string, string>>): readonly string[] => judgeExecutor(data).map(({ field }) => field);

test.each([
  ['a key of its own', { executor: ENOUGH }],
  [
    'one line of a key of its own',
    { executor: '{"securityContext": {"allowPrivilegeEscalation": false, "capabilities": {"drop": ["ALL"]}}}' },
  ],
  ['one document for all settings', { config: `executor:\n  ${ENOUGH.replaceAll('\n', '\n  ')}\n` }],
  ['what YAML 1.1 takes for false', { executor: ENOUGH.replace('false', 'no') }],
  ['what the pod says too', { executor: `${ENOUGH}  runAsNonRoot: true\n  runAsUser: 8737\n  seccompProfile: { type: RuntimeDefault }\n` }],
])('an executor that is restricted by %s lacks nothing', (_, data) => {
  expect(judgeExecutor(data)).toEqual([]);
});

test('the documented configuration is enough', () => {
  const page = readFileSync(path.join(root, 'docs/pipelines.md'), 'utf8');
  const config = /^ {4}(executor: \|\n(?: {6}.*\n)+)/m.exec(page)?.[1]?.replaceAll(/^ {4}/gm, '') ?? '';
  expect(judgeExecutor({ config: config.replace(': |', ':') })).toEqual([]);
});

test.each([
  ['no configuration', {}],
  ['no executor', { config: 'parallelism: 10\n' }],
  ['an executor without a security context', { executor: 'resources: {}\n' }],
  ['nothing below it', { executor: 'securityContext:\n' }],
  ['text where a setting is expected', { executor: 'securityContext: restricted\n' }],
  ['a list for one document', { config: '- executor\n' }],
])('%s leaves out what the namespaces ask for', (_, data) => {
  expect(judgeExecutor(data)).toEqual([
    { field: 'executor.securityContext.allowPrivilegeEscalation', seen: 'absent', expected: 'false' },
    { field: 'executor.securityContext.capabilities.drop', seen: 'absent', expected: '[ALL]' },
  ]);
});

test.each<readonly [field: string, context: string]>([
  ['allowPrivilegeEscalation', 'allowPrivilegeEscalation: true\n  capabilities: { drop: [ALL] }'],
  ['allowPrivilegeEscalation', 'allowPrivilegeEscalation: "false"\n  capabilities: { drop: [ALL] }'],
  ['capabilities.drop', 'allowPrivilegeEscalation: false\n  capabilities: { drop: [NET_RAW] }'],
  ...[
    ['capabilities.add', '[SYS_PTRACE]'],
    ['privileged', 'true'],
    ['procMount', 'Unmasked'],
    ['runAsNonRoot', 'false'],
    ['runAsUser', '0'],
    ['runAsUser', '"root"'],
    ['seccompProfile.type', 'Unconfined'],
    ['appArmorProfile.type', 'Unconfined'],
    ['seLinuxOptions.user', 'system_u'],
    ['seLinuxOptions.role', 'sysadm_r'],
    ['seLinuxOptions.type', 'spc_t'],
    ['windowsOptions.hostProcess', 'true'],
  ].map(([field = '', value = '']) => {
    const [first = '', second] = field.split('.');
    const capabilities = first === 'capabilities' ? `, add: ${value}` : '';
    const more = first === 'capabilities' ? '' : `\n  ${first}: ${second === undefined ? value : `{ ${second}: ${value} }`}`;
    return [field, `allowPrivilegeEscalation: false\n  capabilities: { drop: [ALL]${capabilities} }${more}`] as const;
  }),
])('executor.securityContext.%s that the namespaces refuse is named alone', (field, context) => {
  expect(fields({ executor: `securityContext:\n  ${context}\n` })).toEqual([`executor.securityContext.${field}`]);
});

test('what a step names itself may stand in mainContainer; what it would get on top may not', () => {
  const overruled = 'securityContext: { privileged: true, runAsUser: 0, allowPrivilegeEscalation: true }\n';
  expect(fields({ executor: ENOUGH, mainContainer: overruled })).toEqual([]);
  const added = 'securityContext: { capabilities: { add: [NET_ADMIN] }, procMount: Unmasked }\n';
  expect(fields({ executor: ENOUGH, mainContainer: added })).toEqual([
    'mainContainer.securityContext.capabilities.add',
    'mainContainer.securityContext.procMount',
  ]);
});

test('what cannot be read is no proof', () => {
  expect(judgeExecutor({ executor: 'securityContext: {\n' })).toEqual([{ field: 'executor', seen: 'no YAML', expected: 'YAML' }]);
  expect(judgeExecutor({ config: 'executor: {\n' })).toEqual([{ field: 'config', seen: 'no YAML', expected: 'YAML' }]);
});
