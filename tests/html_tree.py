"""A page read back with the standard library's parser: every element with its attributes and its text."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "br", "img", "link", "hr", "input"}


@dataclass
class Element:
    tag: str
    attributes: dict[str, str]
    parts: list[str | Element] = field(default_factory=list)

    def all(self, tag: str = "", **attributes: str) -> list[Element]:
        """Elements inside, of this tag and with these attributes; `class_` matches one of the classes."""
        found = []
        for part in self.parts:
            if isinstance(part, Element):
                if part.matches(tag, attributes):
                    found.append(part)
                found += part.all(tag, **attributes)
        return found

    def matches(self, tag: str, attributes: dict[str, str]) -> bool:
        wanted = dict(attributes)
        name = wanted.pop("class_", "")
        return (
            tag in ("", self.tag)
            and (not name or name in self.attributes.get("class", "").split())
            and all(self.attributes.get(key) == value for key, value in wanted.items())
        )

    @property
    def text(self) -> str:
        """All text inside, spaces tidied; styles and scripts are none."""
        pieces = [p if isinstance(p, str) else "" if p.tag in ("style", "script") else p.text for p in self.parts]
        return " ".join(" ".join(pieces).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open = [Element("", {})]
        self.problems: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if len(names) != len(set(names)):
            self.problems.append(f"<{tag}> has an attribute twice")
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].parts.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if self.open[-1].tag == tag:
            self.open.pop()
        else:
            self.problems.append(f"</{tag}> closes <{self.open[-1].tag}>")

    def handle_data(self, data: str) -> None:
        self.open[-1].parts.append(data)


def read(page: str) -> Element:
    """The page's root; every element is closed where it should be."""
    reader = _Reader()
    reader.feed(page)
    reader.close()
    assert not reader.problems, reader.problems[:5]
    assert [element.tag for element in reader.open] == [""]
    return reader.open[0]


def outside(page: str) -> list[str]:
    """Whatever the page would fetch, and whatever it would run that its own policy does not name."""
    tree = read(page)
    policy = policy_of(tree)
    found = []
    for element in tree.all():
        for name, value in element.attributes.items():
            fetches = name in ("src", "href", "xlink:href", "action", "srcset", "poster", "data")
            if fetches and not value.startswith(("#", "data:image/jpeg;base64,")):
                found.append(f"{element.tag} {name}={value[:60]}")
            if name.startswith("on"):
                found.append(f"{element.tag} {name}")
        inside = "".join(part for part in element.parts if isinstance(part, str))
        if element.tag == "script" and not is_data(element) and f"'sha256-{sha256(inside)}'" not in policy:
            found.append(element.tag)
        if element.tag in ("link", "iframe", "object", "embed", "form", "base"):
            found.append(element.tag)
        if element.tag == "style":
            found += ["@import"] * ("@import" in inside)
            found += [part[:40] for part in inside.split("url(")[1:] if not part.startswith("#")]
    return found


def policy_of(tree: Element) -> str:
    """The page's content security policy; empty where it has none."""
    return " ".join(e.attributes["content"] for e in tree.all("meta", **{"http-equiv": "Content-Security-Policy"}))


def is_data(script: Element) -> bool:
    """A script element that no browser runs."""
    return script.attributes.get("type") in ("application/json", "text/plain")


def sha256(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
