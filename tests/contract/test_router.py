from __future__ import annotations

from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_contracts import contract, described

from streamulator.contract.router import Router

PATHS = (
    "/streams",
    "/streams/{id}",
    "/streams/first",
    "/streams/{id}/data",
    "/streams/first/metadata",
    "/streams/{id}/data/{index}",
    "/{any}/{other}/data/last",
)


def router(*paths, **tolerance):
    small = contract(
        {path: {"get": described(path)} for path in paths or PATHS},
        **{"x-tolerance": {name.replace("_", "-"): word for name, word in tolerance.items()}},
    )
    return Router(small.operations, small.tolerance)


def led_to(router, path):
    """Return the template that a path leads to, and the values of its parameters."""
    found = router.find(path)
    return (found.operations["GET"].path, found.values) if found.operations else (None, ())


@pytest.mark.parametrize(
    ("path", "template", "values"),
    [
        ("/streams", "/streams", ()),
        ("/streams/a", "/streams/{id}", ("a",)),
        ("/streams/first", "/streams/first", ()),
        ("/streams/firsts", "/streams/{id}", ("firsts",)),
        ("/streams/a/data", "/streams/{id}/data", ("a",)),
        ("/streams/a/data/3", "/streams/{id}/data/{index}", ("a", "3")),
        ("/streams/{id}", "/streams/{id}", ("{id}",)),
        ("/rivers/a/data/last", "/{any}/{other}/data/last", ("rivers", "a")),
    ],
)
def test_a_literal_word_comes_before_a_parameter(path, template, values):
    assert led_to(router(), path) == (template, values)


@pytest.mark.parametrize(
    ("path", "template", "values"),
    [
        ("/streams/first/metadata", "/streams/first/metadata", ()),
        ("/streams/first/data", "/streams/{id}/data", ("first",)),
        ("/streams/first/data/1", "/streams/{id}/data/{index}", ("first", "1")),
        ("/streams/a/data/last", "/streams/{id}/data/{index}", ("a", "last")),
    ],
)
def test_a_literal_word_that_leads_nowhere_is_given_up_again(path, template, values):
    assert led_to(router(), path) == (template, values)


@pytest.mark.parametrize("path", ["/", "/stream", "/streams/a/b", "/streams/a/data/1/2", "/streams/first/metadata/a"])
def test_a_path_that_nobody_has_leads_nowhere(path):
    assert led_to(router(), path) == (None, ())


@pytest.mark.parametrize(
    ("path", "depth"), [("/nobody", 1), ("/streams/first/x", 2), ("/streams/a/x", 2), ("/streams/a/data/1/2", 4)]
)
def test_a_path_that_leads_nowhere_says_how_far_it_was_known(path, depth):
    assert router().find(path).depth == depth


def test_the_first_word_may_be_unknown_altogether():
    assert router("/a/b", "/a/{x}").find("/b").depth == 0


@pytest.mark.parametrize(
    "path", ["/streams/", "/streams//", "//streams", "/streams//data", "/streams/a//data", "/streams/a/data/"]
)
def test_an_empty_word_is_nobodys_name(path):
    assert led_to(router("/streams", "/streams/{id}", "/streams/{id}/data"), path) == (None, ())


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/streams/", "/streams"),
        ("/streams/a/", "/streams/{id}"),
        ("/streams/a/data/", "/streams/{id}/data"),
        ("/streams//", None),
        ("/streams/a//", None),
        ("/", None),
    ],
)
def test_one_trailing_slash_may_be_tolerated(path, template):
    tolerant = router("/streams", "/streams/{id}", "/streams/{id}/data", trailing_slash="ignore")

    assert led_to(tolerant, path)[0] == template


@pytest.mark.parametrize("path", ["/STREAMS/a/DATA", "/Streams/a/data", "/streams/a/Data"])
def test_case_counts_unless_it_is_tolerated(path):
    assert led_to(router(), path)[0] != "/streams/{id}/data"
    assert led_to(router(path_case="ignore"), path) == ("/streams/{id}/data", ("a",))


def test_values_keep_their_case_even_where_paths_have_none():
    assert led_to(router(path_case="ignore"), "/STREAMS/ABc")[1] == ("ABc",)


@pytest.mark.parametrize(
    ("word", "value"),
    [
        ("a%2Fb", "a/b"),
        ("a%2fb", "a/b"),
        ("%2F", "/"),
        ("a%20b", "a b"),
        ("a+b", "a+b"),
        ("%C3%BC", "ü"),
        ("a%0Ab", "a\nb"),
        ("%0A", "\n"),
        ("a%00b", "a\0b"),
        ("%252F", "%2F"),
        ("%zz", "%zz"),
        ("a%", "a%"),
        ("a;b=c", "a;b=c"),
        (".", "."),
        ("..", ".."),
        ("a,b", "a,b"),
    ],
)
def test_a_word_is_decoded_by_itself(word, value):
    """`%2F` stays inside its word, and neither dots, semicolons nor line breaks mean anything."""
    assert led_to(router(), f"/streams/{word}/data") == ("/streams/{id}/data", (value,))


def test_bytes_that_are_no_utf_8_do_not_stop_the_router():
    assert led_to(router(), "/streams/%ff/data") == ("/streams/{id}/data", ("\ufffd",))


@pytest.mark.parametrize("path", ["/%73treams/a", "/streams%2Fa", "/str%65ams/a"])
def test_literal_words_are_compared_decoded(path):
    expected = None if "%2F" in path else "/streams/{id}"

    assert led_to(router("/streams/{id}"), path)[0] == expected


PREFIXES = {"/api/v1-preview": "/api/v1", "/old": "/api/v1"}


@pytest.mark.parametrize(
    ("path", "template"),
    [
        ("/api/v1/streams", "/api/v1/streams"),
        ("/api/v1-preview/streams", "/api/v1/streams"),
        ("/old/streams", "/api/v1/streams"),
        ("/API/V1-Preview/streams", "/api/v1/streams"),
        ("/older/streams", None),
        ("/old", None),
        ("/api/v1-previews/streams", None),
        ("/x/old/streams", None),
        ("/old/old/streams", None),
    ],
)
def test_other_prefixes_lead_to_the_same_operations(path, template):
    tolerant = router("/api/v1/streams", path_prefixes=PREFIXES, path_case="ignore")

    assert led_to(tolerant, path)[0] == template


def test_prefixes_keep_their_case_where_case_counts():
    assert led_to(router("/api/v1/streams", path_prefixes=PREFIXES), "/OLD/streams")[0] is None


def test_a_path_has_all_its_methods():
    small = contract({"/a": {"get": described("read"), "put": described("write")}, "/{x}": {"post": described("add")}})

    found = Router(small.operations, small.tolerance).find("/a")

    assert {method: operation.id for method, operation in found.operations.items()} == {"GET": "read", "PUT": "write"}


@pytest.mark.parametrize(("first", "second"), [("/a/{x}", "/a/{y}"), ("/a", "/A")])
def test_two_operations_cannot_have_one_place(first, second):
    small = contract(
        {first: {"get": described("one")}, second: {"get": described("two")}},
        **{"x-tolerance": {"path-case": "ignore"}},
    )

    with pytest.raises(ValueError, match="belongs to one and to two"):
        Router(small.operations, small.tolerance)


def test_parameters_of_one_place_may_have_different_names():
    small = contract({"/a/{x}": {"get": described("one")}, "/a/{y}/b": {"get": described("two")}})
    small_router = Router(small.operations, small.tolerance)

    for path, name in (("/a/1", "x"), ("/a/1/b", "y")):
        found = small_router.find(path)
        assert found.operations["GET"].path_values(found.values) == {name: "1"}


words = st.text(min_size=1).filter(lambda word: word.isprintable() or "\n" in word)


@given(words, words)
def test_whatever_is_quoted_comes_back_as_it_was(one, other):
    path = f"/streams/{quote(one, safe='')}/data/{quote(other, safe='')}"

    expected = (one, other)
    assert led_to(router_of_all, path) == ("/streams/{id}/data/{index}", expected)


router_of_all = router("/streams/{id}/data/{index}")


def reference(template, path, *, fold):
    """Match one template the slow way: word by word, a parameter takes any word but an empty one."""
    own, words = template.split("/"), path.split("/")
    return len(own) == len(words) and all(
        bool(word) if mine.startswith("{") else fold(mine) == fold(word)
        for mine, word in zip(own[1:], words[1:], strict=True)
    )


short = st.lists(st.sampled_from(["a", "b", "A", "{x}", "{y}"]), min_size=1, max_size=4)


def shape(words):
    return "/" + "/".join("{p}" if word.startswith("{") else word for word in words)


def place(words):
    return "/" + "/".join(f"{{p{at}}}" if word.startswith("{") else word for at, word in enumerate(words))


@given(
    st.lists(short, min_size=1, max_size=6, unique_by=shape),
    st.lists(st.sampled_from(["a", "b", "A", "c", ""]), max_size=5),
)
def test_a_path_is_found_exactly_when_some_template_fits_and_the_most_literal_wins(templates, words):
    small = contract({place(template): {"get": described(place(template))} for template in templates})
    path = "/" + "/".join(words)

    found = led_to(Router(small.operations, small.tolerance), path)[0]

    fitting = [place(template) for template in templates if reference(place(template), path, fold=str)]
    assert found == min(fitting, key=lambda one: ["{" in word for word in one.split("/")], default=None)


class TestAliases:
    PATH, OTHER = "/a/{x}/b/{y}", "/{x}/c/{y}/d"

    @pytest.fixture
    def small(self):
        return contract({self.PATH: {"x-aliases": [self.OTHER], "get": described()}})

    @pytest.mark.parametrize("path", ["/a/1/b/2", "/1/c/2/d"])
    def test_of_a_path_lead_where_it_leads_with_its_parameters(self, small, path):
        found = Router(small.operations, small.tolerance).find(path)

        assert found.operations["GET"].path == self.PATH
        assert found.operations["GET"].path_values(found.values) == {"x": "1", "y": "2"}

    def test_count_as_paths_of_their_own_that_nothing_else_may_have(self):
        small = contract({"/a": {"x-aliases": ["/b"], "get": described("one")}, "/b": {"get": described("other")}})

        with pytest.raises(ValueError, match="GET /b belongs to one and to other"):
            Router(small.operations, small.tolerance)

    @pytest.mark.parametrize("alias", ["/b", "/b/{y}", "/{y}/b/{x}", "/b/{x}/{x}"])
    def test_with_other_parameters_are_refused(self, alias):
        with pytest.raises(ValueError, match="has other parameters"):
            contract({self.PATH: {"x-aliases": [alias], "get": described()}})
