"""What makes two machines give the same bytes, and the proof that it is in force.

`run.mjs` sets the variables; they act when the libraries are loaded, so here they can only be checked.
Seen on one machine: numpy's AVX-512 code gives other last bits for exp, log and tanh and another order of ties in
argsort than its baseline code, so every dispatched target is switched off (`NPY_DISABLE_CPU_FEATURES`).
"""

from __future__ import annotations

import os
import platform

import sklearn.linear_model  # noqa: F401  loads the libraries whose threads are counted below
from numpy._core import _multiarray_umath as numpy_core  # type: ignore[attr-defined]  # has no stubs
from threadpoolctl import threadpool_info

from errors import EvidenceError

FIX = "Start the run with tools/evidence/run.mjs, which sets the variables."


def require() -> None:
    """Raises EvidenceError `evidence.not_deterministic` unless every setting acts."""
    if os.environ.get("PYTHONHASHSEED") != "0":
        raise EvidenceError("evidence.not_deterministic", "PYTHONHASHSEED: not 0; expected 0", FIX)
    for pool in threadpool_info():
        if pool["num_threads"] != 1:
            raise EvidenceError("evidence.not_deterministic", f"{pool['prefix']}: {pool['num_threads']} threads; expected 1", FIX)
        if is_x86() and pool["internal_api"] == "openblas" and pool["architecture"] != "Haswell":
            raise EvidenceError("evidence.not_deterministic", f"OpenBLAS kernels: {pool['architecture']}; expected Haswell", FIX)
    active = [name for name in numpy_core.__cpu_dispatch__ if numpy_core.__cpu_features__[name]]
    if is_x86() and active:
        raise EvidenceError("evidence.not_deterministic", f"numpy: uses {', '.join(active)}; expected its baseline only", FIX)


def is_x86() -> bool:
    return platform.machine() in ("x86_64", "AMD64")
