"""Walk a template's syntax tree and follow every name to the field it stands for.

A macro is walked anew for each call, with what the caller passes behind its parameters: so a field
that only a macro prints counts as printed, and a name that is wrong inside it is found. What may be
missing is only printed, or looked into, where a condition has found it (`presence`).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from jinja2 import nodes

from docgen.template.presence import Paths, found_by, replaces_none
from docgen.template.seen import ANYTHING, NOTHING, Arguments, Macro, Seen, hint
from docgen.template.shape import BOXES, Shape


@dataclass(frozen=True, slots=True)
class Misuse:
    """A name that a template uses wrongly: in which file and line of its source, and why."""

    file: str
    line: int
    detail: str


# A macro may stand inside its own call block, but not so deep: it calls itself without end.
_DEEPEST = 6
_ARITHMETIC = (
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Pow, nodes.Neg,
)  # fmt: skip


# Others would change a word on its way to the paper.
_FILTERS = frozenset({"length", "numeral", "default", "d", "count"})


def _no_library(name: str) -> nodes.Template:
    raise LookupError(name)


@dataclass(slots=True)
class NameWalk:
    """One walk over one or more syntax trees: what was misused, and which paths were used.

    `library` reads the syntax tree of a file that is imported, or raises LookupError; a Word
    template imports nothing.
    """

    root: Shape
    library: Callable[[str], nodes.Template] = _no_library
    misuses: list[Misuse] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    _file: str = ""
    _replaced: set[str] = field(default_factory=set)
    _importing: list[str] = field(default_factory=list)
    _calls: list[Macro] = field(default_factory=list)
    _called: set[int] = field(default_factory=set)
    _found: Paths = frozenset()

    def walk(self, tree: nodes.Template, file: str = "") -> None:
        """Follow every name in a syntax tree; `file` is what its misuses are named after.

        Of several trees the one that extends comes first: what it puts in place of a block counts.
        """
        self._file = file
        defined: dict[str, Seen] = {}
        self._statements(tree.body, defined)
        # A macro nobody calls is held to the names it may use, whatever would be passed.
        for macro in [each.called for each in defined.values()]:
            if macro and macro.file == file and id(macro.node) not in self._called:
                self._enter(macro, dict.fromkeys((*macro.parameters, "caller"), ANYTHING))
        self._replaced.update(block.name for block in tree.find_all(nodes.Block))

    def _misuse(self, line: int, detail: str) -> None:
        found = Misuse(self._file, line, detail)
        if found not in self.misuses:
            self.misuses.append(found)

    def _body(self, body: list[nodes.Node], scope: Mapping[str, Seen]) -> None:
        self._statements(body, dict(scope))

    def _statements(self, body: list[nodes.Node], scope: dict[str, Seen]) -> None:
        for node in body:
            self._statement(node, scope)

    def _statement(self, node: nodes.Node, scope: dict[str, Seen]) -> None:
        if isinstance(node, nodes.Output):
            for printed in node.nodes:
                self._print(printed, scope)
        elif isinstance(node, nodes.For):
            self._loop(node, scope)
        elif isinstance(node, nodes.If):
            self._branches(node, scope)
        elif isinstance(node, nodes.Assign) and isinstance(node.target, nodes.Name):
            if self.root is not NOTHING and node.target.name in self.root.names:
                self._misuse(node.lineno, f"不能用 set 改动「{node.target.name}」，请换一个名称")
            scope[node.target.name] = self._expression(node.node, scope)
        elif isinstance(node, nodes.Macro):
            scope[node.name] = Seen(called=self._macro(node.name, node, scope))
        elif isinstance(node, nodes.CallBlock):
            self._call(node.call, scope, self._macro("caller", node, scope))
        elif isinstance(node, nodes.Import | nodes.FromImport):
            self._import(node, scope)
        elif not (isinstance(node, nodes.Block) and node.name in self._replaced):
            for below in node.iter_child_nodes():
                self._statement(below, scope)

    def _branches(self, node: nodes.If, scope: Mapping[str, Seen]) -> None:
        self._expression(node.test, scope)
        with self._having(node.test, scope, True):
            self._body(node.body, scope)
        with self._having(node.test, scope, False):
            if node.elif_:
                first, *rest = node.elif_
                below = nodes.If(first.test, first.body, rest, node.else_, lineno=first.lineno)
                self._branches(below, scope)
            else:
                self._body(node.else_, scope)

    @contextmanager
    def _having(self, test: nodes.Node, scope: Mapping[str, Seen], truth: bool) -> Iterator[None]:
        """Know what is there where a condition holds, or where it does not."""
        before, told = self._found, len(self.misuses)
        self._found |= found_by(test, truth, lambda each: self._place(each, scope))
        del self.misuses[told:]  # Whoever walks the condition itself says what is wrong in it.
        try:
            yield
        finally:
            self._found = before

    def _print(self, node: nodes.Node, scope: Mapping[str, Seen]) -> None:
        """Follow what is printed: of a choice between two, whichever it may be."""
        if isinstance(node, nodes.TemplateData):
            return
        if isinstance(node, nodes.CondExpr):
            self._expression(node.test, scope)
            for each, truth in ((node.expr1, True), (node.expr2, False)):
                with self._having(node.test, scope, truth):
                    if each is not None:
                        self._print(each, scope)
            return
        if isinstance(node, nodes.Or):
            self._expression(node.left, scope)
            with self._having(node.left, scope, False):
                self._print(node.right, scope)
            return
        if isinstance(node, nodes.Filter):
            self._filtered(node, scope)
        elif isinstance(node, nodes.Concat):
            for each in node.nodes:
                self._print(each, scope)
        seen = self._expression(node, scope)
        self._missing(seen, node.lineno)
        if seen.called or seen.members is not None:
            self._misuse(node.lineno, "宏不能直接打印，请加括号调用")
        if seen.shape is not None and not seen.shape.printable:
            self._misuse(node.lineno, f"「{seen.path}」不能直接打印，请写出其中要打印的一项")

    def _filtered(self, node: nodes.Filter, scope: Mapping[str, Seen]) -> None:
        """Refuse to hand to a filter what may be missing, save to one that is made for it."""
        inner: nodes.Node | None = node
        while isinstance(inner, nodes.Filter) and not replaces_none(inner):
            inner = inner.node
        seen = self._place(inner, scope) if inner is not None else None
        if seen is not None:
            self._missing(seen, node.lineno)

    def _loop(self, node: nodes.For, scope: Mapping[str, Seen]) -> None:
        rows = self._expression(node.iter, scope)
        row = ANYTHING
        if rows.shape is not None:
            if rows.shape.row is None:
                self._misuse(node.lineno, f"「{rows.path}」不是可以重复的一组，不能用 for")
            else:
                row = Seen(rows.shape.row, rows.path)
        inner = {**scope, "loop": ANYTHING}
        if isinstance(node.target, nodes.Name):
            inner[node.target.name] = row
        before = self._found
        # What was found of a row outside says nothing of the rows of this loop.
        within = f"{rows.path}."
        self._found = frozenset(each for each in before if not each.startswith(within))
        if node.test is not None:
            self._misuse(node.lineno, "for 后面不能再写 if 挑选行；要分情况，在循环里写 {% if %}")
            self._expression(node.test, inner)
            with self._having(node.test, inner, True):
                self._body(node.body, inner)
        else:
            self._body(node.body, inner)
        self._found = before
        self._body(node.else_, scope)

    def _expression(self, node: nodes.Node, scope: Mapping[str, Seen]) -> Seen:
        seen = self._place(node, scope)
        if seen is not None:
            if seen.path:
                self.used.add(seen.path)
            return seen
        if isinstance(node, nodes.Call):
            return self._call(node, scope)
        if isinstance(node, nodes.And | nodes.Or):
            self._expression(node.left, scope)
            with self._having(node.left, scope, isinstance(node, nodes.And)):
                self._expression(node.right, scope)
            return ANYTHING
        if isinstance(node, nodes.Filter) and node.name not in _FILTERS:
            self._misuse(node.lineno, f"不能用 |{node.name} 改动要打印的内容，请直接写名称")
        if isinstance(node, nodes.Getitem):
            of = self._place(node.node, scope)
            if of is not None and of.shape is not None and of.shape.row is None:
                self._misuse(node.lineno, f"不能从「{of.path}」里截取一部分，请打印整项")
        if isinstance(node, _ARITHMETIC):
            self._misuse(node.lineno, "模板里不做计算；请在 schemas/kinds 的文件里用 derived 算好")
        for below in node.iter_child_nodes():
            self._expression(below, scope)
        return ANYTHING

    def _place(self, node: nodes.Node, scope: Mapping[str, Seen]) -> Seen | None:
        """Return what a name or a dotted path leads to, its end not counted as used; else None."""
        if isinstance(node, nodes.Name):
            return scope.get(node.name) or self._step(Seen(self.root), node.name, node.lineno)
        if isinstance(node, nodes.Getattr):
            return self._step(self._expression(node.node, scope), node.attr, node.lineno)
        return None

    def _step(self, seen: Seen, name: str, line: int) -> Seen:
        if seen.members is not None:
            return self._member(seen.members, name, line)
        if seen.shape is None:
            return ANYTHING
        if seen.shape.names.get(name) is not BOXES:
            self._missing(seen, line)
        path = f"{seen.path}.{name}" if seen.path else name
        found = seen.shape.names.get(name)
        if found is not None:
            return Seen(found, path)
        if name == "caller" and not seen.path:
            self._misuse(line, "这个宏用到 caller()，请用 {% call %} 调用它")
        elif seen.shape is NOTHING:
            self._misuse(line, f"宏里看不到「{path}」，请作为参数传给宏")
        else:
            labels = {each: shape.label for each, shape in seen.shape.names.items()}
            self._misuse(line, f"数据里没有「{path}」这个名称{hint(name, labels)}")
        return ANYTHING

    def _missing(self, seen: Seen, line: int) -> None:
        """Refuse to print, or to look into, what no condition has found."""
        if seen.shape is not None and seen.shape.optional and seen.path not in self._found:
            detail = f"「{seen.path}」可以不填，请放在判断它的 if 里面，或者写明不填时印什么"
            self._misuse(line, detail)

    def _member(self, members: Mapping[str, Seen], name: str, line: int) -> Seen:
        if name not in members:
            likely = hint(name, dict.fromkeys(members, ""))
            self._misuse(line, f"引用的文件里没有宏「{name}」{likely}")
        return members.get(name, ANYTHING)

    def _import(self, node: nodes.Import | nodes.FromImport, scope: dict[str, Seen]) -> None:
        members = self._members(node, str(getattr(node.template, "value", "")))
        if isinstance(node, nodes.Import):
            scope[node.target] = Seen(members=members)
            return
        for each in node.names:
            name, alias = each if isinstance(each, tuple) else (each, each)
            scope[alias] = self._member(members, name, node.lineno)

    def _members(self, node: nodes.Import | nodes.FromImport, file: str) -> dict[str, Seen]:
        """Return what an imported file defines; without the context it sees no name of a case."""
        members: dict[str, Seen] = {}
        if file in self._importing:
            self._misuse(node.lineno, f"「{file}」和引用它的文件互相引用")
            return members
        try:
            tree = self.library(file)
        except LookupError:
            self._misuse(node.lineno, f"找不到引用的文件「{file}」")
            return members
        self._importing.append(file)
        with self._inside(file, self.root if node.with_context else NOTHING):
            self._statements(tree.body, members)
        self._importing.pop()
        return members

    def _macro(
        self, name: str, node: nodes.Macro | nodes.CallBlock, scope: dict[str, Seen]
    ) -> Macro:
        # The scope is shared, not copied: a macro may call one that is defined below it.
        return Macro(name, node, self._file, self.root, scope)

    def _call(
        self, node: nodes.Call, scope: Mapping[str, Seen], block: Macro | None = None
    ) -> Seen:
        """Walk the macro that is called, `block` being what stands inside `{% call %}`."""
        macro = self._expression(node.node, scope).called
        # What is passed counts as used where the macro uses it.
        arguments = Arguments(
            tuple(self._argument(each, scope) for each in node.args),
            {each.key: self._argument(each.value, scope) for each in node.kwargs},
        )
        if macro is None:
            everything = (*arguments.passed, *arguments.named.values())
            self.used.update(each.path for each in everything if each.path)
            if block is not None:
                self._misuse(node.lineno, "{% call %} 只能用来调用宏")
        elif node.dyn_args or node.dyn_kwargs:
            self._misuse(node.lineno, "宏的参数要一个一个写出来，不用 * 和 **")
        else:
            for fault in arguments.faults(macro):
                self._misuse(node.lineno, fault)
            given = arguments.bound(macro)
            self._enter(macro, given if block is None else given | {"caller": Seen(called=block)})
        return ANYTHING

    def _argument(self, node: nodes.Node, scope: Mapping[str, Seen]) -> Seen:
        seen = self._place(node, scope)
        return self._expression(node, scope) if seen is None else seen

    def _enter(self, macro: Macro, given: dict[str, Seen]) -> None:
        """Walk a macro's body with what stands behind its parameters."""
        self._called.add(id(macro.node))
        if sum(each.node is macro.node for each in self._calls) == _DEEPEST:
            return
        self._calls.append(macro)
        with self._inside(macro.file, macro.root):
            for name, default in macro.defaults:
                if name not in given:
                    given[name] = self._argument(default, macro.scope)
            known = dict.fromkeys(macro.parameters, ANYTHING) | given
            self._body(macro.node.body, {**macro.scope, **known})
        self._calls.pop()

    @contextmanager
    def _inside(self, file: str, root: Shape) -> Iterator[None]:
        before = self._file, self.root
        self._file, self.root = file, root
        try:
            yield
        finally:
            self._file, self.root = before
