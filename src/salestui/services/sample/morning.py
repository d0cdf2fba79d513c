"""The last days up to "now": who waits on whom this morning. Times count back from now, whatever the hour."""

from collections.abc import Mapping

from salestui.services.sample.people import FOURTH, LEAD, ME, PRODUCT
from salestui.services.sample.script import Pair, Script


def this_morning(script: Script, codes: Mapping[int, str]) -> None:
    """What is open now. `codes` are the customers' codes by their place in companies.NAMES."""
    _new_leads(script)
    _urgent(script, codes)
    _complaints(script, codes)
    _regraded(script, codes)
    _warned(script, codes)
    _away(script)
    _called(script, codes)


def _new_leads(script: Script) -> None:
    """Four people nobody knew before; the last came over the website at night and belongs to nobody yet."""
    leads: tuple[tuple[Pair | None, int, int, str, str, Pair, Pair, Pair, Pair], ...] = (
        (
            ME,
            3,
            12,
            "A",
            "trade_fair",
            ("Haiming Technology", "海茗科技"),
            ("Internet", "互联网"),
            ("Asks for a quote for 120 users by noon", "询价：120个用户，中午前要报价"),
            ("Shanghai", "上海"),
        ),
        (
            ME,
            20,
            5,
            "C",
            "referral",
            ("Fenghe Printing", "沣合印务"),
            ("Manufacturing", "制造业"),
            ("Wants the reference cases of the trade", "索取同行业案例"),
            ("Suzhou", "苏州"),
        ),
        (
            LEAD,
            19,
            40,
            "B",
            "livestream",
            ("Wanqiao Cold Chain", "万樵冷链"),
            ("Logistics", "物流"),
            ("Asks about temperature records after the livestream", "看完直播咨询温度留证"),
            ("Wuhan", "武汉"),
        ),
        (
            None,
            9,
            25,
            "B",
            "website",
            ("Nanzhu Education", "南渚教育"),
            ("Education", "教育"),
            ("Wants a demonstration for 2 schools", "两所学校想看演示"),
            ("Hefei", "合肥"),
        ),
    )
    for owner, hours, minutes, grade, channel, name, industry, text, region in leads:
        profile = {
            "owner": "" if owner is None else script.say(owner),
            "grade": grade,
            "source_channel": channel,
            "industry": script.say(industry),
            "region": script.say(region),
        }
        script.inquiry(
            script.back(hours=hours, minutes=minutes),
            script.say(owner or LEAD),
            script.say(name),
            {"kind": "lead", "text": script.say(text), "channel": channel},
            name=f"new {name[0]}",
            profile=profile,
        )


def _urgent(script: Script, codes: Mapping[int, str]) -> None:
    """One runs out in 26 minutes; a colleague's is past its two hours."""
    script.inquiry(
        script.back(minutes=94),
        script.say(ME),
        codes[0],
        {
            "kind": "urgent",
            "text": script.say(("Line 3 stopped: labels are not printed", "3号线停产：标签打印失败")),
        },
        name="urgent mine",
    )
    script.inquiry(
        script.back(minutes=155),
        script.say(PRODUCT),
        codes[10],
        {
            "kind": "urgent",
            "text": script.say(("Nobody can log in at the second site", "二厂区全员无法登录")),
        },
        name="urgent theirs",
    )


def _complaints(script: Script, codes: Mapping[int, str]) -> None:
    """To be solved, solved and not told, solved late; and an objection nobody has answered yet."""
    me, lead, product = script.say(ME), script.say(LEAD), script.say(PRODUCT)
    invoices: Pair = ("Wrong amounts in 4 invoices", "4张发票金额有误")
    script.inquiry(
        script.back(hours=18),
        me,
        codes[24],
        {
            "kind": "complaint",
            "text": script.say(invoices),
            "complex": "yes",
            "channel": "email",
        },
        name="complaint open",
    )
    script.follow_up(
        script.back(hours=16, minutes=40),
        me,
        codes[24],
        {
            "method": "phone",
            "content": script.say(
                (
                    "Apologised, took down the 4 invoice numbers, solution promised within 48 h",
                    "致歉并记录4张发票号，承诺48小时内解决",
                )
            ),
        },
        contacted_at=script.back(hours=17),
    )
    script.inquiry(
        script.at(3, 10, 10),
        me,
        codes[28],
        {
            "kind": "complaint",
            "text": script.say(("Technician came a day late twice", "技术员两次晚到一天")),
            "complex": "yes",
        },
        name="complaint solved",
    )
    script.resolve(
        script.at(2, 15, 20),
        me,
        "complaint solved",
        script.say(("Fixed technician named, dates are confirmed the day before", "指定专人，上门前一天确认时间")),
        told=False,
    )
    script.inquiry(
        script.at(7, 9, 30),
        lead,
        codes[13],
        {
            "kind": "complaint",
            "text": script.say(("Report takes 9 minutes instead of 2", "报表生成需9分钟，约定2分钟")),
            "complex": "yes",
        },
        name="complaint late",
    )
    script.resolve(
        script.at(4, 16),
        lead,
        "complaint late",
        script.say(("Index added, 70 s measured three times", "增加索引，三次实测70秒")),
        told=True,
    )
    script.inquiry(
        script.back(hours=30),
        product,
        codes[14],
        {
            "kind": "objection",
            "text": script.say(("Six weeks until the start are too long", "六周实施周期太长")),
            "complex": "yes",
        },
        name="objection open",
    )


def _regraded(script: Script, codes: Mapping[int, str]) -> None:
    """A lead in time under B, and late since its customer is an A."""
    lead = script.say(LEAD)
    script.inquiry(
        script.back(hours=6),
        lead,
        codes[17],
        {
            "kind": "lead",
            "text": script.say(("Asks for a quote for 60 more users", "追加60个用户询价")),
        },
        name="regraded",
    )
    script.change(script.back(hours=1, minutes=10), lead, codes[17], {"grade": "A"})


def _warned(script: Script, codes: Mapping[int, str]) -> None:
    """Early warnings: a score has fallen, and a second complaint is open; who was not called is told elsewhere."""
    me, lead = script.say(ME), script.say(LEAD)
    for ago, score in ((20, "92"), (8, "78")):
        script.change(script.at(ago, 16, 10), me, codes[12], {"satisfaction": score})
    for hours, text in (
        (26, ("Export loses the last column", "导出缺少最后一列")),
        (3, ("Hotline busy for 40 minutes", "热线占线40分钟")),
    ):
        script.inquiry(
            script.back(hours=hours),
            lead,
            codes[13],
            {"kind": "complaint", "text": script.say(text), "complex": "yes"},
            name=f"complaint {hours}",
        )


def _away(script: Script) -> None:
    """One of the team is away and the lead stands in; next week the sample rep stands in for another."""
    lead = script.say(LEAD)
    script.absence(script.at(2, 17), lead, script.say(FOURTH), script.day(1), script.day(-3), lead)
    monday = -(7 - script.today.weekday())
    script.absence(
        script.at(1, 11, 20), lead, script.say(PRODUCT), script.day(monday), script.day(monday - 2), script.say(ME)
    )


def _called(script: Script, codes: Mapping[int, str]) -> None:
    """What was done today: a colleague's call, then the sample rep's own, which is what undo would take back."""
    lead, me = script.say(LEAD), script.say(ME)
    script.follow_up(
        script.back(minutes=70),
        lead,  # for the one who is away
        codes[3],
        {
            "method": "messaging",
            "content": script.say(("Confirmed tomorrow's visit, 3 people of theirs", "确认明天拜访，对方3人参加")),
            "next_at": script.day(-1).isoformat(),
            "next_method": "visit",
        },
    )
    script.follow_up(
        script.back(minutes=21),
        me,
        codes[32],
        {
            "method": "phone",
            "content": script.say(
                (
                    "Asked how the update of Friday runs: 2 of 40 users need the new label",
                    "回访上周升级：40名用户中2人需更新标签",
                )
            ),
            "feedback": script.say(('"Otherwise everything runs"', "“其他一切正常”")),
        },
        contacted_at=script.back(minutes=34),
    )
