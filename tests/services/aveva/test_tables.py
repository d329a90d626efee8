"""Every read that gives several values, as a table."""

from __future__ import annotations

import pytest

DATA = "/Streams/Simple/Data"
COLUMNS = [
    {"Name": "Time", "Type": "DateTime"},
    {"Name": "State", "Type": "Int32Enum"},
    {"Name": "Measurement", "Type": "Double"},
]


def at(hour, minute=0):
    return f"2017-11-23T{hour}:{minute:02}:00Z"


WINDOW = f"startIndex={at(12)}&endIndex={at(13)}"
PAIRS = [[at(12), 0, 0.0], [at(13), 0, 10.0]]


@pytest.mark.parametrize("path", ["", "/Transform"])
@pytest.mark.parametrize(
    ("read", "rows"),
    [
        (f"?index={at(13)}", PAIRS[1:]),
        (f"?startIndex={at(12)}&count=2", PAIRS),
        (f"?{WINDOW}", PAIRS),
        ("?filter=Measurement lt 20", PAIRS),
        (f"/Interpolated?{WINDOW}&count=3", [PAIRS[0], [at(12, 30), 0, 5.0], PAIRS[1]]),
        (f"/Interpolated?index={at(12)}", PAIRS[:1]),
        (f"/Sampled?{WINDOW}&intervals=1&sampleBy=Measurement", PAIRS),
    ],
)
class TestEvents:
    def test_are_rows_in_which_no_default_is_left_out(self, api, path, read, rows):
        assert api.get(f"{DATA}{path}{read}&form=table").content == {"Name": "Simple", "Columns": COLUMNS, "Rows": rows}

    @pytest.mark.parametrize("form", ["tableh", "table-headers", "Table-Headers"])
    def test_have_their_columns_names_on_top_when_asked_for(self, api, path, read, rows, form):
        table = api.get(f"{DATA}{path}{read}&form={form}").content

        assert table["Rows"] == [["Time", "State", "Measurement"], *rows]

    def test_of_another_form_are_refused(self, api, path, read, rows):
        assert rows
        assert api.get(f"{DATA}{path}{read}&form=csv").status == 400


@pytest.mark.parametrize("path", [f"{DATA}/Summaries", f"{DATA}/Transform/Summaries"])
class TestSummaries:
    def test_are_rows_of_bounds_and_figures(self, api, path):
        url = f"{path}?startIndex={at(12)}&endIndex={at(14)}&count=2"
        table = api.get(f"{url}&form=tableh").content
        names, *rows = table["Rows"]
        kinds = {column["Name"]: column["Type"] for column in table["Columns"]}
        verbose = api.get(url, Accept_Verbosity="verbose").content

        assert table["Name"] == "Simple"
        assert list(kinds) == names
        assert names[:6] == [f"{end}.{column['Name']}" for end in ("Start", "End") for column in COLUMNS]
        assert [kinds[name] for name in names[:6]] == [column["Type"] for column in COLUMNS] * 2
        assert (kinds["Count.Measurement"], kinds["Mean.Measurement"]) == ("Int32", "Double")
        assert [dict(zip(names, row, strict=True)) for row in rows] == [flat(interval) for interval in verbose]

    def test_have_the_same_columns_when_nothing_is_there_to_summarise(self, api, path):
        query = f"startIndex={at(12)}&endIndex={at(14)}&form=table"
        full = api.get(f"{path}?{query}").content
        empty = api.get(f"{path.replace('Simple', 'Steady')}?{query}").content
        names = [column["Name"] for column in empty["Columns"]]
        found = dict(zip(names, empty["Rows"][0], strict=True))

        assert set(names) < {column["Name"] for column in full["Columns"]}  # of a Discrete stream only the key counts
        assert found == {**dict.fromkeys(names), "Count.Time": 0}

    def test_have_null_where_an_interval_has_no_figure(self, api, path):
        api.delete(f"{DATA}?startIndex={at(12)}&endIndex={at(16)}")
        table = api.get(f"{path}?startIndex={at(12)}&endIndex={at(14)}&form=tableh").content
        found = dict(zip(*table["Rows"], strict=True))

        assert (found["Start.Time"], found["Count.Measurement"], found["Mean.Measurement"]) == (None, 0, None)


def flat(interval):
    """Write an interval as the row of a table should be."""
    bounds = {f"{end}.{name}": value for end in ("Start", "End") for name, value in interval[end].items()}
    figures = {
        f"{kind}.{name}": value for kind, values in interval["Summaries"].items() for name, value in values.items()
    }
    return {**bounds, **figures}


class TestWhatIsNoTable:
    def test_a_page_is_refused(self, api):
        answer = api.get(f"{DATA}?{WINDOW}&count=1&continuationToken=&form=table")

        assert answer.status == 400
        assert "no tables of pages" in answer.content["Reason"]

    @pytest.mark.parametrize("mode", ["Inner", "Outer", "Interpolated"])
    def test_so_are_events_side_by_side(self, api, mode):
        join = f"/Bulk/Streams/Data/Joins?streams=Simple&joinMode={mode}&{WINDOW}"

        assert api.get(f"{join}&form=table").status == 400
        assert api.get(f"{join}&form=").status == 200

    def test_while_merged_ones_are_a_table(self, api):
        join = f"/Bulk/Streams/Data/Joins?streams=Simple,Empty&joinMode=MergeRight&{WINDOW}"

        assert api.get(f"{join}&form=table").content == {"Name": "Simple", "Columns": COLUMNS, "Rows": PAIRS}
        assert api.get(f"{join}&form=tableh").content["Rows"] == [["Time", "State", "Measurement"], *PAIRS]
