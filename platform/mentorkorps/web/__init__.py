"""The pages. `create_app()` is what a web server serves."""

from typing import Any

from flask import Flask, current_app, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from werkzeug.exceptions import Forbidden, HTTPException

from mentorkorps import language, process
from mentorkorps.config import HERE, Config
from mentorkorps.refused import NotFound, Refused
from mentorkorps.web import access, formats, headers, menu, together
from mentorkorps.web.again import page_of_form
from mentorkorps.web.rooms import register_rooms
from tenants.scope import db


def create_app(config: Config | None = None) -> Flask:
    """The web application, with settings from `config` or the environment."""
    config = config or Config.from_env()
    app = process.start(config)
    app.static_folder, app.static_url_path = str(HERE / "web" / "static"), "/static"
    app.add_url_rule("/static/<path:filename>", endpoint="static", view_func=_static)
    app.config.update(WTF_CSRF_TIME_LIMIT=None, SESSION_COOKIE_NAME="mk_form", SESSION_COOKIE_SAMESITE="Lax")
    app.config.update(WTF_CSRF_SSL_STRICT=False)  # no Referer is ever sent; the origin is checked instead
    app.config.update(SESSION_COOKIE_SECURE=not config.is_loopback, MAX_CONTENT_LENGTH=1024 * 1024, TRUSTED_HOSTS=None)
    formats.teach(app.jinja_env)
    app.jinja_env.globals.update(
        _=language._, language=language.language, allowed=access.allowed, page_of_form=page_of_form
    )
    app.jinja_env.globals.update(notice={"text": config.notice, "href": config.notice_url} if config.notice else None)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    _hook(app, config)
    register_rooms(app)
    _let_gateways_in(app)
    return app


def _let_gateways_in(app: Flask) -> None:
    """A machine has no form and no token; it signs each call, and the view refuses what is not signed."""
    for view in app.view_functions.values():
        if getattr(view, "permission", None) == access.SIGNED:
            app.extensions["forms"].exempt(view)


@access.may(access.PUBLIC)
def _static(filename: str) -> ResponseReturnValue:
    return current_app.send_static_file(filename)


def _hook(app: Flask, config: Config) -> None:
    def set_up() -> None:
        g.config = config
        language.use(request.cookies.get("mk_language", "da"))

    app.before_request(set_up)
    app.before_request(access.open_request)
    app.before_request(_refuse_foreign_forms)  # its page, too, says who is signed in
    app.extensions["forms"] = CSRFProtect(app)
    # No words of its own for templates: they look for the session, also at the door of another house, where none is looked at.
    access.login.init_app(app, add_context_processor=False)
    app.after_request(access.keep_what_succeeded)
    app.after_request(headers.set_headers)
    app.after_request(together.set_together)
    app.teardown_request(access.close_request)
    app.teardown_request(lambda _error: language.use("da"))  # no request's language outlives it
    app.context_processor(menu.frame)
    app.register_error_handler(Refused, _refused)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(404, _not_found)
    app.register_error_handler(Forbidden, _forbidden)
    app.register_error_handler(CSRFError, _stale_form)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(500, _error)


def _refuse_foreign_forms() -> None:
    """A form that another site sends is not ours; the browser says where it comes from."""
    if request.method in ("GET", "HEAD", "OPTIONS"):
        return
    came_from = request.headers.get("Sec-Fetch-Site", "same-origin")
    origin = request.headers.get("Origin", g.config.base_url)
    if came_from not in ("same-origin", "none") or origin not in (g.config.base_url, "null"):
        raise CSRFError("another origin")


def _refused(refusal: Refused) -> ResponseReturnValue:
    return render_template("errors/refused.html", refusal=refusal, back=page_of_form() if g.get("user") else None), 409


def _not_found(_error: Any) -> ResponseReturnValue:
    return render_template("errors/not_found.html"), 404


def _forbidden(_error: Any) -> ResponseReturnValue:
    refusal = Refused(
        language._("Siden hører til en anden rolle end din. Spørg din koordinator, hvis du skal bruge den.")
    )
    return render_template("errors/refused.html", refusal=refusal), 403


def _stale_form(_error: CSRFError) -> ResponseReturnValue:
    refusal = Refused(language._("Formularen var for gammel. Gå tilbage, hent siden igen, og prøv en gang til."))
    return render_template("errors/refused.html", refusal=refusal), 400


def _http_error(error: HTTPException) -> ResponseReturnValue:
    return render_template("errors/error.html"), error.code or 500


def _error(_error: Any) -> ResponseReturnValue:
    db.session.rollback()  # a page cannot be drawn in a transaction that the database has given up
    return render_template("errors/error.html"), 500
