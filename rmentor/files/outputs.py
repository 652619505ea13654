"""The files that rmentor writes: a heading that says so, what they were made from, then the result.

`selection.yaml`, `pairs.yaml` and `plans/` are kept in git, so their bytes depend on the inputs alone: keys in a fixed
order, floats with four decimals, no clock.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

import yaml

from rmentor.errors import Problem, ProblemsFound
from rmentor.files import yamlfile

_DIGEST = re.compile(rb"# digest: ([0-9a-f]{32})\n")
_INPUTS = re.compile(rb"^inputs:(?: \{\})?\n(?:  .*\n)*", re.MULTILINE)


_WRITTEN_BY = {"selection.yaml": "select", "pairs.yaml": "pair"}
_NUMERIC = tuple("0123456789+-.")


class _Dumper(yaml.CSafeDumper):
    pass


_Dumper.add_representer(float, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", f"{value:.4f}"))
_Dumper.add_representer(
    # 00388 is text to YAML 1.1 and a number to YAML 1.2; 2027-01-20 a date to some: quoted, it is text to all.
    str,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, '"' if text[:1] in _NUMERIC else None),
)
_Dumper.add_representer(tuple, lambda dumper, value: dumper.represent_list(value))


def _yaml(data: Mapping[str, Any]) -> str:
    text: str = yaml.dump(
        dict(data), Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120, default_flow_style=None
    )
    return text


def written(heading: str, inputs: Mapping[str, str], body: Mapping[str, Any]) -> bytes:
    """An output file: the heading as a comment, the digest of the rest, `version`, `inputs` by name, then the body."""
    listed = "".join("  " + line + "\n" for line in _block(dict(sorted(inputs.items()))).splitlines())
    rest = f"version: 1\ninputs:{'' if inputs else ' {}'}\n{listed}{_yaml(body)}".encode()
    comment = "".join(f"# {line}\n" for line in heading.splitlines())
    return comment.encode() + f"# digest: {_hash(rest)}\n".encode() + rest


def _block(inputs: Mapping[str, str]) -> str:
    text: str = yaml.dump(dict(inputs), Dumper=_Dumper, sort_keys=True, allow_unicode=True, width=1000)
    return text if inputs else ""


def unchanged_by_hand(content: bytes) -> bool:
    """Whether an output still is as rmentor wrote it (line ends apart)."""
    found = _DIGEST.search(content.replace(b"\r\n", b"\n"))
    return bool(found) and _hash(_rest(content)) == found[1].decode()  # type: ignore[index]


def result_digest(content: bytes) -> str:
    """The digest of the result alone: an output whose inputs changed but not its result changes nothing after it."""
    return _hash(result(content))


def result(content: bytes) -> bytes:
    """An output without its heading and without what it was made from."""
    return _INPUTS.sub(b"", _rest(content), count=1)


def made_from(content: bytes, path: str) -> Mapping[str, str]:
    """What an output was made from, as it says; raises ProblemsFound where it was changed by hand. As nobody did, the
    lines of its inputs alone are parsed: of thousands of plans most of the text says something else."""
    if not unchanged_by_hand(content):
        raise ProblemsFound([edited(path)])
    listed = _INPUTS.search(_rest(content))
    return dict(yamlfile.parse(listed[0], path).data["inputs"] or {}) if listed else {}


def edited(path: str) -> Problem:
    """That an output was changed by hand, and the command that writes it."""
    return Problem(path, "edited_output", {"command": _WRITTEN_BY.get(path, "plan")}, 1)


def _rest(content: bytes) -> bytes:
    plain = content.replace(b"\r\n", b"\n")
    found = _DIGEST.search(plain)
    return plain[found.end() :] if found else plain


def _hash(content: bytes) -> str:
    return hashlib.blake2b(content, digest_size=16).hexdigest()
