"""Reads JSON [markdown, …]; prints what GitHub's own parser (cmark-gfm) makes of each: its tags, and its tables' cells."""

import json
import sys
from html.parser import HTMLParser

from cmarkgfm import github_flavored_markdown_to_html
from cmarkgfm.cmark import Options


class Reader(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tags, self.tables, self.cell, self.comments = set(), [], None, 0

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append([])
        elif tag in ("td", "th"):
            self.cell = ""

    def handle_endtag(self, tag):
        if tag in ("td", "th"):
            self.tables[-1][-1].append(self.cell)
            self.cell = None

    def handle_data(self, data):
        if self.cell is not None:
            self.cell += data

    def handle_comment(self, data):
        self.comments += 1


def read(markdown):
    reader = Reader()
    # HTML is let through: what a report must not do is to be kept from by nobody but itself.
    reader.feed(github_flavored_markdown_to_html(markdown, options=Options.CMARK_OPT_UNSAFE))
    reader.close()
    return {"tags": sorted(reader.tags), "tables": reader.tables, "comments": reader.comments}


print(json.dumps([read(markdown) for markdown in json.load(sys.stdin)]))
