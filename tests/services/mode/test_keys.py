"""Who a key stands for, what it permits, and how users come by one and lose it."""

from __future__ import annotations

import pytest

STREAMS = "/homes/12/smartModules/cardata/streams"
SESSION = {"start": 900, "stop": 900}
FORM = "projectId=1260&appId=controller_app&email=jane@example.com&password=jane-password"


def refusal(answer):
    return answer.status, answer.content["reason"]


@pytest.mark.parametrize(
    ("authorization", "expected"),
    [
        ("ModeCloud v1.jane", {"type": "user", "userId": 2081, "appId": "controller_app", "projectId": 1260}),
        ("modecloud  v1.jane-reads ", {"type": "user", "userId": 2081, "projectId": 1260}),
        ("ModeCloud v1.writer", {"type": "project key", "projectKeyName": "app server", "projectId": 1260}),
        ("ModeCloud v1.car", {"type": "device", "deviceId": 1234, "projectId": 1260}),
        ("ModeCloud v1.nonsense", {"type": "nobody"}),
        ("ModeCloud: v1.jane", {"type": "nobody"}),
        ("Bearer v1.jane", {"type": "nobody"}),
        ("ModeCloud", {"type": "nobody"}),
        ("ModeCloud ", {"type": "nobody"}),
        ("", {"type": "nobody"}),
    ],
)
def test_anybody_may_ask_who_he_is(bare, authorization, expected):
    answer = bare.get("/auth", Authorization=authorization)

    assert (answer.status, answer.content) == (200, expected)


@pytest.mark.parametrize("authorization", ["", "ModeCloud", "ModeCloud v1.nonsense", "v1.writer", "Bearer v1.writer"])
@pytest.mark.parametrize("target", [STREAMS, "/homes", "/homes/12", "/homes/99", "/homes/x", "/userSession"])
def test_without_a_good_key_nothing_else_can_be_asked(bare, target, authorization):
    answer = bare.get(target, Authorization=authorization)

    assert refusal(answer) == (401, "AUTHORIZATION_REQUIRED")
    assert answer.headers["www-authenticate"] == "ModeCloud"


@pytest.mark.parametrize(
    ("key", "target", "expected"),
    [
        ("v1.car", STREAMS, (403, "PERMISSION_DENIED")),
        ("v1.car", "/homes", (403, "PERMISSION_DENIED")),
        ("v1.car", "/userSession", (403, "PERMISSION_DENIED")),
        ("v1.john", STREAMS, (403, "MEMBERS_ONLY")),
        ("v1.john", "/homes/12", (403, "MEMBERS_ONLY")),
        ("v1.jane", "/homes/13", (403, "MEMBERS_ONLY")),
        ("v1.jane", "/homes/20", (403, "PERMISSION_DENIED")),
        ("v1.jane", "/homes/99", (403, "PERMISSION_DENIED")),
        ("v1.writer", "/homes/99", (403, "PERMISSION_DENIED")),
        ("v1.writer", "/homes/-1", (403, "PERMISSION_DENIED")),
        ("v1.foreign", STREAMS, (403, "PERMISSION_DENIED")),
        ("v1.nothing", STREAMS, (403, "PERMISSION_DENIED")),
        ("v1.writer", "/homes/x", (400, "INVALID_PARAMETER")),
        ("v1.writer", "/homes/012", (400, "INVALID_PARAMETER")),
        ("v1.writer", "/homes/1_2", (400, "INVALID_PARAMETER")),
        ("v1.writer", f"/homes/{'9' * 5000}", (400, "INVALID_PARAMETER")),
    ],
)
def test_a_home_is_open_to_its_members_and_to_its_project(having, key, target, expected):
    assert refusal(having(key).get(target)) == expected


@pytest.mark.parametrize(
    ("key", "status"), [("v1.writer", 201), ("v1.jane", 201), ("v1.reader", 403), ("v1.jane-reads", 403)]
)
def test_writing_takes_a_permission(having, key, status):
    assert having(key).post(f"{STREAMS}/modeCar/sessions", SESSION).status == status
    assert having(key).get(STREAMS).status == 200


@pytest.mark.parametrize("key", ["v1.reader", "v1.jane-reads"])
def test_deleting_takes_it_too(having, key):
    assert refusal(having(key).delete(f"{STREAMS}/modeCar/sessions/early")) == (403, "PERMISSION_DENIED")


class TestLoggingIn:
    def test_a_password_makes_a_token(self, bare, having):
        login = bare("POST", "/auth/user", body=FORM.encode())

        assert login.status == 200
        token = login.content["token"]
        assert login.content == {"token": token, "userId": 2081, "expirationTime": "2020-05-01T11:00:00.000Z"}
        assert having(token).get("/auth").content == {
            "type": "user",
            "userId": 2081,
            "appId": "controller_app",
            "projectId": 1260,
            "expirationTime": "2020-05-01T11:00:00.000Z",
        }
        assert having(token).post(f"{STREAMS}/modeCar/sessions", SESSION).status == 201

    def test_json_will_do(self, bare):
        content = dict(pair.split("=") for pair in FORM.split("&"))

        assert bare.post("/auth/user", content).status == 200
        assert bare.post("/auth/user", {**content, "projectId": 1260}).status == 200

    def test_a_token_ends(self, bare, having, clock):
        token = bare("POST", "/auth/user", body=FORM.encode()).content["token"]

        clock.pass_hours(0.999)
        assert having(token).get(STREAMS).status == 200
        clock.pass_hours(0.001)
        assert having(token).get(STREAMS).status == 401

    @pytest.mark.parametrize(
        ("old", "new", "expected"),
        [
            ("jane@", "june@", (403, "UNKNOWN_EMAIL")),
            ("1260", "1261", (403, "UNKNOWN_EMAIL")),
            ("jane-password", "", (403, "INCORRECT_PASSWORD")),
            ("jane-password", "Jane-password", (403, "INCORRECT_PASSWORD")),
            ("jane@", "john@", (403, "INCORRECT_PASSWORD")),
            ("controller_app", "other", (403, "PERMISSION_DENIED")),
            ("projectId=1260&", "", (400, "MISSING_PARAMETERS")),
            ("1260", "x", (400, "INVALID_PARAMETER")),
        ],
    )
    def test_what_does_not_fit_is_refused(self, bare, old, new, expected):
        answer = bare("POST", "/auth/user", body=FORM.replace(old, new).encode())

        assert refusal(answer) == expected

    def test_a_login_is_looked_at_and_ended(self, bare, having):
        tokens = [bare("POST", "/auth/user", body=FORM.encode()).content["token"] for _ in range(2)]
        one, other = map(having, tokens)

        assert tokens[0] != tokens[1]
        assert one.get("/userSession").content == {
            "userId": 2081,
            "appId": "controller_app",
            "projectId": 1260,
            "creationTime": "2020-05-01T10:00:00.000Z",
        }
        assert one.delete("/userSession").status == 204
        assert one.get("/userSession").status == 401
        assert one.get("/auth").content == {"type": "nobody"}
        assert other.get("/userSession").status == 200

    def test_a_reading_user_may_log_out(self, having):
        assert having("v1.jane-reads").delete("/userSession").status == 204
        assert having("v1.jane-reads").get(STREAMS).status == 401

    def test_a_project_has_no_login(self, api):
        assert refusal(api.get("/userSession")) == (403, "PERMISSION_DENIED")
        assert refusal(api.delete("/userSession")) == (403, "PERMISSION_DENIED")

    def test_a_reset_brings_keys_back_and_keeps_tokens(self, bare, having, emulator, world):
        token = bare("POST", "/auth/user", body=FORM.encode()).content["token"]
        having("v1.jane").delete("/userSession")

        emulator.reset_world(world.name)

        assert having("v1.jane").get(STREAMS).status == 200
        assert having(token).get(STREAMS).status == 200
