"""Tokens: how they are got, which of them counts, how long they last, and which doors they open."""

from __future__ import annotations

import pytest
from aveva_http import Api, in_process
from grovestreams_samples import ELSEWHERE, FRED, GARAGE, HOME, NOBODYS, SUITE, WILMA, refusal

UNITS = "/unit"
GRANT = {"grant_type": "authorization_code", "client_id": "demo-app", "code": "demo-code"}


def session(nobody, who=FRED):
    answer = nobody.post("/login", who)
    assert answer.headers["set-cookie"] == f"session={answer.content['sessionUid']}; Path=/"
    return answer.content["sessionUid"]


def form(nobody, **fields):
    return nobody("POST", "/oauth_access_token", body="&".join(f"{k}={v}" for k, v in fields.items()).encode())


class TestLogin:
    def test_lists_the_organizations_of_the_user(self, nobody):
        answer = nobody.post("/login", WILMA)

        assert [one["name"] for one in answer.content["organization"]] == [
            "Home",
            "Grove Streams Testing Suite",
            "Elsewhere",
        ]
        assert {one["type"] for one in answer.content["organization"]} == {"organization"}

    def test_opens_a_session_of_its_own_each_time(self, nobody):
        assert session(nobody) != session(nobody)

    @pytest.mark.parametrize("who", [{**FRED, "password": "wrong"}, {"email": "nobody", "password": ""}])
    def test_refuses_who_cannot_prove_it(self, nobody, who):
        answer = nobody.post("/login", who)

        refusal(answer, 401)
        assert answer.headers["www-authenticate"] == "Bearer"
        assert "set-cookie" not in answer.headers

    @pytest.mark.parametrize("content", [{}, {"email": "a"}, {"email": 1, "password": "b"}, [], "text"])
    def test_refuses_what_is_no_login(self, nobody, content):
        refusal(nobody.post("/login", content), 400)


class TestSessions:
    def test_open_doors_as_a_parameter_and_as_a_cookie(self, nobody):
        uid = session(nobody)

        assert nobody.get(f"{UNITS}?session={uid}&org={HOME}").status == 200
        assert nobody.get(UNITS, Cookie=f"session={uid}; org={HOME}").status == 200
        assert nobody.get(f"{UNITS}?org={HOME}", Cookie=f"a=b;session={uid}").status == 200

    def test_do_not_say_for_which_organization_they_are_used(self, nobody):
        uid = session(nobody)

        assert "org" in refusal(nobody.get(UNITS, Cookie=f"session={uid}"), 400)
        assert SUITE in [one["uid"] for one in nobody.post("/login", FRED).content["organization"]]
        assert len(nobody.get(f"{UNITS}?session={uid}&org={SUITE}").content["unit"]) == 1

    @pytest.mark.parametrize("org", [ELSEWHERE, NOBODYS])
    def test_open_no_others_organizations(self, nobody, org):
        assert org in refusal(nobody.get(f"{UNITS}?session={session(nobody)}&org={org}"), 403)

    def test_end_when_they_are_told_to(self, nobody):
        uid = session(nobody)

        answer = nobody.delete("/login", Cookie=f"session={uid}")

        assert answer.content == {"message": "Session ended", "success": True}
        refusal(nobody.get(f"{UNITS}?org={HOME}", Cookie=f"session={uid}"), 401)
        refusal(nobody.delete(f"/login?session={uid}"), 401)

    def test_end_when_nobody_uses_them(self, nobody, clock):
        uid = session(nobody)
        for _ in range(3):
            clock.pass_hours(0.5)
            assert nobody.get(f"{UNITS}?session={uid}&org={HOME}").status == 200

        clock.pass_hours(0.5001)

        refusal(nobody.get(f"{UNITS}?session={uid}&org={HOME}"), 401)

    def test_cannot_be_ended_with_a_key(self, api):
        refusal(api.delete("/login"), 401)

    def test_are_of_one_world(self, emulator, nobody):
        target = f"{UNITS}?session={session(nobody)}&org={HOME}"

        assert nobody.get(target).status == 200
        refusal(Api(in_process(emulator, "default"), "/api").get(target), 401)
        emulator.reset_world("test")
        refusal(nobody.get(target), 401)


class TestGuests:
    def guest(self, nobody):
        answer = nobody("POST", f"/login_guest?org={ELSEWHERE}")
        assert [one["uid"] for one in answer.content["organization"]] == [ELSEWHERE]
        assert answer.content["userFirstName"] == "Guest"
        return nobody.having(Cookie=f"session={answer.content['sessionUid']}; org={ELSEWHERE}")

    def test_may_look(self, nobody):
        assert self.guest(nobody).get(UNITS).content["totalCount"] == 0

    def test_may_change_nothing_and_see_no_users(self, nobody):
        guest = self.guest(nobody)

        refusal(guest("PUT", "/feed?compId=a&b=1"), 403)
        refusal(guest.get("/org_user"), 403)
        refusal(guest.get(f"/organization/{ELSEWHERE}"), 403)

    def test_may_not_go_anywhere_else(self, nobody):
        refusal(self.guest(nobody).get(f"{UNITS}?org={HOME}"), 403)

    def test_are_let_in_where_that_is_allowed_only(self, nobody):
        refusal(nobody("POST", f"/login_guest?org={HOME}"), 403)
        refusal(nobody("POST", f"/login_guest?org={NOBODYS}"), 404)
        refusal(nobody("POST", "/login_guest"), 400)
        assert nobody("POST", "/login_guest", headers={"Cookie": f"org={ELSEWHERE}"}).status == 200


class TestBearers:
    def test_get_a_token_for_a_code_once(self, nobody):
        answer = form(nobody, **GRANT)

        assert (answer.content["token_type"], answer.content["expires_in"]) == ("bearer", 86_400)
        assert answer.headers["cache-control"] == "no-store"
        bearer = nobody.having(Authorization=f"Bearer {answer.content['access_token']}")
        assert bearer.get(f"{UNITS}?org={HOME}").status == 200
        refusal(bearer.get(UNITS), 400)
        assert form(nobody, **GRANT).content["error"] == "invalid_grant"

    def test_get_another_for_a_refresh_token_when_a_day_is_over(self, nobody, clock):
        first = form(nobody, **GRANT).content
        clock.pass_hours(24)
        refusal(nobody.get(f"{UNITS}?org={HOME}", Authorization=f"bearer {first['access_token']}"), 401)

        fields = {"grant_type": "refresh_token", "client_id": "demo-app", "refresh_token": first["refresh_token"]}
        second = form(nobody, **fields).content

        assert second["refresh_token"] == first["refresh_token"]
        assert nobody.get(f"{UNITS}?org={HOME}", Authorization=f"bearer {second['access_token']}").status == 200

    @pytest.mark.parametrize(
        ("change", "error"),
        [
            ({"code": "other"}, "invalid_grant"),
            ({"client_id": "other"}, "invalid_grant"),
            ({"grant_type": "password"}, "unsupported_grant_type"),
            ({"grant_type": "refresh_token", "refresh_token": "demo-code"}, "invalid_grant"),
        ],
    )
    def test_are_refused_in_oauths_own_words(self, nobody, change, error):
        answer = form(nobody, **{**GRANT, **change})

        assert (answer.status, answer.content["error"]) == (400, error)

    def test_are_refused_so_for_a_form_that_is_none_too(self, nobody):
        assert form(nobody, code="demo-code").content["error"] == "invalid_request"

    @pytest.mark.parametrize("header", ["Bearer ", "Bearer x", "Basic ZGVtbw==", "demo-key"])
    def test_are_nobody_without_a_good_token(self, nobody, header):
        refusal(nobody.get(f"{UNITS}?org={HOME}", Authorization=header), 401)


class TestKeys:
    @pytest.mark.parametrize("org", ["", f"&org={HOME}", f"&org={SUITE}", f"&org={NOBODYS}"])
    def test_belong_to_one_organization_whatever_else_is_said(self, nobody, org):
        assert nobody.get(f"/stream_metadata/{GARAGE}?api_key=demo-key{org}").status == 200

    def test_are_tokens_in_a_query_with_an_empty_start_and_in_cookies_without_blanks(self, nobody):
        assert nobody.get(f"{UNITS}?&org={HOME}&api_key=demo-key").status == 200
        assert nobody.get(UNITS, Cookie=f'org={HOME};api_key="demo-key"').status == 200

    def test_are_no_strangers_to_the_ledger(self, nobody, warnings):
        nobody.get(f"{UNITS}?api_key=demo-key&org={HOME}&session=")

        assert warnings() == []

    @pytest.mark.parametrize("header", [{}, {"Cookie": "api_key="}, {"Cookie": "api_key=demo"}, {"Cookie": ";;=;="}])
    def test_have_to_be_known(self, nobody, header):
        refusal(nobody("GET", UNITS, headers=header), 401)

    @pytest.mark.parametrize(
        ("key", "method", "target", "status"),
        [
            ("demo-reader", "GET", UNITS, 200),
            ("demo-reader", "PUT", "/feed?compId=garage&light=1", 403),
            ("demo-feeder", "PUT", "/feed?compId=garage&light=1", 200),
            ("demo-feeder", "GET", "/feed?startDate=0&endDate=1&itemsById=[]", 403),
            ("demo-feeder", "GET", f"/component/{GARAGE}", 200),
            ("demo-feeder", "GET", UNITS, 403),
            ("demo-feeder", "GET", f"/stream_metadata/{GARAGE}", 403),
            ("demo-outsider", "GET", f"/stream_metadata/{GARAGE}", 403),
            ("demo-outsider", "GET", "/stream_metadata", 403),
        ],
    )
    def test_have_rights_by_resource_and_action(self, nobody, key, method, target, status):
        assert nobody(method, target, headers={"Cookie": f"api_key={key}"}).status == status

    def test_that_are_wrong_are_not_saved_by_a_cookie(self, nobody):
        refusal(nobody.get(f"{UNITS}?api_key=wrong", Cookie="api_key=demo-key"), 401)


class TestOwners:
    def test_see_the_organization_and_its_users(self, nobody):
        owner = nobody.having(Cookie=f"session={session(nobody)}; org={HOME}")

        assert owner.get(f"/organization/{HOME}").content["organization"]["name"] == "Home"
        users = owner.get("/org_user").content["org_user"]
        assert [(user["fullName"], user["isOwner"]) for user in users] == [
            ("Fred Flinstone", True),
            ("Wilma Flinstone", False),
        ]

    def test_are_the_only_ones_but_for_oneself(self, nobody):
        answer = nobody.post("/login", WILMA)
        member = nobody.having(Cookie=f"session={answer.content['sessionUid']}; org={HOME}")

        refusal(member.get(f"/organization/{HOME}"), 403)
        refusal(member.get("/org_user"), 403)
        refusal(member.get("/org_user/630114e8-76ac-46fc-866c-bb5e63258018"), 403)
        assert member.get(f"/org_user/{answer.content['userUid'].upper()}").status == 200

    def test_do_not_keep_viewers_from_looking_but_from_writing(self, nobody):
        viewer = nobody.having(Cookie=f"session={session(nobody)}; org={SUITE}")

        assert viewer.get("/component").status == 200
        refusal(viewer("PUT", "/feed?compId=probe&value=1"), 403)


class TestLimits:
    def test_are_off_unless_the_fixture_says_otherwise(self, api):
        assert {api.get(UNITS).status for _ in range(400)} == {200}

    def test_let_350_calls_an_hour_pass_where_they_are_on(self, nobody, clock):
        busy = nobody.having(Cookie="api_key=busy-key")
        for _ in range(350):
            assert busy.get(UNITS).status == 200
            clock.pass_hours(1 / 3600)

        answer = busy.get("/cycle")

        refusal(answer, 429)
        assert answer.headers["retry-after"] == "3250"
        clock.pass_hours(3250 / 3600)
        assert busy.get(UNITS).status == 200
        refusal(busy.get(UNITS), 429)

    def test_do_not_count_what_the_vendor_does_not_count(self, nobody):
        busy = nobody.having(Cookie="api_key=busy-key")
        target = "/feed?startDate=0&endDate=1&itemsById=[]"

        assert {busy.get(target).status for _ in range(400)} == {200}
        assert busy.get(UNITS).status == 200

    def test_let_12_uploads_in_two_minutes_pass_from_each_gateway(self, nobody, clock):
        busy = nobody.having(Cookie="api_key=busy-key")
        target = "/feed?compId=probe&value=1"
        assert {busy("PUT", target).status for _ in range(12)} == {200}

        refusal(busy("PUT", target), 429)

        assert busy("PUT", target, headers={"X-Forwarded-For": "gateway 2"}).status == 200
        clock.pass_hours(2 / 60)
        assert busy("PUT", target).status == 200

    def test_of_calls_without_a_token_are_150_an_hour(self, emulator_of):
        nobody = Api(in_process(emulator_of("grovestreams: {rateLimits: true, organizations: []}"), "default"), "/api")
        for _ in range(150):
            refusal(nobody.get(UNITS), 401)

        refusal(nobody.get(f"{UNITS}?api_key=x"), 429)
        refusal(nobody.post("/login", FRED), 401)

    def test_begin_anew_in_each_world(self, emulator, nobody):
        busy = nobody.having(Cookie="api_key=busy-key")
        for _ in range(350):
            busy.get(UNITS)
        refusal(busy.get(UNITS), 429)

        emulator.reset_world("test")

        assert busy.get(UNITS).status == 200
