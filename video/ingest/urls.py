"""Camera addresses: what is accepted, and how a login is joined to one or taken out of it."""

from pathlib import Path
from urllib.parse import quote, unquote, urlsplit, urlunsplit

RTSP_SCHEMES = ("rtsp", "rtsps")
HTTP_SCHEMES = ("http", "https")
ENCRYPTED_SCHEMES = ("rtsps", "https")
_PORTS = {"rtsp": 554, "rtsps": 322, "http": 80, "https": 443}


def is_rtsp(url: str) -> bool:
    return _scheme(url) in RTSP_SCHEMES


def is_http(url: str) -> bool:
    return _scheme(url) in HTTP_SCHEMES


def is_encrypted(url: str) -> bool:
    return _scheme(url) in ENCRYPTED_SCHEMES


def is_remote(url: str) -> bool:
    """Whether a camera is dialled; otherwise it is a file."""
    return is_rtsp(url) or is_http(url)


def host_and_port(url: str) -> tuple[str, int] | None:
    """Who is dialled, lower case; None for a file, or where the address names nobody."""
    if not is_remote(url):
        return None
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    return (host, port or _PORTS[parts.scheme.lower()]) if host else None


def file_path(url: str) -> Path | None:
    """The file that `url` names, as a path or as `file://`; None where it names something else."""
    if _scheme(url) == "file":
        return Path(unquote(urlsplit(url).path))
    return None if "://" in url or not url.strip() else Path(url)


def with_login(url: str, username: str, password: str) -> str:
    """`url` with the login in it, percent-encoded. Give the result to the opening call and to nothing else."""
    if not username or not is_remote(url):
        return url
    parts = urlsplit(url)
    login = quote(username, safe="")
    if password:
        login += ":" + quote(password, safe="")
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{login}@{host}"))


def split_login(url: str) -> tuple[str, str, str]:
    """(url without a login, username, password), for a person who pasted all in one."""
    if not is_remote(url):
        return url, "", ""
    scheme, _, rest = url.partition("://")
    authority, slash, path = rest.partition("/")
    port = authority.rpartition(":")[2] if ":" in authority else "0"
    if "@" in path and "@" not in authority and not port.isdigit():  # an unquoted / in the password
        login, _, tail = rest.rpartition("@")
        host, slash, path = tail.partition("/")
        authority = f"{login}@{host}"
    login, at, host = authority.rpartition("@")
    if not at:
        return url, "", ""
    username, _, password = login.partition(":")
    return f"{scheme}://{host}{slash}{path}", unquote(username), unquote(password)


def _scheme(url: str) -> str:
    return url.partition("://")[0].lower() if "://" in url else ""
