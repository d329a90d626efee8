"""What each operation does: take what the call names, ask the store, answer."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.kernel.service import Handler
from streamulator.services.grovestreams.handlers import (
    components,
    definitions,
    feeds,
    identity,
    metadata,
    organizations,
)

HANDLERS: Mapping[str, Handler] = {
    # grovestreams-stream-metadata.yaml
    "listStreamMetadata": metadata.list_stream_metadata,
    "listComponentStreamMetadata": metadata.list_component_stream_metadata,
    # grovestreams-companion.yaml
    "logInUser": identity.log_in_user,
    "logInGuest": identity.log_in_guest,
    "logOut": identity.log_out,
    "issueAccessToken": identity.issue_access_token,
    "getOrganization": organizations.get_organization,
    "listOrganizationUsers": organizations.list_organization_users,
    "getOrganizationUser": organizations.get_organization_user,
    "listOrganizationUnits": definitions.list_organization_units,
    "getOrganizationUnit": definitions.get_organization_unit,
    "listCycles": definitions.list_cycles,
    "getCycle": definitions.get_cycle,
    "listRollupCalendars": definitions.list_rollup_calendars,
    "getRollupCalendar": definitions.get_rollup_calendar,
    "listComponents": components.list_components,
    "getComponent": components.get_component,
    "listComponentStreams": components.list_component_streams,
    "getComponentFolder": definitions.get_component_folder,
    "listFeeds": feeds.list_feeds,
    "putFeeds": feeds.put_feeds,
    "getStreamLastValue": feeds.get_stream_last_value,
}
