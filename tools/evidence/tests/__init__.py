"""Tests of the shared Python: `node tools/evidence/run.mjs --test`."""
