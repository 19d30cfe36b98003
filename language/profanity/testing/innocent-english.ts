/** Innocent English that holds the letters of a bad word, by rule and by hand. Knows nothing of the lists. */
const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

function pairs(ends: string, begins: string): string[] {
  return words(ends).flatMap((end) => words(begins).map((begin) => `${end} ${begin}`));
}

/** Bad words that only come about across a space. */
export const ENGLISH_SEAMS: readonly string[] = [
  ...pairs('wish push wash fish finish rush cash dish fresh trash brush', 'it its item itself into'),
  ...pairs('this has his pass was is us bus yes as', 'hit hits hitting hitman shole shore'),
  ...pairs('as has was bass pass mass class gas', 'share she shows simple she soon say'),
  ...pairs('if of half golf chef leaf', 'uck-like under ugly us unclear').filter(
    (text) => !text.includes('-'),
  ),
  ...pairs('rabbit habit orbit bit a-bit', 'chair cheese change chat chess').filter(
    (text) => !text.includes('-'),
  ),
  ...pairs('an than can ocean', 'all ally ale alarm alias alley us usual'),
  ...pairs('pen open happen', 'is island isolated'),
  ...pairs('music basic topic', 'up unit unto number'),
  ...pairs('go cargo logo', 'ok okay oklahoma'),
  ...pairs('top tip stop', 'is issue ornate or order'),
];

export const ENGLISH_BY_HAND: readonly string[] = [
  ...words(`Scunthorpe class classic classy assassin assassinate assess assessed assessment asset assets assign assist assistant associate assume assure
  amass brass bass bassist bypass compass crass embassy embarrass glass grass harass lass lasso mass massive mattress overpass pass passage passenger passion
  passive passport sass sassy surpass trespass tassel vassal wassail ambassador cassette casserole carcass canvass potassium
  cockpit cockpits cocktail cocktails cockroach cockatoo cockatiel cockerel cockle cockles cockney cocky cockiness peacock peacocks woodcock shuttlecock
  weathercock stopcock gamecock hancock hitchcock babcock Dickens Dickinson Dickson dictionary dictate dictator addict addicted benedict verdict predict edict
  vindictive contradict jurisdiction title titles titled titan titanic titanium titillate titmouse bluetit stitch stitches constitution institution substitute
  petition competition repetition appetite entitle partition practitioner quantity identity Essex Sussex Middlesex Wessex sextant sextet sextuple sexton
  unisex asexuality canal canals banal banality analysis analyst analyze analog analogue analogy penalty penance peninsula penicillin pencil pendulum
  grape grapes grapefruit drape drapes scrape scraped scraper trapeze therapist therapists rapeseed rapid rapids rapport rapper rappers rapping rapped rapture
  cumin cumulus cumulative accumulate cucumber circumstance circumvent document documentary incumbent encumber succumb cumbersome Cumberland Cumbria
  shitake shiitake Matsushita Yamashita mishit whit white whitespace shift shirt ship shin shine shade shuttle sheet sheets shoot shot shut
  fukuoka fukushima fuchsia function functional fudge fumble fund funky fuel full buck duck ducks luck lucky muck puck suck-not stuck truck tuck yuck chuck
  nigh night knight Nigeria Nigerian Niger niggle niggling snigger sniggered renegade denigrate enigma benign
  faggoting-not fagot suffragette flag flags fragment hoe-not shoe shoes phoenix hoedown whoever whole wholesale wholesome whorl whose abhor abhorrent
  slut-not slit slot slug sludge slate slat salute absolute resolute dilute pollute flute
  bitcoin bite bitten bitter bitterly bishop biscuit birch batch botch butch glitch snitch twitch pitch pitcher kitchen ditch hitch witch switch stitchery
  bastion baste basted bastille mustard custard bustard dastardly blaster
  pussycat pussyfoot puss puzzle puzzled puzzles octopus platypus opus
  screw-not corkscrew-not scrap scraps scrapbook crape crappie trap wrap rapeseed-not
  damage damask dampen amsterdam madam adamant
  homogeneous homonym homeowner homework
  spice spicy spices despicable conspicuous auspicious suspicious spick-not inauspicious
  raccoon raccoons tycoon cocoon cocoons cartoon cocoa coconut
  kite kites kick kicker bike biker hike hiker like likely mike pike spike yikes klondike
  retardant retardation-not tardy tardis bollard pollard
  twatch-not watch twit twin twinkle tweak wanted wander swank swanky swanker swanker Kwanzaa
  boobook booby-trap booby boot boom book button butter rebuttal butane buttress
  poor poorly poorness pore porridge portion porcelain popcorn sporn-not corn thorn
  arsenal arsenic arson parse parsec sparse coarse hoarse
  pakistan pakora pagoda gooks-not googol google
  moron-not oxymoron boron moronic-not morose
  tilts tills kills kiss kisses skis plss plz plzz dyslexia dynamo dike-not byte bytes
  tory history story toring-not victory factory tractor motor rotor rotors
  basement abase database bastard-not assorted asphalt aspen asp`).filter((word) => !word.endsWith('-not')),
  ...`as sharp as ever|as she said|the class is assessed|pass it on|has hit the ball|is it hit or miss|a cup of tea|I wish it was|an all-time clip|the pen is mightier|in an alley|who refused|which is it|see you at ten|
c u later|s h o p|a s k|f a c t|f.a.c.t|f.u.n|U.S.A.|a.s.a.p|N.A.S.A.|w.t.o.|e.g. this|(rap)|(lass)|(ock)|c(lass)|fu(n)ction|f(x)|a(s)s(et)|if(x<y)|arr[i]|hi!|hell!|shell!|bill!|hi there!|A$AP Rocky|Ke$ha|$hop|50cent|2pac|
gr8|m8|l8r|h8|w8|sk8|k8s|1337|n00b|455 points|g00gle|s1mple|sh1ft|ch1ll|wh1te|w1tch|p1tch|b1rth|f1 race|h0tel|f*n|f*mily|b*d|sh*p|s*n|g*me|** bold **|*fun*|**duck**|*shift*|a_s_k|f_a_c_t|_fun_|moby dick is a book|
pussy willow|van dyck painted|Charles Dickens|fire retardant|spick and span|as sets go|the therapist said|Essex and Sussex|cocktail bar|mass class pass|he passed the class|bass guitar|assume good faith|
как дела|сосед сидит|хит сезона|мама мыла раму|рыба и кот|ананас и кокос|Ελλάδα|άσσος|ναι ή όχι|カタカナ|ひらがな|人口|入口|大人|人生|口コミ|中国|スマホ|ヒト`
    .replaceAll('\n', '')
    .split('|'),
];
