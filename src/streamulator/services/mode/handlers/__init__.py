"""What each operation does: take what the call names, ask the store, answer."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.kernel.service import Handler
from streamulator.services.mode.handlers import devices, downloads, homes, identity, sessions, streams

HANDLERS: Mapping[str, Handler] = {
    # mode-stream-data-store.yaml
    "listHomeStreams": streams.list_home_streams,
    "getHomeStream": streams.get_home_stream,
    "getStreamStatus": streams.get_stream_status,
    "listStreamSessions": sessions.list_stream_sessions,
    "addStreamSession": sessions.add_stream_session,
    "getStreamSession": sessions.get_stream_session,
    "deleteStreamSession": sessions.delete_stream_session,
    "listMetadataPackets": streams.list_metadata_packets,
    "fetchDataPackets": downloads.fetch_data_packets,
    # mode-companion.yaml
    "getAuthentication": identity.get_authentication,
    "logIn": identity.log_user_in,
    "getUserSession": identity.get_user_session,
    "endUserSession": identity.end_user_session,
    "listHomes": homes.list_homes,
    "createHome": homes.create_home,
    "getHome": homes.get_home,
    "listHomeMembers": homes.list_home_members,
    "listSmartModules": homes.list_smart_modules,
    "listTimeSeries": homes.list_time_series,
    "listCollections": homes.list_collections,
    "createCollection": homes.create_collection,
    "downloadDataPackets": downloads.download_data_packets,
}

LEVERS: Mapping[str, Handler] = {
    # control-mode.yaml
    "pushDataPackets": devices.push_data_packets,
    "openSession": devices.open_session,
    "closeSession": devices.close_session,
    "useSession": devices.use_session,
    "releaseSession": devices.release_session,
    "attachMetadata": devices.attach_metadata,
}
