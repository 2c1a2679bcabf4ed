"""Events of the site: read from access logs and analytics exports into the ticket store."""

from helpwright.events.model import FORMATS, EventsResult
from helpwright.events.store import import_events

__all__ = ["FORMATS", "EventsResult", "import_events"]
