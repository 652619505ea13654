"""Documents → PDF (Typst, PDF/UA-1) and self-contained HTML. The same data goes to both; text is never interpreted."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import importlib.util
import json
from functools import cached_property
from typing import TYPE_CHECKING, Any

from rmentor import resources
from rmentor.paper import documents, forms, text, word
from rmentor.paper.documents import Document, Look

if TYPE_CHECKING:
    import typst
    from jinja2 import Environment

FORMATS = ("pdf", "html")
"""What is made when nobody says otherwise."""
FORM = "form.pdf"
"""Pages to be filled in on screen."""
WEB = "form.html"
"""The same as a page that saves what is answered to a file."""
ENDINGS = (*FORMATS, "docx", "md", WEB, FORM)
EXTRAS = {"docx": ("docx", "word"), FORM: (forms.PACKAGE, "forms")}
"""Formats that need a package of their own: its name, and the extra that brings it."""
_NO_CLOCK = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)


def can_make(ending: str) -> bool:
    """Whether the package that a format needs is installed."""
    return ending not in EXTRAS or importlib.util.find_spec(EXTRAS[ending][0]) is not None


class Press:
    """Sets documents. One compiler and one template environment serve a whole batch.

    `unshown` are signs that no face has (emoji, Chinese …), each with the document it was first seen in: PDF/UA refuses
    them, so paper shows \ufffd in their place.
    """

    def __init__(self) -> None:
        self.unshown: dict[str, str] = {}
        self._shown = set(map(chr, range(0x20, 0x17F))) - set(map(chr, range(0x7F, 0xA0)))

    def make(self, document: Document, ending: str) -> bytes:
        """A document's bytes in one format of ENDINGS; raises ModuleNotFoundError where its package is an extra
        that is not installed."""
        if ending == "md":
            return text.markdown(document).encode()
        if ending == "docx":
            return word.docx(document)
        data = told(document)
        if ending == FORM:
            about = document.asks.about if document.asks else None
            return forms.fillable(self._pdf(data, document.name, form=True), about)
        if ending == WEB:
            return self._fillable(data)
        return self._pdf(data, document.name) if ending == "pdf" else self._html(data)

    def page(self, name: str, shown: dict[str, Any]) -> bytes:
        """A page of its own template `name`.html, with its style and, where it has one, its script, which its policy
        alone allows."""
        template = self._environment.get_template(f"{name}.html")
        return template.render(page={**shown, "look": look_data(shown["look"])}, **_own(name)).encode()

    def _fillable(self, data: dict[str, Any]) -> bytes:
        """A document as a page to fill in; nothing leaves it but the file that it saves."""
        return self._environment.get_template("form.html").render(page=data, **_own("form")).encode()

    def _pdf(self, data: dict[str, Any], name: str, *, form: bool = False) -> bytes:
        said = json.dumps(data, ensure_ascii=False)
        for sign in sorted(set(said) - self._shown):
            if sign in self.unshown or not self._can_show(sign):
                self.unshown.setdefault(sign, name)
                said = said.replace(sign, "\ufffd")
            else:
                self._shown.add(sign)
        made = self._compiler.compile(
            input=self._main,
            format="pdf",
            sys_inputs={
                "document": said,
                "large": "yes" if data["large"] else "no",
                "form": "yes" if form else "no",
            },
            pdf_standards=["ua-1"],
            timestamp=_NO_CLOCK,
        )
        assert isinstance(made, bytes)
        return made

    def _can_show(self, sign: str) -> bool:
        import typst

        try:
            self._compiler.compile(
                input=(resources.templates() / "typst" / "glyph.typ").read_bytes(),
                format="pdf",
                sys_inputs={"text": sign},
                pdf_standards=["ua-1"],
            )
        except typst.TypstError:
            return False
        return True

    def _html(self, data: dict[str, Any]) -> bytes:
        return self._environment.get_template("document.html").render(page=data, script="", extra_css="").encode()

    @cached_property
    def _main(self) -> bytes:
        return (resources.templates() / "typst" / "document.typ").read_bytes()

    @cached_property
    def _compiler(self) -> typst.Compiler:
        import typst

        # The root holds our own Typst sources and nothing else; fonts come from a package, never from the machine.
        return typst.Compiler(root=str(resources.templates() / "typst"), font_paths=[fonts()], ignore_system_fonts=True)

    @cached_property
    def _environment(self) -> Environment:
        from jinja2 import FileSystemLoader, StrictUndefined, select_autoescape
        from jinja2.sandbox import SandboxedEnvironment
        from markupsafe import Markup

        environment = SandboxedEnvironment(
            loader=FileSystemLoader(resources.templates() / "html"),
            autoescape=select_autoescape(default=True, default_for_string=True),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        css = (resources.templates() / "html" / "document.css").read_text(encoding="utf-8")
        # Our own style sheet is the only thing that is not escaped.
        environment.globals["css"] = Markup(css)
        # A client's style sheet was checked to hold nothing that ends the element or reaches out; here once more.
        environment.filters["own_css"] = lambda text: Markup("" if "<" in text else text)
        environment.filters["svg_address"] = _svg_address
        return environment


def _own(name: str) -> dict[str, Any]:
    """A page's own style and script, and the digest by which its policy lets that script alone run."""
    from markupsafe import Markup

    folder = resources.templates() / "html"
    source = folder / f"{name}.js"
    script = source.read_text(encoding="utf-8") if source.is_file() else ""
    return {
        "extra_css": Markup((folder / f"{name}.css").read_text(encoding="utf-8")),
        "script": Markup(script),
        "script_digest": base64.b64encode(hashlib.sha256(script.encode()).digest()).decode(),
    }


def fonts() -> str:
    """The folder of the faces that all documents are set in."""
    import importlib.util

    found = importlib.util.find_spec("font_source_sans_pro")
    assert found is not None
    assert found.submodule_search_locations is not None
    return str(next(iter(found.submodule_search_locations))) + "/files"


def _svg_address(svg: str) -> str:
    return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"


def told(document: Document) -> dict[str, Any]:
    """All that a document shows, as templates take it."""
    return {**documents.data(document), "look": look_data(document.look)}


def look_data(look: Look) -> dict[str, Any]:
    """The look as templates take it: the logo as SVG text and as a data address."""
    shown: dict[str, Any] = {
        "colour": look.colour,
        "on_colour": look.on_colour,
        "colour_on_white": look.colour_on_white,
        "colour_on_dark": look.colour_on_dark,
        "logo": None,
        "logo_address": None,
        "logo_text": look.logo_text,
        "css": look.css,
    }
    if look.logo is not None:
        kind = "image/svg+xml" if look.logo_kind == "svg" else "image/png"
        shown["logo_address"] = f"data:{kind};base64,{base64.b64encode(look.logo).decode()}"
        if look.logo_kind == "svg":
            shown["logo"] = look.logo.decode("utf-8", "replace")
        else:
            shown["logo"] = _png_in_svg(look.logo, shown["logo_address"])
    return shown


def _png_in_svg(png: bytes, address: str) -> str:
    """A PNG wrapped in an SVG of its size, so that both kinds go the same way into Typst."""
    width, height = int.from_bytes(png[16:20]), int.from_bytes(png[20:24])
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="{address}"/></svg>'
    )


def digest(shown: dict[str, Any]) -> str:
    """A digest of what a page of its own shows."""
    return hashlib.blake2b(json.dumps(shown, sort_keys=True).encode(), digest_size=16).hexdigest()


def key(document: Document) -> str:
    """A digest of all that a document shows: equal keys, equal bytes."""
    data = json.dumps(told(document), ensure_ascii=False, sort_keys=True)
    return hashlib.blake2b(data.encode(), digest_size=16).hexdigest()
