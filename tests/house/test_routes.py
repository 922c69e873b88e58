"""Every page says who may see it, every address can be read aloud, and nothing changes without the form's own token."""

import re

import pytest
from flask import Flask

from mentorkorps.web import access
from tests.cast import signed_in

DOORS = {access.PUBLIC, access.BY_LINK, access.ARRIVING, access.VISITING, access.SIGNED}
#: Addresses that the world outside names, not we.
NOT_OURS = {"/static/<path:filename>", "/.well-known/security.txt"}
#: A machine signs its calls; who watches over a house does nothing else in it, and who runs the installation is nobody of the
#: houses (tests/journal/test_who_reads.py and tests/web/test_operator.py ask for their tokens).
NOT_NORAS = {access.SIGNED, "open and close tenants", "oversee cases"}

ENGLISH = {
    "youth", "youths", "enrolment", "inbox", "report", "login", "logout", "sign", "company", "answer", "edit", "new", "delete",
}  # fmt: skip


def test_every_route_names_a_permission_that_exists(app: Flask):
    named = {name: getattr(view, "permission", None) for name, view in app.view_functions.items()}
    assert not {name: phrase for name, phrase in named.items() if phrase not in {*access.PERMISSIONS, *DOORS}}


def test_every_permission_is_used(app: Flask):
    used = {getattr(view, "permission", None) for view in app.view_functions.values()}
    assert not set(access.PERMISSIONS) - used


def test_only_pages_without_a_person_behind_them_are_open_to_anybody(app: Flask):
    about_a_tenant = {
        rule.rule for rule in app.url_map.iter_rules()
        if "slug" in rule.arguments and app.view_functions[rule.endpoint].permission == access.PUBLIC
    }  # fmt: skip
    assert not about_a_tenant


def test_whoever_has_a_link_gets_no_further_than_the_links(app: Flask):
    by_link = {
        rule.rule for rule in app.url_map.iter_rules() if app.view_functions[rule.endpoint].permission == access.BY_LINK
    }
    assert all(rule.startswith("/<slug>/l/<") for rule in by_link)


def test_a_visitor_gets_no_further_than_the_page_for_companies(app: Flask):
    visited = {
        rule.rule
        for rule in app.url_map.iter_rules()
        if app.view_functions[rule.endpoint].permission == access.VISITING
    }
    assert visited and all(rule.startswith("/<slug>/for-virksomheder/<partnership>") for rule in visited)


def test_addresses_are_words_with_hyphens_and_danish(app: Flask):
    address = re.compile(r"(/[a-z0-9]+(-[a-z0-9]+)*)*(\.[a-z]+|/)?")
    rules = {rule.rule for rule in app.url_map.iter_rules()} - NOT_OURS
    assert not {rule for rule in rules if not address.fullmatch(re.sub(r"<[^>]*>", "0", rule))}
    assert not {rule for rule in rules if ENGLISH & set(re.split(r"[/-]", rule))}


def test_an_act_is_a_post_and_nothing_else_changes_anything(app: Flask):
    assert {method for rule in app.url_map.iter_rules() for method in rule.methods or ()} <= {
        "GET",
        "HEAD",
        "OPTIONS",
        "POST",
    }


def test_no_form_is_taken_without_its_token(app: Flask):
    client = signed_in(app.test_client(), "nora")  # who has every role that acts, at home
    changing = {
        rule.rule for rule in app.url_map.iter_rules()
        if "POST" in (rule.methods or set()) and app.view_functions[rule.endpoint].permission not in NOT_NORAS
    }  # fmt: skip
    assert len(changing) > 10
    assert {rule for rule in changing if client.post(_filled(rule), data={"answer": "yes"}).status_code != 400} == set()


def test_a_call_of_a_gateway_has_no_form_and_is_taken_only_with_its_signature(app: Flask):
    signed = [
        rule for rule in app.url_map.iter_rules() if app.view_functions[rule.endpoint].permission == access.SIGNED
    ]
    assert len(signed) == 3
    stamped = {"X-Timestamp": "1", "X-Signature": "0" * 64}
    for rule in signed:
        for headers in ({}, stamped):
            assert app.test_client().post(rule.rule, json={"text": "STOP"}, headers=headers).status_code == 403


def test_forms_are_guarded_as_they_are_in_use(app: Flask):
    assert app.config.get("WTF_CSRF_ENABLED", True)
    assert app.config.get("WTF_CSRF_CHECK_DEFAULT", True)
    signed = [view for view in app.view_functions.values() if view.permission == access.SIGNED]
    assert app.extensions["csrf"]._exempt_views == {f"{view.__module__}.{view.__name__}" for view in signed}
    assert not app.extensions["csrf"]._exempt_blueprints


def _filled(rule: str) -> str:
    values = {"uuid": "00000000-0000-7000-8000-000000000000", "int": "1"}
    text = re.sub(r"<any\((\w+)[^>]*>", r"\1", rule.replace("<slug>", "vordingborg"))
    return re.sub(r"<(?:([a-z]+)(?:\([^)]*\))?:)?[a-z_]+>", lambda match: values.get(match[1] or "", "x"), text)


@pytest.mark.parametrize(("path", "language"), [("/", "da"), ("/", "en")])
def test_the_first_page_stands_in_both_languages(app: Flask, path: str, language: str):
    client = app.test_client()
    client.set_cookie("mk_language", language)
    assert f'lang="{language}"' in client.get(path).text
