"""Words out of the HTML that survey tools let people write into labels."""

from html.parser import HTMLParser

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "td", "th", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol"})
_UNREAD = frozenset({"script", "style"})


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[str] = []
        self._unread = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002  the parser's signature
        self._unread += tag in _UNREAD
        if tag in _BREAKS:
            self.found.append(" ")

    def handle_endtag(self, tag: str) -> None:
        self._unread = max(0, self._unread - (tag in _UNREAD))
        if tag in _BREAKS:
            self.found.append(" ")

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self.found.append(data)


def words_of(label: str) -> str:
    """The text of a label without its tags, on one line. A bare ``<`` that begins no tag stays."""
    if "<" not in label and "&" not in label:
        return " ".join(label.split())
    parser = _Words()
    parser.feed(label)
    parser.close()
    return " ".join("".join(parser.found).split())
