"""Circles in a relation between names: what stands above itself, what is its own successor."""

from collections.abc import Mapping, Sequence


def circles(steps: Mapping[str, Sequence[str]]) -> list[tuple[str, ...]]:
    """Circles of the relation, each from a name back to that name."""
    done: set[str] = set()
    found: list[tuple[str, ...]] = []
    for start in steps:
        path: list[str] = []
        on_path: dict[str, int] = {}
        todo = [(start, 0)]
        while todo:
            name, turn = todo.pop()
            if turn == 0:
                if name in done:
                    continue
                on_path[name] = len(path)
                path.append(name)
            following = steps.get(name, ())
            if turn < len(following):
                todo.append((name, turn + 1))
                step = following[turn]
                if step in on_path:
                    found.append((*path[on_path[step] :], step))
                elif step not in done:
                    todo.append((step, 0))
            else:
                done.add(name)
                del on_path[path.pop()]
    return found
