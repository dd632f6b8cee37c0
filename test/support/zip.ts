import { execFileSync } from 'node:child_process';

const WRITE = `import json, sys, zipfile
out = zipfile.ZipFile(sys.stdout.buffer, 'w', zipfile.ZIP_DEFLATED if sys.argv[1] == 'deflated' else zipfile.ZIP_STORED)
for name, text in json.load(sys.stdin): out.writestr(name, text)
out.close()`;

/** A zip archive by a program that is not ours. Written to a pipe, as what uploads artifacts does: sizes come behind the bytes, and in the directory. */
export function zipOf(files: readonly (readonly [name: string, text: string])[], packed: 'deflated' | 'stored' = 'deflated'): Buffer {
  return execFileSync('python3', ['-W', 'ignore', '-c', WRITE, packed], { input: JSON.stringify(files), maxBuffer: 1 << 30 });
}
