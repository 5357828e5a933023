"""A proxy that speaks HTTPS, as it stands before the site, and a visitor who comes through it."""

from __future__ import annotations

import datetime as dt
import http.client
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.cookies import Morsel, SimpleCookie
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

VISITOR = "198.51.100.7"
"""Where the proxy says that each visitor comes from."""


def make_certificate(folder: Path, host: str) -> Path:
    """A key and a certificate signed with it, in one file, for this host and for 127.0.0.1."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName(host), x509.IPAddress(ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "site.pem"
    file.write_bytes(private + certificate.public_bytes(serialization.Encoding.PEM))
    return file


def _handler(port: int) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def forward(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            said = self.headers.get("X-Forwarded-For")
            del self.headers["X-Forwarded-For"], self.headers["X-Forwarded-Proto"]
            headers = dict(self.headers.items())
            headers["X-Forwarded-For"] = f"{said}, {VISITOR}" if said else VISITOR
            headers["X-Forwarded-Proto"] = "https"
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
            line.request(self.command, self.path, body, headers)
            answer = line.getresponse()
            content = answer.read()
            line.close()
            self.send_response_only(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in {"content-length", "transfer-encoding", "connection"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = forward

        def log_message(self, *words: object) -> None:
            pass

    return Handler


@contextmanager
def proxy_before(port: int, certificate: Path) -> Iterator[int]:
    """The port of a proxy before the site at `port`."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(port))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Visitor:
    """A browser without pictures: it keeps cookies, and trusts the one certificate."""

    def __init__(self, host: str, port: int, certificate: Path) -> None:
        self.host, self.port = host, port
        self.context = ssl.create_default_context(cafile=str(certificate))
        self.cookies: dict[str, Morsel[str]] = {}

    def get(self, path: str) -> tuple[http.client.HTTPResponse, str]:
        return self._ask("GET", path)

    def post(
        self, path: str, fields: Mapping[str, str], **headers: str
    ) -> tuple[http.client.HTTPResponse, str]:
        """Send a form as a browser does: with where it came from."""
        origin = f"https://{self.host}"
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        more = {"Origin": origin, "Referer": origin + path, **named}
        more["Content-Type"] = "application/x-www-form-urlencoded"
        return self._ask("POST", path, urlencode(fields), more)

    def _ask(
        self, method: str, path: str, body: str | None = None, more: Mapping[str, str] = {}
    ) -> tuple[http.client.HTTPResponse, str]:
        kept = "; ".join(f"{name}={each.value}" for name, each in self.cookies.items())
        headers = {"Host": self.host, **({"Cookie": kept} if kept else {}), **more}
        line = http.client.HTTPSConnection("127.0.0.1", self.port, context=self.context, timeout=60)
        line.request(method, path, body, headers)
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookies.update(SimpleCookie(header))
        return answer, text


def path_of(address: str | None) -> str:
    """The path of an address that a redirect leads to."""
    return urlsplit(address or "").path
