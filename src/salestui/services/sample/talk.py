"""What is said at the sample company: contacts from the first call on, what customers wait on, objections and answers.

Facts, numbers and dates, as the forms ask for.
"""

from dataclasses import dataclass

from salestui.domain.words import ObjectionKind
from salestui.services.sample.script import Pair


@dataclass(frozen=True, slots=True)
class Contacted:
    """A contact as it is written down; {n} is a number of its own, {need} the customer's first need."""

    method: str
    content: Pair
    feedback: Pair | None = None
    progress: Pair | None = None
    next_action: Pair | None = None


# One customer's path: details left → material → invitation → demonstration → quote → contract → handover.
PATH: tuple[Contacted, ...] = (
    Contacted(
        "phone",
        ("First call. Need: {need}. {n} users on two sites", "首次通话。需求：{need}。两个厂区共{n}名用户"),
        ('"Send us material first"', "“先发资料看看”"),
        ("first contact", "已建立联系"),
        ("Send product manual", "发送产品手册"),
    ),
    Contacted(
        "email",
        ("Sent product manual, price list and two reference cases", "发送产品手册、报价单和两个案例"),
        None,
        ("material sent", "资料已发送"),
        ("Ask what they think of it", "回访资料反馈"),
    ),
    Contacted(
        "phone",
        ("They read the manual; invited to a demonstration for {n} people", "客户已看资料；邀请{n}人参加演示"),
        ('"Show us the reports above all"', "“重点看报表功能”"),
        ("invited", "已邀约演示"),
        ("Prepare the demonstration", "准备演示环境"),
    ),
    Contacted(
        "demo",
        (
            "Online demonstration, 50 minutes, {n} listeners; questions about interfaces",
            "线上演示50分钟，{n}人参加；关注接口问题",
        ),
        ('"Faster than what we have"', "“比现有系统快”"),
        ("solution shown", "方案已演示"),
        ("Visit the site", "安排现场调研"),
    ),
    Contacted(
        "visit",
        (
            "Went round the site, took down {n} work steps, 4 of them done on paper",
            "现场调研，记录{n}道工序，其中4道用纸质单据",
        ),
        ('"The paper forms must go first"', "“先把纸质单据去掉”"),
        ("needs recorded", "需求已确认"),
        ("Send the quote", "发送报价"),
    ),
    Contacted(
        "email",
        ("Sent the quote: {n},000 a year, training of 2 days included", "发送报价：每年{n}千元，含2天培训"),
        None,
        ("quote sent", "已报价"),
        ("Ask about the quote", "跟进报价"),
    ),
    Contacted(
        "online_meeting",
        ("Technical questions with their IT: {n} settled, 2 open", "与信息部技术答疑：已答{n}项，剩2项"),
        ('"Show how data is taken over"', "“请说明数据迁移办法”"),
        ("technical check", "技术评估中"),
        ("Send the takeover plan", "发送迁移方案"),
    ),
    Contacted(
        "visit",
        ("Negotiated terms: payment 30/60/10, start in {n} days", "商务谈判：付款30/60/10，{n}天内启动"),
        ('"The budget goes to the board this month"', "“本月上会审预算”"),
        ("negotiating", "商务谈判中"),
        ("Ask for the board's decision", "了解审批结果"),
    ),
    Contacted(
        "phone",
        ("Contract text agreed, seal expected within {n} days", "合同文本已确认，预计{n}天内盖章"),
        None,
        ("contract", "合同流程中"),
        ("Plan the handover to after-sales", "安排售后交接"),
    ),
)

# Afterwards, again and again.
CARE: tuple[Contacted, ...] = (
    Contacted(
        "phone",
        (
            "Asked how it runs: {n} orders a day, no stop since the last call",
            "回访使用情况：日均{n}单，上次通话后无停机",
        ),
        ('"Runs well, the export could be quicker"', "“运行稳定，导出再快点就好”"),
        None,
        ("Look into the export", "评估导出优化"),
    ),
    Contacted(
        "visit",
        ("Quarterly talk: went through {n} tickets, all closed within 2 days", "季度回访：过了{n}个工单，均两天内关闭"),
        ('"Response is good"', "“响应及时”"),
        None,
        ("Send the quarterly report", "发送季度报告"),
    ),
    Contacted(
        "messaging",
        ("Sent news of the trade and the list of {n} changes in the new version", "发送行业动态和新版本{n}项更新说明"),
    ),
    Contacted(
        "online_meeting",
        ("Showed the new version to {n} users, 40 minutes", "向{n}名用户演示新版本，40分钟"),
        ('"Switch us over at the month\'s end"', "“月底给我们升级”"),
        None,
        ("Fix the day of the update", "确定升级日期"),
    ),
    Contacted(
        "event",
        ("Met at the customers' salon; talked about a second site with {n} users", "客户沙龙面谈；讨论二期{n}名用户"),
    ),
    Contacted("email", ("Sent advice on {n} unused licences and how to use them", "发送{n}个闲置许可的使用建议")),
)

CHECK_INS: tuple[Contacted, ...] = (
    Contacted(
        "phone",
        ("Weekly call: {n} of their questions answered, two more noted", "每周通话：解答{n}个问题，新记录两个"),
        None,
        None,
        ("Answer the two questions", "回复两个问题"),
    ),
    Contacted("messaging", ("Sent the comparison of three offers on {n} points", "发送三家方案{n}项对比表")),
    Contacted(
        "demo",
        ("Showed the function for {need} on their own data, {n} records", "用客户{n}条数据演示{need}功能"),
        ('"That saves us a clerk"', "“能省一个录入员”"),
        None,
        ("Work out the saving", "测算节省金额"),
    ),
)

LEADS: tuple[Pair, ...] = (
    ("Asks for a quote for {n} users", "询价：{n}个用户"),
    ("Left details at the stand, wants a demonstration", "展台登记，希望看演示"),
    ("Asks whether an interface to the present system exists", "咨询能否对接现有系统"),
    ("Wants the reference cases of the trade", "索取同行业案例"),
)
URGENT: tuple[Pair, ...] = (
    ("Line 3 stopped: labels are not printed", "3号线停产：标签打印失败"),
    ("Nobody can log in since 8:10", "8:10起全员无法登录"),
    ("Interface to accounting stands still, month's end today", "财务接口中断，今天月结"),
)
COMPLAINTS: tuple[tuple[Pair, Pair], ...] = (
    (
        ("Technician came a day late twice", "技术员两次晚到一天"),
        (
            "Fixed technician named, dates confirmed the day before; 1 month of service free",
            "指定专人并提前一天确认；赠送1个月服务",
        ),
    ),
    (
        ("Wrong amounts in {n} invoices", "{n}张发票金额有误"),
        ("{n} invoices cancelled and written again, check added to the form", "{n}张发票作废重开，表单增加校验"),
    ),
    (
        ("Report takes 9 minutes instead of 2", "报表生成需9分钟，约定2分钟"),
        ("Index added, 70 s measured three times", "增加索引，三次实测70秒"),
    ),
)

# kind, what they say, our answer
OBJECTIONS: tuple[tuple[ObjectionKind, Pair, Pair], ...] = (
    (
        ObjectionKind.PRICE,
        ("18 % dearer than the present supplier", "比现供应商贵18%"),
        (
            "Pays for itself in 14 months by 2 clerks saved; instalments are possible",
            "节省2名录入员，14个月回本；可分期付款",
        ),
    ),
    (
        ObjectionKind.FUNCTION,
        ("Does the report show each shift?", "报表能否按班次统计？"),
        ("Demonstrated on their data, beside the present report", "用客户数据现场演示并与现有报表对比"),
    ),
    (
        ObjectionKind.DELIVERY,
        ("Six weeks until the start are too long", "六周实施周期太长"),
        ("Start with one site in 2 weeks, the rest in step two", "先上一个厂区，两周上线，其余二期"),
    ),
    (
        ObjectionKind.SERVICE,
        ("Who comes at night?", "夜间故障谁来？"),
        ("Hotline around the clock, on site within 8 h, in the contract", "7×24热线，8小时到场，写入合同"),
    ),
    (
        ObjectionKind.COMPETITOR,
        ("Competitor A has more interfaces", "竞品A接口更多"),
        ("14 of their 15 interfaces are covered, the last within 30 days", "其15个接口已覆盖14个，剩1个30天内完成"),
    ),
)
