"""How every process of the product starts: database, links and mail from one Config."""

from flask import Flask

from mentorkorps import invoices, links, messages, steering, tables
from mentorkorps.config import Config, folder
from mentorkorps.gateways import invoice_delivery, mail, sms
from tenants import billing, scope


def start(config: Config, *, pool_size: int = 5) -> Flask:
    """A Flask application with its database and nothing on top; the web adds pages, workers and commands only its context."""
    app = Flask("mentorkorps", template_folder=str(folder("templates")), static_folder=None)
    app.config["SECRET_KEY"] = config.secret_key
    app.extensions["mentorkorps"] = config
    scope.connect(app, config.database_url, pool_size=pool_size)
    tell(config)
    tables.MAPPERS.configure()
    return app


def tell(config: Config) -> None:
    """Says to the gateways, the links and the messages of this process what the settings are."""
    links.use_secret(config.secret_key)
    steering.use_reporting(config.report_database_url)
    messages.use_address(config.base_url)
    mail.use(config.mail_url, config.mail_from)
    sms.use(config.sms_url, config.sms_token, config.sms_secret)
    invoice_delivery.use(config.invoice_url)
    billing.use_papers(invoices.faults)
