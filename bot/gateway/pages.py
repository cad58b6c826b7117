"""What a browser opens: the demonstration page, the widget's script, the guide reader."""

from __future__ import annotations

from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from starlette.staticfiles import StaticFiles

from bot.gateway import guide
from bot.gateway.error_responses import documented_pages
from bot.gateway.errors import PartUnavailable
from bot.gateway.services import Here
from bot.gateway.templating import templates

HERE = Path(__file__).parent
WIDGET_CACHE = "public, max-age=300, must-revalidate"
# Named on the demonstration page while the knowledge service cannot be asked for the newest.
FIRST_EDITION = "2020"

router = APIRouter(tags=["pages"])
static = StaticFiles(directory=HERE / "static")


@router.head("/", include_in_schema=False)
@router.get("/", response_class=HTMLResponse)
async def index(request: Request, here: Here) -> Response:
    """What this is, with the widget on it."""
    try:
        edition = max((known.edition for known in await here.knowledge.editions()), default=FIRST_EDITION)
    except PartUnavailable:
        edition = FIRST_EDITION
    base_url = f"{here.links.base or str(request.base_url).rstrip('/')}/"
    return templates.TemplateResponse(request, "index.html", {"edition": edition, "base_url": base_url})


@router.head("/widget.js", include_in_schema=False)
@router.get(
    "/widget.js", response_class=Response, responses={200: {"content": {"text/javascript": {}}}, 304: {}}
)
async def widget(request: Request) -> Response:
    """The embeddable script; sites keep it for five minutes, then ask whether it changed."""
    response = await static.get_response("widget.js", request.scope)
    response.headers["Cache-Control"] = WIDGET_CACHE
    return response


@router.head("/guide/{edition}", include_in_schema=False)
@router.get("/guide/{edition}", response_class=HTMLResponse, responses=documented_pages(400, 404, 422, 503))
async def read_guide(
    request: Request, edition: str, here: Here, passage: str = "", quote: str = ""
) -> Response:
    """The readable guide. `quote` is marked in the passage named `passage`, which the link's #fragment scrolls to."""
    found = await here.knowledge.edition(edition)
    blocks = guide.blocks(found, passage, quote)
    return templates.TemplateResponse(
        request,
        "guide.html",
        {
            "edition": found,
            "contents": guide.contents(found),
            "blocks": blocks,
            "cited": next((block.id for block in blocks if block.cited), None),
        },
    )
