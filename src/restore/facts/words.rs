//! The words that state facts, as closed lists.

/// A kind of facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// A country or its people.
    Nation,
    /// Man or woman.
    Gender,
    /// A relative who is a man or a woman.
    Kin,
    /// A number, a rank or a fraction.
    Number,
    /// A unit of measure or of time.
    Unit,
    Currency,
    /// A day of the week or a month.
    Calendar,
    /// A crime, or the result of a trial.
    Law,
}

/// The facts of each class. They are separated by semicolons. The words of a fact state and introduce
/// it; those after a slash only state it. They are words that spinners write for the others, or words
/// with further senses.
pub(super) const FACTS: [(Class, &str); 8] = [
    (
        Class::Nation,
        "america american americans u.s usa / us states; \
         britain british briton britons u.k uk england english / kingdom u.okay u.ok; \
         france french frenchman; germany german germans; russia russian russians; \
         china chinese; japan japanese; india indian indians; europe european europeans; \
         africa african africans; asia asian asians; canada canadian canadians; \
         mexico mexican mexicans; israel israeli israelis; iran iranian iranians; \
         iraq iraqi iraqis; syria syrian syrians; turkey turkish turks; \
         ireland irish / eire; scotland scottish scots; wales welsh; spain spanish; \
         italy italian italians; australia australian australians; greece greek greeks; \
         korea korean koreans; poland polish / poles; ukraine ukrainian ukrainians; \
         netherlands dutch / holland; sweden swedish swedes; norway norwegian norwegians; \
         denmark danish danes; finland finnish finns; switzerland swiss; austria austrian; \
         brazil brazilian brazilians; egypt egyptian egyptians; pakistan pakistani pakistanis; \
         afghanistan afghan afghans; kenya kenyan kenyans; nigeria nigerian nigerians; \
         arabia saudi arab arabs; palestine palestinian palestinians",
    ),
    (
        Class::Gender,
        "he him his himself man men boy boys male males gentleman gentlemen guy guys \
         mr / sir lad lads gents blokes chap fellows masculine; \
         she her hers herself woman women girl girls female females \
         mrs ms / lady ladies feminine",
    ),
    (
        Class::Kin,
        "husband husbands; father fathers dad dads / daddy pa pop; son sons; brother brothers; \
         uncle uncles; nephew nephews; grandfather grandfathers; boyfriend boyfriends; \
         wife wives; mother mothers mom moms mum mums / mommy mama ma; daughter daughters; \
         sister sisters; aunt aunts; niece nieces; grandmother grandmothers; \
         girlfriend girlfriends",
    ),
    (
        Class::Number,
        "0 zero / nil; \
         1 first 1st / one once single primary initial initially firstly start beginning; \
         2 two second 2nd secondly twice double / couple pair both 1/2; \
         3 three third thirds 3rd thrice triple / thirdly; 4 four fourth 4th / quarter; \
         5 five fifth 5th; 6 six sixth 6th; 7 seven seventh 7th; 8 eight eighth 8th; \
         9 nine ninth 9th; 10 ten tenth 10th; 11 eleven eleventh; 12 twelve twelfth dozen; \
         13 thirteen thirteenth; 14 fourteen fourteenth; 15 fifteen fifteenth; 16 sixteen sixteenth; 17 seventeen seventeenth; 18 eighteen eighteenth; 19 nineteen nineteenth; \
         20 twenty twentieth; 30 thirty thirtieth; 40 forty fortieth; 50 fifty fiftieth; 60 sixty sixtieth; 70 seventy seventieth; 80 eighty eightieth; 90 ninety ninetieth; \
         hundred hundreds; thousand thousands; million millions; billion billions; \
         trillion trillions",
    ),
    (
        Class::Unit,
        "inch inches; yard yards; mile miles; kilometer kilometers kilometre kilometres km; \
         meter meters metre metres; centimeter centimeters centimetre centimetres cm; \
         pounds / pound lb lbs; kilo kilos kilogram kilograms kg; gram grams gramme grammes; \
         ounce ounces / oz; ton tons tonne tonnes; liter liters litre litres; gallon gallons; \
         acre acres; hectare hectares; percent % / pc p.c cent; hour hours hourly; \
         minute minutes; day days; week weeks weekly; month months monthly; \
         year years annual annually yearly / yr yrs; \
         decade decades; century centuries",
    ),
    (
        Class::Currency,
        "dollar dollars $ / greenback greenbacks bucks; euro euros; cents; yen; rupee rupees; \
         peso pesos; franc francs",
    ),
    (
        Class::Calendar,
        "monday mondays; tuesday tuesdays; wednesday wednesdays; thursday thursdays; \
         friday fridays; saturday saturdays; sunday sundays; \
         january / jan; february / feb; april / apr; june / jun; july / jul; august / aug; \
         september / sept sep; october / oct; november / nov; december / dec",
    ),
    (
        Class::Law,
        "guilty; murder murders murdered murderer murderers / homicide homicides; manslaughter; \
         convicted convict convicts conviction; acquitted acquittal; felony felonies felon; \
         criminal criminals crime crimes; prison prisons / jail jails; robbery robberies; \
         theft thefts; burglary; rape rapes raped rapist; fraud; treason; \
         indicted indictment; terrorism terrorist terrorists",
    ),
];

/// Words before a noun.
pub(super) const DETERMINERS: [&str; 8] = ["a", "an", "the", "her", "his", "its", "our", "their"];

/// Nouns before the name of a ship.
pub(super) const VESSELS: [&str; 14] = [
    "boat",
    "cruiser",
    "destroyer",
    "ferry",
    "frigate",
    "liner",
    "schooner",
    "ship",
    "steamer",
    "submarine",
    "tanker",
    "trawler",
    "vessel",
    "yacht",
];

/// Numbers that are written as words after digits, too: `100 million`.
pub(super) const POWERS: [&str; 4] = ["thousand", "million", "billion", "trillion"];

/// Words that deny.
pub(super) const NEGATIONS: [&str; 13] = [
    "not", "n't", "'t", "no", "never", "none", "nor", "neither", "nobody", "nothing", "nowhere",
    "without", "cannot",
];

/// Words that deny by their sense.
pub(super) const NEGATIVE: [&str; 47] = [
    "absent",
    "avoid",
    "avoided",
    "barely",
    "barring",
    "decline",
    "declined",
    "deny",
    "denied",
    "despite",
    "exclude",
    "excluding",
    "fail",
    "failed",
    "fails",
    "forget",
    "forgot",
    "free",
    "hardly",
    "ignore",
    "ignored",
    "immediately",
    "impossible",
    "indirectly",
    "irrespective",
    "lack",
    "lacked",
    "lacks",
    "little",
    "neglect",
    "once",
    "overlook",
    "rarely",
    "recently",
    "refrained",
    "refuse",
    "refused",
    "regardless",
    "reject",
    "rejected",
    "seldom",
    "unable",
    "undecided",
    "unless",
    "unlikely",
    "unsure",
    "whatever",
];

/// Prefixes of words that deny.
pub(super) const NEGATIVE_PREFIXES: [&str; 7] = ["un", "in", "im", "dis", "non", "mis", "ir"];

/// Set phrases whose `not` or `no` can go without a change of sense.
pub(super) const EMPTY_NEGATIONS: [&str; 12] = [
    "or not",
    "no matter",
    "too long ago",
    "not less than",
    "no less than",
    "without doubt",
    "without a doubt",
    "without delay",
    "more often than not",
    "without any consideration",
    "with no consideration",
    "not to mention",
];

/// Titles that come before the name of a person or a ship.
pub(super) const TITLES: [&str; 30] = [
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "prof",
    "professor",
    "sir",
    "lord",
    "lady",
    "dame",
    "capt",
    "captain",
    "col",
    "gen",
    "lt",
    "sgt",
    "maj",
    "adm",
    "sen",
    "rep",
    "gov",
    "rev",
    "judge",
    "senator",
    "uss",
    "hms",
    "ss",
    "rms",
    "mt",
];

/// Adults.
pub(super) const GROWN: [&str; 8] = [
    "woman",
    "women",
    "man",
    "men",
    "lady",
    "ladies",
    "gentleman",
    "gentlemen",
];

/// Nouns for a child that may be told apart as a boy or a girl: `the teen, a girl`.
pub(super) const YOUNG: [&str; 12] = [
    "adolescent",
    "baby",
    "child",
    "infant",
    "kid",
    "minor",
    "newborn",
    "pupil",
    "teen",
    "teenager",
    "toddler",
    "youngster",
];

/// Words before a child.
pub(super) const CHILDLIKE: [&str; 8] = [
    "baby",
    "infant",
    "kindergarten",
    "little",
    "newborn",
    "nursery",
    "preschool",
    "toddler",
];

pub(super) const HIS: [&str; 4] = ["he", "him", "his", "himself"];
pub(super) const HERS: [&str; 4] = ["she", "her", "hers", "herself"];

/// Parts of the body that spinners write for each other.
pub(super) const BODY: [&str; 20] = [
    "ankles", "arm", "arms", "feet", "finger", "fingers", "foot", "hand", "hands", "head", "knee",
    "knees", "leg", "legs", "palm", "palms", "toe", "toes", "wrist", "wrists",
];

/// Words that say that a part of the body was hurt. Spinners write `misplaced` for `lost`.
pub(super) const BROKEN: [&str; 16] = [
    "amputate",
    "amputated",
    "break",
    "breaking",
    "broke",
    "broken",
    "fractured",
    "frostbite",
    "frostbitten",
    "lose",
    "loses",
    "losing",
    "lost",
    "misplaced",
    "severed",
    "sprained",
];

/// Spun words and wordings that say the opposite, or more.
pub(super) const OTHERS: [(&str, &str); 15] = [
    ("hardly ever", "never"),
    ("rarely", "never"),
    ("seldom", "never"),
    ("bought", "sold"),
    ("buy", "sell"),
    ("buying", "selling"),
    ("buys", "sells"),
    ("buyer", "seller"),
    ("buyers", "sellers"),
    ("sold", "bought"),
    ("sell", "buy"),
    ("selling", "buying"),
    ("sells", "buys"),
    ("seller", "buyer"),
    ("sellers", "buyers"),
];
