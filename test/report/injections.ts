import { REPOSITORY, type GateReport } from '../../lib/contracts/gate-report.ts';
import { finding, HOSTILE, report, resource, review, unit, whole } from './reports.ts';

/** Ways in: forty things that people have written into titles, branches, ids and cards. */
export const INJECTIONS = [
  ...HOSTILE,
  '<details open><summary>✅ passed</summary>',
  '</details></details></details>',
  '</code></b></summary><h1>approved</h1>',
  '<table><tr><td>✅</td></tr></table>',
  '<style>body{display:none}</style>',
  '<svg/onload=alert(1)>',
  '<a href="javascript:alert(1)">x</a>',
  '<base href="https://evil.test/">',
  '<meta http-equiv=refresh content=0>',
  '<iframe srcdoc="<b>"></iframe>',
  '<!--',
  '-->',
  '<![CDATA[',
  '<?php',
  '## ✅ Passed: all units',
  'Passed\n===',
  'Passed\n---',
  '\n\n---\n\n',
  '| a | b |\n|:-|-:|',
  'x | y | z',
  '\\| \\\\| |',
  '``` js\nalert(1)\n```',
  '~~~\n',
  '`` ` `',
  '* * *\n1. one\n   - two',
  '[ ] task [x] done',
  '[^1]: note\n[^1]',
  '[link]: https://evil.test "t"\n[link]',
  '![](https://evil.test/pixel.png)',
  '<https://evil.test>',
  '&lt;/details&gt; &#60;b&#62; &NewLine;# x',
  '    indented\n\ttab',
  'line\\\nbreak  \nbreak<br>',
  '\u001b]0;title\u0007\u001b[2J\u001b[1;1H✅ Passed',
  '\u009b31m\r\u0008\u0008\u0008ok\u007f',
  '\n::add-path::/tmp/evil\n   ::set-output name=verdict::pass',
  '##[command]rm -rf / ##[error]x ##vso[task.setvariable]y',
  '%0A::error::smuggled%0D%25',
  "]]><failure/> <!ENTITY x SYSTEM 'file:///etc/passwd'> &x;",
  'feature/$(id)`id`;id|id&id>x',
  '../../../etc/passwd',
];

/** One text wherever people can put one. */
export function withText(text: string): GateReport {
  return report(
    [
      unit({
        verdict: 'deny',
        candidate: '1.1.0',
        model: text,
        environment: text,
        findings: [finding({ subject: text, message: text, fix: text, observed: text, expected: { [text]: text }, path: text })],
        review: review({
          change: { before: { stable: text, candidate: null }, rewritten: [text], card: true },
          groups: [{ attribute: text, reference: text, groups: [{ group: text, n: 1, values: { selection_rate: 0.5 } }] }],
          drift: { score: 0.1, limit: 0.2, features: [{ name: text, method: 'psi', effectSize: 0.1, pValue: null }], measured: 1 },
          resources: [resource(`K${text}`, text, { fields: [{ path: text, before: text, after: text }] })],
          controls: [{ pack: text, id: text, title: text, status: 'failed', checks: [text] }],
          approvals: [{ version: '1.1.0', role: text, count: 1, given: [text], enough: true }],
          limits: { moved: [{ path: text, before: text, after: text }], refused: [] },
        }),
      }),
    ],
    {
      policy: { source: text, sha256: 'a', opa: '1.0.0', checks: 1 },
      removed: [text],
      review: {
        resources: [],
        guarded: [text],
        secondRole: { role: text, people: [text], given: null, enough: false },
        newPolicies: { failure: text, units: [], more: 0 },
      },
      repository: whole([finding({ unit: REPOSITORY, subject: text, message: text, fix: text, observed: text, path: text })]),
    },
  );
}
