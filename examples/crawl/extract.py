#!/usr/bin/env python3
"""Writes the text of each page of a web archive as a line of JSON: extract.py FILE.warc[.gz] > crawl.jsonl

Needs the Python packages warcio and trafilatura. Pages without an article are left out.
"""

import json
import sys

import trafilatura
from warcio.archiveiterator import ArchiveIterator


def main(path: str) -> None:
    with open(path, "rb") as archive:
        for record in ArchiveIterator(archive):
            if record.rec_type != "response":
                continue
            text = trafilatura.extract(record.content_stream().read())
            if text:
                url = record.rec_headers.get_header("WARC-Target-URI")
                print(json.dumps({"url": url, "text": text}, ensure_ascii=False))


if __name__ == "__main__":
    main(sys.argv[1])
