"""How much of the processor a reader needs at the least: what a hostile file can force, and nothing of other tests."""

import gc
import time
from collections.abc import Callable


def quickest(work: Callable[[], object], tries: int = 3) -> float:
    """Seconds of the processor in the quickest of some tries; the garbage that other tests left is not collected."""
    gc.disable()
    try:
        return min(_seconds(work) for _ in range(tries))
    finally:
        gc.enable()


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start
