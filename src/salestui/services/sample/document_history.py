"""Follow-ups, to-dos and plan of the five source documents (domain.md, section 6), with dates moved close to "now".

One shift for all of them: the newest follow-up lies three days back, and everything keeps its distance to it. What
the rows only hint at (two visits, one demonstration) is told here too.
"""

from datetime import date, timedelta

from salestui.domain.instants import Deadline
from salestui.domain.words import ObjectionKind, ObjectionOutcome
from salestui.services.follow_ups import ObjectionEntry, ToDo
from salestui.services.sample.people import FOURTH, LEAD, PRODUCT
from salestui.services.sample.script import Script

_NEWEST = date(2024, 5, 12)  # the documents' last follow-up
_NEWEST_AGO = 3


def document_history(script: Script, me: str) -> None:
    """What happened with the customers of `documents`. `me` is the sample rep."""
    _jinggong(script, me)
    _kanghe(script)
    _company_a(script)
    _hengxin(script)
    _yunfan(script, me)
    _yy(script, me)
    _plan(script, me)


def _ago(day: date) -> int:
    """How many days before today a date of the documents now lies."""
    return (_NEWEST - day).days + _NEWEST_AGO


def _month_day(script: Script, day: date) -> str:
    """A date as the documents write it in a sentence: 5月15日, May 15."""
    moved = script.day(_ago(day))
    months = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
    return script.say((f"{months[moved.month - 1]} {moved.day}", f"{moved.month}月{moved.day}日"))


def _jinggong(script: Script, me: str) -> None:
    """《目标客户分析表》: "2次拜访" at C001."""
    for ago, text, feedback in (
        (
            20,
            (
                "First visit: went through last year's purchases, 42 orders, 9 of them late",
                "首次拜访:梳理去年采购42单,其中9单延期",
            ),
            ('"Late parts stopped line 2 for three days in spring"', '"春季缺料导致2号线停产三天"'),
        ),
        (
            9,
            (
                "Second visit: presented the annual purchasing package, on 12 parts 8 % below the single price",
                "二次拜访:介绍年度采购套餐,12个料号比单采低8%",
            ),
            ('"Bring the training plan, then we talk about the contract"', '"把售后培训计划带来,再谈合同"'),
        ),
    ):
        fields = {
            "method": "visit",
            "with": script.say(("Zhang (purchasing director)", "张总(采购总监)")),
            "our_people": me,
            "content": script.say(text),
            "feedback": script.say(feedback),
        }
        if ago == 9:  # the third visit is today's appointment
            due = script.now.replace(minute=script.now.minute // 30 * 30)
            fields |= {
                "next_at": script.typed(due + timedelta(hours=3)),
                "next_method": "visit",
                "next_place": script.say(("their plant in Suzhou", "苏州厂区")),
                "next_action": script.say(("Present the training plan", "讲解售后培训计划")),
            }
        script.follow_up(script.at(ago, 16, 30), me, "C001", fields, contacted_at=script.at(ago, 14, 30))
    script.change(script.at(20, 17), me, "C001", {"stage": "interested"})
    script.change(script.at(9, 17), me, "C001", {"profile_reviewed_at": script.day(9).isoformat()})


def _kanghe(script: Script) -> None:
    """《目标客户分析表》: "1次线上演示" at C002."""
    lead = script.say(LEAD)
    script.follow_up(
        script.at(16, 15, 40),
        lead,
        "C002",
        {
            "method": "demo",
            "with": script.say(("Manager Li (technical supervisor)", "李经理(技术主管)")),
            "content": script.say(
                (
                    "Online demonstration of the interface module, 45 minutes, 5 listeners",
                    "线上演示接口模块,45分钟,5人参加",
                )
            ),
            "feedback": script.say(('"We want to try it with our own order data"', '"想用我们自己的订单数据试一下"')),
            "next_action": script.say(("Open the 7-day trial account", "开通7天试用账号")),
            "next_at": script.day(-6).isoformat(),
        },
        contacted_at=script.at(16, 14, 30),
    )


def _company_a(script: Script) -> None:
    """《客户跟进记录表》 of October 2023: A公司, and how it went on."""
    sales = script.say(PRODUCT)
    first = _ago(date(2023, 10, 1))
    script.follow_up(
        script.at(first, 11),
        sales,
        "C005",
        {
            "method": "phone",
            "with": script.say(("Mr He", "贺先生")),
            "need": script.say(("Lower production cost", "需降低生产成本")),
            "content": script.say(("Went through the plan and its price", "沟通方案与报价")),
            "progress": script.say(("plan sent", "方案已发送")),
            "next_action": script.say(("Demonstrate by telephone within 3 days", "3日内电话演示")),
            "next_at": script.day(first - 3).isoformat(),
            "next_method": "phone",
        },
        objections=[
            ObjectionEntry(
                ObjectionKind.PRICE,
                script.say(("Price rather high", "价格偏高")),
                script.say(
                    (
                        "Cost per part over three years falls by 6 %; payment in 3 instalments",
                        "三年单件成本下降6%;可分3期付款",
                    )
                ),
                ObjectionOutcome.SATISFIED,
            )
        ],
        contacted_at=script.at(first, 10, 20),
    )
    script.follow_up(
        script.at(first - 3, 15, 30),
        sales,
        "C005",
        {
            "method": "phone",
            "with": script.say(("Mr He", "贺先生")),
            "content": script.say(
                ("Demonstration by telephone with shared screen, 30 minutes", "电话演示,共享屏幕30分钟")
            ),
            "feedback": script.say(('"Nothing this year, the budget is gone"', '"今年预算已用完,明年再议"')),
        },
        contacted_at=script.at(first - 3, 14, 40),
    )
    for ago, quarter in ((first - 80, 2), (first - 160, 3)):
        script.follow_up(
            script.at(ago, 11),
            sales,
            "C005",
            {
                "method": "messaging",
                "content": script.say(
                    ("Sent the quarterly advice no. {n} for their trade", "发送第{n}期行业季度建议"), n=quarter - 1
                ),
            },
        )


def _hengxin(script: Script) -> None:
    """《客户跟进记录表》 of October 2023: 恒信集团; its trial, and how it went on."""
    adviser = script.say(FOURTH)
    second = _ago(date(2023, 10, 2))
    trial = {
        "method": "phone",
        "with": script.say(("Ms Bai", "白女士")),
        "need": script.say(("Better data security", "提升数据安全")),
        "content": script.say(("Compared functions, arranged a trial", "功能对比,安排试用")),
        "progress": script.say(("trial arranged", "已安排试用")),
        "next_action": script.say(("Give feedback on the plan after the trial", "试用后反馈方案")),
    }
    script.follow_up(
        script.at(second, 16),
        adviser,
        "C006",
        trial,
        contacted_at=script.at(second, 15, 10),
        opens="hengxin",
        objections=[
            ObjectionEntry(
                ObjectionKind.COMPETITOR,
                script.say(("Doubts about functions beside a competitor's", "功能对比竞品疑虑")),
            )
        ],
    )
    script.resolve(
        script.at(second - 1, 17),
        adviser,
        "hengxin",
        script.say(
            (
                "Sent a table of 24 functions beside competitor A's, 21 of them covered",
                "发送24项功能与竞品A对比表,覆盖21项",
            )
        ),
        told=True,
    )
    script.follow_up(
        script.at(60, 10, 30),
        adviser,
        "C006",
        {
            "method": "online_meeting",
            "content": script.say(
                ("Went through the trial's audit log: 0 incidents in 30 days", "回顾试用审计日志:30天0事故")
            ),
            "next_at": script.day(-9).isoformat(),
        },
    )


def _yunfan(script: Script, me: str) -> None:
    """《客户维护跟进记录表》: the visit at 云帆科技, and the strategy's inspections before it."""
    for ago in (96, 66, 35):
        script.follow_up(
            script.at(ago, 17),
            me,
            "C003",
            {
                "method": "visit",
                "with": script.say(("Manager Fang (technical director)", "方经理(技术总监)")),
                "content": script.say(
                    (
                        "Monthly inspection with technical support: average response {n} ms, disk 71 % full",
                        "与技术支持月度巡检:平均响应{n}毫秒,磁盘占用71%",
                    ),
                    n=700 + ago * 3,
                ),
            },
            contacted_at=script.at(ago, 15),
        )
    ago, report = _ago(date(2024, 5, 10)), date(2024, 5, 15)
    to_do = ToDo(
        script.say(
            ("Hand in the competitor analysis by {day}", "{day}前提供竞品分析报告"), day=_month_day(script, report)
        ),
        Deadline(day=script.day(_ago(report))),
    )
    script.follow_up(
        script.at(ago, 17, 15),
        me,
        "C003",
        {
            "method": "visit",
            "with": script.say(
                ("manager (account manager), director (technical director)", "经理(客户经理)、总监(技术总监)")
            ),
            "content": script.say(
                (
                    "Talked about the system upgrade, presented what the new plan does (such as load balancing)",
                    "沟通系统升级需求,介绍新方案功能(如负载均衡)",
                )
            ),
            "feedback": script.say(
                (
                    '"The direction is right; we need figures on competitor A\'s response times beside yours"',
                    '"方案方向认可,需补充竞品A的响应速度对比数据"',
                )
            ),
            "next_at": script.day(_ago(date(2024, 5, 17))).isoformat(),
            "next_method": "visit",
            "next_action": script.say(("Go through the competitor analysis", "讲解竞品分析报告")),
        },
        contacted_at=script.at(ago, 14, 30),
        to_dos=[to_do],
    )
    for ago, score in ((120, "88"), (40, "91")):
        script.change(script.at(ago, 17, 10), me, "C003", {"satisfaction": score})
    script.change(script.at(12, 17, 20), me, "C003", {"profile_reviewed_at": script.day(12).isoformat()})


def _yy(script: Script, me: str) -> None:
    """《客户维护跟进记录表》: the call with YY贸易, and the weeks before."""
    for ago, text in (
        (
            17,
            (
                "Took down the warehouse: 6,200 m², 34 people, 1,900 orders a day",
                "了解仓库情况:6200平米、34人、日均1900单",
            ),
        ),
        (10, ("Sent the solution for smart warehousing with two references", "发送智能仓储方案及两个参考案例")),
    ):
        script.follow_up(
            script.at(ago, 11, 20),
            me,
            "C004",
            {
                "method": "phone",
                "with": script.say(("Director Gu (purchasing manager)", "顾总监(采购经理)")),
                "content": script.say(text),
            },
            contacted_at=script.at(ago, 10, 50),
        )
    call, demo, manual = _ago(date(2024, 5, 12)), date(2024, 5, 20), date(2024, 5, 19)
    script.follow_up(
        script.at(call, 11),
        me,
        "C004",
        {
            "method": "phone",
            "with": script.say(
                ("supervisor (sales supervisor), manager (purchasing manager)", "主管(销售主管)、经理(采购经理)")
            ),
            "content": script.say(
                (
                    'Settled the date of the demonstration, told of the reference "warehouse 40 % more efficient"',
                    '确认演示时间,同步客户案例中"仓储效率提升40%"的数据',
                )
            ),
            "feedback": script.say(
                (
                    '"The demonstration is on {day} at 2 pm; have the manual ready"',
                    '"演示时间定于{day}下午2点,需准备操作手册"',
                ),
                day=_month_day(script, demo),
            ),
            "next_at": script.typed(script.at(_ago(demo), 14)),
            "next_method": "demo",
            "next_action": script.say(
                ("First of three free demonstrations of smart warehousing", "智能仓储系统免费演示(第1次)")
            ),
        },
        contacted_at=script.at(call, 10, 30),
        to_dos=[
            ToDo(
                script.say(
                    ("Put the manual together and post it by {day}", "{day}前整理操作手册并邮寄"),
                    day=_month_day(script, manual),
                ),
                Deadline(day=script.day(_ago(manual))),
            )
        ],
    )


def _plan(script: Script, me: str) -> None:
    """《营销策略执行计划表》: three rows of March, and two steps of the strategies that lie ahead."""
    lead, product = script.say(LEAD), script.say(PRODUCT)
    rows = (
        (
            me,
            date(2024, 3, 1),
            date(2024, 3, 7),
            0,
            ("Customer development", "客户开发"),
            ("Invite key customers by telephone", "重点客户电话邀约"),
            ("customer list, call script", "客户名单、话术脚本"),
            ("20 customers reached, 8 agree to meet", "触达20家客户,8家同意面谈"),
            ("25 done, 5 more than planned", "已完成25家,超预期5家"),
        ),
        (
            product,
            date(2024, 3, 8),
            date(2024, 3, 10),
            1,
            ("Solution design", "方案设计"),
            ("Make the slides of the tailored solutions", "定制化方案PPT制作"),
            ("customers' needs, product manual", "客户需求文档、产品手册"),
            ("3 solutions done, satisfaction with them 90 %", "完成3套方案,客户反馈满意度90%"),
            ("done 1 day early", "已提前1天完成"),
        ),
        (
            lead,
            date(2024, 3, 11),
            date(2024, 3, 11),
            0,
            ("Objections", "异议处理"),
            ("Training on price objections", "价格异议应对培训"),
            ("training slides, cases", "培训PPT、案例集"),
            ("80 % of objections answered with success", "异议处理成功率提升至80%"),
            ('added the part "our words beside a competitor\'s"', '增加了"竞品对比话术"模块'),
        ),
    )
    for number, (who, start, end, early, module, action, resources, standard, note) in enumerate(rows):
        script.task(
            script.at(_ago(start) + 2, 9, number),
            who,
            f"plan {number}",
            {
                "module": script.say(module),
                "action": script.say(action),
                "start": script.day(_ago(start)).isoformat(),
                "end": script.day(_ago(end)).isoformat(),
                "resources": script.say(resources),
                "output_standard": script.say(standard),
            },
        )
        script.move(
            script.at(_ago(end) + early, 16), who, f"plan {number}", {"progress": "100", "note": script.say(note)}
        )
    for name, code, end, action in (
        ("upgrade", "C003", date(2024, 6, 30), ("Hand in the tailored upgrade plan", "提交定制化升级方案")),
        (
            "discount",
            "C004",
            date(2024, 6, 15),
            ("Get the 5 % discount for new customers approved", "5%新客户折扣审批"),
        ),
    ):
        script.task(
            script.at(6, 9, 30),
            me,
            name,
            {
                "module": script.say(("Strategy", "策略执行")),
                "action": script.say(action),
                "customer": code,
                "start": script.day(4).isoformat(),
                "end": script.day(_ago(end)).isoformat(),
                "acceptor": lead,
            },
        )
