"""What clients do beside the contracts: served, with a warning where they err; refused where that is wanted."""

from __future__ import annotations

import gzip
import json
import zlib

import pytest
from aveva_http import OPEN

DATA = "/Streams/Simple/Data"
EVENTS = [{"Time": "2017-11-23T17:00:00Z", "Measurement": 50}]
LAST = {"Time": "2017-11-23T17:00:00Z", "Measurement": 50}
ZIPPED = gzip.compress(b"[]", mtime=0)


class TestSpelling:
    @pytest.mark.parametrize(
        "target",
        [
            "/api/v1/tenants/default/namespaces/default/streams/simple/data/first",
            "/API/V1/TENANTS/DEFAULT/NAMESPACES/DEFAULT/STREAMS/SIMPLE/DATA/FIRST",
            "/api/v1-preview/Tenants/default/Namespaces/default/Streams/Simple/Data/First",
            "/api/v2-preview/tenants/default/namespaces/default/streams/Simple/Data/First",
            f"{OPEN}{DATA}/First/",
            f"{OPEN}/Streams/%53imple/Data/First",
        ],
    )
    def test_words_and_ids_of_a_path_have_no_case_and_versions_are_alike(self, api, target):
        assert api.below("").get(target).content == {"Time": "2017-11-23T12:00:00Z"}

    def test_another_version_is_not_found(self, api):
        assert api.below("/api/v2/Tenants/default").get("/Namespaces").status == 404

    def test_names_and_words_of_a_query_have_no_case(self, api):
        query = "STARTINDEX=2017-11-23T12:00:00Z&endindex=2017-11-23T13:00:00Z&Boundarytype=INSIDE&ReVersed=FALSE"

        assert api.get(f"{DATA}?{query}").content == []

    def test_an_id_may_have_blanks_and_escapes(self, api):
        api.post("/Streams/Größe a+b", {"TypeId": "Simple"})

        assert api.get("/Streams/Gr%C3%B6%C3%9Fe%20a%2Bb").content["Id"] == "Größe a+b"

    @pytest.mark.parametrize("id_", ["a%2Fb", "%20a", "a%20", "a%0Ab", "a" * 251])
    def test_an_id_that_may_not_be_is_refused(self, api, id_):
        assert api.put(f"/Streams/{id_}", {"TypeId": "Simple"}).status == 400

    @pytest.mark.parametrize(
        ("method", "allowed"), [("TRACE", "DELETE, GET, PATCH, POST, PUT"), ("HEAD", "DELETE, GET, PATCH, POST, PUT")]
    )
    def test_another_method_is_not_allowed(self, api, method, allowed):
        answer = api(method, DATA)

        assert (answer.status, answer.headers["allow"]) == (405, allowed)


class TestBodies:
    @pytest.mark.parametrize("media_type", ["text/plain; charset=utf-8", "application/octet-stream", "", "nonsense"])
    def test_json_is_read_whatever_it_is_called(self, api, media_type):
        assert api.post(DATA, EVENTS, Content_Type=media_type).status == 204

        assert api.get(f"{DATA}/Last").content == LAST

    @pytest.mark.parametrize(
        ("encoding", "encode"),
        [
            ("gzip", gzip.compress),
            ("GZip", gzip.compress),
            ("x-gzip", gzip.compress),
            ("deflate", zlib.compress),
            ("deflate", lambda body: zlib.compress(body, wbits=-15)),
            ("identity", bytes),
        ],
    )
    def test_it_may_be_compressed(self, api, encoding, encode):
        body = encode(json.dumps(EVENTS).encode())

        assert api("POST", DATA, body=body, headers={"Content-Encoding": encoding}).status == 204
        assert api.get(f"{DATA}/Last").content == LAST

    @pytest.mark.parametrize("method", ["GET", "DELETE"])
    def test_an_encoding_without_a_body_does_not_matter(self, api, method):
        answer = api(method, f"{DATA}?index=2017-11-23T13:00:00Z", headers={"Content-Encoding": "gzip"})

        assert answer.status in (200, 204)

    @pytest.mark.parametrize(
        ("encoding", "body"),
        [("gzip", b"[]"), ("gzip", ZIPPED[:-3]), ("gzip", ZIPPED + b"x"), ("br", b"[]")],
    )
    def test_one_that_cannot_be_decoded_is_refused(self, api, encoding, body):
        assert api("POST", DATA, body=body, headers={"Content-Encoding": encoding}).status == 400

    def test_one_that_is_too_large_is_told_so(self, api):
        answer = api("POST", DATA, body=b" " * 30_000_001)

        assert (answer.status, answer.content["Error"]) == (413, "The request is too large.")

    def test_a_byte_less_is_read(self, api):
        assert api("POST", DATA, body=b"[]".ljust(30_000_000)).status == 204


MISSPELT = [
    (f"{DATA}?startIndex=2017-11-23T16:00:00Z&boundary_type=3", "Did you mean 'boundaryType'?"),
    (f"{DATA}?startIndex=2017-11-23T16:00:00Z&startIndx=5", "Did you mean 'startIndex'?"),
    (f"{DATA}/First?xyz=", "query parameter 'xyz'"),
    ("/Streams?quer=Simple", "Did you mean 'query'?"),
]
UNKNOWN = [
    ("POST", DATA, [{**EVENTS[0], "Pressure": 3}], "event: the member 'Pressure'"),
    ("PUT", DATA, [{**EVENTS[0], "Pressure": 3}], "event: the member 'Pressure'"),
    ("PATCH", DATA, [{"Time": "2017-11-23T13:00:00Z", "Pressure": 3}], "event: the member 'Pressure'"),
    ("PUT", "/Streams/Simple", {"TypeId": "Simple", "Colour": 3}, "stream: the member 'Colour'"),
    (
        "PUT",
        "/Streams/Simple",
        {"TypeId": "Simple", "PropertyOverrides": [{"SdsTypePropertyId": "State", "Unit": ""}]},
        "stream.PropertyOverrides[0]: the member 'Unit'",
    ),
    ("POST", "/Types/New", {"Colour": 3}, "type: the member 'Colour'"),
    (
        "POST",
        "/Types/New",
        {"Properties": [{"Id": "A", "Key": True, "SdsType": {"SdsTypeCode": 9}}]},
        "type.Properties[0]: the member 'Key'",
    ),
]


class TestWarnings:
    @pytest.mark.parametrize(("target", "complaint"), MISSPELT)
    def test_a_parameter_that_nobody_knows_is_ignored_with_one(self, api, warnings, target, complaint):
        assert api.get(target).status == 200

        (warning,) = warnings()
        assert complaint in warning

    @pytest.mark.parametrize(("method", "target", "content", "complaint"), UNKNOWN)
    def test_a_member_that_nobody_knows_is_ignored_with_one(self, api, warnings, method, target, content, complaint):
        assert api(method, target, content).status in (200, 201, 204)

        assert [warning.startswith(complaint) for warning in warnings()] == [True]

    def test_a_member_that_comes_a_thousand_times_is_told_once(self, api, warnings):
        api.post("/Streams/Numbered/Data", [{"Order": 1000 + n, "Colour": n} for n in range(1000)])

        assert len(warnings()) == 1

    def test_what_a_client_sends_back_as_it_got_it_is_no_reason_for_one(self, api, warnings):
        api.post("/Types/Simple", api.get("/Types/Simple", Accept_Verbosity="verbose").content)
        api.post("/Streams/Simple", api.get("/Streams/Simple", Accept_Verbosity="verbose").content)
        api.put("/Streams/Simple", api.get("/Streams/Simple", Accept_Verbosity="verbose").content)
        api.put(DATA, api.get(f"{DATA}?startIndex=2017-11-23", Accept_Verbosity="verbose").content)

        assert warnings() == []

    def test_empty_values_are_no_reason_for_one(self, api, warnings):
        api.get(f"{DATA}?startIndex=2017-11-23&filter=&endIndex=&=&continuationToken=")

        assert warnings() == []


class TestStrictness:
    @pytest.mark.parametrize(("target", "complaint"), MISSPELT)
    def test_a_parameter_that_nobody_knows_is_refused(self, strict, target, complaint):
        answer = strict.get(target)

        assert answer.status == 400
        assert complaint in answer.content["Reason"]

    @pytest.mark.parametrize(("method", "target", "content", "complaint"), UNKNOWN)
    def test_a_member_that_nobody_knows_is_refused_and_nothing_changes(
        self, strict, method, target, content, complaint
    ):
        before = strict.get("/Streams/Simple").content, strict.get(f"{DATA}?startIndex=2017-11-23").content
        answer = strict(method, target, content)

        assert answer.status == 400
        assert complaint in answer.content["Reason"]
        assert before == (strict.get("/Streams/Simple").content, strict.get(f"{DATA}?startIndex=2017-11-23").content)
        assert strict.get("/Types/New").status == 404

    def test_what_is_right_is_served(self, strict):
        assert strict.post(DATA, EVENTS).status == 204
        assert strict.get(f"{DATA}/Last").content == LAST


class TestVerbosity:
    @pytest.mark.parametrize("word", ["verbose", "Verbose", "VERBOSE"])
    def test_the_word_has_no_case(self, api, word):
        assert api.get(f"{DATA}/First", Accept_Verbosity=word).content.keys() == {"Time", "State", "Measurement"}

    @pytest.mark.parametrize("word", ["non-verbose", "Non-Verbose"])
    def test_defaults_are_left_out_unless_asked_for(self, api, word):
        assert api.get(f"{DATA}/First", Accept_Verbosity=word).content.keys() == {"Time"}

    def test_another_word_is_refused(self, api):
        assert api.get(f"{DATA}/First", Accept_Verbosity="chatty").status == 400

    @pytest.mark.parametrize("read", ["?index=2017-11-23T12:00:00Z", "/Interpolated?index=2017-11-23T12:00:00Z"])
    def test_it_acts_on_lists_as_well(self, api, read):
        (event,) = api.get(DATA + read, Accept_Verbosity="verbose").content

        assert event == {"Time": "2017-11-23T12:00:00Z", "State": 0, "Measurement": 0}
