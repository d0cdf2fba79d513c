"""Some sixty made-up customers and what happened with them in half a year.

Told backwards from the last contact, so that rhythms, reviews and promises stand today as they should; the few
customers that today is about are named in SCENES.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from salestui.domain.durations import CalendarSpan
from salestui.domain.words import ObjectionOutcome
from salestui.services.follow_ups import ObjectionEntry
from salestui.services.sample import talk
from salestui.services.sample.companies import INDUSTRIES, NAMES, REGIONS, TAGS, Industry
from salestui.services.sample.people import TEAM, contact
from salestui.services.sample.script import Script

_FIRST_CODE = 7  # after the customers of the documents
_LONGEST_AGO = 190
_PATH_OF_STAGE = {"prospect": 3, "interested": 6, "active": 9, "strategic": 10, "lost": 8}
_GAP = {"key_expansion": (5, 7), "strategic_care": (16, 26), "routine": (28, 55), "": (11, 24)}
_LAST = {"key_expansion": (3, 5), "strategic_care": (4, 22), "routine": (4, 50), "": (4, 25)}


@dataclass(frozen=True, slots=True)
class Scene:
    """What today is about for one customer, by days ago (last contact, review) and days ahead (promise)."""

    stage: str
    care: str = ""
    grade: str = ""
    last: int | None = None
    reviewed: int | None = None
    reviewed_a_month_ago: bool = False  # so that the next review is due today
    promised: int | None = None  # days ahead; negative: missed
    promised_minutes_ago: int | None = None  # an appointment of this morning


# By place in NAMES; every fourth from 0 on is the sample rep's.
SCENES: dict[int, Scene] = {
    0: Scene("active", "strategic_care", "A", last=9),  # urgent issue (morning)
    4: Scene("interested", "", "B", last=6, promised=-2),
    8: Scene("interested", "", "A", last=4, promised_minutes_ago=50),
    12: Scene("active", "routine", "B", last=8, promised=3),
    16: Scene("active", "routine", "C", last=21, reviewed=36),
    20: Scene("interested", "key_expansion", "B", last=7),
    24: Scene("active", "routine", "B", last=12),  # complaint still to be solved (morning)
    28: Scene("strategic", "strategic_care", "A", last=8),  # complaint solved, not told (morning)
    32: Scene("active", "routine", "B", last=5),  # called this morning
    1: Scene("active", "strategic_care", "A", last=33),
    5: Scene("interested", "key_expansion", "B", last=15, promised=-3),  # not called for twice the rhythm
    9: Scene("interested", "", "C", last=5, reviewed=40),
    13: Scene("active", "routine", "B", last=9),  # complaint solved late (morning)
    17: Scene("prospect", "", "B", last=12),  # lead late by a regrade (morning)
    2: Scene("active", "routine", "B", last=90),
    6: Scene("interested", "", "B", last=4, promised=0),
    10: Scene("strategic", "strategic_care", "A", last=10, reviewed_a_month_ago=True),
    14: Scene("active", "", "C", last=18),  # objection open (morning)
    3: Scene("active", "routine", "A", last=6, promised=1),
    7: Scene("interested", "key_expansion", "B", last=4, promised=2),
}
_WRITTEN_LATE = (11, 30)
_STAGES = ("prospect", "interested", "interested", "active", "active", "active", "strategic", "lost")


@dataclass(frozen=True, slots=True)
class _Customer:
    """One customer while its story is told."""

    place: int
    code: str
    name: str
    who: str
    industry: Industry
    scene: Scene
    made: int  # days ago
    new: bool  # came as a lead in these months


def made_up_customers(script: Script, random: Random) -> dict[int, str]:
    """Tell all of them; codes rise with the day a customer was made. Gives the codes by place in NAMES."""
    drawn = sorted((_drawn(place, random) for place in range(len(NAMES))), key=lambda each: (-each[1], each[0]))
    for number, (place, made, scene) in enumerate(drawn, _FIRST_CODE):
        industry = INDUSTRIES[place % len(INDUSTRIES)]
        customer = _Customer(
            place,
            f"C{number:03d}",
            customer_name(script, place),
            script.say(TEAM[place % len(TEAM)]),
            industry,
            scene,
            made,
            made < _LONGEST_AGO - 20,
        )
        _tell(script, random, customer)
    return {place: f"C{number:03d}" for number, (place, _made, _scene) in enumerate(drawn, _FIRST_CODE)}


def customer_name(script: Script, place: int) -> str:
    """The name of the made-up customer at `place` of NAMES."""
    industry = INDUSTRIES[place % len(INDUSTRIES)]
    ending = industry.endings[place // len(INDUSTRIES) % len(industry.endings)]
    return script.say((f"{NAMES[place][0]} {ending[0]}", NAMES[place][1] + ending[1]))


def _drawn(place: int, random: Random) -> tuple[int, int, Scene]:
    """(place, made so many days ago, scene)."""
    scene = SCENES.get(place) or _quiet(place, random)
    if scene.care == "key_expansion":
        return place, random.randint(38, 62), scene
    if scene.stage in ("active", "strategic") or random.random() < 0.3:
        return place, random.randint(_LONGEST_AGO - 14, _LONGEST_AGO), scene
    return place, (scene.last or 0) + random.randint(45, 110), scene


def _quiet(place: int, random: Random) -> Scene:
    """A customer on whom nothing waits today, except promises of the colleagues."""
    stage = random.choice(_STAGES)
    care = {
        "prospect": ("", "routine"),
        "interested": ("key_expansion", ""),
        "active": ("routine", "routine", ""),
        "strategic": ("strategic_care",),
        "lost": ("",),
    }[stage]
    grade = "A" if stage == "strategic" else random.choice(("A", "B", "B", "B", "C", "C", ""))
    ahead = random.randint(2, 12) if place % len(TEAM) and stage != "lost" and random.random() < 0.3 else None
    return Scene(stage, random.choice(care), grade, promised=ahead)


def _tell(script: Script, random: Random, customer: _Customer) -> None:
    days = _contact_days(script, random, customer)
    at = script.at(customer.made, 8, 30 + customer.place % 25)
    profile = _profile(script, random, customer)
    people = [
        contact(script, random, role, customer.place * 3 + number)
        for number, role in enumerate(random.sample(_ROLES, random.randint(1, 3)))
    ]
    if customer.new:
        _tell_lead(script, random, customer, at, profile, people)
    else:
        script.customer(at, customer.who, profile, people)
    steps = _steps(random, customer, len(days))
    for number, ago in enumerate(days):
        _tell_contact(script, random, customer, days, number, steps[number])
        if number and number % 4 == 0 and ago > 30 and customer.scene.stage in ("active", "strategic"):
            _tell_trouble(script, random, customer, ago - 3)
    _tell_changes(script, random, customer, days)


_ROLES = ("decision_maker", "technical", "purchasing", "management", "user", "influencer")


def _contact_days(script: Script, random: Random, customer: _Customer) -> list[int]:
    """Days ago of all contacts, the first first."""
    scene = customer.scene
    low, high = _LAST[scene.care]
    ago = scene.last if scene.last is not None else script.workday(random.randint(low, min(high, customer.made - 2)))
    days = [ago]
    while len(days) < _PATH_OF_STAGE[scene.stage]:
        ago = days[-1] + random.randint(*_GAP[scene.care])
        if ago >= customer.made - 1:
            break
        if script.workday(ago) > days[-1]:
            days.append(script.workday(ago))
    return days[::-1]


def _profile(script: Script, random: Random, customer: _Customer) -> dict[str, str]:
    scene, industry = customer.scene, customer.industry
    employees = random.choice((35, 60, 80, 120, 200, 260, 350, 500, 900))
    established = scene.stage in ("active", "strategic")
    profile = {
        "code": customer.code,
        "name": customer.name,
        "industry": script.say(industry.name),
        "region": script.say(random.choice(REGIONS)),
        "employees": str(employees),
        "annual_revenue": f"{employees * random.choice((15, 20, 40))}万",
        "stage": scene.stage if established and not customer.new else "prospect",
        "source_channel": random.choice(
            ("trade_fair", "website", "referral", "industry_community", "livestream", "cold_call")
        ),
        "core_needs": "; ".join(script.say(need) for need in random.sample(industry.needs, random.randint(1, 2))),
        "pain_points": script.say(random.choice(industry.pains)),
        "need_urgency": random.choice(("high", "medium", "low")),
    }
    segment = {"strategic": "key_account", "interested": "potential", "active": "long_term"}.get(scene.stage)
    optional = {"grade": scene.grade, "care": scene.care, "segment": segment or random.choice(("", "potential"))}
    profile |= {name: value for name, value in optional.items() if value}
    if random.random() < 0.4:
        profile["tags"] = ", ".join(script.say(tag) for tag in random.sample(TAGS, random.randint(1, 2)))
    if established:
        profile["customer_since"] = script.day(customer.made + random.randint(60, 900)).isoformat()
    return profile


def _tell_lead(
    script: Script,
    random: Random,
    customer: _Customer,
    at: datetime,
    profile: dict[str, str],
    people: list[dict[str, str]],
) -> None:
    """Details left: a lead from somebody new, answered by the first call, mostly in time."""
    text = script.say(random.choice(talk.LEADS), n=random.randint(8, 90))
    channel = profile["source_channel"]
    name = profile.pop("name")
    script.inquiry(
        at,
        customer.who,
        name,
        {"kind": "lead", "text": text, "channel": channel},
        name=f"lead {customer.code}",
        profile=profile,
    )
    limit = {"A": 2, "C": 48}.get(customer.scene.grade, 24)
    minutes = int(limit * 60 * random.choice((0.3, 0.4, 0.5, 0.6, 0.8, 1.25)))
    answered = at + timedelta(minutes=minutes)
    for person in people:
        script.contact(answered, customer.who, customer.code, person)
    script.follow_up(
        answered + timedelta(minutes=12),
        customer.who,
        customer.code,
        {
            "method": "phone",
            "contact": people[0]["name"],
            "content": script.say(talk.PATH[0].content, need=_need(profile), n=random.randint(8, 90)),
            "feedback": script.say(('"Call again next week"', "“下周再联系”")),
        },
        contacted_at=answered,
    )


def _need(profile: dict[str, str]) -> str:
    return profile["core_needs"].partition(";")[0]


def _steps(random: Random, customer: _Customer, count: int) -> list[talk.Contacted]:
    """What the contacts were about, in order."""
    if customer.scene.stage in ("active", "strategic"):
        turn = random.randrange(len(talk.CARE))
        return [talk.CARE[(turn + number) % len(talk.CARE)] for number in range(count)]
    path = list(talk.PATH[1 if customer.new else 0 :])
    while len(path) < count:
        path.insert(random.randint(2, len(path)), random.choice(talk.CHECK_INS))
    return path[:count]


def _tell_contact(
    script: Script, random: Random, customer: _Customer, days: list[int], number: int, step: talk.Contacted
) -> None:
    """One contact, written down within the hour (two of them a day late), with what was promised."""
    ago = days[number]
    contacted_at = script.at(ago, random.randint(9, 16), random.randrange(0, 60, 5))
    fields = {
        "method": step.method,
        "content": script.say(step.content, n=random.randint(3, 60), need=script.say(customer.industry.needs[0])),
    }
    for name, pair in (("feedback", step.feedback), ("progress", step.progress), ("next_action", step.next_action)):
        if pair is not None:
            fields[name] = script.say(pair)
    last = number == len(days) - 1
    fields |= _promise(script, customer.scene) if last else _kept_promise(script, random, ago, days[number + 1])
    lost = last and customer.scene.stage == "lost"
    objections = _objections(script, random, unmoved=lost) if lost or random.random() < 0.12 else []
    late = customer.place in _WRITTEN_LATE and number == 1
    script.follow_up(
        contacted_at + (timedelta(hours=27) if late else timedelta(minutes=random.randint(4, 50))),
        customer.who,
        customer.code,
        fields,
        contacted_at=contacted_at,
        objections=objections,
    )


def _kept_promise(script: Script, random: Random, ago: int, following: int) -> dict[str, str]:
    """The next date as promised then: kept, or one in nine missed by days; sometimes none was made."""
    if random.random() < 0.25:
        return {}
    due = following + 2 if random.random() < 0.11 and ago - following > 4 else following
    return {"next_at": script.day(due).isoformat()}


def _promise(script: Script, scene: Scene) -> dict[str, str]:
    """What is still promised today."""
    if scene.promised_minutes_ago is not None:
        due = script.back(minutes=scene.promised_minutes_ago)
        return {
            "next_at": script.typed(due),
            "next_method": "phone",
            "next_action": script.say(("Ring about the board's decision", "电话了解审批结果")),
        }
    if scene.promised is None:
        return {}
    ago = script.workday(-scene.promised) if scene.promised > 0 else -scene.promised
    return {"next_at": script.day(ago).isoformat(), "next_method": "phone"}


def _objections(script: Script, random: Random, *, unmoved: bool) -> list[ObjectionEntry]:
    kind, text, answer = random.choice(talk.OBJECTIONS)
    outcome = (
        ObjectionOutcome.UNMOVED if unmoved else random.choice((ObjectionOutcome.SATISFIED, ObjectionOutcome.OPEN))
    )
    return [ObjectionEntry(kind, script.say(text), script.say(answer), outcome)]


def _tell_trouble(script: Script, random: Random, customer: _Customer, ago: int) -> None:
    """An urgent issue or a complaint between two contacts; one customer in five was kept waiting too long."""
    at = script.at(ago, random.randint(9, 14), random.randrange(0, 60, 5))
    name = f"trouble {customer.code} {ago}"
    late = customer.place % 5 == 0
    if customer.place % 2 == 0:
        script.inquiry(
            at,
            customer.who,
            customer.code,
            {"kind": "urgent", "text": script.say(random.choice(talk.URGENT))},
            name=name,
        )
        script.follow_up(
            at + timedelta(minutes=190 if late else 55),
            customer.who,
            customer.code,
            {
                "method": "phone",
                "content": script.say(
                    (
                        "Found the cause by remote access, restarted, watched for 20 minutes",
                        "远程定位原因并重启，观察20分钟正常",
                    )
                ),
            },
            contacted_at=at + timedelta(minutes=170 if late else 40),
        )
        return
    text, result = random.choice(talk.COMPLAINTS)
    n = random.randint(2, 9)
    script.inquiry(
        at,
        customer.who,
        customer.code,
        {"kind": "complaint", "text": script.say(text, n=n), "complex": "yes"},
        name=name,
    )
    script.resolve(at + timedelta(hours=60 if late else 26), customer.who, name, script.say(result, n=n), told=not late)
    if late:
        script.resolve(at + timedelta(hours=75), customer.who, name, None, told=True)


def _tell_changes(script: Script, random: Random, customer: _Customer, days: list[int]) -> None:
    """Stage by stage, scores, and the last review of the profile."""
    scene, who, code = customer.scene, customer.who, customer.code
    evening = script.at(days[-1], 18)
    stages = {
        "interested": ["interested"],
        "active": ["interested", "active"],
        "strategic": ["interested", "strategic"],
        "lost": ["interested", "lost"],
    }.get(scene.stage, [])
    if scene.stage in ("active", "strategic") and not customer.new:
        stages = []
    for number, stage in enumerate(stages):
        at = evening if number == len(stages) - 1 else script.at(days[len(days) // 2], 17, 55)
        script.change(at, who, code, {"stage": stage})
    if scene.stage in ("active", "strategic") and random.random() < 0.7:
        score = random.randint(78, 95)
        for ago in (130, 40):
            script.change(script.at(ago, 17, 30), who, code, {"satisfaction": str(score)})
            score += random.choice((-12, -3, 0, 2, 4)) if score < 92 else -2
    if scene.stage in ("interested", "active", "strategic"):
        ago = (
            _month_ago(script)
            if scene.reviewed_a_month_ago
            else scene.reviewed or min(script.workday(random.randint(4, 24)), customer.made - 1)
        )
        script.change(script.at(ago, 18, 10), who, code, {"profile_reviewed_at": script.day(ago).isoformat()})


def _month_ago(script: Script) -> int:
    """How many days ago a month began that is not over before today."""
    return next(ago for ago in range(31, 0, -1) if CalendarSpan(months=1).after(script.day(ago)) >= script.today)
