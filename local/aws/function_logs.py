"""The functions' log lines in CloudWatch Logs: the gateway brings them in batches."""

from moto.logs.models import logs_backends

from network import ACCOUNT, REGION


def put(lines):
    """Takes lines, each with group, stream, timestamp and message; a group or stream that is not there yet is made, as Lambda does."""
    backend = logs_backends[ACCOUNT][REGION]
    streams = {}
    for line in lines:
        streams.setdefault((line["group"], line["stream"]), []).append({"timestamp": line["timestamp"], "message": line["message"]})
    for (group, stream), events in streams.items():
        if group not in backend.groups:
            backend.create_log_group(group, {})
        if stream not in backend.groups[group].streams:
            backend.create_log_stream(group, stream)
        backend.put_log_events(group, stream, sorted(events, key=lambda event: event["timestamp"]))
    return {}
