from __future__ import annotations

from html.parser import HTMLParser
from xml.etree.ElementTree import fromstring

import pytest
from reports.reports import MIXED, answer, operation

from streamulator.reports.coverage import summed
from streamulator.reports.junit import junit
from streamulator.reports.page import page
from streamulator.reports.texts import markdown, table

HEADLINE = "2 of 4 documented answers were seen: 50.0 %"


def test_a_table_has_a_line_for_each_operation_and_the_figure_last():
    lines = table(MIXED).splitlines()

    assert lines[:2] == ["getIt  200 -404 503* ?418", "putIt  -204"]
    assert lines[-1] == HEADLINE


def test_a_table_of_nothing_has_the_figure():
    assert table(summed([])).endswith("0 of 0 documented answers were seen: 100.0 %")


def test_markdown_has_a_table_for_each_document():
    lines = markdown(MIXED).splitlines()

    assert lines[0] == f"## {HEADLINE}"
    assert [line for line in lines if line.startswith("### ")] == ["### one.yaml", "### two.yaml"]
    assert "| getIt | 200 503* 418? | 404 | `limit` `Accept-Words` |" in lines
    assert "| putIt | none | 204 | none |" in lines


class TestJunit:
    def suites(self, report, least=0.0):
        return {suite.get("name"): suite for suite in fromstring(junit(report, least))}  # noqa: S314  our own text

    def test_has_a_suite_for_each_document_and_a_case_for_each_documented_answer(self):
        suite = self.suites(MIXED)["one.yaml"]

        names = [case.get("name") for case in suite]
        assert names == ["getIt 200 application/json", "getIt 404 application/json", "getIt 503 application/json"]
        assert (suite.get("tests"), suite.get("skipped")) == ("3", "1")
        assert [case.get("name") for case in suite if case.find("skipped") is not None] == [names[1]]

    @pytest.mark.parametrize(("least", "failures"), [(0, 0), (50, 0), (50.1, 1), (100, 1)])
    def test_fails_below_what_is_wanted(self, least, failures):
        suite = self.suites(MIXED, least)["threshold"]

        assert suite.get("failures") == str(failures)
        assert [failure.get("message") for failure in suite.iter("failure")] == [HEADLINE] * failures

    def test_escapes_what_it_is_told(self):
        report = summed([operation('a<"&', answer(200, 1))])

        (suite, _threshold) = fromstring(junit(report))  # noqa: S314  our own text

        assert suite[0].get("name") == 'a<"& 200 application/json'


class Words(HTMLParser):
    """What a page shows, and what it asks others for."""

    def __init__(self, text):
        super().__init__()
        self.words, self.asked, self.classes = [], [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if tag == "b":
            self.classes.append(attrs["class"])
        if {"src", "href"} & attrs.keys() or tag in {"script", "link"}:
            self.asked.append(tag)

    def handle_data(self, data):
        self.words.append(data)


class TestThePage:
    def test_needs_nothing_else(self):
        assert Words(page(MIXED)).asked == []

    def test_shows_every_answer_and_what_was_never_given(self):
        found = Words(page(MIXED))

        assert HEADLINE in found.words
        assert found.classes[4:] == ["seen", "unseen", "fault", "strange", "unseen"]
        assert "never given: kind=small order=down limit Accept-Words body.Kind=A" in found.words

    def test_escapes_what_it_is_told(self):
        text = page(summed([operation("<script>alert(1)</script>", answer(200, media_type='"><script>'))]))

        assert Words(text).asked == []
        assert "<script>alert(1)</script>" in Words(text).words
