"""Sentences a report adds to its verdict: what changes the prize, what the guide says softly, what is not checked."""

from __future__ import annotations

from actions.eligibility.conditions import AllOf, AnyOf, AtMost, Is, Not
from actions.eligibility.model import Notice
from actions.eligibility.rulebook import FOR_PROFIT, ORGANIZATION, PROJECT, SUPPORTED

_GOLD = Is("previous_award", "gold")
_SILVER = Is("previous_award", "silver")
_BRONZE = Is("previous_award", "bronze")
_FULLY_FUNDED = Is("fully_fiscal_funded", True)
_ECONOMIC = Is("category", "economic")

CONSEQUENCES = (
    Notice(
        "repeat_gold",
        "再次获得金奖的奖励",
        "曾获金奖：如果再次获得金奖，只授予证书和称号，不授予奖金，也不占当年奖项名额。",
        when=_GOLD,
    ),
    Notice(
        "repeat_silver",
        "再次获得银奖的奖励",
        "曾获银奖：如果再次获得银奖（同一等次），只授予证书和称号，不授予奖金，也不占当年奖项名额。",
        when=_SILVER,
    ),
    Notice(
        "repeat_bronze",
        "再次获得铜奖的奖励",
        "曾获铜奖：如果再次获得铜奖（同一等次），只授予证书和称号，不授予奖金，也不占当年奖项名额。",
        when=_BRONZE,
    ),
    Notice(
        "fully_fiscal_funded",
        "财政全额拨款单位的奖励",
        "财政全额拨款：获奖只授予证书和称号，不予奖金奖励。",
        when=_FULLY_FUNDED,
    ),
    Notice(
        "said_of_organizations",
        "项目的奖励",
        "指引的上述规定只写了“组织”，项目是否同样适用，请向秘书处确认。",
        when=AllOf(PROJECT, AnyOf(_GOLD, _SILVER, _BRONZE, _FULLY_FUNDED)),
    ),
)

WARNINGS = (
    Notice(
        "economic_class_for_business",
        "经济类面向的对象",
        "经济类主要面向企业和其他类型营利性组织；非营利性组织申报经济类前，请先向秘书处确认。",
        when=AllOf(_ECONOMIC, Not(FOR_PROFIT)),
    ),
    Notice(
        "other_classes_are_broad",
        "非经济类面向的对象",
        "文化、社会、生态、管理和服务类主要面向党政机关、企事业单位、行业组织和其他组织；"
        "企业可以申报，请留意业务范围是否与所选类别对应。",
        when=AllOf(
            FOR_PROFIT,
            AnyOf(
                *(
                    Is("category", other)
                    for other in ("culture", "society", "ecology", "management", "service")
                )
            ),
        ),
    ),
    Notice(
        "certificate_needs_seal",
        "行业地位证明",
        "权威机构出具的行业地位证明须加盖公章，申报单位和证明机构对其真实性负责。",
        when=AllOf(ORGANIZATION, FOR_PROFIT, SUPPORTED, Is("leading_evidence", "certificate")),
    ),
    Notice(
        "rank_is_checked",
        "同行业名次的查证",
        "本市同行业前 {leading_rank} 位由秘书处会同有关部门查证。",
        when=AllOf(ORGANIZATION, FOR_PROFIT, Not(SUPPORTED), AtMost("city_rank", "leading_rank")),
    ),
    Notice(
        "taken_at_word",
        "资格审查",
        "以上按您提供的情况核对；资格审查时，秘书处会向统计、安监、环保、社保等部门和行业主管部门核实。",
    ),
    Notice("scope_not_checked", "业务范围与类别", "没有核对：业务范围和所属行业与申报类别是否对应。"),
    Notice(
        "publicity_not_checked",
        "社会公示",
        "没有核对：拟奖名单公示期间是否会查实违法违规情形，查实的取消资格。",
    ),
    Notice(
        "special_award_not_checked",
        "特别贡献奖",
        "没有核对：特别贡献奖，它由市政府根据需要另设。",
    ),
    Notice("individuals_cannot_file", "法人登录", "申报系统须用“法人登录”，个人用户无法申报。"),
)
