"""Tokens: how they are got, how long they last, and which doors they open."""

from __future__ import annotations

from base64 import b64encode
from urllib.parse import quote

import pytest

TOKEN = "/identity/connect/token"
BRIEF = "/api/v1/Tenants/brief/Namespaces/main"
SIDE = "/api/v1/Tenants/locked/Namespaces/side"


@pytest.fixture
def root(api):
    return api.below("")


def basic(client, secret):
    return "Basic " + b64encode(f"{quote(client)}:{quote(secret)}".encode()).decode()


class TestIssueToken:
    @pytest.mark.parametrize(
        "media_type", ["application/x-www-form-urlencoded", "application/x-www-form-urlencoded;charset=UTF-8"]
    )
    def test_a_secret_in_the_form_gets_one(self, root, media_type):
        form = b"grant_type=client_credentials&client_id=owner&client_secret=owner%27s+secret&scope=ocsapi"

        answer = root("POST", TOKEN, body=form, headers={"Content-Type": media_type})

        assert answer.status == 200
        assert answer.content.keys() == {"access_token", "expires_in", "token_type", "scope"}
        assert (answer.content["expires_in"], answer.content["token_type"]) == (3600, "Bearer")

    def test_a_secret_as_basic_gets_one(self, root, locked):
        header = {"Authorization": basic("owner", "owner's secret")}

        answer = root("POST", TOKEN, body=b"grant_type=client_credentials&scope=ocsapi", headers=header)

        token = f"bearer {answer.content['access_token']}"
        assert locked.get("/Streams", Authorization=token).status == 200

    @pytest.mark.parametrize(
        ("form", "header", "error"),
        [
            ("grant_type=client_credentials&client_id=owner&client_secret=wrong", None, "invalid_client"),
            ("grant_type=client_credentials&client_id=nobody&client_secret=wrong", None, "invalid_client"),
            ("grant_type=client_credentials&client_id=owner", None, "invalid_client"),
            ("grant_type=client_credentials", None, "invalid_client"),
            ("grant_type=client_credentials", basic("owner", "wrong"), "invalid_client"),
            ("grant_type=client_credentials", "Basic ???", "invalid_client"),
            ("grant_type=password&username=a&password=b", None, "unsupported_grant_type"),
            ("client_id=owner&client_secret=owner%27s+secret", None, "invalid_request"),
            ("", None, "invalid_request"),
        ],
    )
    def test_anything_else_is_refused_in_oauths_own_words(self, root, form, header, error):
        answer = root("POST", TOKEN, body=form.encode(), headers={"Authorization": header} if header else {})

        assert (answer.status, answer.content["error"]) == (400, error)

    def test_a_body_that_is_too_large_is_refused_in_the_same_form(self, root):
        answer = root("POST", TOKEN, body=b"x" * 30_000_001)

        assert (answer.status, answer.content["error"]) == (413, "invalid_request")


class TestDiscovery:
    def test_every_address_is_on_the_host_that_was_asked(self, root):
        found = root.get("/identity/.well-known/openid-configuration").content

        assert found["token_endpoint"] == f"http://emulator{TOKEN}"
        addresses = [value for name, value in found.items() if name == "issuer" or name.endswith(("endpoint", "_uri"))]
        assert len(addresses) == 4
        assert all(address.startswith("http://emulator/identity") for address in addresses)

    def test_there_are_no_signing_keys_but_an_answer(self, root):
        assert root.get("/identity/.well-known/openid-configuration/jwks").content == {"keys": []}


class TestWhoIsNotKnown:
    @pytest.mark.parametrize(
        "header", [None, "", "Bearer", "Bearer nonsense", "Bearer a.b.c", "Basic b3duZXI6eA==", "nonsense"]
    )
    def test_a_locked_tenant_wants_a_good_token(self, locked, header):
        answer = locked("GET", "/Streams", headers={} if header is None else {"Authorization": header})

        assert (answer.status, answer.headers["www-authenticate"]) == (401, "Bearer")

    def test_a_token_that_was_changed_is_none(self, locked):
        token = locked.token("owner", "owner's secret")

        assert locked.get("/Streams", Authorization=token[:-1] + ("A" if token[-1] != "A" else "B")).status == 401

    def test_an_open_tenant_wants_none_and_minds_none(self, api):
        assert api.get("/Streams").status == 200
        assert api.get("/Streams", Authorization="Bearer nonsense").status == 200

    def test_a_token_ends_with_its_time(self, api, clock):
        brief = api.below(BRIEF)
        held = brief.having(Authorization=brief.token("mayfly", "mayfly-secret"))
        assert held.get("/Types").status == 200

        clock.advance(9_999_999)  # ticks; a second has one more
        assert held.get("/Types").status == 200
        clock.advance(1)

        answer = held.get("/Types")
        assert answer.status == 401
        assert "expired" in answer.content["Reason"]

    def test_a_tenant_that_is_not_there_is_not_found_rather_than_locked(self, api):
        assert api.below("/api/v1/Tenants/nobody/Namespaces/main").get("/Streams").status == 404


class TestWhoMayNot:
    """What the clients of the tenant `locked` may do, as far as they are kept from it."""

    def as_client(self, api, name, secret=None):
        return api.having(Authorization=api.token(name, secret or f"{name}-secret"))

    def test_a_token_of_another_tenant_opens_nothing(self, locked):
        answer = self.as_client(locked, "mayfly").get("/Streams")

        assert (answer.status, answer.content["Parameters"]) == (403, {"ClientId": "mayfly"})

    def test_a_token_does_not_tell_which_tenants_there_are(self, locked):
        held = self.as_client(locked, "owner", "owner's secret")

        assert held.below("/api/v1/Tenants/nobody/Namespaces/main").get("/Streams").status == 403

    def test_a_viewer_may_read_and_not_write(self, locked):
        viewer = self.as_client(locked, "viewer")

        assert viewer.get("/Streams/Simple/Data/First").status == 200
        assert viewer.get("/Streams/Simple/Metadata").status == 200
        refused = [
            viewer.post("/Streams/Simple/Data", []),
            viewer.put("/Streams/Simple/Data", []),
            viewer.patch("/Streams/Simple/Data", []),
            viewer.delete("/Streams/Simple/Data?index=2017-11-23T12:00:00Z"),
            viewer.put("/Streams/Simple/Metadata", {}),
            viewer.patch("/Streams/Simple/Metadata", []),
            viewer.delete("/Streams/Simple/Metadata"),
            viewer.put("/Streams/Simple/Tags", []),
            viewer.delete("/Streams/Simple/Tags"),
            viewer.post("/Streams/New", {"TypeId": "Simple"}),
            viewer.delete("/Streams/Simple"),
            viewer.delete("/Types/Keyless"),
        ]
        assert {answer.status for answer in refused} == {403}
        assert viewer.get("/Streams/Simple/Tags").content == ["hourly", "small"]

    def test_a_client_without_roles_may_nothing(self, locked):
        outsider = self.as_client(locked, "outsider")

        assert outsider.get("/Streams").status == 403
        assert outsider.below("/api/v1/Tenants/locked").get("/Namespaces").status == 403

    @pytest.mark.parametrize("name", ["owner", "worker"])
    def test_an_administrator_and_a_contributor_may_all(self, locked, name):
        held = self.as_client(locked, name, "owner's secret" if name == "owner" else None)

        assert held.post("/Streams/Simple/Data", [{"Time": "2020-01-01"}]).status == 204
        assert held.delete("/Streams/Simple").status == 204

    def test_a_client_stays_in_its_namespaces(self, locked):
        guest = self.as_client(locked, "guest")

        assert guest.below(SIDE.replace("side", "SIDE")).get("/Streams").status == 200
        assert guest.get("/Streams").status == 403
        assert guest.below("/api/v1/Tenants/locked").get("/Namespaces/main").status == 403

    def test_a_refusal_comes_before_all_that_may_be_wrong_with_the_request(self, locked):
        viewer = self.as_client(locked, "viewer")

        assert viewer("POST", "/Streams/Nowhere/Data", body=b"{").status == 403
        assert locked("POST", "/Streams/Nowhere/Data", body=b"{").status == 401
