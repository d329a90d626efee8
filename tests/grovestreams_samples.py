"""What the tests of GroveStreams have in common: uids of the fixture that ships, and readers of answers."""

from __future__ import annotations

HOME = "00000000-0000-0000-0000-000000000001"
SUITE = "00000000-0000-0000-0000-000000000002"  # where calls are counted, and Fred may only look
ELSEWHERE = "00000000-0000-0000-0000-000000000003"  # not Fred's, but public
GARAGE = "0e95694d-91ce-3034-92bf-4e724dd18882"
LIGHT = "256be655-c8c4-317f-89ce-282db244f9db"
CELSIUS = "94711921-a326-3979-93de-7d487b3a9a16"
BATTERY = "6c6d250c-8d9b-3e05-85bb-c15f18720234"
FAHRENHEIT = "b60c84ec-837d-3bec-b403-9c7f274f8d54"
NOBODYS = "ffffffff-ffff-3fff-bfff-ffffffffffff"

FRED = {"email": "a_bogus_email@gmailx.com", "password": "DoDaDippity!"}
WILMA = {"email": "wilma@gmailx.com", "password": "wilma-secret"}


def streams(answer):
    """Return the metadata in an answer that is a success."""
    assert answer.status == 200, answer.body
    assert (answer.content["message"], answer.content["success"]) == ("", True)
    return answer.content["stream_metadata"]["stream"]


def names(answer):
    """Return the names of the streams in an answer that is a success."""
    return [stream["name"] for stream in streams(answer)]


def refusal(answer, status):
    """Return the message of an answer that is a failure."""
    assert answer.status == status, answer.body
    assert list(answer.content) == ["message", "success"]
    assert answer.content["success"] is False
    return answer.content["message"]


# The numbers of the lines count: definitions of the organization begin at line 5, streams at line 16.
HEAD = """\
grovestreams:
  organizations:
    - name: Home
      apiKeys: [{secret: key, rights: [{resource: "*", actions: [GET]}]}]
"""
DEFINED = """\
      units: [{name: Plain}]
      cycles:
        - {name: Minutes, intvlSizeType: MINUTE, numSizeTypesPerIntvl: 1}
        - {name: Weeks, intvlSizeType: WEEK, numSizeTypesPerIntvl: 1}
        - {name: Months, intvlSizeType: MONTH, numSizeTypesPerIntvl: 1}
      rollupCalendars: [{name: Some, cycle: [Minutes, Months]}]
      folders: [{path: /a}, {path: /a/b}]
      components:
        - name: Thing
          timeZoneId: UTC
          stream:
"""
MINUTE = 60_000


def random(more):
    return f"            - {{name: S, valueType: DOUBLE, unit: Plain, streamType: rdm_stream, {more}}}\n"


def interval(more):
    return random(f"baseCycle: Minutes, {more}").replace("rdm_stream", "intvl_stream")


def generated(data="{noise: {}}", **changed):
    rule = {"start": "0", "every": "1s", "count": "10", **changed, "data": data}
    return f"samples: {{generate: {{{', '.join(f'{name}: {value}' for name, value in rule.items())}}}}}"
