"""Addresses of recordings: which they are, and the one form each is known by."""

import re
from collections.abc import Collection
from urllib.parse import parse_qs, unquote, urlencode, urljoin, urlsplit, urlunsplit

_MEDIA = frozenset(
    [
        "mp4",
        "m4v",
        "webm",
        "ogv",
        "mov",
        "mkv",
        "avi",
        "wmv",
        "mpg",
        "mpeg",
        "flv",
        "m3u8",
        "mpd",
        "mp3",
        "m4a",
        "aac",
        "ogg",
        "oga",
        "opus",
        "wav",
        "flac",
        "wma",
    ]
)
_YOUTUBE = re.compile(r"^[\w-]{11}$")
_LIST = re.compile(r"^[\w-]{10,64}$")
_VIMEO = re.compile(r"^/(?:video/|channels/[\w-]+/)?(\d{5,})(?:/([0-9a-f]{6,}))?/?$")
_FACEBOOK = re.compile(r"^/(?:[\w.-]+/videos/(?:[\w.-]+/)?\d+|reel/\d+|share/v/\w+)/?$")
_DAILYMOTION = re.compile(r"^/(?:embed/)?video/(\w+)")
_LONGEST = 2000
_DEEPEST = 3  # addresses inside addresses


def recording_url(href: str, page: str, depth: int = 0) -> str:
    """The address of the recording that `href` leads to, as its site writes it; empty if none."""
    url = absolute(href, page)
    parts = urlsplit(url)
    host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
    query = parse_qs(parts.query)
    if host in {"youtube.com", "youtube-nocookie.com", "music.youtube.com", "youtu.be"}:
        return _youtube(host, parts.path, query)
    if host in {"vimeo.com", "player.vimeo.com"}:
        found = _VIMEO.match(parts.path)
        secret = (found and found[2]) or query.get("h", [""])[0]
        return f"https://vimeo.com/{'/'.join(filter(None, (found[1], secret)))}" if found else ""
    if host in {"facebook.com", "web.facebook.com", "fb.watch", "fb.com"}:
        return _facebook(host, parts.path, query, depth)
    if host in {"dailymotion.com", "geo.dailymotion.com"}:
        found = _DAILYMOTION.match(parts.path)
        name = found[1] if found else query.get("video", [""])[0]
        return f"https://www.dailymotion.com/video/{name}" if re.match(r"^\w+$", name) else ""
    if parts.path.endswith("/oembed") and depth < _DEEPEST:  # a frame around another's player
        return recording_url(query.get("url", [""])[0], "", depth + 1)
    return url if ending(parts.path, _MEDIA) else ""


def ending(path: str, known: Collection[str]) -> str:
    """The ending of the file that a path leads to, if it is `known`.

    Some sites write a number behind the file: `/film.mp4/5b1c2f`.
    """
    for name in path.split("/")[:-3:-1]:
        dotted = name.rpartition(".")[2].lower() if "." in name else ""
        if dotted in known:
            return dotted
    return ""


def absolute(href: str, page: str) -> str:
    """The whole address that `href` stands for on `page`; empty where it is none of the web's."""
    if not href or len(href) > _LONGEST:
        return ""
    try:
        url = urljoin(page, href.strip())
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname:
            return ""
        return urlunsplit(parts._replace(path=parts.path.replace(" ", "%20"), fragment=""))
    except ValueError:
        return ""


def _youtube(host: str, path: str, query: dict[str, list[str]]) -> str:
    names = [part for part in path.split("/") if part]
    video = ""
    if host == "youtu.be":
        video = names[0] if names else ""
    elif names[:1] == ["watch"]:
        video = query.get("v", [""])[0]
    elif len(names) == 2 and names[0] in {"embed", "v", "shorts", "live", "e"}:
        video = names[1]
    listed = query.get("list", [""])[0]
    if _YOUTUBE.match(video) and video != "videoseries":
        return f"https://www.youtube.com/watch?{urlencode({'v': video})}"
    if _LIST.match(listed) and (names[:1] == ["playlist"] or video == "videoseries"):
        return f"https://www.youtube.com/playlist?{urlencode({'list': listed})}"
    return ""


def _facebook(host: str, path: str, query: dict[str, list[str]], depth: int) -> str:
    if host == "fb.watch":
        return f"https://fb.watch{path}" if re.match(r"^/[\w-]+/?$", path) else ""
    if path == "/plugins/video.php" and depth < _DEEPEST:
        return recording_url(unquote(query.get("href", [""])[0]), "", depth + 1)
    number = query.get("v", [""])[0]
    if path.rstrip("/") in {"/watch", "/watch/live", "/video.php"} and number.isdigit():
        return f"https://www.facebook.com/watch/?v={number}"
    return f"https://www.facebook.com{path}" if _FACEBOOK.match(path) else ""
