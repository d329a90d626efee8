"""Units of measure and quantities, by id and in lists."""

from __future__ import annotations

import pytest

NEVER = "0001-01-01T00:00:00Z"
METER = {
    "Id": "meter",
    "Abbreviation": "m",
    "Name": "meter",
    "DisplayName": "meter",
    "QuantityId": "Length",
    "ConversionFactor": 1,
}


def ids(answer):
    assert answer.status == 200, answer.body
    return [one["Id"] for one in answer.content]


class TestUnits:
    def test_one_is_shown_by_its_id_in_any_case(self, api):
        assert api.get("/Units/meter").content == api.get("/units/METER").content == METER

    def test_an_offset_is_shown_where_there_is_one(self, api):
        assert api.get("/Units/degree Celsius").content["ConversionOffset"] == 273.15

    def test_a_name_may_be_another_than_the_id(self, api):
        unit = api.get("/Units/mil").content

        assert unit["Name"] == unit["DisplayName"] == "thousandth of an inch"

    def test_verbose_shows_all_members(self, api):
        answer = api.get("/Units/meter", Accept_Verbosity="verbose")

        assert answer.content == {**METER, "ConversionOffset": 0, "CreatedDate": NEVER, "ModifiedDate": NEVER}

    @pytest.mark.parametrize("id_", ["furlong", "m"])
    def test_what_is_no_id_is_not_found(self, api, id_):
        answer = api.get(f"/Units/{id_}")

        assert (answer.status, answer.content["Parameters"]) == (404, {"UomId": id_})

    @pytest.mark.parametrize("id_", ["rad (radiation unit)", "A-weighted decibel", "Pferdestärke"])
    def test_ids_with_odd_signs_are_found(self, api, id_):
        assert api.get(f"/Units/{id_}").content["Id"] == id_

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("count=3", ["count", "Ampere hour", "coulomb"]),
            ("skip=1&count=2", ["Ampere hour", "coulomb"]),
            ("count=2&orderby=id", ["A-weighted decibel", "abcoulomb"]),
            ("count=1&orderby=ConversionFactor desc", ["yobibyte"]),
            ("filter=QuantityId eq 'temperature' and ConversionOffset gt 0", ["degree Celsius", "degree Fahrenheit"]),
            ("filter=ConversionFactor eq (6.0 add 3.0)", []),
            ("filter=Abbreviation eq 'mi'", ["mile"]),
            ("filter=DisplayName eq 'mile' and CreatedDate le 2022-01-01T00:00:00Z", ["mile"]),
        ],
    )
    def test_they_are_listed_in_the_pages_order_or_as_asked_for(self, api, query, expected):
        assert ids(api.get(f"/Units?{query}")) == expected

    def test_a_hundred_are_listed_by_default(self, api):
        assert len(api.get("/Units").content) == 100
        assert len(api.get("/Units?count=1000").content) == 416

    @pytest.mark.parametrize("query", ["orderby=Dimensions", "filter=Luck eq 1", "filter=x", "count=-1", "skip=a"])
    def test_what_makes_no_sense_is_refused(self, api, query):
        assert api.get(f"/Units?{query}").status == 400


class TestQuantities:
    def test_one_is_shown_with_its_base_unit(self, api):
        expected = {"Id": "Length", "Name": "Length", "BaseUom": METER, "Dimensions": [1, 0, 0, 0, 0, 0, 0]}

        assert api.get("/Quantities/length").content == expected

    def test_verbose_shows_dates_too(self, api):
        found = api.get("/Quantities/Length", Accept_Verbosity="verbose").content

        assert found["CreatedDate"] == found["ModifiedDate"] == found["BaseUom"]["CreatedDate"] == NEVER

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("count=2", ["Absorbed Dose", "Acceleration"]),
            ("skip=94", ["Volumetric Concentration"]),
            ("orderby=name desc&count=1", ["Volumetric Concentration"]),
            ("filter=startswith(Id, 'Temp')", ["Temperature", "Temperature (Delta)"]),
        ],
    )
    def test_they_are_listed(self, api, query, expected):
        assert ids(api.get(f"/Quantities?{query}")) == expected

    @pytest.mark.parametrize("query", ["orderby=ConversionFactor", "filter=ConversionFactor eq 1"])
    def test_what_only_units_have_they_have_not(self, api, query):
        assert api.get(f"/Quantities?{query}").status == 400

    def test_their_units_are_listed(self, api):
        assert ids(api.get("/Quantities/Electric Current/Units")) == ["milliampere", "ampere", "kiloampere"]
        assert ids(api.get("/Quantities/temperature (delta)/Units"))[0] == "delta degree Fahrenheit"

    def test_one_of_their_units_is_shown(self, api):
        assert api.get("/Quantities/length/Units/METER").content == METER

    @pytest.mark.parametrize(
        ("path", "parameters"),
        [
            ("Luck", {"QuantityId": "Luck"}),
            ("Luck/Units", {"QuantityId": "Luck"}),
            ("Luck/Units/meter", {"QuantityId": "Luck"}),
            ("Length/Units/furlong", {"UomId": "furlong"}),
            ("Length/Units/gram", {"QuantityId": "Length", "UomId": "gram"}),
        ],
    )
    def test_what_is_not_there_is_not_found(self, api, path, parameters):
        answer = api.get(f"/Quantities/{path}")

        assert (answer.status, answer.content["Parameters"]) == (404, parameters)


@pytest.mark.parametrize("path", ["/Units", "/Units/meter", "/Quantities", "/Quantities/Length/Units"])
def test_a_namespace_that_is_not_there_is_not_found(api, path):
    assert api.below("/api/v1/Tenants/default/Namespaces/Nowhere").get(path).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_nobody_can_change_them(api, method):
    assert api(method, "/Units/meter").status == api(method, "/Quantities/Length").status == 405
