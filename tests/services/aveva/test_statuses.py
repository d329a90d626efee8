"""Every status that a contract documents for an operation, reached by state; and the error bodies that come with it."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest
from aveva_http import Api, in_process

from streamulator import resources, services
from streamulator.contract.contract import Contract
from streamulator.core.messages import NOTHING

CONTRACTS = [
    Contract.load(resources.folder("openapi") / name)
    for service in services.discover()
    if service.name == "aveva"
    for name in service.contracts
]
OPERATIONS = {operation.id: operation for contract in CONTRACTS for operation in contract.operations}

# What no state of the service answers with.
NEVER = {
    500: "only a mistake in the emulator itself answers it",
    503: "what is in memory is never unavailable",
}
WITHOUT_CAUSE = {
    ("updateStreamMetadata", 409): "a replacement has nothing that could stand in its way",
    ("deleteStreamMetadata", 409): "as little has a deletion",
    ("replaceTags", 409): "as little has a replacement of tags",
    ("deleteTags", 409): "as little has a deletion of tags",
    ("createOrUpdateStreamView", 409): "an update may change all of a stream view",
    ("listJoinedValues", 409): "a read changes nothing that could stand in its way",
    ("joinValues", 409): "as little does this one",
    ("createOrUpdateStream", 409): "what an update may not change makes the request a wrong one, which is 400",
    ("updateStreamAccessControl", 409): "a list that is replaced has nothing in its way",
    ("updateStreamOwner", 409): "as little has an owner",
    ("updateStreamViewOwner", 409): "as little has this one",
    ("searchStreamsByCommunity", 408): "a search of what is in memory takes no time to speak of",
    ("searchCommunityStreams", 408): "as little does this one",
}

EVENT = {"Time": "2017-11-23T17:00:00Z"}
WINDOW = "startIndex=2017-11-23T12:00:00Z&endIndex=2017-11-23T16:00:00Z"
OPTIONS = {"StartIndex": "2017-11-23T12:00:00Z", "EndIndex": "2017-11-23T16:00:00Z"}
COPIED = {"SourceTypeId": "Numbered", "TargetTypeId": "Numbered"}
PROBE = {"Properties": [{"Id": "Key", "IsKey": True, "SdsType": {"SdsTypeCode": "Int32"}}]}
ADMINISTRATOR = {"Trustee": {"Type": 3, "ObjectId": "11111111-1111-1111-1111-111111111111"}, "AccessRights": 31}
LIST = {"RoleTrusteeAccessControlEntries": [ADMINISTRATOR]}
NO_ENTRY = [{"op": "remove", "path": "/RoleTrusteeAccessControlEntries/99"}]
NEW_ENTRY = [{"op": "add", "path": "/RoleTrusteeAccessControlEntries/-", "value": ADMINISTRATOR}]
OTHER_ENTRY = [{"op": "test", "path": "/RoleTrusteeAccessControlEntries/0/AccessRights", "value": 0}]
STRANGERS = "11111111-2222-3333-4444-666666666666"
TOO_LARGE = b" " * 30_000_001
TOO_LONG = "x" * 251


class Try(NamedTuple):
    """One request: what is in its path where that is not the usual, its query, its body, its headers."""

    ids: dict[str, str] = {}  # noqa: RUF012  never changed
    query: str = ""
    content: Any = NOTHING
    body: bytes = b""
    headers: dict[str, str] = {}  # noqa: RUF012  as above


USUAL = {
    "tenantId": "default",
    "namespaceId": "default",
    "streamId": "Simple",
    "typeId": "Simple",
    "streamViewId": "Copied",
    "key": "Site",
    "quantityId": "Length",
    "uomId": "meter",
    "communityId": STRANGERS,
}
NAMES = ("typeId", "streamId", "streamViewId", "uomId", "quantityId", "communityId", "namespaceId", "tenantId")
ODD = Try(headers={"X-Emulator-Fault": "nothing"})  # all that can be wrong with a request that takes nothing
FORM = b"grant_type=client_credentials&client_id=viewer&client_secret=viewer-secret"
STALE = {"If-Match": '"stale"'}

# By operation, the requests that make its successes and its own refusals.
OWN = {
    "getFirstValue": {200: Try()},
    "getLastValue": {200: Try()},
    "listValues": {200: Try(query=WINDOW)},
    "insertValues": {204: Try(content=[EVENT]), 409: Try(content=[{"Time": "2017-11-23T12:00:00Z"}])},
    "updateValues": {204: Try(content=[EVENT])},
    "patchValues": {204: Try(content=[{"Time": "2017-11-23T12:00:00Z", "State": 1}])},
    "removeValues": {204: Try(query=WINDOW)},
    "listInterpolatedValues": {200: Try(query=WINDOW)},
    "listSummaries": {200: Try(query=WINDOW)},
    "listSampledValues": {200: Try(query=f"{WINDOW}&intervals=2&sampleBy=Measurement")},
    "getStreamMetadataValue": {200: Try()},
    "getStreamMetadata": {200: Try(), 304: Try(headers={"If-None-Match": "*"}), 412: Try(headers=STALE)},
    "updateStreamMetadata": {200: Try(content={"a": "b"}), 412: Try(content={}, headers=STALE)},
    "patchStreamMetadata": {
        200: Try(content=[{"op": "remove", "path": "/Site"}]),
        409: Try(content=[{"op": "remove", "path": "/Nothing"}]),
        412: Try(content=[{"op": "test", "path": "/Site", "value": "South"}]),
    },
    "deleteStreamMetadata": {204: Try(), 412: Try(headers=STALE)},
    "getStreamMetadataChangedata": {200: Try()},
    "getOpenIdConfiguration": {200: Try(), 400: ODD},
    "getSigningKeys": {200: Try(), 400: ODD},
    "issueToken": {200: Try(body=FORM), 400: Try(body=FORM + b"x")},
    "listNamespaces": {200: Try()},
    "getNamespace": {200: Try()},
    "listTypes": {200: Try()},
    "getType": {200: Try()},
    "getOrCreateType": {
        200: Try({"typeId": "Keyless"}, content={"Properties": [{"Id": "Value", "SdsType": {"SdsTypeCode": 14}}]}),
        201: Try({"typeId": "Probe"}, content=PROBE),
        409: Try(content=PROBE),
    },
    "deleteType": {204: Try({"typeId": "Keyless"}), 409: Try()},
    "getTypeReferenceCount": {200: Try()},
    "listStreams": {200: Try()},
    "getStream": {200: Try()},
    "getOrCreateStream": {
        200: Try({"streamId": "Empty"}, content={"TypeId": "Simple"}),
        201: Try({"streamId": "New"}, content={"TypeId": "Simple"}),
        404: Try({"streamId": "New"}, content={"TypeId": "Nothing"}),
        409: Try(content={"TypeId": "Numbered"}),
    },
    "createOrUpdateStream": {
        201: Try({"streamId": "New"}, content={"TypeId": "Simple"}),
        204: Try(content={"TypeId": "Simple"}),
        404: Try({"streamId": "New"}, content={"TypeId": "Nothing"}),
    },
    "deleteStream": {204: Try()},
    "getStreamType": {200: Try()},
    "getTags": {200: Try()},
    "replaceTags": {200: Try(content=["tag"])},
    "deleteTags": {204: Try()},
    "getTransformedFirstValue": {200: Try()},
    "getTransformedLastValue": {200: Try()},
    "listTransformedValues": {200: Try(query=WINDOW)},
    "listTransformedInterpolatedValues": {200: Try(query=WINDOW)},
    "listTransformedSummaries": {200: Try(query=WINDOW)},
    "listTransformedSampledValues": {200: Try(query=f"{WINDOW}&intervals=2&sampleBy=Measurement")},
    "getConvertedFirstValue": {200: Try(content=[])},
    "getConvertedLastValue": {200: Try(content=[])},
    "listConvertedValues": {200: Try(query=WINDOW, content=[])},
    "listConvertedInterpolatedValues": {200: Try(query=WINDOW, content=[])},
    "listConvertedSummaries": {200: Try(query=WINDOW, content=[])},
    "listConvertedSampledValues": {200: Try(query=f"{WINDOW}&intervals=2&sampleBy=Measurement", content=[])},
    "bulkInsertValues": {
        204: Try(content={"Values": {"Simple": [EVENT]}}),
        207: Try(content={"Values": {"Simple": [EVENT], "Nowhere": [EVENT]}}),
    },
    "bulkUpdateValues": {
        204: Try(content={"Values": {"Simple": [EVENT]}}),
        207: Try(content={"Values": {"Nowhere": [EVENT]}}),
    },
    "listJoinedValues": {200: Try(query=f"streams=Simple,Empty&joinMode=Outer&{WINDOW}")},
    "joinValues": {200: Try(query="joinMode=Inner", content=[{"StreamId": "Simple", "Options": OPTIONS}])},
    "getResolvedStream": {200: Try()},
    "listResolvedStreams": {207: Try(content=["Simple", "Nowhere"])},
    "listStreamViews": {200: Try()},
    "getStreamView": {200: Try()},
    "getOrCreateStreamView": {
        200: Try(content=COPIED),
        201: Try({"streamViewId": "New"}, content=COPIED),
        404: Try({"streamViewId": "New"}, content=COPIED | {"TargetTypeId": "Nothing"}),
        409: Try(content={"SourceTypeId": "Simple", "TargetTypeId": "Simple"}),
    },
    "createOrUpdateStreamView": {
        200: Try(content=COPIED),
        404: Try(content=COPIED | {"SourceTypeId": "Nothing"}),
    },
    "deleteStreamView": {204: Try()},
    "getStreamViewMap": {200: Try()},
    "updateStreamType": {
        204: Try({"streamId": "Numbered"}, query="streamViewId=Copied"),
        409: Try(query="streamViewId=Copied"),
    },
    "listQuantities": {200: Try()},
    "getQuantity": {200: Try()},
    "listQuantityUnits": {200: Try()},
    "getQuantityUnit": {200: Try()},
    "listUnits": {200: Try()},
    "getUnit": {200: Try()},
}
for thing in ("Stream", "Type", "StreamView", "Streams", "Types", "StreamViews"):
    OWN[f"get{thing}AccessControl"] = {200: Try()}
    OWN[f"update{thing}AccessControl"] = {204: Try(content=LIST), 412: Try(content=LIST, headers=STALE)}
    OWN[f"patch{thing}AccessControl"] = {
        204: Try(content=NEW_ENTRY),
        409: Try(content=NO_ENTRY),
        412: Try(content=OTHER_ENTRY),
    }
for thing in ("Stream", "Type", "StreamView"):
    OWN[f"get{thing}Owner"] = {200: Try()}
    OWN[f"update{thing}Owner"] = {204: Try(content={"Type": "Client", "ObjectId": "somebody"})}
    OWN[f"list{thing}AccessRights"] = {200: Try()}
OWN |= {
    "listRoles": {200: Try()},
    "searchStreamsByCommunity": {200: Try()},
    "searchCommunityStreams": {200: Try(headers={"Authorization": "mayfly"})},  # stands for its token
}
# Whoever may enter a tenant may ask what it may do there, so that only somebody from elsewhere may not.
FOR_ALL = {f"list{thing}AccessRights" for thing in ("Stream", "Type", "StreamView")}
PAIRS = [(name, status) for name, operation in OPERATIONS.items() for status in operation.answers]
REACHED = [pair for pair in PAIRS if pair[1] not in NEVER and pair not in WITHOUT_CAUSE]


def request_for(name, status):
    """Return what leads an operation to a status: its own request for it, or a success of its own led astray."""
    own = OWN[name]
    if status in own:
        return own[status]
    works = next(request for code, request in own.items() if code < 300)
    if status == 408:
        return works
    if status == 413:
        return works._replace(content=NOTHING, body=TOO_LARGE)
    if status in (401, 403):
        ids = {"tenantId": "brief" if name in FOR_ALL else "locked", "namespaceId": "main", **works.ids}
        return works._replace(ids=ids, headers={"Authorization": "outsider"} if status == 403 else {})
    named = [word for word in NAMES if word in OPERATIONS[name].path]
    if status == 404 and name == "getOrCreateType":
        named = ["namespaceId"]
    return works._replace(ids={**works.ids, named[0]: {400: TOO_LONG, 404: "Nowhere"}[status]})


def sent(api, name, request):
    operation, headers = OPERATIONS[name], dict(request.headers)
    if "Authorization" in headers:
        headers["Authorization"] = api.token(headers["Authorization"], f"{headers['Authorization']}-secret")
    target = operation.path.format(**(USUAL | request.ids)) + f"?{request.query}"
    return api(operation.method, target, request.content, request.body, headers)


@pytest.fixture
def root(api):
    return api.below("")


@pytest.mark.parametrize(("name", "status"), REACHED, ids=str)
def test_a_documented_status_can_be_reached(root, world, clock, name, status):
    clock.seconds = 301 if status == 408 else 0

    answer = sent(root, name, request_for(name, status))

    assert answer.status == status, answer.body
    assert world.journal.entries()[-1].operation == name
    assert world.ledger.findings("broken") == []
    if "/identity/" in OPERATIONS[name].path and status == 400:
        assert answer.content.keys() == {"error", "error_description"}
    elif status >= 400 and name != "issueToken":
        assert_error(answer)
    elif status in (204, 304):
        assert answer.body == b""


@pytest.mark.parametrize(
    ("method", "target", "status"),
    [("GET", "/api/v1/Tenants/default/Nothing", 404), ("POST", "/api/v1/Tenants/default/Namespaces", 405)],
)
def test_a_path_or_method_that_nobody_knows_has_the_same_error_body(root, method, target, status):
    answer = root(method, target)

    assert answer.status == status
    assert_error(answer)


def assert_error(answer):
    """See that a body has the five documented fields and no other, and says what it should."""
    content = answer.content
    assert list(content) == ["OperationId", "Error", "Reason", "Resolution", "Parameters"]
    assert answer.headers["operation-id"] == content["OperationId"]
    assert all(content[name].endswith(".") for name in ("Error", "Reason", "Resolution")), content
    if content["Parameters"] is not None:
        assert all(isinstance(value, str) for value in content["Parameters"].values())


def test_two_errors_have_ids_of_their_own(root):
    assert root.get("/api/v1/x").content["OperationId"] != root.get("/api/v1/x").content["OperationId"]


def test_the_list_of_what_no_state_reaches_is_right():
    assert set(WITHOUT_CAUSE) <= set(PAIRS), "a status that is not documented any more"
    assert OPERATIONS.keys() == OWN.keys()
    assert len(OPERATIONS) == 10 + 6 + 32 + 6 + 6 + 6 + 30
    unreached = [(name, status) for name, status in PAIRS if (name, status) not in REACHED]
    assert all(status in NEVER or (name, status) in WITHOUT_CAUSE for name, status in unreached)


def test_a_mistake_of_ours_has_the_same_fields(emulator_of):
    emulator = emulator_of("aveva: {tenants: [{id: default, open: true, namespaces: [{id: default}]}]}")
    emulator.worlds["default"].stores["aveva"] = None

    answer = Api(in_process(emulator, "default")).get("/Streams")

    assert answer.status == 500
    assert list(answer.content) == ["OperationId", "Error", "Reason", "Resolution", "Parameters"]
    assert answer.headers["operation-id"] == answer.content["OperationId"]
