"""Word documents for tests, written part by part: each holds exactly what is asked about."""

from __future__ import annotations

import zipfile
from io import BytesIO

NAMES = " ".join(
    f'xmlns:{short}="{name}"'
    for short, name in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "v": "urn:schemas-microsoft-com:vml",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
    }.items()
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def relationships(**targets: str) -> str:
    """Each kind and where it leads; a name may end in a digit (header1) to stand twice."""
    rows = "".join(
        f'<Relationship Id="{kind}" Type="{_OFFICE}/{kind.rstrip("123")}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{rows}</Relationships>'


def types(*parts: str) -> str:
    """What each part holds, as programs other than ours want to be told."""
    rows = "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_MAIN}.{part.rstrip("123")}+xml"/>'
        for part in parts
    )
    return (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_MAIN}.document.main+xml"/>'
        f"{rows}</Types>"
    )


def zipped(parts: dict[str, str | bytes]) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def document(body: str, **parts: str) -> bytes:
    """A .docx: the XML of its body and of further parts (styles, numbering, header1, …)."""
    return zipped(
        {
            "[Content_Types].xml": types(*parts),
            "_rels/.rels": relationships(officeDocument="word/document.xml"),
            "word/document.xml": f"<w:document {NAMES}><w:body>{body}</w:body></w:document>",
            "word/_rels/document.xml.rels": relationships(
                **{kind: f"{kind}.xml" for kind in parts}
            ),
            **{f"word/{kind}.xml": content for kind, content in parts.items()},
        }
    )


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str, properties: str = "") -> str:
    """A paragraph of runs; what is no XML becomes one."""
    runs = "".join(each if each.startswith("<") else run(each) for each in content)
    return f"<w:p><w:pPr>{properties}</w:pPr>{runs}</w:p>"


def listed(text: str, depth: int = 0, number: int = 1) -> str:
    """A paragraph of the list `number`, that deep in it."""
    place = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>'
    return paragraph(text, properties=place)


def styled(text: str, style: str, properties: str = "") -> str:
    return paragraph(text, properties=f'<w:pStyle w:val="{style}"/>{properties}')


def level(depth: int, form: str, text: str, more: str = "", start: int = 1) -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="{start}"/><w:numFmt w:val="{form}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*definitions: str, lists: dict[int, str] | None = None) -> str:
    """Definitions 0, 1, 2 …; list n uses definition n - 1 unless `lists` gives its XML."""
    abstract = "".join(
        f'<w:abstractNum w:abstractNumId="{position}">{each}</w:abstractNum>'
        for position, each in enumerate(definitions)
    )
    lists = lists or {position + 1: uses(position) for position in range(len(definitions))}
    named = "".join(f'<w:num w:numId="{key}">{each}</w:num>' for key, each in lists.items())
    return f"<w:numbering {NAMES}>{abstract}{named}</w:numbering>"


def uses(definition: int, more: str = "") -> str:
    return f'<w:abstractNumId w:val="{definition}"/>{more}'


def anew(depth: int, start: int) -> str:
    """An override: this list begins anew at that depth."""
    return f'<w:lvlOverride w:ilvl="{depth}"><w:startOverride w:val="{start}"/></w:lvlOverride>'


def styles(*each: str) -> str:
    return f"<w:styles {NAMES}>{''.join(each)}</w:styles>"


def style(key: str, inner: str, name: str = "", kind: str = "paragraph") -> str:
    """A style with that id; `name` is what Word calls it in every language."""
    named = f'<w:name w:val="{name or key}"/>'
    return f'<w:style w:type="{kind}" w:styleId="{key}">{named}{inner}</w:style>'
