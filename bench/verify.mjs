// How long it takes to verify signed bundles: node bench/verify.mjs [count]
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = fileURLToPath(new URL('../', import.meta.url));
const count = Number(process.argv[2] ?? 1000);
if (!Number.isInteger(count) || count < 1) throw new Error(`${process.argv[2]}: expected a number of bundles`);

// Beside the installed packages, where the bundled file finds them.
const built = path.join(root, 'node_modules', '.cache', 'modelgate', `bench-verify-${process.pid}`);
mkdirSync(built, { recursive: true });
try {
  const contents = `
    export { readKeyRing, verifyStatement } from './lib/evidence/index.ts';
    export { listed, memoryTree, payloadOf, ringFile, testKey } from './test/support/signing.ts';
    export { signedBundle } from './lib/jobs/signing/index.ts';`;
  createRequire(import.meta.url)('esbuild').buildSync({
    stdin: { contents, resolveDir: root },
    outfile: path.join(built, 'verify.mjs'),
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  });
  const { listed, memoryTree, payloadOf, readKeyRing, ringFile, signedBundle, testKey, verifyStatement } = await import(
    pathToFileURL(path.join(built, 'verify.mjs')).href
  );
  const evaluation = payloadOf(readFileSync(path.join(root, 'models/churn/versions/1.1.0/evaluation.sigstore.json')));
  const ring = await readKeyRing(memoryTree(new Map([['policies/keys/keys.yaml', Buffer.from(ringFile(listed('bench', 1)))]])));
  // Each bundle is about another release, so that nothing is verified twice.
  const bundles = Array.from({ length: count }, (_, index) => {
    const predicate = { ...evaluation.predicate, version: `1.0.${index}` };
    return Buffer.from(signedBundle({ ...evaluation, predicate }, testKey(1)));
  });
  const bytes = bundles.reduce((sum, bundle) => sum + bundle.length, 0);
  const rounds = [];
  for (let round = 0; round < 10; round++) {
    const [started, used] = [process.hrtime.bigint(), process.cpuUsage()];
    const good = bundles.filter((bundle) => verifyStatement(bundle, ring, 'bundle').signatureVerified).length;
    const { user, system } = process.cpuUsage(used);
    rounds.push({ wall: Number(process.hrtime.bigint() - started) / 1e9, cpu: (user + system) / 1e6 });
    if (good !== count) throw new Error(`${count - good} of ${count} bundles were not verified`);
  }
  const best = (of) => Math.min(...rounds.map(of)).toFixed(2);
  process.stdout.write(
    `${count} bundles of ${Math.round(bytes / count)} bytes: ${best(({ wall }) => wall)} s, ${best(({ cpu }) => cpu)} CPU s, the best of ${rounds.length} rounds\n`,
  );
} finally {
  rmSync(built, { recursive: true, force: true });
}
