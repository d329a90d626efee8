"""Each OpenAPI document is valid, strict enough to find fault by, and at one with the others."""

from __future__ import annotations

from collections import Counter
from copy import deepcopy

import pytest
import schemathesis
import yaml
from conformance import strictness
from conformance.documents import FAMILIES, FOLDER, NAMES, VENDOR, expand, load, operations, walk
from openapi_spec_validator import validate

PLAIN, COMPANION = "aveva-stream-data.yaml", "aveva-companion.yaml"
TRANSFORMED = {
    "getTransformedFirstValue": "getFirstValue",
    "getTransformedLastValue": "getLastValue",
    "listTransformedValues": "listValues",
    "listTransformedInterpolatedValues": "listInterpolatedValues",
    "listTransformedSummaries": "listSummaries",
    "listTransformedSampledValues": "listSampledValues",
}
RULES = [
    strictness.has_only_exact_statuses,
    strictness.has_no_empty_schemas,
    strictness.says_what_objects_take,
    strictness.documents_refusals,
    strictness.bounds_requests,
    strictness.gives_examples,
    strictness.uses_what_it_has,
    strictness.has_live_links,
]


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_valid_openapi(name):
    document = load(name)

    validate(document)

    assert document["openapi"] == "3.1.1"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_strict(name, rule):
    assert list(rule(load(name))) == []


@pytest.mark.parametrize("name", VENDOR)
def test_what_the_vendor_wrote_and_what_we_assumed_can_be_told_apart(name):
    assert list(strictness.says_where_it_comes_from(load(name))) == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_in_a_document_is_other_than_it_looks(name):
    class AsText(yaml.SafeLoader):
        """YAML whose dates and odd booleans stay text, so that both readings can be compared."""

    AsText.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in known if not tag.endswith(("timestamp", "bool"))]
        for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    text = yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=AsText)  # noqa: S506  it is a safe loader

    pairs = zip(walk(text), walk(load(name)), strict=True)

    assert [(plain, read) for plain, read in pairs if odd(plain, read)] == []


def odd(plain, read):
    (_, shown), (_, value) = plain, read
    if isinstance(shown, dict):
        return not all(isinstance(key, str) for key in value)
    return not isinstance(shown, list) and shown != value and shown not in {"true", "false"}


def test_an_operation_id_is_used_once():
    ids = Counter(operation.id for name in NAMES for operation in operations(load(name)))

    assert [name for name, times in ids.items() if times > 1] == []


@pytest.mark.parametrize("name", NAMES)
def test_a_path_declares_the_parameters_in_it(name):
    for operation in operations(load(name)):
        words = {word[1:-1] for word in operation.path.split("/") if word.startswith("{")}

        assert words == {parameter for where, parameter in operation.parameters if where == "path"}, operation.id


@pytest.mark.parametrize("name", NAMES)
def test_schemathesis_can_read_a_document(name):
    schema = schemathesis.openapi.from_path(str(FOLDER / name))

    found = {result.ok().definition.raw["operationId"] for result in schema.get_all_operations()}

    assert found == {operation.id for operation in operations(load(name))}


@pytest.mark.parametrize("vendor", FAMILIES)
def test_components_of_one_name_are_one_thing_in_all_documents_of_a_vendor(vendor):
    first = {}
    for name in FAMILIES[vendor]:
        for kind in ("schemas", "headers", "securitySchemes"):
            for component, found in load(name)["components"][kind].items():
                expected = first.setdefault((kind, component), without_provenance(found))

                assert without_provenance(found) == expected, f"{component} in {name}"


@pytest.mark.parametrize("vendor", FAMILIES)
def test_documents_of_a_vendor_are_read_with_the_same_tolerance(vendor):
    tolerance, *others = [(load(name)["x-tolerance"], load(name)["security"]) for name in FAMILIES[vendor]]

    assert others == [tolerance] * len(others)


@pytest.mark.parametrize(("alias", "plain"), TRANSFORMED.items())
def test_a_transform_path_takes_and_answers_what_the_plain_path_does(alias, plain):
    ours = {operation.id: operation for operation in operations(load(COMPANION))}[alias]
    other = {operation.id: operation for operation in operations(load(PLAIN))}[plain]

    parameters = {key: value for key, value in shape(COMPANION, ours.parameters).items() if key[1] != "streamViewId"}

    assert ours.path == other.path.replace("/Data", "/Data/Transform")
    assert parameters == shape(PLAIN, other.parameters)
    assert ("query", "streamViewId") in ours.parameters
    assert {status: content(COMPANION, response) for status, response in ours.responses.items()} == {
        status: content(PLAIN, response) for status, response in other.responses.items()
    }


def shape(name, parameters):
    return {key: without_provenance(expand(load(name), value)) for key, value in parameters.items()}


def content(name, response):
    return without_provenance(expand(load(name), response.get("content", {})))


def without_provenance(node):
    if isinstance(node, dict):
        return {key: without_provenance(value) for key, value in node.items() if key not in {"x-source", "x-assumed"}}
    return [without_provenance(value) for value in node] if isinstance(node, list) else node


def post(document):
    return next(item for path, item in document["paths"].items() if path.endswith("/Data"))["post"]


def answer_by_default(document):
    post(document)["responses"]["default"] = {"description": "anything"}


def empty_a_schema(document):
    document["components"]["schemas"]["EventList"]["items"] = {}


def silence_an_object(document):
    del document["components"]["schemas"]["Page"]["additionalProperties"]


def forget_a_refusal(document):
    del post(document)["responses"]["413"]


def unbound_a_text(document):
    del document["components"]["schemas"]["Index"]["maxLength"]


def unbound_an_array(document):
    del document["components"]["schemas"]["NewEvents"]["maxItems"]


def spoil_an_example(document):
    post(document)["requestBody"]["content"]["application/json"]["example"] = [1]


def lose_an_example(document):
    del document["components"]["parameters"]["streamId"]["example"]


def orphan_a_component(document):
    document["components"]["schemas"]["Orphan"] = {"type": "string"}


def break_a_reference(document):
    post(document)["responses"]["404"] = {"$ref": "#/components/responses/Nowhere"}


def unbind_a_link(document):
    del document["components"]["links"]["LastValue"]["parameters"]["streamId"]


def misname_in_a_link(document):
    document["components"]["links"]["LastValue"]["parameters"]["streamId"] = "$request.path.stream"


def lead_a_link_astray(document):
    document["components"]["links"]["LastValue"]["operationId"] = "getLast"


@pytest.mark.parametrize(
    ("rule", "spoil"),
    [
        (strictness.has_only_exact_statuses, answer_by_default),
        (strictness.has_no_empty_schemas, empty_a_schema),
        (strictness.says_what_objects_take, silence_an_object),
        (strictness.documents_refusals, forget_a_refusal),
        (strictness.bounds_requests, unbound_a_text),
        (strictness.bounds_requests, unbound_an_array),
        (strictness.gives_examples, spoil_an_example),
        (strictness.gives_examples, lose_an_example),
        (strictness.uses_what_it_has, orphan_a_component),
        (strictness.uses_what_it_has, break_a_reference),
        (strictness.has_live_links, unbind_a_link),
        (strictness.has_live_links, misname_in_a_link),
        (strictness.has_live_links, lead_a_link_astray),
    ],
)
def test_a_rule_notices_what_it_is_for(rule, spoil):
    document = deepcopy(load(PLAIN))

    spoil(document)

    assert list(rule(document)) != []
