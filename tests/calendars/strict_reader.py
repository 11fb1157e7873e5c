"""A reader of iCalendar files written from RFC 5545 alone, that accepts nothing else."""

import re
from dataclasses import dataclass, field

NAME = re.compile(r"[A-Z0-9-]+")
UTC_MOMENT = re.compile(r"\d{8}T\d{6}Z")
ESCAPES = {"\\": "\\", ",": ",", ";": ";", "n": "\n", "N": "\n"}


@dataclass
class Component:
    """A component with its properties, each of which stands once, and its components."""

    name: str
    properties: dict[str, str] = field(default_factory=dict)
    components: list["Component"] = field(default_factory=list)


def content_lines(content: bytes) -> list[str]:
    """The unfolded lines; every line as it stands is at most 75 octets of whole characters and ends in CRLF."""
    assert content.endswith(b"\r\n")
    assert not content.startswith(b"\xef\xbb\xbf")
    lines: list[str] = []
    for octets in content[:-2].split(b"\r\n"):
        assert octets, "an empty line"
        assert len(octets) <= 75, octets
        assert b"\r" not in octets, octets
        assert b"\n" not in octets, octets
        text = octets.decode("utf-8")
        if text.startswith(" "):
            lines[-1] += text[1:]
        else:
            lines.append(text)
    return lines


def read_strictly(content: bytes) -> Component:
    """The one calendar that the bytes hold."""
    root = Component("")
    open_components = [root]
    for line in content_lines(content):
        name, colon, value = line.partition(":")
        assert colon, line
        assert NAME.fullmatch(name), line
        assert not any(ord(character) < 32 or ord(character) == 127 for character in value), line
        if name == "BEGIN":
            component = Component(value)
            open_components[-1].components.append(component)
            open_components.append(component)
        elif name == "END":
            assert open_components.pop().name == value
        else:
            assert name not in open_components[-1].properties, line
            open_components[-1].properties[name] = value
    assert open_components == [root]
    (calendar,) = root.components
    assert calendar.name == "VCALENDAR"
    assert set(calendar.properties) == {"VERSION", "PRODID"}
    assert calendar.properties["VERSION"] == "2.0"
    assert calendar.components, "a calendar without an event"
    return calendar


def events_of(content: bytes) -> list[dict[str, str]]:
    """The properties of each event, which must be those that this program means to write; texts unescaped."""
    events = []
    for event in read_strictly(content).components:
        assert event.name == "VEVENT"
        needed = {"UID", "SEQUENCE", "DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND", "SUMMARY", "STATUS", "CLASS"}
        assert needed <= set(event.properties) <= needed | {"LOCATION", "DESCRIPTION", "TRANSP"}
        for name in ("DTSTAMP", "LAST-MODIFIED", "DTSTART", "DTEND"):
            assert UTC_MOMENT.fullmatch(event.properties[name]), name
        assert event.properties["DTSTART"] < event.properties["DTEND"]
        for alarm in event.components:
            assert alarm.name == "VALARM"
            assert set(alarm.properties) == {"ACTION", "DESCRIPTION", "TRIGGER"}
        texts = {name: unescaped(value) for name, value in event.properties.items()}
        alarms = [alarm.properties["TRIGGER"] for alarm in event.components]
        events.append(texts | ({"TRIGGER": alarms[0]} if alarms else {}))
        assert len(alarms) <= 1
    return events


def unescaped(value: str) -> str:
    """A TEXT value as people read it."""
    characters = iter(value)
    result = ""
    for character in characters:
        assert character not in ",;", value
        result += ESCAPES[next(characters)] if character == "\\" else character
    return result
