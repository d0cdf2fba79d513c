"""Where user text could reach the terminal past tui/text.py: the rule that the screens' source is held to.

A door is a place of Textual's that shows what it is given. What goes in must be *made*: a constant of our own, or a
value from `content`, `paragraphs`, `template`, `fit`, `plain`, `plain_lines`, or a Content put together of such. A name
counts as made where everything bound to it in the same function or class is made, or where it is declared a Content.
What is only a str (an f-string, `.format`, `_("…", name=…)`, an attribute, an argument) is not.
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass

MAKERS = frozenset({"content", "paragraphs", "template", "fit", "plain", "plain_lines"})
_JOINERS = frozenset({"assemble", "join", "styled", "append"})  # of Content: made of what is made
# Widgets that take a text to show, with the names of their arguments that do.
WIDGETS = frozenset(
    {
        *("Static", "Label", "Button", "Link", "Digits", "Checkbox", "RadioButton", "Option", "OptionList", "ListItem"),
        *("Collapsible", "Tab", "TabPane", "SelectionList", "Select"),
    }
)
_SHOWN_ARGUMENTS = frozenset({"content", "renderable", "label", "title", "prompt", "placeholder", "tooltip", "message"})
# They show what they hold, or take lines later: Line and Lines clean it, Static and RecordTable do for the rest.
RAW = frozenset({"Input", "TextArea", "MaskedInput", "Markdown", "Log", "RichLog", "Pretty", "DataTable", "Tree"})
_SHOWING_METHODS = frozenset({"update", "notify", "add_option", "set_content", "load_text"})
_SHOWN_ATTRIBUTES = frozenset({"border_title", "border_subtitle", "tooltip", "placeholder", "sub_title", "label"})
_WITHOUT_MARKUP = frozenset({"Static", "Label"})


@dataclass(frozen=True)
class Leak:
    """A value that reaches a door without having been made."""

    line: int
    door: str
    value: str

    def __str__(self) -> str:
        return f"{self.line}: {self.door} is given {self.value}"


def leaks(source: str) -> list[Leak]:
    """Every leak in a module."""
    tree = ast.parse(source)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    return [leak for node in ast.walk(tree) for leak in _leaks_at(node, parents)]


def _leaks_at(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> Iterator[Leak]:
    match node:
        case ast.Call(func=func):
            name = _name(func)
            yield from _leaks_of_call(node, name, isinstance(func, ast.Attribute), parents)
        case ast.Assign(targets=targets, value=value):
            for target in targets:
                if isinstance(target, ast.Attribute) and target.attr in _SHOWN_ATTRIBUTES and _foreign(target):
                    yield from _unless_made(value, f".{target.attr} =", parents)


def _foreign(target: ast.Attribute) -> bool:
    """`self.label = …` in a dataclass of ours is no door; `widget.tooltip = …` and `self.border_title = …` are."""
    return target.attr != "label" or not isinstance(target.value, ast.Name) or target.value.id != "self"


def _leaks_of_call(node: ast.Call, name: str, method: bool, parents: dict[ast.AST, ast.AST]) -> Iterator[Leak]:
    if name in RAW and not method:
        yield Leak(node.lineno, name, "anything at all")
    if name in WIDGETS and not method:
        shown = [*node.args[:1], *(each.value for each in node.keywords if each.arg in _SHOWN_ARGUMENTS)]
        for value in shown:
            yield from _unless_made(value, f"{name}(", parents)
        if (
            name in _WITHOUT_MARKUP
            and not _markup_off(node)
            and not (shown and all(_content(v, parents) for v in shown))
        ):
            yield Leak(node.lineno, f"{name}(", "markup=True")
    elif method and name in _SHOWING_METHODS:
        for value in node.args[:1]:
            yield from _unless_made(value, f".{name}(", parents)
        if name == "notify" and not _markup_off(node):
            yield Leak(node.lineno, ".notify(", "markup=True")
    elif method and name == "from_markup" and node.args and not isinstance(node.args[0], ast.Constant):
        yield Leak(node.lineno, "from_markup(", ast.unparse(node.args[0]))


def _markup_off(node: ast.Call) -> bool:
    return any(
        each.arg == "markup" and isinstance(each.value, ast.Constant) and each.value.value is False
        for each in node.keywords
    )


def _unless_made(value: ast.expr, door: str, parents: dict[ast.AST, ast.AST]) -> Iterator[Leak]:
    if not _made(value, parents):
        yield Leak(value.lineno, door, ast.unparse(value))


def _made(value: ast.expr, parents: dict[ast.AST, ast.AST], seen: frozenset[str] = frozenset()) -> bool:
    """Whether a value is our own constant, or came through the door."""
    match value:
        case ast.Constant():
            return True
        case ast.Call(func=ast.Name(id="_"), keywords=[]):
            return True  # a sentence of the catalogue with nothing put in
        case ast.Call(func=ast.Name(id=name)) if name in MAKERS:
            return True
        case ast.Call(func=ast.Name(id="Content"), args=args):
            return all(_made(each, parents, seen) for each in args)
        case ast.Call(func=ast.Attribute(value=base, attr=attr), args=args) if attr in _JOINERS:
            return _is_content(base, parents, seen) and all(_made(_part(each), parents, seen) for each in args)
        case ast.Call(func=func):
            return _returns_content(func, value, parents)
        case ast.Starred(value=inner):
            return _made(inner, parents, seen)
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return all(_made(each, parents, seen) for each in elements)
        case ast.GeneratorExp(elt=element) | ast.ListComp(elt=element):
            return _made(element, parents, seen)
        case ast.IfExp(body=body, orelse=orelse):
            return _made(body, parents, seen) and _made(orelse, parents, seen)
        case ast.BinOp(left=left, op=ast.Mult()):
            return _made(left, parents, seen)
        case ast.BinOp(left=left, right=right, op=ast.Add()):
            return _made(left, parents, seen) and _made(right, parents, seen)
        case ast.Name(id=name):
            return name not in seen and _bound_to_made(name, value, parents, seen | {name})
        case _:
            return False


def _part(value: ast.expr) -> ast.expr:
    """Of the pairs that `assemble` takes, the text."""
    return value.elts[0] if isinstance(value, ast.Tuple) and value.elts else value


def _content(value: ast.expr, parents: dict[ast.AST, ast.AST]) -> bool:
    """Whether a made value is a Content, which holds no markup whatever it says."""
    return _made(value, parents) and not isinstance(value, ast.Constant)


def _is_content(base: ast.expr, parents: dict[ast.AST, ast.AST], seen: frozenset[str]) -> bool:
    return (isinstance(base, ast.Name) and base.id == "Content") or (
        isinstance(base, ast.Call) and _made(base, parents, seen)
    )


def _returns_content(func: ast.expr, at: ast.AST, parents: dict[ast.AST, ast.AST]) -> bool:
    """A function or method of this module that says it returns Content (or Contents): mypy holds it to that."""
    name = _name(func)
    if isinstance(func, ast.Attribute) and not (isinstance(func.value, ast.Name) and func.value.id == "self"):
        return False
    if name in ("list", "tuple", "reversed") and isinstance(at, ast.Call) and at.args:
        return _made(at.args[0], parents)
    module = at
    while module in parents:
        module = parents[module]
    found = [
        node.returns
        for node in ast.walk(module)
        if isinstance(node, ast.FunctionDef) and node.name == name and node.returns is not None
    ]
    return bool(found) and all(_says_content(each) for each in found)


def _says_content(annotation: ast.expr) -> bool:
    return ast.unparse(annotation).strip("'\"") in (
        "Content",
        "Iterator[Content]",
        "list[Content]",
        "Sequence[Content]",
    )


def _bound_to_made(name: str, at: ast.AST, parents: dict[ast.AST, ast.AST], seen: frozenset[str]) -> bool:
    """Whether everything bound to a name in the function around is made."""
    scope = at
    while scope in parents and not isinstance(scope, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        scope = parents[scope]
    bound: list[bool] = []
    for node in ast.walk(scope):
        match node:
            case ast.Assign(targets=[ast.Name(id=target)], value=value) if target == name:
                bound.append(_made(value, parents, seen))
            case ast.AnnAssign(target=ast.Name(id=target), annotation=annotation) if target == name:
                bound.append(_says_content(annotation))
            case ast.arg(arg=target, annotation=annotation) if target == name:
                bound.append(annotation is not None and _says_content(annotation))
            case (
                ast.For(target=ast.Name(id=target), iter=over)
                | ast.comprehension(target=ast.Name(id=target), iter=over)
            ) if target == name:
                bound.append(_made(over, parents, seen))
            case ast.Name(id=target, ctx=ast.Store()) if target == name and isinstance(parents.get(node), ast.Tuple):
                bound.append(False)  # taken out of a tuple: nobody knows what it is
    return bool(bound) and all(bound)


def _name(func: ast.expr) -> str:
    return func.id if isinstance(func, ast.Name) else func.attr if isinstance(func, ast.Attribute) else ""
