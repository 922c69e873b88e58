"""Peter sets up an installation: with a setting that is wrong no process starts, and each is told of in a sentence."""

import pytest

from mentorkorps.config import Config, WrongSettings

RIGHT = {
    "DATABASE_URL": "postgresql://mk_web@/mentorkorps?host=/run/postgresql", "REDIS_URL": "redis://127.0.0.1:6379/1",
    "SECRET_KEY": "a secret of the tests that is long enough " * 2, "BASE_URL": "https://mentorkorps.example",
    "MAIL_URL": "smtps://korps:secret@post.example", "MAIL_FROM": "korps@mentorkorps.example",
}  # fmt: skip
BESIDE = ("REPORT_DATABASE_URL", "SMS_URL", "SMS_TOKEN", "SMS_SECRET", "INVOICE_URL", "NOTICE", "NOTICE_URL")
TOKEN = {"SMS_TOKEN": "token", "SMS_SECRET": "secret"}


def read(monkeypatch: pytest.MonkeyPatch, **other: str) -> Config:
    for name in BESIDE:
        monkeypatch.delenv(name, raising=False)
    for name, value in {**RIGHT, **other}.items():
        monkeypatch.setenv(name, value)
    return Config.from_env()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", "x"), ("BASE_URL", "http://mentorkorps.example"), ("BASE_URL", "http://[x"), ("BASE_URL", "https://"),
        ("BASE_URL", "https://mentorkorps.example/her"), ("DATABASE_URL", "mysql://x"), ("REPORT_DATABASE_URL", "foo"),
        ("REDIS_URL", "foo"), ("REDIS_URL", "redis://"), ("MAIL_URL", "smtp://127.0.0.1:abc"), ("MAIL_URL", "smtp://"),
        ("MAIL_URL", "post://mentorkorps.example"), ("MAIL_FROM", ""), ("MAIL_FROM", "korps@"), ("SMS_URL", "foo"),
        ("SMS_URL", "http://sms.example/send"), ("SMS_URL", "https://sms.example/send"), ("INVOICE_URL", "ftp://127.0.0.1/x"),
        ("INVOICE_URL", "http://10.0.0.1/x"), ("INVOICE_URL", "/a/folder"), ("NOTICE_URL", "javascript:alert(1)"),
    ],
)  # fmt: skip
def test_with_a_wrong_setting_nothing_starts_and_one_sentence_names_it(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    with pytest.raises(WrongSettings) as wrong:
        read(monkeypatch, **{name: value})
    [sentence] = wrong.value.args
    assert sentence.startswith(name)


def test_a_secret_of_the_settings_is_not_in_what_is_said_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {
        "SECRET_KEY": "geheim",
        "DATABASE_URL": "mysql://web:geheim@db",
        "REDIS_URL": "http://x:geheim@r",
        "MAIL_URL": "x:geheim",
    }
    with pytest.raises(WrongSettings) as wrong:
        read(monkeypatch, **said)
    assert len(wrong.value.args) == len(said) and "geheim" not in str(wrong.value)


@pytest.mark.parametrize(
    "right",
    [
        {}, {"BASE_URL": "http://127.0.0.1:8400"}, {"MAIL_URL": "discard:"}, {"REDIS_URL": "unix:///run/redis.sock?db=1"},
        {"SMS_URL": "discard:"}, {"SMS_URL": "https://sms.example/send", **TOKEN}, {"SMS_URL": "http://[::1]:1/sms", **TOKEN},
        {"INVOICE_URL": "https://ap.example/x"}, {"INVOICE_URL": "http://localhost:8080/x"}, {"INVOICE_URL": "file:/srv/out"},
        {"REPORT_DATABASE_URL": "postgresql+psycopg://mk_report@db/mentorkorps"}, {"NOTICE_URL": "https://mentorkorps.example/om"},
    ],
)  # fmt: skip
def test_what_leaves_this_machine_leaves_it_under_lock_and_on_it_http_will_do(
    monkeypatch: pytest.MonkeyPatch, right: dict[str, str]
) -> None:
    config = read(monkeypatch, **right)
    assert list(config.faults()) == []
