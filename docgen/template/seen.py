"""What a name in a template can stand for: a place in the case, a macro, an imported file."""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from jinja2 import nodes

from docgen.template.shape import Shape


@dataclass(frozen=True, slots=True)
class Seen:
    """What an expression leads to: its shape (None: anything goes) and its path in the case.

    A macro is `called` instead; an imported file has `members`.
    """

    shape: Shape | None = None
    path: str = ""
    called: "Macro | None" = None
    members: "dict[str, Seen] | None" = None


@dataclass(frozen=True, slots=True, eq=False)
class Macro:
    """What can be called: a macro, or what stands between `{% call %}` and `{% endcall %}`.

    `root` and `scope` are the names its body may use beside its parameters.
    """

    name: str
    node: nodes.Macro | nodes.CallBlock
    file: str
    root: Shape
    scope: dict[str, Seen]

    @property
    def parameters(self) -> list[str]:
        """The names of its parameters, in order."""
        return [each.name for each in self.node.args]

    @property
    def defaults(self) -> Iterator[tuple[str, nodes.Expr]]:
        """Each parameter that need not be passed, with what then stands for it."""
        first = len(self.parameters) - len(self.node.defaults)
        return zip(self.parameters[first:], self.node.defaults, strict=True)


ANYTHING = Seen()
# What stands behind a name inside a macro that was imported without the context.
NOTHING = Shape("", printable=False)


@dataclass(frozen=True, slots=True)
class Arguments:
    """What one call passes to a macro, in order and by name."""

    passed: tuple[Seen, ...]
    named: Mapping[str, Seen]

    def bound(self, macro: Macro) -> dict[str, Seen]:
        """Return the parameters that were passed, with what stands behind them."""
        return dict(zip(macro.parameters, self.passed, strict=False)) | dict(self.named)

    def faults(self, macro: Macro) -> Iterator[str]:
        """Yield in words what was passed too much, under a wrong name, or not at all."""
        names, optional = macro.parameters, dict(macro.defaults)
        if len(self.passed) > len(names):
            yield f"宏 {macro.name} 只有 {len(names)} 个参数，这里传了 {len(self.passed)} 个"
        for name in self.named:
            if name not in names:
                yield f"宏 {macro.name} 没有参数「{name}」{hint(name, dict.fromkeys(names, ''))}"
        for name in names[: len(self.passed)]:
            if name in self.named:
                yield f"宏 {macro.name} 的参数「{name}」传了两次"
        for name in names[len(self.passed) :]:
            if name not in self.named and name not in optional:
                yield f"调用宏 {macro.name} 时少了参数「{name}」"


def hint(name: str, known: Mapping[str, str]) -> str:
    """Return what may have been meant: of the names known (with their labels) one like this."""
    near = difflib.get_close_matches(name, known, n=1)
    if not near:
        return "。"
    label = known[near[0]]
    return f"，是不是「{near[0]}」{f'（{label}）' if label else ''}？"
