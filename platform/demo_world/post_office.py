"""SMTP on loopback: takes every mail the product sends and puts it in the mailbox."""

import asyncio
from collections.abc import Awaitable
from socket import socket

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from demo_world.mailbox import Mailbox


class PostOffice(Controller):
    """A thread that speaks SMTP on a socket which is already bound, so that a port in use is known at once."""

    def __init__(self, mailbox: Mailbox, listening: socket) -> None:
        host, port = listening.getsockname()
        super().__init__(Clerk(mailbox), hostname=host, port=port)
        self._listening = listening

    def _create_server(self) -> Awaitable[asyncio.AbstractServer]:
        return self.loop.create_server(self._factory_invoker, sock=self._listening)


class Clerk:
    """Answers the end of each mail."""

    def __init__(self, mailbox: Mailbox) -> None:
        self.mailbox = mailbox

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802 (its name)
        """Keep the mail; the SMTP answer."""
        content = envelope.content
        raw = content if isinstance(content, bytes) else (content or "").encode()
        number = self.mailbox.put(raw, envelope.rcpt_tos)
        return f"250 Kept as {number}"
