"""Mail sent over SMTP lies in the tray and in the API."""

import smtplib
from email.message import EmailMessage

import requests

from demo_world.sms_office import TOKEN

from .conftest import World

LINK = "http://127.0.0.1:8400/svendborg/l/abc-123_x"


def send(world: World, to: str, subject: str = "Vil du være mentor?", html: str = "") -> None:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "Mentorkorps <post@mentorkorps.example>", to, subject
    mail.set_content(f"Hej\n\nEn ung på 18 år søger en mentor. Svar her: {LINK}.\n\nVenlig hilsen <korpset>")
    if html:
        mail.add_alternative(html, subtype="html")
    with smtplib.SMTP("127.0.0.1", world.address.smtp_port, timeout=20) as smtp:
        smtp.send_message(mail)


def test_a_mail_to_bent_lies_newest_first_and_opens_with_a_link_to_click(world: World) -> None:
    send(world, "karen@svendborg.example", "Der er nyt om en af dine unge")
    send(world, "bent@vaerksted.example", "Vil du være mentor for en ung på Østfyn?")
    front = world.get("/").text
    assert front.index("Vil du være mentor for en ung på Østfyn?") < front.index("Der er nyt om en af dine unge")
    assert "til bent@vaerksted.example" in front

    opened = world.get("/post/2").text
    assert f'<a href="{LINK}">{LINK}</a>.' in opened
    assert "Venlig hilsen &lt;korpset&gt;" in opened
    assert "post@mentorkorps.example" in opened
    assert world.get("/post/3").status_code == 404


def test_the_tray_can_show_ayla_only(world: World) -> None:
    send(world, "bent@vaerksted.example", "Til mentoren")
    send(world, "ayla@ung.example", "Til den unge")
    only = world.get("/", til="ayla@ung.example").text
    assert "Til den unge" in only and "Til mentoren" not in only
    assert "ingen post til rune@nyborg.example" in world.get("/", til="rune@nyborg.example").text


def test_a_text_message_to_bent_lies_with_his_mail(world: World) -> None:
    send(world, "ayla@ung.example", "Til den unge")
    said = {"to": "+4521220102", "sender": "Mentorkorps", "text": "Din kode er 123456", "reference": "1"}
    headers = {"Authorization": f"Bearer {TOKEN}", "Idempotency-Key": "1"}
    assert requests.post(f"{world.address.http}/sms", json=said, headers=headers, timeout=20).ok
    page = world.get("/", til="bent@vaerksted.example").text
    assert "til Bent Madsen, 21 22 01 02 (sms)" in page and "Til den unge" not in page
    assert "(sms)" not in world.get("/", til="ayla@ung.example").text


def test_a_long_tray_is_turned_page_by_page(world: World) -> None:
    for number in range(1, 14):
        send(world, "ayla@ung.example", f"Brev {number:02}")
    first, second = world.get("/").text, world.get("/", fra="10").text
    assert "Brev 13" in first and "Brev 04" in first and "Brev 03" not in first and "Ældre post" in first
    assert "Brev 03" in second and "Brev 04" not in second and "Nyere post" in second


def test_the_api_gives_the_mails_of_one_address_with_their_links(world: World) -> None:
    send(world, "bent@vaerksted.example")
    send(world, "Ayla <ayla@ung.example>")
    (mail,) = world.get("/api/mails", to="AYLA@ung.example").json()
    assert mail["id"] == 2 and mail["to"] == ["ayla@ung.example"] and mail["subject"] == "Vil du være mentor?"
    assert mail["links"] == [LINK] and "En ung på 18 år" in mail["text"]
    assert [mail["id"] for mail in world.get("/api/mails").json()] == [2, 1]
    assert world.get("/api/mails", after="2").json() == []


def test_the_api_waits_for_a_mail_that_is_on_its_way(world: World) -> None:
    send(world, "bent@vaerksted.example")
    assert len(world.get("/api/mails", to="bent@vaerksted.example", wait="20").json()) == 1
    assert world.get("/api/mails", to="ayla@ung.example", wait="0.05").json() == []


def test_the_html_part_is_shown_as_text(world: World) -> None:
    html = f"<html><head><style>p{{color:red}}</style></head><body><p>Hej&nbsp;Bent</p><a href='{LINK}'>Svar</a></body>"
    send(world, "bent@vaerksted.example", html=html)
    opened = world.get("/post/1").text
    assert "HTML-delen som tekst" in opened and "color:red" not in opened and "&lt;p&gt;" not in opened
    assert f'Svar <a href="{LINK}">{LINK}</a>' in opened


def test_a_mail_with_script_in_it_stays_text_under_a_strict_policy(world: World) -> None:
    send(world, "bent@vaerksted.example", "<script>alert(1)</script>")
    response = world.get("/post/1")
    assert "<script" not in response.text and "&lt;script&gt;" in response.text
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_mail_is_kept_as_files_with_the_programmes_time_of_arrival(world: World) -> None:
    world.clock_file.write_text("-86400")
    send(world, "bent@vaerksted.example")
    (file,) = (world.data / "mail").iterdir()
    assert file.name == "000001.eml"
    received = world.get("/api/mails").json()[0]["received_at"]
    assert received[:10] == world.get("/api/clock").json()["now"][:10]


def test_a_mail_in_a_broken_charset_can_still_be_read(world: World) -> None:
    raw = b"Subject: =?x-unknown?q?hej?=\r\nContent-Type: text/plain; charset=x-unknown\r\n\r\nS\xc3\xa5dan\r\n"
    with smtplib.SMTP("127.0.0.1", world.address.smtp_port, timeout=20) as smtp:
        smtp.sendmail("a@x.example", ["b@x.example", "c@x.example"], raw)
    (mail,) = world.get("/api/mails", to="c@x.example").json()
    assert mail["text"] == "Sådan" and mail["to"] == ["b@x.example", "c@x.example"]


def test_the_story_says_what_a_visitor_has_to_write_and_when_to_move_the_clock(world: World) -> None:
    front = world.get("/").text
    wanted = (
        "født 12-03-1996",
        "5700 Svendborg",
        "Automekaniker",
        "Vil du gerne fortsætte?",
        "to gange på +1 uge",
        "Byg rapport nu",
    )
    assert [words for words in wanted if words not in front] == []
