"""HTML, Markdown, JSON lines and tables."""

import json
import pickle

import pyarrow as pa
import pytest

import unspin
from conftest import SPUN
from unspin import BadRecord, Restorer

EAGER = Restorer(assume_spun=True)
WRONG = (
    "format is 'docx'; give one of text, markdown, html, jsonl, json, csv, tsv, xml, warc, mail, subtitles"
)

PAGE = """<!DOCTYPE html>
<title>Café</title>
<script>var text = "The White Home mentioned it";</script>
<p class='a  b'>The White <b>Home</b> mentioned&nbsp;Thursday: <i>caf&eacute;</i>.
"""
MARKDOWN = """# The White *Home*

It mentioned `The White Home` on Thursday.
"""


def test_html_keeps_its_markup():
    restored = EAGER.restore(PAGE, format="html")
    assert restored == PAGE.replace("<b>Home</b> mentioned", "<b>House</b> said")


def test_markdown_keeps_its_code():
    restored = EAGER.restore(MARKDOWN, format="markdown")
    assert restored == MARKDOWN.replace("*Home*", "*House*").replace("It mentioned", "It said")


def test_json_lines_keep_all_but_the_text():
    lines = '{"id": 1.50, "text": "The White\\u0020Home mentioned it."}\r\n\n[1,\n{"body": "The White Home"}\n'
    restored = EAGER.explain(lines, "jsonl")
    assert restored.text == lines.replace("Home mentioned", "House said")
    assert restored.documents == 1
    assert [bad.line for bad in restored.bad_records] == [3, 4]
    assert restored.bad_records[1] == BadRecord(4, 'no field "text"')
    assert EAGER.restore(lines, "jsonl") == restored.text


def test_other_formats_are_one_document():
    for format in ("text", "markdown", "html"):
        restored = EAGER.explain(SPUN, format)
        assert (restored.documents, restored.bad_records) == (1, ())


def test_fields_of_json_lines():
    line = '{"text": "The White Home", "a": {"b": "The White Home"}, "c": "The White Home"}'
    restorer = Restorer(assume_spun=True, field=["/a/b", "c"])
    expected = '{"text": "The White Home", "a": {"b": "The White House"}, "c": "The White House"}'
    assert restorer.restore(line, "jsonl") == expected
    assert Restorer(assume_spun=True, field="c").restore(line, "jsonl").count("House") == 1


TABLE = "id,title,body\r\n1,The White Home,The White Home mentioned it.\r\n"


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (None, TABLE.replace("Home mentioned", "House said").replace("Home", "House")),
        ("body", TABLE.replace("Home mentioned", "House said")),
        (3, TABLE.replace("Home mentioned", "House said")),
        ([2], TABLE.replace("Home", "House", 1)),
        (("title", 3), TABLE.replace("Home mentioned", "House said").replace("Home", "House")),
        (4, TABLE),
    ],
)
def test_columns_of_tables(column, expected):
    restorer = Restorer(assume_spun=True, column=column)
    assert restorer.restore(TABLE, "csv") == expected
    assert restorer.restore(TABLE.replace(",", "\t"), "tsv") == expected.replace(",", "\t")
    assert pickle.loads(pickle.dumps(restorer)).restore(TABLE, "csv") == expected


def test_a_column_that_a_table_lacks_is_reported():
    restored = Restorer(column="text").explain(TABLE, "csv")
    assert restored.text == TABLE
    assert [bad.line for bad in restored.bad_records] == [1]


def test_the_command_takes_the_same_columns(command):
    for column in ("body", 2):
        restored = Restorer(assume_spun=True, column=column).restore(TABLE, "csv")
        assert restored == command(TABLE, "--format", "csv", "--assume-spun", "--column", str(column))


@pytest.mark.parametrize(
    ("field_format", "page", "restored"),
    [
        ("auto", True, True),
        ("html", True, True),
        ("text", True, False),
        ("auto", False, False),
        ("markdown", False, True),
    ],
)
def test_the_format_of_fields(field_format, page, restored):
    text = "<p>Near The White H&#111;me" if page else "Near The White H&#111;me"
    restorer = Restorer(assume_spun=True, field_format=field_format)
    for source, format in ((f'{{"text": "{text}"}}', "jsonl"), (f"a,b\n1,{text}\n", "csv")):
        expected = source.replace("H&#111;me", "House") if restored else source
        assert restorer.restore(source, format) == expected


def test_wrong_columns_and_formats_of_fields():
    for column in (0, -1, 2**40):
        with pytest.raises(ValueError, match="numbers count from 1"):
            Restorer(column=column)
    with pytest.raises(ValueError, match="column has no name"):
        Restorer(column=[])
    for column in (True, 1.5, [None]):
        with pytest.raises(TypeError):
            Restorer(column=column)
    with pytest.raises(ValueError, match="field_format is 'docx'; give one of auto, text, html, markdown"):
        Restorer(field_format="docx")


@pytest.mark.parametrize(("text", "format"), [(PAGE, "html"), (MARKDOWN, "markdown"), ("é\n" + SPUN, "text")])
def test_positions_are_characters_of_the_source(text, format):
    edits = EAGER.explain(text, format).edits
    assert [text[edit.start : edit.end] for edit in edits] == [edit.spun for edit in edits]
    assert [edit.original for edit in edits][:2] == ["House", "said"]


def test_unchanged_pages_are_the_same_object():
    for format in ("text", "markdown", "html", "jsonl"):
        text = "".join(["<p>It rained ", "on Monday."])
        assert unspin.restore(text, format) is text
        assert unspin.restore_batch([text], format)[0] is text


def test_lone_surrogates_in_a_page():
    assert EAGER.restore("<p>\ud83d The White <b>Home</b>", "html") == "<p>\ud83d The White <b>House</b>"
    line = '{"text": "\ud83d The White Home"}'
    restored = EAGER.explain(line, "jsonl")
    assert restored.text == line and restored.bad_records == (BadRecord(1, "not UTF-8"),)


def test_batches():
    pages = [PAGE, "<p>It rained.", PAGE] * 5
    expected = [EAGER.restore(page, "html") for page in pages]
    assert EAGER.restore_batch(pages, "html") == expected
    assert EAGER.restore_batch(pages, format="html") == expected
    assert [one.text for one in EAGER.explain_batch(pages, "html")] == expected
    array = pa.array([*pages, None])
    assert EAGER.restore_arrow(array, "html").to_pylist() == [*expected, None]
    annotated = EAGER.annotate_arrow(array, "html")
    assert annotated.field("text").to_pylist() == [*expected, None]
    assert annotated.field("edits").to_pylist() == [2, 0, 2] * 5 + [None]


def test_functions_take_a_format(spun):
    page = f"<p>{spun}"
    assert unspin.restore(page, "html") == "<p>" + unspin.restore(spun)
    assert unspin.explain(page, "html").text == unspin.restore(page, "html")


def test_wrong_formats():
    for call in (EAGER.restore, EAGER.explain):
        with pytest.raises(ValueError, match=WRONG):
            call("text", "docx")
    for call in (EAGER.restore_batch, EAGER.explain_batch):
        with pytest.raises(ValueError, match=WRONG):
            call(["text"], "docx")
    for call in (EAGER.restore_arrow, EAGER.annotate_arrow):
        with pytest.raises(ValueError, match=WRONG):
            call(pa.array(["text"]), "docx")


def test_the_command_restores_the_same(command, texts):
    paragraphs = "\n\n".join(texts)
    page = "".join(f"<p>{line}</p>\n" for line in paragraphs.splitlines())
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    for text, format in ((paragraphs, "markdown"), (page, "html"), (lines, "jsonl")):
        restored = EAGER.restore(text, format)
        assert restored == command(text, "--format", format, "--assume-spun")
        assert restored != text
