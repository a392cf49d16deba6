#!/usr/bin/env python3
"""Spin the prose of real files, restore them, and check that nothing but text changes.

    tests/real_files.py [--most N] COMMAND TRAIN FOLDER...

COMMAND is the filter and TRAIN is unspin-train, which spins. For each format, N files (default: 100) of the FOLDERs are
chosen. Files without enough prose, files of more than 300 kB and files that are not in UTF-8 are left out. Feeds and
mailboxes are made of pages and Markdown, because packages have hardly any. The table has these columns:

    files     files that were spun
    restored  files that the filter changes, and the edits in all of them
    clean     files that the filter changes although they are not spun
    fixed     share of the spun passages of prose that come back exactly as they were
    again     files in which a second run finds more: parts that look spun once the others do not

Each other column counts the files with a problem: an independent parser finds another structure in the output (parser),
the output of --edits does not replay (replay), and -w with one or two threads gives something else than the filter
(write). Names and reasons go to standard error. Exits with 1 if there is a problem.
"""

import argparse
import csv
import email
import email.policy
import hashlib
import html
import io
import json
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from collections import Counter
from email.message import EmailMessage
from html.parser import HTMLParser
from pathlib import Path
from xml.sax.saxutils import escape

LARGEST = 300_000
# Words of a passage that is spun, and of all in a file: a text must be long enough to be recognised as spun.
STRETCH = 6
LEAST = 150
# Attributes that people read.
READ = {"alt", "title", "placeholder", "aria-label", "content", "aria-description", "label", "summary"}
# Elements at whose end the code inside them ends, too, even if its own end is missing.
BLOCKS = {"p", "div", "li", "dd", "td", "th", "body"}
# Elements whose text is no prose.
CODE = {"script", "style", "code", "pre", "kbd", "samp", "var", "textarea", "svg", "math", "template", "title"}


def is_prose(text):
    """Whether a passage is a line of words that can be spun without a parser."""
    words = re.findall(r"[A-Za-z]{2,}", text)
    return len(words) >= STRETCH and text.isascii() and not re.search(r"[&<>{}\\\"`*_=|\[\]\t$%]|://", text)


class Page(HTMLParser):
    """The structure of a page, and where its text is."""

    def __init__(self, text):
        super().__init__(convert_charrefs=False)
        self.structure = []
        self.texts = []
        self.open = Counter()
        self.lines = [0]
        for line in text.splitlines(keepends=True):
            self.lines.append(self.lines[-1] + len(line))
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.open[tag] += 1
        kept = [(name, None if name in READ else value) for name, value in attrs]
        self.structure.append(("start", tag, kept))

    def handle_startendtag(self, tag, attrs):
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag):
        self.open[tag] = max(0, self.open[tag] - 1)
        if tag in BLOCKS:
            self.open.clear()
        self.structure.append(("end", tag))

    def handle_data(self, data):
        if any(self.open[tag] for tag in CODE - {"title"}):
            is_json_ld = data.lstrip().startswith("{") and '"@' in data
            self.structure.append(("code", None if is_json_ld else data))
        elif not self.open["title"]:
            line, column = self.getpos()
            self.texts.append((self.lines[line - 1] + column, data))

    def handle_comment(self, data):
        self.structure.append(("comment", data))

    def handle_decl(self, decl):
        self.structure.append(("decl", decl))


def matches(pattern, text):
    return [(match.start(1), match.group(1)) for match in re.finditer(pattern, text)]


def xml_structure(text):
    events = ElementTree.iterparse(io.BytesIO(text.encode()), ("start", "end"))
    return [(event, item.tag, dict(item.attrib)) for event, item in events]


def shape(value):
    """A JSON value with None in place of each string of several words."""
    if isinstance(value, dict):
        return [(key, shape(item)) for key, item in value.items()]
    if isinstance(value, list):
        return [shape(item) for item in value]
    return None if isinstance(value, str) and " " in value else value


def table_structure(delimiter):
    def structure(text):
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
        return [rows[:1], [[None if is_prose(cell) else cell for cell in row] if len(row) < 2 else len(row) for row in rows]]

    return structure


def markdown_structure(text):
    """Blocks of code, the marks at the starts of lines, targets of links, and code."""
    code, rest = [], []
    fence = None
    for line in text.splitlines():
        mark = re.match(r"[\s>]*(```+|~~~+)", line)
        if fence or mark:
            code.append(line)
        else:
            rest.append(line)
        if mark and fence is None:
            fence = mark.group(1)
        elif mark and mark.group(1).startswith(fence):
            fence = None
    marks = r"(?m)^ *(?:#+|[-+*]|\d+[.)]|>)(?= )|`[^`\n]+`|\]\([^)]*\)|\n\n+|<[^>\n]*>|\*\*"
    return code, re.findall(marks, "\n".join(rest))


def mail_structure(text):
    mail = email.message_from_bytes(text.encode(), policy=email.policy.compat32)
    parts = list(mail.walk())
    kept = [part.get_payload() for part in parts if part.get_content_maintype() not in ("text", "multipart", "message")]
    return [(part.items(), part.get_content_type(), part.preamble, part.epilogue) for part in parts], kept


def feed(page):
    """A feed with the page in an article, once escaped and once in a CDATA section."""
    cdata = page.replace("]]>", "]]&gt;")
    return (
        '<?xml version="1.0"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">\n<channel>'
        f"<item><link>a</link>\n<description>{escape(page)}</description>\n</item><item>\n"
        f"<content:encoded><![CDATA[{cdata}]]></content:encoded></item></channel></rss>\n"
    )


def feed_structure(text):
    texts = [item.text or "" for item in ElementTree.fromstring(text.encode()).iter()]
    return xml_structure(text), [Page(text).structure for text in texts if "<" in text]


def mailbox(text):
    """A mailbox with two mails, the first of which has the text in one of the transfer encodings."""
    mail = EmailMessage()
    mail["Subject"] = "The White Home mentioned the invoice"
    encoding = ("quoted-printable", "base64", "8bit")[len(text) % 3]
    mail.set_content(text, cte=encoding)
    return f"From a@b.c Mon Nov  2 10:00:00 2026\n{mail.as_bytes().decode()}\nFrom d@e.f\nSubject: b\n\nSee you.\n"


def mails(box):
    return [email.message_from_bytes(mail.encode()) for mail in re.split(r"(?m)^From .*\n", box)[1:]]


def mailbox_structure(box):
    return [mail_structure(mail.as_bytes().decode()) for mail in mails(box)]


def mailbox_text(box):
    return "".join(mail.get_payload(decode=True).decode() for mail in mails(box))


def mail_texts(text):
    body = text.find("\n\n") + 2
    return [(at, line) for at, line in matches(r"(?m)^([^:\r\n]+)\r?$", text) if at >= body]


def cues(text):
    """The lines of subtitles that are no text, and the number of all."""
    return [line for line in text.splitlines() if "-->" in line or line.isdigit() or not line], text.count("\n")


PAGE = (lambda text: Page(text).structure, lambda text: Page(text).texts)
XML = (xml_structure, lambda text: matches(r">([^<>]+)<", text))
STRINGS = r'"([^"\\\n]*)"(?!\s*:)'
MARKDOWN = (markdown_structure, lambda text: matches(r"(?m)^([A-Z].*)$", text))
# For each format: names of files, the structure by an independent parser, and the texts with their places.
FORMATS = {
    "html": ({"html", "htm"}, *PAGE),
    "xml": ({"xml", "rss", "atom", "svg", "xhtml"}, *XML),
    "json": ({"json"}, lambda text: shape(json.loads(text)), lambda text: matches(STRINGS, text)),
    "jsonl": (
        {"jsonl", "ndjson"},
        lambda text: [shape(json.loads(line)) for line in text.splitlines() if line.strip()],
        lambda text: matches(STRINGS, text),
    ),
    "csv": ({"csv"}, table_structure(","), lambda text: matches(r"(?<=[,\n])\"?([^,\"\n]+)", text)),
    "tsv": ({"tsv"}, table_structure("\t"), lambda text: matches(r"(?<=[\t\n])([^\t\"\n]+)", text)),
    "markdown": ({"md", "markdown"}, *MARKDOWN),
    "mail": ({"eml", "mbox"}, mail_structure, mail_texts),
    "subtitles": ({"srt", "vtt"}, cues, lambda text: matches(r"(?m)^(.*)$", text)),
    "feed": ({"html", "htm"}, *PAGE),
    "mailbox": ({"md", "markdown"}, *MARKDOWN),
}
# Formats that hardly any package ships are made of files of another one: the name of the made file, how it is made, its
# structure, and its text in plain.
MADE = {
    "feed": (".rss", feed, feed_structure, html.unescape),
    "mailbox": (".mbox", mailbox, mailbox_structure, mailbox_text),
}


def read(path):
    """The text of a file; None if it is not one that is looked at."""
    try:
        if path.stat().st_size > LARGEST:
            return None
        # read_text would change the line ends.
        return path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        return None


def passages(text, texts):
    """Where the passages of prose are: each line of each text on its own."""
    found = []
    for start, data in texts(text):
        for line in re.finditer(r"\S[^\r\n]*", data):
            if is_prose(line.group()):
                found.append((start + line.start(), line.group().rstrip()))
    return found


def chosen(folders, endings, structure, texts, most):
    """Up to `most` files with prose, of which the independent parser makes sense: path, text and passages."""
    paths = {path for folder in folders for path in Path(folder).rglob("*") if path.suffix[1:].lower() in endings}
    # In an order that is the same every time, but not that of the folders.
    order = sorted(paths, key=lambda path: hashlib.sha256(str(path).encode()).digest())
    files = []
    seen = set()
    for path in order:
        text = read(path) if path.is_file() else None
        if text is None or text in seen:
            continue
        seen.add(text)
        try:
            structure(text)
        except (ValueError, SyntaxError, csv.Error):
            continue
        found = passages(text, texts)
        if sum(len(passage.split()) for _, passage in found) >= LEAST:
            files.append((path, text, found))
            if len(files) == most:
                break
    return files


def run(*command, source=None):
    return subprocess.run(list(map(str, command)), input=source, stdout=subprocess.PIPE, check=True).stdout


def spin(train, files):
    """The files with their passages spun."""
    lines = "\n\n".join("\n".join(passage for _, passage in found) for _, _, found in files)
    spun = iter(line for line in run(train, "spin", source=lines.encode()).decode().split("\n") if line)
    texts = []
    for _, text, found in files:
        end = 0
        parts = []
        for start, passage in found:
            parts += [text[end:start], next(spun)]
            end = start + len(passage)
        texts.append("".join(parts) + text[end:])
    assert next(spun, None) is None, "each line is spun to one line"
    return texts


def replayed(source, edits):
    """The source with edits as --edits prints them."""
    out = b""
    end = 0
    for edit in map(json.loads, edits.splitlines()):
        assert source[edit["start"] : edit["end"]].decode() == edit["spun"], edit
        out += source[end : edit["start"]] + edit["original"].encode()
        end = edit["end"]
    return out + source[end:]


class Check:
    """The files of a format, written into a folder, and what is found out about them."""

    def __init__(self, name, command, folder):
        self.name = name
        self.command = [command, "--no-config"]
        self.folder = folder
        self.figures = Counter()

    def problem(self, kind, path, text):
        self.figures[kind] += 1
        print(f"{self.name}: {kind}: {path}: {text}", file=sys.stderr)

    def file(self, path, spun, original):
        """Checks a spun file, whose original is `original`, and returns the output for it."""
        structure = MADE[self.name][2] if self.name in MADE else FORMATS[self.name][1]
        source = spun.read_bytes()
        out = run(*self.command, spun)
        edits = run(*self.command, "--edits", spun)
        count = len(edits.splitlines())
        self.figures["restored"] += count > 0
        self.figures["edits"] += count
        try:
            before = structure(source.decode())
            if structure(out.decode()) != before:
                self.problem("parser", path, "another structure")
        except (ValueError, SyntaxError, csv.Error) as error:
            self.problem("parser", path, error)
        if replayed(source, edits) != out:
            self.problem("replay", path, "the edits do not make the output")
        again = spun.with_name(f"again-{spun.name}")
        again.write_bytes(out)
        if run(*self.command, again) != out:
            more = run(*self.command, "--edits", again).decode().splitlines()
            rules = [json.loads(line)["rule"] for line in more[:5]]
            self.problem("again", path, f"{len(more)} edits, such as {rules}")
        clean = spun.with_name(f"clean-{spun.name}")
        clean.write_bytes(original.encode())
        if run(*self.command, clean) != original.encode():
            self.figures["clean"] += 1
        return out

    def write(self, spun, outputs, jobs):
        """Checks that `-w` writes the `outputs` of the filter."""
        copies = [path.with_name(f"j{jobs}-{path.name}") for path in spun]
        for path, copy in zip(spun, copies):
            copy.write_bytes(path.read_bytes())
        for start in range(0, len(copies), 100):
            run(*self.command, "-w", f"-j{jobs}", *copies[start : start + 100])
        for path, copy, out in zip(spun, copies, outputs):
            if copy.read_bytes() != out:
                self.problem("write", path, f"-w -j{jobs} and the filter differ")

    def files(self, files, train):
        texts = spin(train, files)
        ending, make, _, plain = MADE.get(self.name, (None, str, None, str))
        paths = []
        for number, ((path, _, _), text) in enumerate(zip(files, texts)):
            paths.append(self.folder / f"{number:04}{ending or path.suffix.lower()}")
            paths[-1].write_bytes(make(text).encode())
        outputs = [self.file(path, spun, make(text)) for (path, text, _), spun in zip(files, paths)]
        for jobs in (1, 2):
            self.write(paths, outputs, jobs)
        for (_, _, found), out in zip(files, outputs):
            text = plain(out.decode())
            self.figures["passages"] += len(found)
            self.figures["fixed"] += sum(passage in text for _, passage in found)
        self.figures["files"] = len(files)


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("--most", type=int, default=100)
    parser.add_argument("command", type=lambda name: Path(name).absolute())
    parser.add_argument("train", type=lambda name: Path(name).absolute())
    parser.add_argument("folders", nargs="+")
    args = parser.parse_args()
    problems = ("parser", "replay", "write")
    print("format\tfiles\trestored\tedits\tclean\tfixed\tagain", *problems, sep="\t")
    failed = 0
    for name, (endings, structure, texts) in FORMATS.items():
        files = chosen(args.folders, endings, structure, texts, args.most)
        if not files:
            continue
        with tempfile.TemporaryDirectory() as folder:
            check = Check(name, args.command, Path(folder))
            check.files(files, args.train)
        figures = check.figures
        fixed = f"{figures['fixed'] / figures['passages']:.2f}"
        row = [figures[column] for column in ("files", "restored", "edits", "clean")]
        print(name, *row, fixed, figures["again"], *(figures[kind] for kind in problems), sep="\t", flush=True)
        failed += sum(figures[kind] for kind in problems)
    sys.exit(f"real_files: {failed} problems" if failed else 0)


if __name__ == "__main__":
    main()
