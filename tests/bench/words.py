"""Invented names and sentences in Chinese and English, drawn from a seeded source: the same seed says the same."""

# ruff: noqa: SIM905 - a list of words reads best as words

from random import Random


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.strip().splitlines()]


# The first is whoever sits at the desk. The others fill a team of twenty.
OWNERS = "Li Chen Zhou Lin 王芳 Wu 赵磊 Huang Xu 孙倩 Ma Zhu Hu 郭峰 He Gao Luo 郑洁 Liang Song".split()

_CITIES = """
    上海 北京 深圳 广州 苏州 杭州 宁波 重庆 成都 武汉 西安 长沙 青岛 大连 厦门
    佛山 东莞 无锡 合肥 郑州 济南 沈阳 南京 天津 福州 昆明 南宁 贵阳 温州 嘉兴
""".split()
_SIGNS = "海明康和精工华瑞德源新远恒达盛宏信诚嘉禾天宇博创联合力佳美佰捷顺通利泽隆丰泰安润景云峰启星辰光正元久卓越凯"
_TRADES = "科技 制造 医疗器械 电子 物流 贸易 食品 包装 汽车配件 新能源 化工 纺织 建材 生物 仪器".split()
_FORMS = ("有限公司", "股份有限公司", "集团", "")
_LATIN = "Nord Alpha Vita Terra Lumen Kern Oryx Delta Silva Arbor Marin Polar Quanta".split()
_LATIN_ENDS = "tec works line data med chem parts pack flow tools systems motors".split()
_LATIN_CITIES = "Hamburg Singapore Leeds Lyon Graz Osaka Turin Porto Ghent Malmö Basel Brno".split()
_LATIN_FORMS = ("GmbH", "Ltd", "Inc", "AG", "Pte Ltd", "Co.")
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
_GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超兰霞平刚桂文辉鑫宇博浩然子轩雨欣梓涵思远志国建华晓东海燕"
_TITLES = "采购经理 技术总监 总经理 厂长 信息部主管 质量主管 Buyer Engineer CTO Adviser".split()
_ROLES = "decision_maker technical purchasing management user influencer".split()
_METHODS = "phone visit messaging email online_meeting demo event".split()
_ACTIONS = _lines("""
    发送报价单
    准备演示方案
    寄送样品
    确认交货日期
    更新客户档案
    安排技术交流
    回访使用情况
    Send the quotation
    Prepare the demo
    Ship samples
    Draft the contract
""")
_PHRASES = _lines("""
    客户询问最新报价和付款方式
    对方采购经理要求三年总成本对比
    样品测试已通过，等待内部审批
    生产线停机需要紧急备件
    竞品A报价低约百分之八
    希望月底前完成签约
    技术部担心接口兼容性
    已约定下周三上门演示
    交货周期要求缩短到四周
    预算需要董事会批准
    对上次服务响应速度表示满意
    请我方提供同行业案例
    付款条件改为三十天
    新厂房预计明年投产
    用户培训安排在月中
    电话未接通，留言请回电
    质量部要求补充检测报告
    决策人更换，需要重新介绍方案
    asked for a quotation by mail
    wants a comparison over three years
    samples passed the test
    the line has been down since Monday
    a competitor offers 8 % less
    contract planned for the end of the month
    IT is worried about the interface
    demo agreed for next week
    delivery must come down to four weeks
    the board has to approve the budget
    is happy with how fast we answered
    needs a reference case of the trade
    payment within 30 days
    new plant starts next year
    training in the middle of the month
    nobody picked up, left a message
    quality asks for the test report
    new decision maker, start again
""")
_RARE = ("湿度传感器", "无菌灌装", "碳纤维支架", "calibration certificate", "cleanroom class 7", "冷链追溯")


class Words:
    """Draws from one seeded source; all that it gives is valid in the fields of that name."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._phone = 0

    def company(self) -> str:
        """Seven of ten Chinese, the others Latin."""
        random = self._random
        if random.random() < 0.7:
            signs = "".join(random.choices(_SIGNS, k=random.choice((2, 2, 3))))
            city = random.choice(_CITIES) if random.random() < 0.6 else ""
            return city + signs + random.choice(_TRADES) + random.choice(_FORMS)
        name = random.choice(_LATIN) + random.choice(_LATIN_ENDS)
        return f"{name} {random.choice(_LATIN_CITIES)} {random.choice(_LATIN_FORMS)}"

    def profile(self) -> dict[str, str]:
        """Industry, region, grade, segment, care and stage of a customer."""
        random = self._random
        found = {
            "industry": random.choice(_TRADES),
            "region": random.choice(_CITIES),
            "stage": random.choices(("prospect", "interested", "active", "strategic", "lost"), (35, 20, 30, 3, 12))[0],
        }
        if random.random() < 0.8:
            found["grade"] = random.choices("ABC", (15, 45, 40))[0]
        if random.random() < 0.7:
            found["segment"] = random.choice(("key_account", "potential", "long_term"))
            found["care"] = random.choices(("strategic_care", "key_expansion", "routine"), (6, 4, 90))[0]
        return found

    def contact(self) -> dict[str, str]:
        """A person with title, part in the decision and telephone; numbers that nobody has (100 0000, 555-01)."""
        random = self._random
        self._phone += 1
        name = random.choice(_SURNAMES) + "".join(random.choices(_GIVEN, k=random.choice((1, 2))))
        found = {
            "name": name,
            "title": random.choice(_TITLES),
            "decision_role": random.choice(_ROLES),
            "mobile": f"100 {self._phone // 10_000:04d} {self._phone % 10_000:04d}",
        }
        if random.random() < 0.4:
            found["phone"] = f"+1 555 01{random.randrange(100):02d}"
        if random.random() < 0.5:
            found["email"] = f"contact{self._phone}@example.com"
        return found

    def method(self) -> str:
        """How a contact took place; the telephone most often."""
        return self._random.choices(_METHODS, (40, 15, 20, 12, 6, 5, 2))[0]

    def action(self) -> str:
        """What a task is to do."""
        return self._random.choice(_ACTIONS)

    def sentence(self, least: int, most: int) -> str:
        """Mixed Chinese and English of `least` to `most` characters; one in two hundred begins with a rare term."""
        random = self._random
        text = random.choice(_PHRASES)
        if random.random() < 0.005:
            text = random.choice(_RARE) + "，" + text
        elif random.random() < 0.1:
            text = f"Q{random.randrange(10_000, 100_000)}: {text}"
        wanted = random.randint(least, most)
        while len(text) < wanted:
            text += ("，", "; ", "。", ", ")[random.randrange(4)] + random.choice(_PHRASES)
        return text[:wanted].rstrip(" ,;，。") if len(text) > most else text
