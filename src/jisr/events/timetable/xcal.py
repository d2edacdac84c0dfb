"""The calendar of a programme in XML (xCal, RFC 6321): the same entries as the iCalendar file, value by value.

The library writes jCal (RFC 7265), whose names and types of values are those of xCal.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final
from xml.etree import ElementTree as ET

from jisr.events.timetable.calendars import Part, built

MEDIA_TYPE: Final = "application/calendar+xml; charset=utf-8"
NAMESPACE: Final = "urn:ietf:params:xml:ns:icalendar-2.0"


def xcal_of(parts: Iterable[Part], *, name: str, language: str) -> bytes:
    root = ET.Element("icalendar", {"xmlns": NAMESPACE})
    _add_component(root, built(parts, name=name, language=language).to_jcal())
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content


def _add_component(parent: ET.Element, told: Sequence[Any]) -> None:
    name, properties, components = told
    element = ET.SubElement(parent, name)
    holder = ET.SubElement(element, "properties")
    for each in properties:
        _add_property(holder, *each)
    if components:
        inner = ET.SubElement(element, "components")
        for each in components:
            _add_component(inner, each)


def _add_property(parent: ET.Element, name: str, parameters: Mapping[str, str], kind: str, *values: Any) -> None:  # noqa: ANN401 - texts and numbers
    element = ET.SubElement(parent, name)
    if parameters:
        holder = ET.SubElement(element, "parameters")
        for key, value in parameters.items():
            ET.SubElement(ET.SubElement(holder, key), "text").text = str(value)
    for value in values:
        ET.SubElement(element, kind).text = str(value)
