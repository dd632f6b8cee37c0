#!/usr/bin/env node
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { builtFolder } from './build.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`error node.too_old\n  this is Node ${process.versions.node}; expected 20.19 or later\n  fix: Install a newer Node.`);
  process.exit(2);
}
process.once('SIGINT', () => {
  console.error('interrupted');
  process.exit(130);
});
const { main } = await import(pathToFileURL(path.join(builtFolder(), 'main.js')).href);
process.exitCode = await main(process.argv.slice(2));
