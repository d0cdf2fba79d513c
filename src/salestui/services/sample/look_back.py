"""The lead looks back on last month: problems and improvements of the documents' own example, the first carried out."""

from datetime import timedelta

from salestui.services.sample.people import LEAD, PRODUCT
from salestui.services.sample.script import Pair, Script

_PROBLEMS: Pair = ("Some customers say that our proposals come slowly", "部分客户反馈方案响应速度慢")
_CAUSES: Pair = (
    "6 of 9 proposals waited 4 days or more for their review; nobody reviews while the product manager is at a fair",
    "9套方案中6套等待评审4天以上；产品经理参展期间无人评审",
)
_CHANNEL: Pair = (
    "A quick review channel for proposals: made within 3 days",
    '增加"方案快速评审通道",压缩制作周期至3天',
)
_PRACTICE: Pair = ("Practise the answers to price objections every second week", "每两周演练一次价格异议应答")
_CASES: Pair = (
    "Trade fair leads answered the same day: 3 of 4 came to a demonstration",
    "展会线索当天回复：4家中3家进入演示",
)
_MODULE: Pair = ("Solution design", "方案设计")
_CARRIED_OUT = timedelta(days=3)


def look_back(script: Script) -> None:
    """The review of last month, written on the second of this one, or as soon as may be."""
    first = script.today.replace(day=1)
    month = f"{first - timedelta(days=1):%Y-%m}"
    days = (script.today - first).days
    early = days < 2  # the month has hardly begun
    written = script.back(minutes=70) if early else script.at(days - 1, 9, 30)
    who = script.say(LEAD)
    fields = {
        "period": month,
        "problems": script.say(_PROBLEMS),
        "causes": script.say(_CAUSES),
        "improvements": f"{script.say(_CHANNEL)}\n{script.say(_PRACTICE)}",
        "cases": script.say(_CASES),
    }
    end = script.day(days - 1) + 2 * _CARRIED_OUT
    task = {"module": script.say(_MODULE), "owner": script.say(PRODUCT), "end": end.isoformat()}
    script.review(written, who, fields, {**task, "action": script.say(_CHANNEL)}, name="quick channel")
    if written + _CARRIED_OUT < script.back(hours=24):
        script.finish(written + _CARRIED_OUT, script.say(PRODUCT), "quick channel")
