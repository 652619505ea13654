"""A module with all that must come before it, and where there is room for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rmentor.tasks import Task, flat


def chain_to(task: Task, name: str, placed: Iterable[str]) -> list[str]:
    """A module with the prerequisites it still needs and, where its entry level asks for them, others on the topic; in
    an order in which they can be begun."""
    chain: list[str] = []
    before = set(placed) | task.done

    def add(one: str, above: tuple[str, ...]) -> None:
        if one in before or one in chain or one in above or one not in task.modules:
            return
        module = task.modules[one]
        for required in module.requires:
            add(required, (*above, one))
        for topic in sorted(module.entry):
            for helper in sorted(task.modules.values(), key=lambda other: (other.minutes, other.id)):
                if task.reached(module, (*placed, *chain)):
                    break
                if topic in helper.teaches and helper.id not in task.barred:
                    add(helper.id, (*above, one))
        chain.append(one)

    add(name, ())
    return chain


def placed_in(task: Task, sessions: Sequence[Sequence[str]], chain: Sequence[str]) -> list[list[str]] | None:
    """The sessions with a chain in them, each module in the first session where it may stand; None if one cannot."""
    tried = [list(session) for session in sessions]
    for name in chain:
        module = task.modules[name]
        for number, session in enumerate(tried):
            before = [*flat(tried[: number + 1])]
            left = task.rooms[number] - sum(task.modules[one].minutes for one in session)
            done = set(before) | task.done
            if module.minutes <= left and done.issuperset(module.requires) and task.reached(module, before):
                session.append(name)
                break
        else:
            return None
    return tried
