"""Many people who act in the same instant."""

import threading
from collections.abc import Callable


def at_once(many: int, act: Callable[[int], None]) -> list[BaseException]:
    """Do `act` in so many threads at the same moment; returns what went wrong."""
    wrong: list[BaseException] = []
    gate = threading.Barrier(many)

    def run(one: int) -> None:
        gate.wait()
        try:
            act(one)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=run, args=(one,)) for one in range(many)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return wrong
