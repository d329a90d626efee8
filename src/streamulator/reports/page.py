"""Coverage as one HTML page that needs nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from streamulator.core.messages import Json
from streamulator.reports.texts import BY_FAULT, SEEN, STRANGE, UNSEEN, by_document, headline, mark, telling

_STYLE = """
body { font: 15px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 76rem; padding: 0 1rem; color: #1c2430; }
h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% }
td { border-top: 1px solid #dde3ea; padding: .3rem .6rem; vertical-align: top }
code { color: #526070 } .bar { background: #e9edf2; height: .6rem; border-radius: .3rem }
.bar i { display: block; height: 100%; background: #2c7a4b; border-radius: .3rem }
b { display: inline-block; min-width: 2.6rem; padding: 0 .4rem; margin: .1rem }
b { border-radius: .3rem; text-align: center }
.seen { background: #cdebd7 } .fault { background: #fdeabf }
.unseen { background: #eceff3; color: #8a94a1 } .strange { background: #f7cfcf }
small { color: #8a94a1 }
"""
_CLASSES = {SEEN: "seen", BY_FAULT: "fault", UNSEEN: "unseen", STRANGE: "strange"}


def page(report: Json) -> str:
    """Write a report as a page."""
    return "".join(
        [
            '<!doctype html><html lang="en"><meta charset="utf-8"><title>Contract coverage</title>',
            f"<style>{_STYLE}</style><h1>Contract coverage</h1><p>{escape(headline(report))}</p>",
            f'<div class="bar"><i style="width:{report["percent"]}%"></i></div>',
            '<p><b class="seen">200</b> answered <b class="fault">503</b> by a fault only ',
            '<b class="unseen">404</b> never <b class="strange">418</b> not documented</p>',
            *(_section(document, operations) for document, operations in by_document(report)),
            "</html>\n",
        ]
    )


def _section(document: str, operations: list[Json]) -> str:
    rows = "".join(_row(one) for one in operations)
    return f"<h2>{escape(document)}</h2><table>{rows}</table>"


def _row(operation: Json) -> str:
    answers = "".join(
        f'<b class="{_CLASSES[mark(one)]}" title="{escape(one["mediaType"])}: {one["count"]}">{one["status"]}</b>'
        for one in operation["answers"]
    )
    request = escape(f"{operation['method']} {operation['path']}")
    silent = " ".join(escape(name) for name in _silent(operation))
    never = f"<br><small>never given: {silent}</small>" if silent else ""
    return f"<tr><td>{escape(operation['operation'])}<br><code>{request}</code>{never}</td><td>{answers}</td></tr>"


def _silent(operation: Json) -> Iterator[str]:
    """Yield the parameters that were never given, and the values of those that were."""
    for parameter in telling(operation):
        if not parameter["count"]:
            yield parameter["name"]
        else:
            yield from (f"{parameter['name']}={one['value']}" for one in parameter["values"] if not one["count"])
