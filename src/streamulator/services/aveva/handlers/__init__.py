"""What each operation does: take what the call names, ask the store, answer."""

from __future__ import annotations

from collections.abc import Mapping

from streamulator.kernel.service import Handler
from streamulator.services.aveva.handlers import (
    identity,
    joins,
    metadata,
    namespaces,
    reads,
    resolved,
    stream_views,
    streams,
    types,
    writes,
)

HANDLERS: Mapping[str, Handler] = {
    # aveva-stream-data.yaml
    "getFirstValue": reads.get_first_value,
    "getLastValue": reads.get_last_value,
    "listValues": reads.list_values,
    "insertValues": writes.insert_values,
    "updateValues": writes.update_values,
    "patchValues": writes.patch_values,
    "removeValues": writes.remove_values,
    "listInterpolatedValues": reads.list_interpolated_values,
    "listSummaries": reads.list_summaries,
    "listSampledValues": reads.list_sampled_values,
    # aveva-streams-metadata.yaml
    "getStreamMetadataValue": metadata.get_stream_metadata_value,
    "getStreamMetadata": metadata.get_stream_metadata,
    "updateStreamMetadata": metadata.update_stream_metadata,
    "patchStreamMetadata": metadata.patch_stream_metadata,
    "deleteStreamMetadata": metadata.delete_stream_metadata,
    "getStreamMetadataChangedata": metadata.get_stream_metadata_changedata,
    # aveva-companion.yaml
    "getOpenIdConfiguration": identity.get_open_id_configuration,
    "getSigningKeys": identity.get_signing_keys,
    "issueToken": identity.issue_token,
    "listNamespaces": namespaces.list_namespaces,
    "getNamespace": namespaces.get_namespace,
    "listTypes": types.list_types,
    "getType": types.get_type,
    "getOrCreateType": types.get_or_create_type,
    "deleteType": types.delete_type,
    "getTypeReferenceCount": types.get_type_reference_count,
    "listStreams": streams.list_streams,
    "getStream": streams.get_stream,
    "getOrCreateStream": streams.get_or_create_stream,
    "createOrUpdateStream": streams.create_or_update_stream,
    "deleteStream": streams.delete_stream,
    "getStreamType": streams.get_stream_type,
    "getTags": streams.get_tags,
    "replaceTags": streams.replace_tags,
    "deleteTags": streams.delete_tags,
    "getTransformedFirstValue": reads.get_first_value,
    "getTransformedLastValue": reads.get_last_value,
    "listTransformedValues": reads.list_values,
    "listTransformedInterpolatedValues": reads.list_interpolated_values,
    "listTransformedSummaries": reads.list_summaries,
    "listTransformedSampledValues": reads.list_sampled_values,
    # aveva-bulk.yaml
    "listJoinedValues": joins.list_joined_values,
    "joinValues": joins.join_values,
    "getResolvedStream": resolved.get_resolved_stream,
    "listResolvedStreams": resolved.list_resolved_streams,
    # aveva-stream-views.yaml
    "listStreamViews": stream_views.list_stream_views,
    "getStreamView": stream_views.get_stream_view,
    "getOrCreateStreamView": stream_views.get_or_create_stream_view,
    "createOrUpdateStreamView": stream_views.create_or_update_stream_view,
    "deleteStreamView": stream_views.delete_stream_view,
    "getStreamViewMap": stream_views.get_stream_view_map,
    "updateStreamType": stream_views.update_stream_type,
}
