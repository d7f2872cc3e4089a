"""What every installation starts with, as plain data: role types, criteria and the national areas.

Areas: the national list of specialist leaders of education (27 areas in four groups; citizenship joined in its
later version). Criteria and look-fors: after the national shortlisting matrix, in our own words.
"""

from typing import NamedTuple


class Role(NamedTuple):
    """One role type; the amounts are years of designation and least months of leadership."""

    key: str
    name: str
    name_cy: str
    is_formal: bool
    description: str
    description_cy: str
    rate_key: str = "leader"
    years: int = 4
    least_months: int = 24
    eligible_roles: tuple[str, ...] = ()


class Asked(NamedTuple):
    """One criterion: what is asked, what the panel looks for, which answers speak to it, what would help next time."""

    text: str
    text_cy: str
    look_fors: str
    look_fors_cy: str
    answered_by: tuple[str, ...]
    is_essential: bool = True
    advice: str = ""
    advice_cy: str = ""


class Topic(NamedTuple):
    """One thing a new leader learns or does before the first deployment."""

    name: str
    name_cy: str
    is_required: bool = True


LEADERS = ("deputy_head", "assistant_head", "senior_teacher", "middle_leader", "business_manager")
HEADS = ("headteacher", "acting_head", "executive_head")

ROLES = [
    Role(
        "system_leader",
        "System leader",
        "Arweinydd system",
        True,
        "The alliance’s own role: a middle or senior leader, or a head, with a particular area of expertise and a "
        "record of improving schools, who helps leaders of other schools to lead well.",
        "Rôl y gynghrair ei hun: arweinydd canol neu uwch, neu bennaeth, sydd â maes arbenigedd penodol a hanes o "
        "wella ysgolion, ac sy’n helpu arweinwyr ysgolion eraill i arwain yn dda.",
    ),
    Role(
        "sle",
        "Specialist leader of education",
        "Arweinydd addysg arbenigol",
        True,
        "A leader below headship with excellent knowledge of a specialism, who supports leaders in other schools.",
        "Arweinydd nad yw’n bennaeth, sydd â gwybodaeth ragorol mewn maes arbenigol ac sy’n cefnogi arweinwyr mewn "
        "ysgolion eraill.",
        eligible_roles=LEADERS,
    ),
    Role(
        "lle",
        "Local leader of education",
        "Arweinydd addysg lleol",
        True,
        "A serving head of at least three years who coaches and mentors another head.",
        "Pennaeth sydd yn ei swydd ers o leiaf tair blynedd ac sy’n hyfforddi ac yn mentora pennaeth arall.",
        rate_key="headteacher",
        least_months=36,
        eligible_roles=HEADS,
    ),
    Role(
        "nle",
        "National leader of education",
        "Arweinydd addysg cenedlaethol",
        True,
        "The head of a strong school who, with that school’s staff, supports schools in difficulty.",
        "Pennaeth ysgol gref sydd, gyda staff yr ysgol honno, yn cefnogi ysgolion sydd mewn anhawster.",
        rate_key="headteacher",
        least_months=36,
        eligible_roles=HEADS,
    ),
    Role(
        "nlg",
        "National leader of governance",
        "Arweinydd llywodraethu cenedlaethol",
        True,
        "An experienced chair or governance professional who reviews and strengthens governance elsewhere.",
        "Cadeirydd neu weithiwr llywodraethu proffesiynol profiadol sy’n adolygu ac yn cryfhau llywodraethu mewn "
        "mannau eraill.",
        least_months=36,
        eligible_roles=("chair_of_governors",),
    ),
]

CRITERIA = [
    Asked(
        "Excellent knowledge in at least one area of expertise, held for two years or more",
        "Gwybodaeth ragorol mewn o leiaf un maes arbenigedd, ers dwy flynedd neu fwy",
        "A status or qualification already held; what colleagues supported say; depth beyond one’s own classroom.",
        "Statws neu gymhwyster sydd eisoes gan yr ymgeisydd; yr hyn a ddywed cydweithwyr a gefnogwyd; dyfnder y tu "
        "hwnt i’w ystafell ddosbarth ei hun.",
        ("areas", "role", "head"),
        advice="Seek out a qualification, an award or work beyond your own school that shows the depth "
        "of your knowledge.",
        advice_cy="Chwiliwch am gymhwyster, gwobr neu waith y tu hwnt i’ch ysgol eich hun sy’n dangos "
        "dyfnder eich gwybodaeth.",
    ),
    Asked(
        "At least two years in a leadership role",
        "O leiaf dwy flynedd mewn rôl arwain",
        "Dates that add up to the least time asked for; the head confirms that the post is one of leadership.",
        "Dyddiadau sy’n cyrraedd yr isafswm amser y gofynnir amdano; y pennaeth yn cadarnhau mai swydd arwain yw hi.",
        ("roles", "head"),
        advice="Apply again when your posts of leadership add up to the time asked for.",
        advice_cy="Gwnewch gais eto pan fydd eich swyddi arwain yn cyrraedd yr amser y gofynnir amdano.",
    ),
    Asked(
        "A record of improving outcomes in the own school or across schools, with evidence of impact",
        "Hanes o wella deilliannau yn ei ysgol ei hun neu ar draws ysgolion, gyda thystiolaeth o effaith",
        "Figures before and after; impact on individuals, a department, a phase or the whole school.",
        "Ffigurau cyn ac ar ôl; effaith ar unigolion, adran, cyfnod neu’r ysgol gyfan.",
        ("track_record", "supporting", "impact"),
        advice="Show figures before and after your work, and say what was your own part in the difference.",
        advice_cy="Dangoswch ffigurau cyn ac ar ôl eich gwaith, a dywedwch beth oedd eich rhan chi yn y "
        "gwahaniaeth.",
    ),
    Asked(
        "Coaching or facilitation that led to improvement which lasted",
        "Hyfforddi neu hwyluso a arweiniodd at welliant a barhaodd",
        "A clear account of how they worked with others, and what is still in place afterwards.",
        "Disgrifiad clir o’r modd y buont yn gweithio gydag eraill, a’r hyn sy’n dal yn ei le wedyn.",
        ("coaching", "supporting"),
        advice="Describe one person or team you worked with from the beginning to what is still in "
        "place today.",
        advice_cy="Disgrifiwch un person neu dîm y buoch yn gweithio gyda nhw o’r dechrau hyd at yr hyn "
        "sy’n dal yn ei le heddiw.",
    ),
    Asked(
        "Commitment and capacity to work with other schools, with the head’s support",
        "Ymrwymiad a gallu i weithio gydag ysgolion eraill, gyda chefnogaeth y pennaeth",
        "Days a term released by the head; willingness to travel or to work online.",
        "Diwrnodau’r tymor a ryddheir gan y pennaeth; parodrwydd i deithio neu i weithio ar-lein.",
        ("capacity", "head"),
        advice="Agree with your headteacher how many days a term you can be released before you apply again.",
        advice_cy="Cytunwch â’ch pennaeth faint o ddiwrnodau’r tymor y gellir eich rhyddhau cyn i chi "
        "wneud cais eto.",
    ),
    Asked(
        "Communicates well and works sensitively with others",
        "Cyfathrebu’n dda a gweithio’n sensitif gydag eraill",
        "Tact, listening and honest messages well received, as the applicant tells it and as referees confirm.",
        "Tact, gwrando a negeseuon gonest a gafodd dderbyniad da, yng ngeiriau’r ymgeisydd a’r canolwyr.",
        ("coaching", "head", "second"),
        is_essential=False,
        advice="Ask somebody you have supported what they found helpful, and let their words speak for you.",
        advice_cy="Gofynnwch i rywun a gefnogwyd gennych beth oedd o gymorth iddynt, a gadewch i’w geiriau "
        "siarad drosoch.",
    ),
    Asked(
        "Knows what outstanding practice looks like in the field and links it to the improvement of the whole school",
        "Gwybod sut beth yw arfer rhagorol yn y maes a’i gysylltu â gwella’r ysgol gyfan",
        "Examples from outside the own school; reasons why a practice works and where it would not.",
        "Enghreifftiau o’r tu allan i’w ysgol ei hun; rhesymau pam y mae arfer yn gweithio a lle na fyddai’n gweithio.",
        ("role", "track_record"),
        is_essential=False,
        advice="Visit schools where your field is strong, and say what you took home and what you left "
        "there.",
        advice_cy="Ewch i ysgolion lle mae eich maes yn gryf, a dywedwch beth a ddysgoch yno a beth na "
        "fyddech yn ei fabwysiadu.",
    ),
    Asked(
        "Analyses needs, sets priorities and builds the capacity of others",
        "Dadansoddi anghenion, gosod blaenoriaethau a meithrin gallu pobl eraill",
        "How a need was diagnosed, what was left aside and why, who could go on without them.",
        "Sut y canfuwyd angen, beth a adawyd o’r neilltu a pham, a phwy a allai barhau hebddynt.",
        ("supporting", "impact", "second"),
        is_essential=False,
        advice="Say how you found out what was needed, what you chose to leave, and who carries it on "
        "without you.",
        advice_cy="Dywedwch sut y canfuoch yr hyn oedd ei angen, beth y dewisoch ei adael, a phwy sy’n "
        "parhau â’r gwaith hebddoch.",
    ),
]

# What the induction of every role covers, after the role descriptions of the national schemes (handbook 1.10).
TOPICS = [
    Topic("Core training day", "Diwrnod hyfforddiant craidd"),
    Topic("The role and its boundaries", "Y rôl a’i ffiniau"),
    Topic("Agreeing a deployment with a school", "Cytuno ar leoliad gydag ysgol"),
    Topic("Diagnostic tools", "Offer diagnostig"),
    Topic("Models of coaching", "Modelau hyfforddi"),
    Topic("Facilitating groups", "Hwyluso grwpiau"),
    Topic("Difficult conversations", "Sgyrsiau anodd"),
    Topic("Safeguarding and confidentiality when visiting", "Diogelu a chyfrinachedd wrth ymweld"),
    Topic("Writing the record of a visit", "Ysgrifennu cofnod ymweliad"),
    Topic("Measuring impact", "Mesur effaith"),
    Topic("Claims for the days given", "Hawlio am y diwrnodau a roddir"),
    Topic("Shadowing another leader’s visit", "Cysgodi ymweliad arweinydd arall", is_required=False),
]

# Each group with its Welsh name and its areas, each with theirs.
AREAS = [
    (
        "Leadership and management",
        "Arweinyddiaeth a rheolaeth",
        [
            ("Academies and academy transition", "Academïau a throsi’n academi"),
            ("Assessment", "Asesu"),
            ("Leadership of continuing professional development", "Arwain datblygiad proffesiynol parhaus"),
            ("School business management and financial management", "Rheoli busnes ysgol a rheoli ariannol"),
            ("Leadership of curriculum", "Arwain y cwricwlwm"),
        ],
    ),
    (
        "Pupil achievement",
        "Cyflawniad disgyblion",
        [
            ("Art", "Celf"),
            ("Closing the gap", "Cau’r bwlch"),
            ("Drama", "Drama"),
            ("Design and technology", "Dylunio a thechnoleg"),
            ("Early years", "Y blynyddoedd cynnar"),
            ("English", "Saesneg"),
            ("Geography", "Daearyddiaeth"),
            ("History", "Hanes"),
            ("Information and communication technology", "Technoleg gwybodaeth a chyfathrebu"),
            ("Maths", "Mathemateg"),
            ("Modern foreign languages", "Ieithoedd tramor modern"),
            ("Music", "Cerddoriaeth"),
            ("Phonics", "Ffoneg"),
            ("Physical education", "Addysg gorfforol"),
            ("Personal, social and health education", "Addysg bersonol, gymdeithasol ac iechyd"),
            ("Religious education", "Addysg grefyddol"),
            ("Science", "Gwyddoniaeth"),
            ("Special educational needs", "Anghenion addysgol arbennig"),
            ("Support for the most able pupils", "Cefnogi’r disgyblion mwyaf abl"),
            ("Citizenship", "Dinasyddiaeth"),
        ],
    ),
    (
        "Quality of teaching",
        "Ansawdd yr addysgu",
        [
            (
                "Initial teacher training and newly qualified teacher development",
                "Hyfforddiant cychwynnol athrawon a datblygu athrawon newydd gymhwyso",
            ),
        ],
    ),
    (
        "Behaviour and safety",
        "Ymddygiad a diogelwch",
        [
            ("Behaviour and discipline", "Ymddygiad a disgyblaeth"),
            ("Attendance", "Presenoldeb"),
        ],
    ),
]
