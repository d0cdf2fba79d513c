"""Who works at the sample company, and the names and numbers of people at its customers. All invented."""

from random import Random

from salestui.services.sample.script import Pair, Script

# The sample rep first; then the others of the team. The second leads it.
TEAM: tuple[Pair, ...] = (("Li", "李"), ("Chen", "陈"), ("Zhou", "周"), ("Lin", "林"))
ME, LEAD, PRODUCT, FOURTH = TEAM

_PINYIN = "Zhao Qian Sun Wu Zheng Feng Jiang Shen Han Yang Zhu Qin You Xu Lü Shi Kong Cao Yan Hua Jin Wei Tao Qi Pan Ge"
_SURNAMES: tuple[Pair, ...] = tuple(
    zip(_PINYIN.split(), "赵钱孙吴郑冯蒋沈韩杨朱秦尤许吕施孔曹严华金魏陶戚潘葛", strict=True)
)
_GIVEN: tuple[Pair, ...] = (
    ("Ruochu", "若初"),
    ("Mingyuan", "明远"),
    ("Zhiheng", "知衡"),
    ("Yiran", "亦然"),
    ("Shulan", "书岚"),
    ("Jiaqi", "嘉祺"),
    ("Boyan", "伯言"),
    ("Wanqing", "晚晴"),
    ("Jingshu", "景书"),
    ("Haoran", "浩冉"),
    ("Siyuan", "思源"),
    ("Lingyun", "凌芸"),
    ("Chengze", "承泽"),
    ("Xinyi", "心怡"),
    ("Weimin", "维民"),
    ("Qingyue", "清越"),
    ("Zimo", "子墨"),
    ("Anqi", "安绮"),
    ("Guodong", "国栋"),
    ("Yulin", "羽麟"),
)

# decision role → titles, concern
ROLES: dict[str, tuple[tuple[Pair, ...], tuple[Pair, ...]]] = {
    "decision_maker": (
        (("General manager", "总经理"), ("Deputy general manager", "副总经理"), ("Plant director", "厂长")),
        (
            ("total cost over three years", "三年总成本"),
            ("payback within 18 months", "18个月内回本"),
            ("supplier's delivery record", "供应商交付记录"),
        ),
    ),
    "technical": (
        (("Head of IT", "信息部主管"), ("Technical director", "技术总监"), ("System engineer", "系统工程师")),
        (
            ("interfaces to the present system", "与现有系统的接口"),
            ("response time under load", "高负载下的响应速度"),
            ("data security", "数据安全"),
        ),
    ),
    "purchasing": (
        (("Purchasing manager", "采购经理"), ("Purchasing director", "采购总监"), ("Buyer", "采购专员")),
        (("value for money", "性价比"), ("terms of payment", "付款方式"), ("delivery dates", "交付周期")),
    ),
    "management": (
        (("Operations director", "运营总监"), ("Finance director", "财务总监")),
        (("effect on monthly reports", "对月度报表的影响"), ("budget of this year", "当年预算")),
    ),
    "user": (
        (("Warehouse supervisor", "仓储主管"), ("Shift leader", "班组长"), ("Office manager", "办公室主任")),
        (("easy to learn", "易学易用"), ("fewer manual entries", "减少手工录入")),
    ),
    "influencer": (
        (("Adviser", "顾问"), ("Head of quality", "质量主管")),
        (("reference cases of the trade", "同行业案例"), ("certificates", "资质认证")),
    ),
}


def contact(script: Script, random: Random, role: str, number: int) -> dict[str, str]:
    """Somebody with that part in the decision. `number` makes telephone and mail unmistakable.

    Telephone numbers cannot be anybody's: 555-01xx is kept for fiction, and no Chinese number begins with 100 0000.
    """
    titles, concerns = ROLES[role]
    surname, given = random.choice(_SURNAMES), random.choice(_GIVEN)
    mobile = script.say((f"+1 555 01{number % 100:02d} {number:04d}", f"100 0000 {number:04d}"))
    person = {
        "name": script.say((f"{surname[0]} {given[0]}", surname[1] + given[1])),
        "title": script.say(random.choice(titles)),
        "decision_role": role,
        "involvement": "high" if role == "decision_maker" else random.choice(("high", "medium", "low")),
        "concern": script.say(random.choice(concerns)),
        "mobile": mobile,
    }
    if random.random() < 0.6:
        person["email"] = f"contact{number:03d}@example.com"
    if random.random() < 0.4:
        person["messaging"] = f"sample-{number:03d}"
    return person
