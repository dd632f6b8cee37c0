"""How a job starts and ends."""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable

from errors import EvidenceError


def end(job: Callable[[], int]) -> None:
    """Exit code 0: done; 1: judged and found wanting; 2: could not do it; 130: interrupted."""
    try:
        sys.exit(job())
    except EvidenceError as error:
        print(error.text(), file=sys.stderr)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception:  # noqa: BLE001  whatever went wrong, nothing was done
        traceback.print_exc()
    sys.exit(2)
