"""Statements about a project: since when it runs, what the applicant is to it, who recommends it."""

from __future__ import annotations

import re

from .dates import read_dates
from .lexicon import alternatives, load
from .piece_dates import date_for, without_dates
from .polarity import denies
from .scene import Findings, Scene
from .sentence import Piece
from .when import Misdated, When

_STARTED = re.compile(
    r"投入(?:正式)?(?:运行|使用|运营|生产)|上线|投产|投用|投运|运行|运营|建成|完工|竣工|启用|交付|落成|验收|launched|went live|running|in operation|operating|completed|finished|in(?:to)? (?:use|service)"
)
_NOT_STARTED = re.compile(
    r"(?:还没有?|尚未|没有?|未)(?:完全|正式|全部)?(?:建设)?(?:建成|建好|建完|完工|竣工|上线|投产|投用|投入|运行|运营|启用|完成|做完|开始|动工)|在建(?!成)|还在(?:建设?|施工|开发|做)|建设中|正在建|筹建|规划中|才开工|刚开工|not (?:yet )?(?:completed|running|started|finished|in operation)|under construction"
)
_PROJECT = re.compile(r"项目|工程|系统|平台|project")
_ROLES = {
    "owner": r"(?:我们|自己|本单位|我司|公司)(?:是|为)(?![^,。]{0,4}(?:知识产权|专利|著作权|软著))[^,。]{0,6}(?:所有者|业主|投资方|建设单位)|项目(?:是|归|属于)(?:我们|自己|我司|公司|本单位)(?:自己|公司|单位)*(?:的|所有)?$|(?:我们|我司)(?:自己|自有)的项目|we own|owned by us|we(?:'re| are) (?:the|its)(?: project(?:'s)?)? owner",
    "implementer": r"(?:我们|我司|公司|由我们)(?:公司|单位)?(?:来|负责|具体)*(?:是)?[^,。]{0,4}(?:实施|承建|承办|施工|代建)|(?:我们|我司)是[^,。]{0,6}(?:实施方|承建方|实施单位|承建单位)|^(?:只|就|也)?是[^,。]{0,4}项目的?(?:具体)?(?:实施|承建)(?:人|方|者|单位)|we implement|\bwe (?:built|constructed|carried out)\b",
    "ip_owner": r"项目(?:的)?(?:是|归|属于)(?:我们|我司|自己|公司)(?:自己|公司|单位)*的(?:知识产权|专利|著作权|软著)|(?:知识产权|专利|著作权|软著)[^,。]{0,4}(?:归|是|属于|在)(?:我们|我司|公司|自己)|(?:我们|我司|公司)(?:是|为)[^,。]{0,4}(?:知识产权|专利|著作权)[^,。]{0,3}(?:所有|人)|我们(?:拥有|有)[^,。]{0,8}(?:知识产权|专利|著作权)",
}
_RECOMMENDED = re.compile(r"推荐|recommend")
_TAKEN_BACK = re.compile("收返|收回|撤回|撤销|取消|withdr[ae]w")  # 如果民政局收返个推荐呢
_NOT_RECOMMENDATION = re.compile(r"机构推荐的方式|推荐方式|推荐函(?:怎么|找)|被推荐人")


# The guide asks a project for 市级政府相关部门 or a trade association: a district, a street or the province may not do.
_OF_A_DISTRICT = re.compile(
    r"省(?:里|级|政府|[^,。市]{1,6}厅)|街道|社区|居委|园区|镇政府|(?:福田|罗湖|南山|宝安|龙岗|盐田|龙华|坪山|光明|大鹏|前海|深汕|(?<![市地片小辖])区)(?:里|级|政府|区|新区|委|发改|工信|[^,。市]{1,6}[局委办])|\b(?:sub-?)?district\b|\bprovinc"
)
# 市工信局 and 有市卫健委的文 alone, to who recommends.
_BODY = re.compile(
    r"(?!我们|我司|本|咱|公司)(?:有|是|由|就是|已经?有|应该是|[ ,])*[^,。不没未找问是归去要等将跟给交报在到让请送待下]{1,12}?(?:局|委(?:员会)?|办公室|厅|署|主管部门|政府|协会|商会|联合会|学会|促进会)"
    r"(?:的|出的|给的|发的|开的)?(?:文件?|函|推荐函|批文|红头文件|意见|证明|盖章)?(?:了|的|吧|啊|呢)*"
)


def _elsewhere_than_the_city(text: str) -> bool:
    return (
        _OF_A_DISTRICT.search(text) is not None
        and re.search("协会|商会|市(?:政府|级|里|[^,。区省]{1,6}[局委办])|association|municipal|city", text)
        is None
    )


def read_project(pieces: list[Piece], scene: Scene, findings: Findings) -> None:
    about_project = (
        scene.known.get("applicant") == "project"
        or (scene.asked or "").startswith("project_")
        or any(_PROJECT.search(piece.stated) for piece in pieces)
    )
    if not about_project:
        return
    for index, piece in enumerate(pieces):
        text = piece.stated
        if not text:
            continue
        _read_start(text, index, pieces, scene, findings)
        applicant = findings.facts.get("applicant") or scene.known.get("applicant")
        if _PROJECT.search(text) or applicant == "project":
            _read_role(text, index, findings)


def read_recommendation(pieces: list[Piece], scene: Scene, findings: Findings) -> None:
    """推荐 speaks of the project where there is one, else of the organisation."""
    applicant = findings.facts.get("applicant") or scene.known.get("applicant")
    if applicant is None and False in (findings.facts.get("for_profit"), scene.known.get("for_profit")):
        applicant = "organization"  # of those that have a department in charge
    fact = {"project": "project_recommended", "organization": "org_recommended"}.get(str(applicant))
    if scene.asked in ("project_recommended", "org_recommended"):
        fact = scene.asked
    if fact is None:
        return
    pending = alternatives(load("polarity")["pending"])
    for index, piece in enumerate(pieces):
        text = _NOT_RECOMMENDATION.sub("", piece.stated)
        match = _RECOMMENDED.search(text)
        if match is None and scene.asked == fact and not piece.asks and _BODY.fullmatch(text):
            match = re.search("$", text)
        if match is None:
            continue
        if re.search(pending, text):
            if scene.asked != fact:
                findings.touch(fact, index)  # 应该会推荐，但未正式出文
            continue
        denied = denies(text[: match.start()])
        after = text[match.end() :]
        if denied is None:
            continue
        if re.match(r"[^,。]{0,4}(?:没有?|无|未)", after) or _TAKEN_BACK.search(text):
            denied = True
        if fact == "project_recommended" and not denied and _elsewhere_than_the_city(text):
            findings.touch(fact, index)
            continue
        findings.state(fact, not denied, index)


def _read_start(text: str, index: int, pieces: list[Piece], scene: Scene, findings: Findings) -> None:
    if _NOT_STARTED.search(text) and not re.search("公司|企业", text):
        findings.state("project_start_date", "not_started", index)
        return
    if findings.facts.get("project_start_date") == "not_started":
        return  # 还没完工，年底完工
    if not _STARTED.search(text) or (
        re.search("公司|企业|成立", text.split("项目")[0]) and "项目" not in text
    ):
        return
    readings = read_dates(text, scene.today)
    if any(isinstance(reading, Misdated) and reading.problem == "future" for reading in readings):
        findings.state("project_start_date", "not_started", index)
        return
    if denies(without_dates(text, scene.today)[: _STARTED.search(without_dates(text, scene.today)).start()]):
        return
    when = date_for(index, pieces, scene, findings)
    if when is None:
        return
    before = findings.facts.get("project_start_date")
    if not isinstance(before, When) or when.latest > before.latest:
        findings.state("project_start_date", when, index)
    findings.used.add(index)


def _read_role(text: str, index: int, findings: Findings) -> None:
    for role, words in _ROLES.items():
        match = re.search(words, text)
        if match and denies(text[: match.start()]) is False and findings.facts.get("project_role") != "owner":
            findings.state("project_role", role, index)
            return
