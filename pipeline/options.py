"""The options of the stages as a person reads them: the docstrings under their fields."""

import ast
import dataclasses
import inspect
import itertools
import json
import textwrap
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Option:
    """One key of a table of stenogram.toml. `default` is written as TOML writes it."""

    name: str
    default: str
    meaning: str


def documented(options: type) -> list[Option]:
    """The options of a dataclass with the docstring under each field, in one line."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(options)))
    body = next(node for node in tree.body if isinstance(node, ast.ClassDef)).body
    meanings: dict[str, str] = {}
    for node, text in itertools.pairwise(body):
        if not isinstance(node, ast.AnnAssign) or not isinstance(node.target, ast.Name):
            continue
        if isinstance(text, ast.Expr) and isinstance(text.value, ast.Constant):
            meanings[node.target.id] = " ".join(str(text.value.value).split())
    defaults = options()
    return [
        Option(field.name, json.dumps(getattr(defaults, field.name)), meanings.get(field.name, ""))
        for field in dataclasses.fields(options)
    ]
