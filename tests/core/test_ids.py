from __future__ import annotations

from random import Random
from statistics import fmean, pstdev
from uuid import RFC_4122, UUID

from hypothesis import given
from hypothesis import strategies as st

from streamulator.core.ids import Ids, deviations, guid_of, named_guid, noise


@given(st.integers(0, 2**64))
def test_every_id_is_a_random_guid_in_its_canonical_spelling(seed):
    ids = Ids(seed)

    for text in [ids.guid() for _ in range(5)]:
        guid = UUID(text)
        assert str(guid) == text
        assert (guid.version, guid.variant) == (4, RFC_4122)


def test_the_same_seed_gives_the_same_ids_and_another_seed_others():
    first, again, other = Ids(7), Ids(7), Ids(8)

    ids = [first.guid() for _ in range(20)]

    assert ids == [again.guid() for _ in range(20)]
    assert len(set(ids) | {other.guid() for _ in range(20)}) == 40


def test_without_a_seed_no_two_streams_are_alike():
    assert Ids().guid() != Ids().guid()


def test_the_guid_of_some_names_is_always_the_same_and_of_others_another():
    assert guid_of("plant", "role", "Viewer") == guid_of("PLANT", "role", "viewer")
    assert UUID(guid_of("a")).version == 5
    assert len({guid_of("a", "b"), guid_of("b", "a"), guid_of("ab"), guid_of("a", "b", "")}) == 4


def test_deviations_are_the_same_for_the_same_seed_however_many_are_taken():
    assert deviations(3, 10) == deviations(3, 20)[:10]
    assert deviations(3, 10) != deviations(4, 10)
    assert deviations(3, 0) == []


@given(st.integers(0, 9), st.integers(0, 25))
def test_deviations_are_the_numbers_that_python_gives_one_by_one(seed, count):
    gauss = Random(seed).gauss  # noqa: S311  no secrets

    assert deviations(seed, count) == [gauss(0.0, 1.0) for _ in range(count)]


def test_deviations_lie_around_zero_with_a_spread_of_one():
    numbers = deviations(1, 20_000)

    assert abs(fmean(numbers)) < 0.03
    assert abs(pstdev(numbers) - 1) < 0.03


@given(st.integers(0, 9), st.integers(0, 2**32), st.integers(0, 100))
def test_noise_has_its_size_and_is_the_same_every_time(seed, number, size):
    assert len(noise(seed, number, size)) == size
    assert noise(seed, number, size) == noise(seed, number, size)


def test_noise_differs_by_seed_and_by_number():
    assert len({noise(seed, number, 16) for seed in range(12) for number in range(12)}) == 144


def test_a_name_has_the_guid_that_java_gives_it():
    assert named_guid("hello") == "5d41402a-bc4b-3a76-b971-9d911017c592"  # what UUID.nameUUIDFromBytes makes of it
    assert named_guid("hello") != named_guid("Hello")
