"""The rules of OpenPeppol as their makers publish them, where somebody has them: `PEPPOL_SCH=FILE ./run test tests/invoices`.

No package on PyPI, npm or in Debian carries PEPPOL-EN16931-UBL.sch (looked for in November 2026: those that speak of Peppol
fetch it when they run, carry the rules of EN 16931 alone, or have written it anew), and nothing is fetched from elsewhere
here. By hand, the 203 documents of the tests kept every rule of the release of May 2025 (3.0.19).
"""

from functools import cache

from lxml import etree
from saxonche import PySaxonProcessor

SCH, XSL = "http://purl.oclc.org/dsdl/schematron", "http://www.w3.org/1999/XSL/Transform"


def failed(document: bytes, rules: str) -> set[str]:
    """The names of the rules in the Schematron file `rules` that the document breaks, warnings too."""
    processor, sheet = _compiled(rules)
    answer = sheet.transform_to_string(xdm_node=processor.parse_xml(xml_text=document.decode()))
    return {str(one.get("id")) for one in etree.fromstring(answer.encode()).iter("failed")}


@cache
def _compiled(rules: str):
    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_text=_as_xslt(rules))


def _as_xslt(rules: str) -> str:
    """Schematron as XSLT: a mode for each pattern, in which the first rule that fits a node judges it."""
    schema = etree.parse(rules).getroot()
    names = {one.get("prefix"): one.get("uri") for one in schema.iter(f"{{{SCH}}}ns")}
    sheet = etree.Element(f"{{{XSL}}}stylesheet", nsmap={"xsl": XSL, **names}, version="2.0")
    sheet.extend(list(schema.iter(f"{{{XSL}}}function")))
    report = etree.SubElement(_xsl(sheet, "template", match="/"), "report")
    _lets(schema, sheet)
    for number, pattern in enumerate(schema.iterfind(f"{{{SCH}}}pattern")):
        mode = f"pattern-{number}"
        _xsl(report, "apply-templates", select="/*", mode=mode)
        _xsl(_xsl(sheet, "template", match="node()|@*", mode=mode, priority="-1"), "apply-templates", select="*|@*", mode=mode)
        _lets(pattern, sheet)
        for place, rule in enumerate(pattern.iterfind(f"{{{SCH}}}rule")):
            _judge(rule, _xsl(sheet, "template", match=rule.get("context"), mode=mode, priority=str(1000 - place)), mode)
    return etree.tostring(sheet, encoding="unicode")


def _judge(rule: etree._Element, template: etree._Element, mode: str) -> None:
    _lets(rule, template)
    for one in rule.iterfind(f"{{{SCH}}}assert"):
        wrong = _xsl(template, "if", test=f"not({one.get('test')})")
        etree.SubElement(wrong, "failed", id=one.get("id"))
    _xsl(template, "apply-templates", select="*|@*", mode=mode)


def _lets(said: etree._Element, into: etree._Element) -> None:
    for one in said.iterfind(f"{{{SCH}}}let"):
        _xsl(into, "variable", name=one.get("name"), select=one.get("value"))


def _xsl(into: etree._Element, tag: str, **said: str) -> etree._Element:
    return etree.SubElement(into, f"{{{XSL}}}{tag}", said)
