"""The team's tasks in every state: done, accepted, waiting for acceptance, overdue, due, ahead, dropped."""

from dataclasses import dataclass

from salestui.services.sample.people import FOURTH, LEAD, ME, PRODUCT
from salestui.services.sample.script import Pair, Script

_DEVELOPMENT: Pair = ("Customer development", "客户开发")
_DESIGN: Pair = ("Solution design", "方案设计")
_TRAINING: Pair = ("Training", "培训")
_EVENTS: Pair = ("Events", "活动")


@dataclass(frozen=True, slots=True)
class _Task:
    """A task by days ago; `progress` was reached by yesterday, 100 hands it in on `handed_in`."""

    owner: Pair
    module: Pair
    action: Pair
    start: int
    end: int | None
    progress: int = 0
    handed_in: int | None = None
    acceptor: Pair | None = None
    accepted: int | None = None
    dropped: int | None = None
    cause: Pair | None = None
    priority: str = "medium"
    milestone: bool = False


_TASKS: tuple[_Task, ...] = (
    _Task(
        ME,
        _DESIGN,
        ("Price list for framework contracts", "框架协议报价单"),
        8,
        1,
        60,
        priority="high",
        cause=("purchasing has not confirmed two prices", "采购部有两项价格未确认"),
    ),
    _Task(ME, _DESIGN, ("Slides for the quarterly talks", "季度回访PPT"), 6, -1, 100, handed_in=1, acceptor=LEAD),
    _Task(ME, _DEVELOPMENT, ("Invite 15 customers to the salon", "邀约15家客户参加沙龙"), 3, -4, 30),
    _Task(ME, _DEVELOPMENT, ("Call back the trade fair's 40 contacts", "回访展会40条线索"), 75, 60, 100, handed_in=61),
    _Task(
        ME,
        _TRAINING,
        ("Write down three answers to price objections", "整理三条价格异议应答"),
        50,
        40,
        100,
        handed_in=38,
        cause=("two days at a customer's site", "驻场两天"),
    ),
    _Task(ME, _EVENTS, ("Stand at the autumn fair", "秋季展会展位"), 90, 45, 20, dropped=70),
    _Task(LEAD, _TRAINING, ("Role play: function objections", "功能异议情景演练"), 12, -2, 40, milestone=True),
    _Task(LEAD, _EVENTS, ("Programme of the customers' salon", "客户沙龙议程"), 10, 2, 80, priority="high"),
    _Task(LEAD, _DEVELOPMENT, ("Divide the new regions", "划分新区域"), 100, 85, 100, handed_in=86),
    _Task(
        PRODUCT,
        _DESIGN,
        ("Comparison with competitor A, 24 functions", "竞品A对比24项功能"),
        30,
        20,
        100,
        handed_in=21,
        acceptor=LEAD,
        accepted=19,
        milestone=True,
    ),
    _Task(PRODUCT, _DESIGN, ("Manual of the interface module", "接口模块操作手册"), 14, 0, 70),
    _Task(PRODUCT, _DESIGN, ("Test plan for the upgrade", "升级测试方案"), 5, -8, 10),
    _Task(FOURTH, _EVENTS, ("Livestream: smart warehousing in 30 minutes", "直播：30分钟看懂智能仓储"), 20, -3, 50),
    _Task(FOURTH, _DEVELOPMENT, ("Clean the list of 300 contacts", "清洗300条联系人"), 40, 25, 100, handed_in=26),
    _Task(
        FOURTH, _DEVELOPMENT, ("Collect three reference letters", "收集三封客户感谢信"), 15, None, 33, priority="low"
    ),
)


def work_plan(script: Script) -> None:
    """All of them, from their making to where they stand."""
    for number, task in enumerate(_TASKS):
        _tell(script, f"work {number}", task, number)


def _tell(script: Script, name: str, task: _Task, number: int) -> None:
    who = script.say(task.owner)
    fields = {
        "module": script.say(task.module),
        "action": script.say(task.action),
        "start": script.day(task.start).isoformat(),
        "priority": task.priority,
        "milestone": "yes" if task.milestone else "no",
    }
    if task.end is not None:
        fields["end"] = script.day(task.end).isoformat()
    if task.acceptor is not None:
        fields["acceptor"] = script.say(task.acceptor)
    script.task(script.at(task.start + 1, 9, number), who, name, fields)
    if task.progress and task.handed_in is None:
        change = {"progress": str(task.progress)}
        if task.cause is not None:
            change["delay_cause"] = script.say(task.cause)
        script.move(script.at(max(1, (task.dropped or 0) + 1), 17, 30 + number), who, name, change)
    if task.handed_in is not None:
        script.finish(script.at(task.handed_in, 16, number), who, name)
        if task.cause is not None:
            script.move(script.at(task.handed_in, 16, number + 15), who, name, {"delay_cause": script.say(task.cause)})
    if task.accepted is not None and task.acceptor is not None:
        script.finish(script.at(task.accepted, 10), script.say(task.acceptor), name, accepted=True)
    if task.dropped is not None:
        script.move(script.at(task.dropped, 9, 30), who, name, {"status": "dropped"})
