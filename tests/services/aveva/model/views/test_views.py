"""The stream views of a namespace: made, found, redefined, taken out, copied; and what makes two of them the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from aveva_samples import SIMPLE, key, type_of

from streamulator.core.problems import Conflict, Missing
from streamulator.services.aveva.model.shape.codes import SdsTypeCode
from streamulator.services.aveva.model.shape.layout import Layout
from streamulator.services.aveva.model.views.view import (
    SdsStreamView,
    SdsStreamViewProperty,
    same_view,
    views_within,
)
from streamulator.services.aveva.model.views.views import StreamViews

SOURCE, TARGET = Layout(SIMPLE), Layout(type_of(key("Time", SdsTypeCode.DateTime), id="Target"))
VIEW = SdsStreamView("View", "Simple", "Target", name="a view", description="of something")


def put(views, view=VIEW, now=5):
    return views.get_or_create(view, SOURCE, TARGET, now)


@pytest.fixture
def views():
    return StreamViews("tenant/main")


def test_a_view_that_is_not_there_is_missing_and_says_where(views):
    with pytest.raises(Missing) as refusal:
        views.lens("View")

    assert refusal.value.reason == "Stream view 'View' was not found in namespace 'tenant/main'."
    assert refusal.value.resolution == "Create the stream view first, or list those there are."
    assert refusal.value.details == {"StreamViewId": "View"}
    assert views.find("View") is None
    assert views.all() == []


def test_a_new_view_is_made_and_found_by_its_id_without_case(views):
    lens, new = put(views)

    assert new is True
    assert lens.view == views.find("VIEW") == replace(VIEW, created=5, modified=5)
    assert views.lens("vIEW") is lens
    assert views.all() == [lens.view]
    assert lens.map.source is SIMPLE
    assert lens.map.target is TARGET.type


def test_the_same_view_again_is_the_one_that_is_there(views):
    lens, _ = put(views)

    assert put(views, replace(VIEW, id="VIEW", created=1), now=9) == (lens, False)
    assert lens.view.modified == 5


def test_another_view_of_that_id_is_a_conflict(views):
    put(views)

    with pytest.raises(Conflict) as refusal:
        put(views, replace(VIEW, id="VIEW", description="of something else"))

    assert refusal.value.reason == "Stream view 'View' exists with another definition."
    assert refusal.value.resolution == "Update it with PUT, or choose another Id."
    assert refusal.value.details == {"StreamViewId": "View"}
    assert views.lens("View").view.description == "of something"


def test_a_view_may_be_redefined_and_keeps_its_date_of_birth_and_the_spelling_of_its_id(views):
    first = views.create_or_update(VIEW, SOURCE, TARGET, 5).view
    second = views.create_or_update(replace(VIEW, id="VIEW", name="other"), SOURCE, TARGET, 9).view

    assert (first.id, first.created, first.modified) == ("View", 5, 5)
    assert (second.id, second.name, second.created, second.modified) == ("View", "other", 5, 9)
    assert views.all() == [second]


def test_a_view_that_was_taken_out_is_gone(views):
    put(views)

    views.delete("VIEW")

    assert views.all() == []
    with pytest.raises(Missing):
        views.delete("View")


def test_copies_do_not_see_each_others_changes(views):
    lens, _ = put(views)
    copy = views.fork()

    assert copy.lens("View") is lens
    copy.delete("View")

    assert views.lens("View") is lens
    with pytest.raises(Missing, match="in namespace 'tenant/main'"):
        copy.lens("View")


def test_the_views_that_name_a_type_are_counted_at_whatever_depth(views):
    put(views)
    put(views, replace(VIEW, id="Second"))

    assert views.naming("SIMPLE") == 2
    assert views.naming("target") == 2
    assert views.naming("Other") == 0


INNER = SdsStreamView("", "Point", "Place")
NESTED = replace(VIEW, properties=(SdsStreamViewProperty("At", "Where", INNER), SdsStreamViewProperty("A", "B")))


def test_the_views_within_a_view_are_those_of_its_properties():
    deep = replace(VIEW, properties=(SdsStreamViewProperty("X", "Y", NESTED),))

    assert list(views_within(VIEW)) == [VIEW]
    assert list(views_within(deep)) == [deep, NESTED, INNER]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (VIEW, VIEW, True),
        (VIEW, replace(VIEW, created=1, modified=2), True),
        (VIEW, replace(VIEW, id="VIEW", source_type_id="simple", target_type_id="TARGET"), True),
        (replace(VIEW, name=None), replace(VIEW, name="vIEW"), True),
        (replace(VIEW, name=None), replace(VIEW, name=""), True),
        (replace(VIEW, description=None), replace(VIEW, description=""), True),
        (NESTED, NESTED, True),
        (VIEW, replace(VIEW, id="Other"), False),
        (VIEW, replace(VIEW, source_type_id="Other"), False),
        (VIEW, replace(VIEW, target_type_id="Other"), False),
        (VIEW, replace(VIEW, name="A view"), False),
        (VIEW, replace(VIEW, name=None), False),
        (VIEW, replace(VIEW, description=None), False),
        (VIEW, NESTED, False),
        (NESTED, replace(NESTED, properties=NESTED.properties[::-1]), False),
        (
            NESTED,
            replace(NESTED, properties=(NESTED.properties[0], SdsStreamViewProperty("A", "C"))),
            False,
        ),
        (
            NESTED,
            replace(NESTED, properties=(SdsStreamViewProperty("AT", "WHERE", INNER), NESTED.properties[1])),
            True,
        ),
        (
            NESTED,
            replace(NESTED, properties=(SdsStreamViewProperty("At", "Where"), NESTED.properties[1])),
            False,
        ),
        (
            NESTED,
            replace(
                NESTED,
                properties=(
                    SdsStreamViewProperty("At", "Where", replace(INNER, target_type_id="Line")),
                    NESTED.properties[1],
                ),
            ),
            False,
        ),
    ],
)
def test_two_definitions_mean_the_same_view_whatever_case_dates_and_what_stands_for_nothing(one, other, same):
    assert same_view(one, other) is same
    assert same_view(other, one) is same
