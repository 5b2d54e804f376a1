"""Walk a template's syntax tree and follow every name to the field it stands for."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from jinja2 import nodes

from docgen.template.shape import Shape


@dataclass(frozen=True, slots=True)
class Misuse:
    """A name that a template uses wrongly: on which line of its source, and why."""

    line: int
    detail: str


@dataclass(frozen=True, slots=True)
class _Seen:
    """What an expression leads to: its shape (None: anything goes) and its path in the case."""

    shape: Shape | None = None
    path: str = ""


_ANYTHING = _Seen()
_ARITHMETIC = (
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg,
)  # fmt: skip


@dataclass(slots=True)
class NameWalk:
    """One walk over one or more syntax trees: what was misused, and which paths were used."""

    root: Shape
    misuses: list[Misuse] = field(default_factory=list)
    used: set[str] = field(default_factory=set)

    def walk(self, tree: nodes.Template) -> None:
        """Follow every name in a syntax tree."""
        self._body(tree.body, {})

    def _body(self, body: list[nodes.Node], scope: Mapping[str, _Seen]) -> None:
        known = dict(scope)
        for node in body:
            self._statement(node, known)

    def _statement(self, node: nodes.Node, scope: dict[str, _Seen]) -> None:
        if isinstance(node, nodes.Output):
            for printed in node.nodes:
                self._print(printed, scope)
        elif isinstance(node, nodes.For):
            self._loop(node, scope)
        elif isinstance(node, nodes.If):
            self._expression(node.test, scope)
            for body in (node.body, node.elif_, node.else_):
                self._body(list(body), scope)
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            scope[node.target.name] = self._expression(node.node, scope)
        elif isinstance(node, nodes.Macro):
            inner = {argument.name: _ANYTHING for argument in node.args}
            self._body(node.body, {**scope, **inner})
            scope[node.name] = _ANYTHING
        else:
            for below in node.iter_child_nodes():
                self._statement(below, scope)

    def _print(self, node: nodes.Node, scope: Mapping[str, _Seen]) -> None:
        if isinstance(node, nodes.TemplateData):
            return
        seen = self._expression(node, scope)
        if seen.shape is not None and not seen.shape.printable:
            self.misuses.append(
                Misuse(node.lineno, f"「{seen.path}」不能直接打印，请写出其中要打印的一项")
            )

    def _loop(self, node: nodes.For, scope: Mapping[str, _Seen]) -> None:
        rows = self._expression(node.iter, scope)
        row = _ANYTHING
        if rows.shape is not None:
            if rows.shape.row is None:
                self.misuses.append(
                    Misuse(node.lineno, f"「{rows.path}」不是可以重复的一组，不能用 for")
                )
            else:
                row = _Seen(rows.shape.row, rows.path)
        inner = {**scope, "loop": _ANYTHING}
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = row
        self._body(node.body, inner)
        self._body(node.else_, scope)

    def _expression(self, node: nodes.Node, scope: Mapping[str, _Seen]) -> _Seen:
        if isinstance(node, nodes.Name):
            if node.name in scope:
                return scope[node.name]
            return self._step(_Seen(self.root), node.name, node.lineno)
        if isinstance(node, nodes.Getattr):
            return self._step(self._expression(node.node, scope), node.attr, node.lineno)
        if isinstance(node, _ARITHMETIC):
            self.misuses.append(
                Misuse(node.lineno, "模板里不做计算；请在 schemas/kinds 的文件里用 derived 算好")
            )
        for below in node.iter_child_nodes():
            self._expression(below, scope)
        return _ANYTHING

    def _step(self, seen: _Seen, name: str, line: int) -> _Seen:
        if seen.shape is None:
            return _ANYTHING
        path = f"{seen.path}.{name}" if seen.path else name
        found = seen.shape.names.get(name)
        if found is None:
            near = difflib.get_close_matches(name, seen.shape.names, n=1)
            hint = f"，是不是「{near[0]}」（{seen.shape.names[near[0]].label}）？" if near else "。"
            self.misuses.append(Misuse(line, f"数据里没有「{path}」这个名称{hint}"))
            return _ANYTHING
        self.used.add(path)
        return _Seen(found, path)
