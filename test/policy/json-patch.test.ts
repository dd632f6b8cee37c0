import { expect, test } from 'vitest';
import { applyPatch, type PatchOperation } from '../../lib/policy/json-patch.ts';

const DOCUMENT = { a: { b: [1, 2, 3] }, 'x/y~z': 0 };

test.each<[string, readonly PatchOperation[], unknown]>([
  ['add a member', [{ op: 'add', path: '/c', value: 1 }], { ...DOCUMENT, c: 1 }],
  ['add into a list', [{ op: 'add', path: '/a/b/1', value: 9 }], { ...DOCUMENT, a: { b: [1, 9, 2, 3] } }],
  ['add at the end', [{ op: 'add', path: '/a/b/-', value: 9 }], { ...DOCUMENT, a: { b: [1, 2, 3, 9] } }],
  ['remove from a list', [{ op: 'remove', path: '/a/b/0' }], { ...DOCUMENT, a: { b: [2, 3] } }],
  ['replace in a list', [{ op: 'replace', path: '/a/b/2', value: null }], { ...DOCUMENT, a: { b: [1, 2, null] } }],
  ['replace the whole', [{ op: 'replace', path: '', value: [] }], []],
  ['an escaped name', [{ op: 'replace', path: '/x~1y~0z', value: 5 }], { a: DOCUMENT.a, 'x/y~z': 5 }],
  ['move', [{ op: 'move', from: '/a/b', path: '/b' }], { a: {}, 'x/y~z': 0, b: [1, 2, 3] }],
  ['copy', [{ op: 'copy', from: '/a/b', path: '/b' }], { ...DOCUMENT, b: [1, 2, 3] }],
  ['test what holds', [{ op: 'test', path: '/a', value: { b: [1, 2, 3] } }], DOCUMENT],
])('%s', (_, patch, expected) => {
  expect(applyPatch(DOCUMENT, patch)).toEqual(expected);
  expect(DOCUMENT).toEqual({ a: { b: [1, 2, 3] }, 'x/y~z': 0 });
});

test.each<[string, readonly PatchOperation[]]>([
  ['replace what is not there', [{ op: 'replace', path: '/nothing', value: 1 }]],
  ['remove what is not there', [{ op: 'remove', path: '/a/b/3' }]],
  ['add below what is not there', [{ op: 'add', path: '/nothing/x', value: 1 }]],
  ['add far behind the end', [{ op: 'add', path: '/a/b/4', value: 1 }]],
  ['add at a word in a list', [{ op: 'add', path: '/a/b/x', value: 1 }]],
  ['replace behind the end', [{ op: 'replace', path: '/a/b/-', value: 0 }]],
  ["remove a list's length", [{ op: 'remove', path: '/a/b/length' }]],
  ['reach into a prototype', [{ op: 'add', path: '/__proto__/polluted', value: 1 }]],
  ['test what does not hold', [{ op: 'test', path: '/a/b', value: [1, 2] }]],
])('%s is an error', (_, patch) => {
  expect(() => applyPatch(DOCUMENT, patch)).toThrow(/there is no such place|has another value/);
});
