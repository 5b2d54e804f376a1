"""Read off a condition which values are there where it holds, and which where it does not."""

from collections.abc import Callable

from jinja2 import nodes

from docgen.template.seen import Seen

# Paths in a case, as `Seen.path` writes them.
Paths = frozenset[str]
Place = Callable[[nodes.Node], Seen | None]
_NOTHING: Paths = frozenset()


def found_by(test: nodes.Node, truth: bool, place: Place) -> Paths:
    """Return the paths that cannot be missing where `test` comes out as `truth`.

    `place` says what a name or a dotted path leads to, None for any other expression.
    """
    if isinstance(test, nodes.Not):
        return found_by(test.node, not truth, place)
    if isinstance(test, nodes.And | nodes.Or):
        left, right = (found_by(each, truth, place) for each in (test.left, test.right))
        both = isinstance(test, nodes.And) == truth
        return left | right if both else left & right
    if isinstance(test, nodes.Test) and test.name == "none":
        return _NOTHING if truth else _path(test.node, place)
    if isinstance(test, nodes.Compare) and len(test.ops) == 1:
        return _compared(test.expr, test.ops[0], truth, place)
    return _path(test, place) if truth else _NOTHING


def replaces_none(node: nodes.Filter) -> bool:
    """Tell whether a filter prints something else for what is missing: `default("/", true)`."""
    given = [*node.args[1:], *(each.value for each in node.kwargs if each.key == "boolean")]
    truths = [isinstance(each, nodes.Const) and each.value is True for each in given]
    return node.name in ("default", "d") and any(truths)


def _compared(left: nodes.Expr, operand: nodes.Operand, truth: bool, place: Place) -> Paths:
    """Whatever equals something, or is one of several, is there; so is what is not None."""
    none = isinstance(operand.expr, nodes.Const) and operand.expr.value is None
    alike = {"eq": True, "in": True, "ne": False, "notin": False}.get(operand.op)
    if alike is None:
        return _NOTHING
    return _path(left, place) if (alike == truth) != none else _NOTHING


def _path(node: nodes.Node, place: Place) -> Paths:
    seen = place(node)
    return frozenset({seen.path}) if seen and seen.path else _NOTHING
