"""A city office's page on another origin, which embeds the widget."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import Route

HOSTILE_CSS = """
* { color: red !important; font: italic 9px serif !important; display: block !important; background: #ff0 !important;
    border: 3px dotted lime !important; position: static !important; letter-spacing: 9px !important;
    text-transform: uppercase !important; width: 30px !important; opacity: .2 !important; z-index: -1 !important;
    visibility: hidden !important; float: right !important; transform: rotate(9deg) !important; }
html { font-size: 4px !important; }
zhijiangtong-widget { display: none !important; all: unset !important; }
"""


def host_app(gateway_url: str) -> Starlette:
    """`/` embeds the widget under a strict policy; `/hostile` has styles that fight it; `?…` become its attributes."""

    async def page(request: Request) -> Response:
        attributes = "".join(f' data-{name}="{value}"' for name, value in request.query_params.items())
        policy = (
            f"default-src 'none'; script-src {gateway_url}; connect-src {gateway_url}; "
            "style-src 'self'; img-src 'self'"
        )
        hostile = request.url.path == "/hostile"
        return HTMLResponse(
            f"""<!doctype html><html lang="zh-Hans"><head><meta charset="utf-8"><title>某市政务网</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            {'<link rel="stylesheet" href="/hostile.css">' if hostile else ""}
            <script src="{gateway_url}/widget.js"{attributes} defer></script></head>
            <body><main><h1>某市政务网</h1><p><a href="#first">申报通知</a></p>
            <p id="first">{"正文。" * 200}</p></main></body></html>""",
            headers={"Content-Security-Policy": policy},
        )

    async def stylesheet(request: Request) -> Response:
        return Response(HOSTILE_CSS, media_type="text/css")

    return Starlette(routes=[Route("/", page), Route("/hostile", page), Route("/hostile.css", stylesheet)])
