"""The customers of the five source documents (domain.md, section 6), with their decision chains.

What the documents leave without a surname has one here. Telephone numbers that the documents do not give are made up.
"""

from salestui.services.sample.people import FOURTH, LEAD, PRODUCT
from salestui.services.sample.script import Pair, Script

_FIRST_AGO = 228  # days; before the first follow-up of the documents


def document_customers(script: Script, me: str) -> None:
    """The team, then the six customers, the first in the file. `me` is the sample rep."""
    _team(script, me)
    _jinggong(script, me)
    _kanghe(script)
    _yunfan(script, me)
    _yy(script, me)
    _followed(script)


def _team(script: Script, me: str) -> None:
    for minute, colleague in enumerate((LEAD, PRODUCT, FOURTH)):
        script.owner(script.at(_FIRST_AGO, 9, minute), me, script.say(colleague))


def _profile(script: Script, code: str, **fields: str | Pair) -> dict[str, str]:
    return {
        "code": code,
        **{name: text if isinstance(text, str) else script.say(text) for name, text in fields.items()},
    }


def _contact(script: Script, **fields: str | Pair) -> dict[str, str]:
    contact = _profile(script, "", **fields)
    del contact["code"]
    return contact


def _jinggong(script: Script, me: str) -> None:
    """《目标客户分析表》: C001."""
    purchasing = _contact(
        script,
        name=("Zhang", "张总"),
        title=("Purchasing director", "采购总监"),
        decision_role="decision_maker",
        involvement="high",
        concern=("lower purchasing cost", "降低采购成本"),
        phone=("+1 555 0100", "100 0000 0001"),
    )
    script.customer(
        script.at(_FIRST_AGO, 9, 20),
        me,
        _profile(
            script,
            "C001",
            name=("Jinggong Manufacturing", "精工制造"),
            industry=("Manufacturing", "制造业"),
            employees="500",
            annual_revenue="1亿",
            region=("Suzhou", "苏州"),
            grade="A",
            segment="key_account",
            care="routine",
            stage="prospect",
            source_channel="trade_fair",
            core_needs=("Lower purchasing cost", "降低采购成本"),
            pain_points=("Suppliers do not deliver reliably", "供应商交付不稳定"),
            need_urgency="high",
            deal_cycle=("1 month", "1个月"),
            strategy_suggestion=(
                "Offer the annual purchasing package with free after-sales training",
                '推出"年度采购套餐+免费售后培训"',
            ),
            tags=("Manufacturing belt, package", "制造带、套餐"),
        ),
        [purchasing],
    )


def _kanghe(script: Script) -> None:
    """《目标客户分析表》: C002."""
    lead = script.say(LEAD)
    technical = _contact(
        script,
        name=("Manager Li", "李经理"),
        title=("Technical supervisor", "技术主管"),
        decision_role="technical",
        involvement="high",
        concern=("compatibility with other systems", "系统兼容性"),
        phone="1395678",
    )
    script.customer(
        script.at(_FIRST_AGO, 9, 40),
        lead,
        _profile(
            script,
            "C002",
            name=("Kanghe Medical", "康和医疗"),
            industry=("Healthcare", "医疗健康"),
            employees="200",
            annual_revenue="5000万",
            region=("Hangzhou", "杭州"),
            grade="B",
            segment="potential",
            care="routine",
            stage="prospect",
            source_channel="website",
            core_needs=("Better system compatibility", "提升系统兼容性"),
            pain_points=("The present system is complicated to use", "现有系统操作复杂"),
            need_urgency="medium",
            deal_cycle=("2 weeks", "2周"),
            strategy_suggestion=("A free 7-day trial and interfaces made to measure", "提供7天免费试用+定制化接口开发"),
        ),
        [technical],
    )


def _yunfan(script: Script, me: str) -> None:
    """《客户信息需求分析表》 and strategy 《销售策略制定表》: 云帆科技."""
    script.customer(
        script.at(_FIRST_AGO, 10),
        me,
        _profile(
            script,
            "C003",
            name=("Yunfan Technology Ltd", "云帆科技有限公司"),
            industry=("Internet", "互联网"),
            employees="500",
            annual_revenue="5亿",
            region=("Shanghai", "上海"),
            grade="A",
            segment="key_account",
            care="strategic_care",
            stage="active",
            source_channel="referral",
            core_needs=("Upgrade the system, load pages 30 % faster", "升级系统,提升加载速度30%"),
            pain_points=("The present system responds slowly and users notice", "现有系统响应慢,影响用户体验"),
            need_urgency="high",
            goals=("Higher satisfaction, further orders of 500,000", "提升客户满意度,推动增购,50万增购订单"),
            supplier_expectations=("Satisfaction of 90 % or more", "满意度≥90%"),
            strategy_suggestion=(
                (
                    "Strategic care: monthly system inspection by technical support; every quarter a report on the "
                    "trade with advice; a tailored upgrade plan"
                ),
                "战略维护型:每月技术支持系统巡检;每季度行业趋势报告及优化建议;推出定制化升级方案",
            ),
            customer_since=script.day(700).isoformat(),
            satisfaction="92",
            tags=("Strategic, upgrade", "战略、升级"),
        ),
        [
            _contact(
                script,
                name=("Zhou", "周总"),
                title="CEO",
                decision_role="decision_maker",
                involvement="medium",
                concern=("cost control", "成本控制"),
                phone=("+1 555 0101", "100 0000 0002"),
            ),
            _contact(
                script,
                name=("Manager Fang", "方经理"),
                title=("Technical director", "技术总监"),
                decision_role="technical",
                involvement="high",
                concern=("stability of the system", "系统稳定性"),
                mobile=("+1 555 0102", "100 0000 0003"),
                email="yunfan@example.com",
            ),
        ],
    )


def _yy(script: Script, me: str) -> None:
    """《客户信息需求分析表》 and strategy: YY贸易集团."""
    script.customer(
        script.at(_FIRST_AGO, 10, 20),
        me,
        _profile(
            script,
            "C004",
            name=("YY Trading Group", "YY贸易集团"),
            industry=("Retail", "零售"),
            employees="200",
            annual_revenue="1亿",
            region=("Ningbo", "宁波"),
            segment="potential",
            care="key_expansion",
            stage="prospect",
            source_channel="trade_fair",
            core_needs=("Introduce smart warehousing", "引入智能仓储解决方案"),
            pain_points=("Warehouse work is inefficient and labour is dear", "仓储管理效率低,人工成本高"),
            need_urgency="medium",
            goals=("Agree on working together within 3 months", "3个月内达成合作意向"),
            supplier_expectations=("A framework contract of 800,000 or more", "年度合作协议≥80万"),
            strategy_suggestion=(
                (
                    "Key expansion: three free demonstrations of smart warehousing, one a week; a visit to a reference "
                    "customer; apply for the 5 % discount for new customers"
                ),
                "重点拓展型:3次免费智能仓储系统演示(每周1次);参观标杆客户案例;申请5%新客户折扣",
            ),
        ),
        [
            _contact(
                script,
                name=("Director Gu", "顾总监"),
                title=("Purchasing manager", "采购经理"),
                decision_role="purchasing",
                involvement="high",
                concern=("value for money", "性价比"),
                phone=("+1 555 0103", "100 0000 0004"),
            ),
            _contact(
                script,
                name=("Supervisor Luo", "罗主管"),
                title=("Sales supervisor", "销售主管"),
                decision_role="influencer",
                involvement="medium",
                phone=("+1 555 0104", "100 0000 0005"),
            ),
        ],
    )


def _followed(script: Script) -> None:
    """《客户跟进记录表》: A公司, 恒信集团."""
    sales, adviser = script.say(PRODUCT), script.say(FOURTH)
    script.customer(
        script.at(_FIRST_AGO, 10, 40),
        sales,
        _profile(
            script,
            "C005",
            name=("Company A", "A公司"),
            industry=("Manufacturing", "制造业"),
            region=("Wuxi", "无锡"),
            grade="C",
            segment="long_term",
            care="routine",
            core_needs=("Lower production cost", "需降低生产成本"),
            source_channel="industry_community",
        ),
        [
            _contact(
                script, name=("Mr He", "贺先生"), decision_role="decision_maker", phone=("+1 555 0105", "100 0000 0006")
            )
        ],
    )
    script.customer(
        script.at(_FIRST_AGO, 11),
        adviser,
        _profile(
            script,
            "C006",
            name=("Hengxin Group", "恒信集团"),
            industry=("Finance", "金融业"),
            region=("Nanjing", "南京"),
            grade="B",
            segment="potential",
            care="routine",
            core_needs=("Better data security", "提升数据安全"),
            source_channel="trade_fair",
        ),
        [_contact(script, name=("Ms Bai", "白女士"), decision_role="technical", phone="1395678")],
    )
