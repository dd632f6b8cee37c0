import type { Finding, GateReport, Place } from '../../contracts/gate-report.ts';
import { orNull } from '../or-null.ts';
import type { Tree } from '../tree.ts';
import { declaredProperty } from './declared-property.ts';
import { linesOf, type Lines } from './lines-of.ts';
import { stepsOf } from './steps-of.ts';

/** The property of a declaration that a check's finding comes from: people write that, and synthesis the manifest. By code, else by topic. */
const PROPERTIES: Readonly<Record<string, string>> = {
  compliance: 'privacy',
  fairness: 'protectedAttributes',
  monitoring: 'monitoring',
  rollout: 'rollout',
  'rollout.no_rollback': 'rollout',
  'data.features_mismatch': 'data',
  'serving.authorization_missing': 'traffic',
  'serving.authorization_open': 'traffic',
  'serving.memory_overcommitted': 'runtime',
  'serving.resources_missing': 'runtime',
  'serving.too_few_replicas': 'environments',
};

/**
 * A report whose findings say where to look, with the line that the judged bytes have there: in a file of evidence or a card where the check
 * names it, in the declaration where what is found follows from a property of it, else in the manifest. What cannot be proven to stand
 * on a line is shown on the file's first. Of very many findings the worst have a place, and the others only what they had: nobody reads on.
 * @throws what the tree throws, but for a person's mistakes
 */
export async function withPlaces(tree: Tree, report: GateReport): Promise<GateReport> {
  const worst = new Set(
    [report.repository?.findings ?? [], ...report.units.map(({ findings }) => findings)]
      .flat()
      .toSorted((a, b) => rank(a) - rank(b))
      .slice(0, MOST),
  );
  const units = [];
  for (const unit of report.units) {
    // What one unit's files say is forgotten with it: of a thousand units it would be half a gigabyte.
    const files = new Files(tree);
    const findings: Finding[] = [];
    for (const finding of unit.findings)
      findings.push(worst.has(finding) ? { ...finding, place: await placeOf(files, unit.model, finding) } : finding);
    units.push({ ...unit, findings });
  }
  const { repository } = report;
  if (repository === undefined) return { ...report, units };
  const whole = repository.findings.map((finding) =>
    finding.path === null ? finding : { ...finding, place: { path: finding.path, line: 1 } },
  );
  return { ...report, repository: { ...repository, findings: whole }, units };
}

/** As many places are looked up: each may take the parsing of a file, 5 ms of it. */
const MOST = 500;

function rank({ status, severity }: Finding): number {
  return status === 'waived' ? 3 : { deny: 0, warn: 1, info: 2 }[severity];
}

/** Every file read once. */
class Files {
  readonly #tree: Tree;
  readonly #lines = new Map<string, Promise<Lines | null>>();
  readonly #texts = new Map<string, Promise<string | null>>();

  constructor(tree: Tree) {
    this.#tree = tree;
  }

  lines(path: string): Promise<Lines | null> {
    return remembered(this.#lines, path, async () => {
      const bytes = await orNull(this.#tree.read(path));
      return bytes === null ? null : linesOf(path, bytes);
    });
  }

  text(path: string): Promise<string | null> {
    return remembered(this.#texts, path, async () => {
      const bytes = await orNull(this.#tree.read(path));
      return bytes === null ? null : Buffer.from(bytes).toString('utf8');
    });
  }
}

function remembered<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}

async function placeOf(files: Files, model: string, finding: Finding): Promise<Place> {
  const { path } = finding;
  const declaration = `models/${model}/model.ts`;
  const generated = path?.startsWith('synth/') !== false;
  const property = PROPERTIES[finding.code] ?? PROPERTIES[finding.code.split('.', 1)[0] ?? ''];
  if (generated && property !== undefined) {
    const line = declaredProperty((await files.text(declaration)) ?? '', property);
    if (line !== null) return { path: declaration, line };
  }
  if (path === null || path.startsWith('synth/catalog/')) return { path: declaration, line: 1 };
  const lines = await files.lines(path);
  for (const steps of lines === null ? [] : stepsOf(finding, path, lines.value)) {
    const line = lines?.of(steps) ?? null;
    if (line !== null) return { path, line };
  }
  return { path, line: 1 };
}
