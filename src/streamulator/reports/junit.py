"""Coverage as JUnit XML: a suite a document, a case an answer, and one that fails when too little was reached."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from streamulator.core.messages import Json
from streamulator.reports.texts import by_document, headline


def junit(report: Json, least: float = 0.0) -> str:
    """Write a report as JUnit XML; `least` is the percentage that it has to reach."""
    root = Element("testsuites", name="streamulator coverage")
    for document, operations in by_document(report):
        suite = SubElement(root, "testsuite", name=document)
        cases = [(one["operation"], answer) for one in operations for answer in one["answers"] if answer["documented"]]
        for operation, answer in cases:
            name = f"{operation} {answer['status']} {answer['mediaType']}".strip()
            case = SubElement(suite, "testcase", classname=document, name=name)
            if not answer["count"]:
                SubElement(case, "skipped", message="never answered")
        suite.set("tests", str(len(cases)))
        suite.set("skipped", str(sum(not answer["count"] for _, answer in cases)))
    gate = SubElement(root, "testsuite", name="threshold", tests="1", failures=str(int(report["percent"] < least)))
    case = SubElement(gate, "testcase", classname="threshold", name=f"at least {least:g} %")
    if report["percent"] < least:
        SubElement(case, "failure", message=headline(report))
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"
