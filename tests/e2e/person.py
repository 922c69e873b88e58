"""Somebody in the story, with a browser of their own."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from tests.browser import is_too_wide, violations
from tests.e2e.house import House

#: What differs between two youths, two links or two days on one and the same page.
PARTICULAR = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|/l/[\w-]{20,}|\d+")
PICTURES = Path(__file__).parents[2] / "docs" / "screenshots"
MENU = re.compile("Hovedmenu|Main menu")
WIDE, PHONE = {"width": 1200, "height": 800}, {"width": 375, "height": 760}


@dataclass
class Person:
    """A page, the house it is in, and what the browser complained of."""

    page: Page
    house: House
    complaints: list[str]
    has_scripts: bool

    @classmethod
    def with_browser(cls, chromium: Browser, house: House, *, phone: bool = False, scripts: bool = True) -> Self:
        """A browser that has never been here; `phone` is 375 pixels wide."""
        size = PHONE if phone else WIDE
        context = chromium.new_context(viewport=size, locale="da-DK", java_script_enabled=scripts)
        context.set_default_timeout(15_000)
        complaints: list[str] = []

        def hear(message: ConsoleMessage) -> None:
            if message.type in ("error", "warning"):
                complaints.append(f"{message.location.get('url')}: {message.text}")

        context.on("console", hear)
        context.on("weberror", lambda error: complaints.append(str(error.error)))
        return cls(context.new_page(), house, complaints, scripts)

    def opens(self, address: str) -> None:
        """An address, or a path of the house."""
        self.page.goto(f"{self.house.web}{address}" if address.startswith("/") else address)

    def signs_in(self, organisation: str, name: str) -> None:
        """From the front page, by way of the organisation's own sign-in page, and back."""
        self.opens("/")
        self.page.get_by_role("link", name=organisation, exact=True).click()
        self.looks()
        self.page.get_by_role("main").get_by_role("button", name="Log ind").click()
        expect(self.page.get_by_role("heading", name="Hvem er du?")).to_be_visible()
        self.presses(name)
        expect(self.page.get_by_role("button", name="Log ud")).to_be_visible()

    def presses(self, name: str) -> None:
        """The button that begins with these words."""
        self.page.get_by_role("button", name=re.compile(f"^{re.escape(name)}")).click()

    def follows(self, name: str) -> None:
        """The link in the middle of the page; what is folded around it is opened first."""
        link = self.page.get_by_role("main").get_by_role("link", name=name, include_hidden=True).first
        folded = link.locator("xpath=ancestor::details[not(@open)]/summary")
        if folded.count():
            folded.first.click()
        link.click()

    def chooses(self, menu: str) -> None:
        """The line of the main menu."""
        self.page.get_by_role("navigation", name=MENU).get_by_role("link", name=re.compile(f"^{menu}")).click()

    def writes(self, **fields: str) -> None:
        """Fills in fields by the name that they are sent under."""
        for name, value in fields.items():
            self.page.locator(f"[name={name}]").fill(value)

    def picks(self, **fields: str) -> None:
        """Chooses in lists, circles and boxes by the name that they are sent under."""
        for name, value in fields.items():
            field = self.page.locator(f"[name={name}]")
            if field.first.evaluate("field => field.tagName") == "SELECT":
                field.select_option(value)
            else:
                self.page.locator(f"label[for={self._id_of(name, value)}]").click()

    def _id_of(self, name: str, value: str) -> str:
        return self.page.locator(f"[name={name}][value='{value}']").get_attribute("id") or ""

    def sees(self, *texts: str) -> None:
        """Each of the texts stands on the page."""
        for text in texts:
            expect(self.page.locator("main")).to_contain_text(text)

    def sees_no(self, *texts: str) -> None:
        """None of the texts stands on the page."""
        for text in texts:
            expect(self.page.locator("body")).not_to_contain_text(text)

    def headed(self, title: str, picture: str = "", at: Locator | None = None) -> None:
        """The page with that heading has come, and bears a close look."""
        expect(self.page.get_by_role("heading", level=1)).to_have_text(title)
        self.looks(picture, at)

    def looks(self, picture: str = "", at: Locator | None = None) -> None:
        """The page is accessible and fits the screen; its picture is kept when asked for by MENTORKORPS_SCREENSHOTS."""
        self.page.wait_for_load_state()
        kind = self._kind_of_page()
        if self.has_scripts and kind not in self.house.examined:  # axe-core is a script, and a slow one
            assert violations(self.page) == []
            self.house.examined.add(kind)
        assert not is_too_wide(self.page), f"{self.page.url} is too wide"
        if picture and "MENTORKORPS_SCREENSHOTS" in os.environ:
            if at:
                at.evaluate("place => window.scrollTo(0, place.getBoundingClientRect().top + window.scrollY - 32)")
            PICTURES.mkdir(parents=True, exist_ok=True)
            self.page.screenshot(path=PICTURES / f"{picture}.png")

    def _kind_of_page(self) -> str:
        """Address, width and headings without what is particular: the same for two pages that are built alike."""
        said = [self.page.url, str(self.page.viewport_size), *self.page.get_by_role("heading").all_inner_texts()]
        return PARTICULAR.sub("…", "\n".join(said))
