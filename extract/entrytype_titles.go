package extract

// titleRules are read from the top; the first one that has a word in the title decides. The order is the argument: what
// kind of text it is comes before what the text is about (a webinar on prices changes no price), what hurts comes before
// what pleases, and an announcement by name comes before the ordinary words of progress.
//
// The lists hold English first and the commonest words of German, French, Spanish and Japanese. See newPhrases for how
// a line is read.
var titleRules = []typeRule{
	{says: "something to attend, to watch or to listen to", typ: Other, level: Minor, words: newPhrases(`
		webinar*
		webcast*
		^(podcast|video|watch|listen|talk|talks|recording|slides|workshop|live)( _)? :
		ama
		(our|the|a|new) podcast
		podcast (episode|with)
		episode #
		livestream*
		live stream
		(ask|questions for) (us|our) ... anything
		fireside chat*
		keynote*
		office hours
		hackathon*
		hacktoberfest
		meetup*
		meet up
		(summit|conference|expo|roadshow|conf)
		(conf|con|day|days|summit|week) 20##
		call for (speakers|papers|proposals)
		on product hunt
		(join|meet|visit) us
		see you (at|in|there|next)
		register (now|today|for)
		save the date
		recap
		recap of
	`), unless: newPhrases(`
		^(introducing|announcing|new|improved|fixed|added) (webinar*|workshop*|livestream*|recap*)
		^^(set|configure|customize|customise|define|show) _
	`)},
	{says: "a guide, a comparison or a list of advice", typ: Other, level: Minor, advice: true, words: newPhrases(`
		how to
		^what (is|are|does|makes|to|every)
		^(who|when|where|which) (is|are|to|should|do|does)
		^(is|are|do|does|should|can|could) (your|you|we|i|it|the|a)
		(a|an|the|your|our|ultimate|complete|definitive|beginner's|quick|practical|short|step|buyer's|field) guide*
		guide (to|for)
		^(guide|tutorial|tip|tips|quick tip|pro tip|howto|recipe|primer|checklist|ebook|whitepaper|white paper|report|opinion|glossary|cheat sheet) :
		(a|the|our) tutorial
		step by step
		best practice*
		getting started
		get started with
		(introduction|intro|primer) (to|on)
		: (a|an) ... (primer|guide|tutorial|introduction|walkthrough|overview|retrospective)$
		(cookbook|playbook|handbook)$
		^^(example|examples|sample|samples) _
		deep dive*
		(a|closer|first) look (at|inside)
		explained
		demystif*
		lessons (from|learned|in|for)
		(a|the|your|our) ... checklist
		_ _ checklist$
		ideas$
		questions (for|to|about) _
		20## ... report$
		report (20##|for 20##)
		report 20##
		incident report
		(postmortem|post mortem)
		deadlines
		for (beginners|dummies)
		101
		(approach|thoughts|perspective|perspectives|take) (to|on)
		(trend|trends|benchmark|benchmarks|industry|annual|research|insights) report
		(vs|versus|compared|pitfalls)
		(comparison|review) of
		alternatives (to|for)
		(difference|differences) between
		pros and cons
		why it matters
		(do's|dos) and
		^^(top|best) #
		^^(the )?best ... (for|of|in|tools|software|apps|platforms)
		^^(tips|advice|ideas) (for|on) _
		^^(top )?(#|two|three|four|five|six|seven|eight|nine|ten|twelve) ... (ways|tips|tricks|reasons|things|steps|examples|lessons|mistakes|questions|ideas|tools|trends|benefits|strategies|rules|signs|myths|metrics|kpis|secrets|principles|takeaways|hacks|practices|predictions|books|use cases|best)
		^^signs
		^^(the )?(hidden |real |true )?(state|future|art|science|rise|death|case|anatomy|history|evolution|importance|power|cost|costs|value|role|psychology|impact|problem|trouble|truth) (of|for|behind|with|about)
		(what's|whats|what is) (new|changing|changed) in (node*|react*|vue*|angular|svelte*|next.js|nuxt*|python|ruby|rails|php|laravel|django|java|kotlin|swift|go|rust|typescript|javascript|ecmascript|postgres*|mysql|mongodb|redis|kubernetes|docker|ios|android|macos|windows|chrome|safari|firefox|css|html|tailwind*|github|gitlab|aws|azure|google|openai)
		wie man
		^^(pourquoi|qu'est) _
		^^comment ... (votre|vos|notre|nos|le|la|les|un|une|des|du|son|ses|et|ça|nous|vous|avec|pour|l'*|d'*)
		^^(cómo|qué es|por qué)
	`)},
	{says: "a flaw, its cure, or proof of safety", typ: Security, level: Notable, words: newPhrases(`
		^security :
		security (fix*|patch*|update*|release*|advisor*|bulletin*|issue*|incident*|hotfix*|flaw*|hole*|improvement*|notice|alert|hardening)
		(fix*|patch*|clos*) ... security
		vulnerab*
		cve*
		(xss|csrf|ssrf|clickjacking|log4j|log4shell)
		(cross site scripting|sql injection|remote code execution|privilege escalation|zero day)
		(data|token|credential) (breach|leak)*
		(soc 2|soc2|iso 27001|iso27001|iso 27701|hipaa|pci dss|fedramp|hitrust|tisax)
		gdpr complian*
		(earn|earns|earned|achieve|achieves|achieved|receive|receives|received|now|is|are|gets) ... (certified|certification|attestation)
		(penetration test|pen test|bug bounty)*
		(two factor|two step|2fa|mfa|multi factor) ... (mandatory|required|enforced)
		(mandatory|required|requiring|enforcing|enforced) ... (two factor|two step|2fa|mfa|multi factor|password|passwords)
		sicherheitslücke*
		*脆弱性*
	`)},
	{says: "something is taken away, or will be", typ: Deprecation, level: Notable, words: newPhrases(`
		deprecat*
		sunset*
		(end of|end) (life|support|sale)
		eol
		(drop|drops|dropped|dropping|end|ends|ending|remove|removes|removed|removing) ... support
		no longer (support|supports|supported|supporting|available|offer*|maintain*|develop*)
		(shut|shutting|shuts) down
		shutdown of
		winding down
		(retiring|discontinu*)
		(is|are|be|being|been|will|we) (retire|retired)
		^retire
		(retired|decommissioned|discontinued|sunset)$
		phas* out
		support ends
		^(migrate|upgrade|move|switch) ... (before|by) (january|february|march|april|may|june|july|august|september|october|november|december|#)
		removal$
		(saying|say|says) (goodbye|farewell) to ... (old|classic|legacy|basic|v#|#.#*)
		^(saying goodbye|goodbye|farewell)
		breaking change*
		(is|are) going away
		(stop|stops|stopped) working
		(turning|switching) off
		(be|being|is|are) (turned|switched) off
		(turned|switched) off (on|in|by|for good)
		(be|being) (removed|replaced|retired|withdrawn|disabled|blocked)
		(remov*|removal) ... (feature|features|support|option|options|legacy|old|classic|endpoint|endpoints|command|commands|flag|flags|setting|settings|parameter|api|apis)
		(abgekündigt|eingestellt|abgeschaltet|abschaltung)
		fin de support
		(obsolète|obsoleto|obsoleta)*
		*廃止*
		*(サポート終了|提供終了)*
	`)},
	{says: "plans, prices or limits of the offer", typ: PricingMove, level: Notable, words: newPhrases(`
		pricing
		prices
		price (increase|increases|change|changes|cut|cuts|drop|drops|reduction|freeze|update|adjustment*)
		(lower|raise|raising|raises|cut|cutting|increase|increasing|change|changing) ... price
		(a|our|the|introducing|announcing) ... new plan
		new plans
		(free|starter|startup|startups|solo|hobby|basic|pro|plus|premium|growth|scale|team|teams|business|enterprise|developer|paid|annual|yearly|monthly|unlimited|nonprofit) (plan|plans|tier|tiers|edition)
		(our|new|cloud|paid|updated|to) tiers
		plan (limits|changes|options)
		^^(change|changes|update|updates) (to|of|in) ... (limit|limits|quota|quotas)
		(all|every|any|our|paid) (plan|plans|tiers)
		(free|unlimited) usage
		(is|are|be) (now )?free (for|to|of|until|forever)
		now free
		free forever
		(billing|subscription) (change|changes|update|updates|options)
		(usage based|annual|yearly|monthly|quarterly) billing
		per seat
		(cost|costs|costing) less
		(is|are) (now )?(# )?cheaper
		^cheaper
		(discount|discounts|discounted|coupon)
		# off
		black friday
		cyber monday
		(preis|preise|preisen|preisänderung*|preisanpassung*|preiserhöhung*|tarife|tarifänderung*)
		(tarif|tarifs|tarification|prix)
		(precio|precios)
		*(料金|価格)改定*
		*料金プラン改定*
	`), unless: newPhrases(`
		(price|pricing) (rule|rules|list|lists|table|tables|page|pages|engine|tool|tools|tracking|alerts|history|field|fields|experiments|tests|widget|component|section|block|intelligence)
		available (on|in|for|to) ... (plan|plans|tier|tiers)
		(dynamic|customer specific|volume|wholesale|b2b|competitor|product|model|token|item|unit|custom|list|sale|stock|share) (pricing|price|prices)
		^how _
		(on|during|for|after|before|survive*|handle*) (black friday|cyber monday)
	`)},
	{says: "the company speaks of itself", typ: Other, level: Minor, words: newPhrases(`
		(acquires|acquired|acquiring|acquisition of|acquisition by|to acquire|merger|merges with|merging with)
		(raises|raised|raising) (#|a|an|our|seed|series|over|more)
		our ... (funding|financing|investment|investors|fundraise)
		(funding|financing|investment) from _
		(seed|growth|debt|bridge) (financing|round)
		series (a|b|c|d|e|f)
		(seed|growth|new|round of|series) funding
		(funding round|seed round|ipo|valuation|investors)
		(is|are) joining
		^^_( _){0,2} joins
		joins (the|our|us|as|forces|_ as|_ to|_$)
		^(welcoming|welcome aboard)
		^^welcome (to|our|the|_ _)
		^welcome ... (to the team|as our|to the family|aboard)
		(we're|we are|is|are) hiring
		hiring :
		(join our team|careers|internship*|intern)
		(new|first|our|as|appoints|named|hires) ... (ceo|cto|cfo|cmo|coo|cpo|cro|vp of|head of|chief|board member*|general manager)
		new (office|offices|headquarters|hq|logo|brand|brand identity|name)
		(our |a |the )?new (website|web site|home page|homepage|blog|look for our)
		^new website (is|launch*|goes|for|$)
		rebrand*
		(is|are) now called
		(named|recognized|recognised|ranked|listed|included|featured) (a|an|as|to|in|one|by|among|on)
		named (the|best|top|one|#|leader|winner)
		(award|awards|award winning)
		leader in
		(gartner|forrester|g2|magic quadrant|forrester wave)
		turns (one|two|three|four|five|six|seven|eight|nine|ten|twenty|#)
		(birthday|anniversary)
		(#|one|two|three|four|five|ten|twenty) years (of|old|later|on)
		(a|our|major|big|exciting|new) milestone
		(celebrat*|thank you|thanks to)
		happy (holidays|new year|birthday|christmas|thanksgiving)
		season's greetings
		(year|month|week|quarter|#|20##) in (review|numbers)
		(look|looks) back
		(looking back|wrapped|retrospective|year end)
		our year
		(a|an|open|quarterly|annual|monthly) letter (from|to)
		better together
		(message|note|word|words) from (our|the)
		(advisory board|ambassador*|champions program|fellowship*)
		our (founder|founders|ceo|cto|story|journey|mission|vision|values|culture|roadmap|commitment|investors|response|approach|philosophy|manifesto|principles)
		our ... (policy|strategy|cadence|process|office|website|brand|logo|community|values|team day)
		(release|hiring|open source|community|company) (strategy|cadence|policy)
		(privacy policy|terms of service|terms of use|terms and conditions|cookie policy|code of conduct)
		(partnership|partnerships|partner program*|partners with|partnering with|partnered with|partner with|teams up with|joining forces)
		(sponsor*|donat*|charity|scholarship*|grant|grants for|grant for)
		(summer of code|gsoc)
		(winner|winners|contest|competition|giveaway|swag|sticker|stickers|t shirts|merch)
		^(poll|survey|vote|quiz) :
		(survey|poll) (results|findings)
		(take|fill in|answer) (our|the) survey
		(community|links|news|press) (roundup|round up|digest)
		(newsletter|roundup|round up)( _)? (:|#)
		(beta|trial|early access) ... (is |are |has )?(now )?(closed|over|ended)
		(coming soon|sneak peek|what's next|what's coming|save your spot|stay tuned|roadmap)
		incident (on|of|in|at)
		(we're|we are) (heading|going|coming) to
		(postmortem|post mortem|outage|incident report|downtime|status update|scheduled maintenance|planned maintenance|maintenance window|maintenance announcement|maintenance notice)
		(degraded|elevated) (performance|errors|error rates|latency)
		(culture|perks|benefits) at
		(draft|meeting|committee|board) minutes
		(retreat|offsite|life at|day in the life|behind the scenes)
		(whitepaper|white paper|ebook|e book)
		new (era|chapter|age|beginning|economics|paradigm|normal|standard for)
		(press release|in the news|in the press|as seen)
		(wir stellen ein|stellenangebot*|finanzierung*|übernahme)
		(recrut*|levée de fonds|partenariat)
		(contratando|ronda de inversión)
		*資金調達*
		*(メンテナンス|障害)*
	`), unless: newPhrases(`
		^welcome ... (screen*|message*|email*|page*|tour*)
		^(introducing|new|improved|added|fixed|better|faster|simpler|custom|private|public|filter|share) ... (roadmap|roadmaps|newsletter|newsletters|polls|surveys|retrospective*|award*|grants|scholarships|contest*|competition*|giveaway*|anniversar*|birthday*|donat*|sponsor*)
	`)},
	{says: "a customer's story, or how and why something was done", typ: Other, level: Minor, words: newPhrases(`
		^how
		^why
		^^from ... to
		(case stud*|customer stor*|success stor*|user stor* :|origin story|customer success :)
		(customer|plugin|partner|employee|contributor) of the (month|week|year)
		(customer|community|partner|product|plugin|feature|team|employee|member|contributor|user|maker|developer) (spotlight|highlight|showcase|recipe|interview|profile)*
		(interview with|in conversation with|q a with|questions with|a chat with)
		(lesson|lessons) (we|i)
		need to know
		should know
		^^a day (with|in|at)
		(what|things) (we|i) (learned|learnt|know|wish)
		learned (from|in|about)
		(behind|inside) the
		(we|i) love
		(our|my) favo*rite*
		(meet|meeting) the
		^^_( _){0,3} (scaled|accelerated|achieved|boosted|cut|saved|grew|doubled|tripled|transformed|slashed|modernized|modernised|reduced|increased|gave|won|freed|scales|accelerates|achieves|boosts|cuts|saves|grows|doubles|triples|transforms|slashes|modernizes|modernises|wins|frees) ... (their|its|her|his|with|by|using)
		#x'd
		^^_( _){0,2} (doubles|triples|quadruples|halves|slashes) _
		^^#x (faster|more|higher|better|lower|less) ... (at|with|for)
		(chose|chooses|switched to|switches to|moved to|migrated to|migrates to|trusts|relies on|runs on)
		with help from
		^^_( _){0,2} gave
		(success|growth) with
	`), unless: newPhrases(`
		(time|times|size|sizes|latency|usage|memory|cost|costs|startup|load) (reduced|cut|increased|halved|doubled|slashed)
		(now|can|you can|automatically)
		^(fix*|new|added|improved|changed)
		^meet the (new|all new|next)
	`)},
	{says: "works again as it should", typ: Fix, level: Minor, words: newPhrases(`
		^(fix|fixes|fixed|fixing)
		(bug|bugs) ... (fix*|squash*)
		(bugfix*|hotfix*)
		(fix|fixes)$
		(fast|quick) follow
		glitch*
		(bug|bugs|crash*|issue|issues|problem|problems|error|errors) ... introduced
		(is|are|was|were) (now )?(fixed|resolved|repaired)
		(fix|fixes|fixed) (for|in|of|a|an|the|several|some|bugs|issue*|problem*)
		fixes and improvements
		(improvements|updates|enhancements|changes) and (fixes|bug fixes)
		^(resolve|resolves|resolved|corrected|corrects)
		(resolve|resolves|resolved) (an|a|the|some|several) ... (issue|bug|problem|error)*
		(crash|crashes|crashed|crashing)
		regression*
		no longer
		(work|works|working) again
		(again|properly|correctly)$
		(now|again) ... (properly|correctly|reliably|as expected)
		(now|again) ... the (right|correct) _
		(workaround|workarounds)
		(an|an|login|known) (error|issue|issues|problem|problems)
		(error|bug) (when|where|with|that|in|on)
		(issue|problem) (when|where|with|that)
		patch release
		(fehlerbehebung|fehlerbehebungen|behoben|fehlerkorrektur*)
		corrections? (de bugs|d'erreurs)
		^(correction|corrections) (d'un|d'une|de|du|des) _
		(corrigé|corrigés|corrigée|corrigées|corregido|corregidos|corregida|corregidas)
		^^correct _
		^(corretto|corretta|corretti|corrette|risolto|risolti|opgelost|naprawiono|исправлено|corrigido|corrigida|corrigidos) _
		(corrección|correcciones|correções|correção|correzioni|correzione) (de|del|en|no|na|nos|nas|do|da|em|di|nel|nella)
		*不具合*
		*修正*
		^(修复|修復|修正|解决|解決)*
		^(수정|버그)*
		*(수정|고쳤어요|고쳤습니다|수정했습니다|해결했습니다)$
	`), unless: newPhrases(`
		fixed (width|price|prices|layout|layouts|position|header|headers|column|columns|row|rows|asset|assets|cost|costs|rate|rates|term)
		crash (report|reports|reporting|analytics|course|test|tests)
		(error|issue|bug) (tracking|monitoring|reporting|budget|budgets|boards|templates)
	`)},
	{says: "a release or a list of several changes", typ: Improvement, level: Notable, words: newPhrases(`
		(product|feature|platform|release|monthly|weekly|quarterly|changelog) (update|updates|news|notes|roundup|round up)
		(what's|whats|what is|everything|all that is) new
		new in (january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|v#|#)
		(january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|q#) (20## )?(: )?... (release|releases|update|updates)
		^release #
		^version # :
		(was ist neu|was gibt es neues|quoi de neuf|qué hay de nuevo|o que há de novo|cosa c'è di nuovo|wat is er nieuw)
		(notas|notes|note) (de|da|di) (la )?(versión|version|versão|rilascio|mise à jour)
		(versionshinweise|versionsinfos)
		*(リリースノート|更新情報|更新日志)*
		*アップデート$
		^^_( _){0,3} (v|version |release )?#.#* (is|are|:|released|available|beta|out|now)
		^^_( _){0,2} v?# (is (out|released|available|now available)|released)
		^(announcing|introducing|releasing|presenting|releases|unveiling) _( _){0,3} (v|version )?#.#*
	`)},
	{says: "a better version of something it had", typ: Improvement, level: Notable, words: newPhrases(`
		(introducing|announcing|launching|presenting|meet|introduces|launches|announces|unveils) (an |a |our |the |even )?(new and )?(improved|improvements|enhanced|better|faster|simpler|easier|smarter|quicker|updated|upgraded|redesigned|revamped|reworked|reimagined|refreshed|extended|expanded|recommended|more|larger|next generation)
		(introducing|announcing) ... (improvements|enhancements|upgrades|updates)
		(improved|improvement|improvements|enhanced|enhancement|enhancements|redesigned|revamped|reworked|refreshed) ... (is|are) (here|live|available|now)
		(fresh|new) look
		(support for|now support|now supports|now supported|now works)
	`)},
	{says: "something the product could not do before, by name", typ: Launch, level: Major, words: newPhrases(`
		(introducing|introduce|introduces|introduced|announcing|announce|announces|announced|unveiling|unveil|unveils|unveiled|presenting|debuting|debuts)
		(launching|launches|launched)
		^(launch|product launch|feature launch) :
		(product|app|apps|feature|beta|platform|marketplace|api|public|official) launch$
		^meet _
		say hello to
		(it's|it is|they're) (finally |now )?here
		^hello _
		^say goodbye to _
		(is|are) (now |finally |officially |already )?(here|live)
		(has|have) (arrived|landed)
		(now|generally|publicly|already) (generally |publicly )?available
		available (now|today)
		general availability
		(now|goes|go|going) live
		(public|open|private|closed|in) (beta|preview)
		(technical|tech|developer|research) preview
		early access
		^beta :
		rolling out
		(brand new|all new|first ever)
		our first
		^^the first
		new (feature|product|products|platform|marketplace|mobile app|desktop app|web app|public api|module)
		new (app|sdk|cli|api|add on|features) (for|:)
		new (app|sdk|cli|api|add on|features)$
		(a|the) new way to
		(production ready|out of beta)
		^^_( _){0,5} for (ios|android|ipad|iphone|mac|macos|windows|linux|apple watch|desktop|mobile)$
		^^_( _)? for (shopify|slack|microsoft teams|teams|salesforce|hubspot|wordpress|jira|figma|vs code|gmail|outlook|chrome|excel|google sheets|sheets|zapier|github|gitlab|notion)$
		(mobile|desktop|android|ios|iphone|ipad|watch|windows|mac|menu bar) app$
		: (the |a |an )?(first|fastest|easiest|simplest|smartest|only|new|next generation) ... (that|to|for|way)
		: (_ ){0,4}(tool|cli|way|platform|library|framework|toolkit|sdk|assistant|app) (for|to|that)
		(neu :|einführung|wir stellen vor|jetzt verfügbar|ab sofort verfügbar)
		(découvrez|désormais disponible|désormais disponibles|voici|nous lançons|lancement)
		(presentamos|ya disponible|lanzamos|nuevo :)
		*リリースしました*
		*提供開始*
		*新機能*
	`), unless: newPhrases(`
		^^_( _){0,4} (for|in|on|to|of|from) (the |our |your )?(mobile|desktop|android|ios|iphone|ipad|watch|windows|mac|menu bar) app$
		(minor|small|tiny|various) (improvements|enhancements|updates|changes|fixes|tweaks)
	`)},
	{says: "something new among the features", typ: Launch, level: Notable, weak: true, words: newPhrases(`
		^(add|adds|added|adding)
		added$
		^(new|neue funktion|neue funktionen|nouveau|nouveauté|nouvelle fonctionnalité|nueva función|novità) :
		^^_( _){0,3} (integration|integrations|connector|connectors|exporter|exporters)$
		^^_( _){0,2} (integration|connector|exporter) (for|with) _( _){0,3}$
		^^(share|schedule|export|import|assign|bring|restore|filter|pin|sync|track|invite|sort|hide|merge|duplicate|copy|archive|undo|upload|download|embed|preview|compare|collaborate|automate|translate|record|annotate|comment|approve|sign|print|scan|publish|manage|control|customize|customise|organize|organise|tag|label|lock|reuse|resize|drag|query|browse|group|view|edit|search|set|send|receive|see|generate|define|limit|require|mention|attach|bookmark|mark|reply|snooze|split|combine|convert|rename|reorder|snapshot|simulate|receive|accept|collect|charge|route|trigger) _
		*追加しました*
		*対応しました*
		*(を追加|に対応|リリース|公開)$
		^(新增|添加|支持|上线|推出|上線)*
		^^(first|initial) (public |stable |beta )?(release|version)$
		^^(erste version|erste veröffentlichung|première version|primera versión|primeira versão|prima versione)$
		*추가$
		추가할 수 있*
		*(추가했습니다|추가되었습니다|추가됐어요)*
		^(a |some )?new _
	`), unless: newPhrases(`
		^(a |some )?new ... (look|looks|design|layout|ui|ux|interface|theme|themes|version|versions|home|experience|navigation|menu|menus|architecture|infrastructure|backend|style|styles|icons|release|releases|improvements|changes|region|regions|language|languages|templates|models|way|ways)
		^new and improved
		(more|better|faster|easier|improved|updated|enhanced|redesigned|simplified|deeper|all|our) ... (integration|integrations|connectors)
		(more|better|faster|easier) _$
		support for
		(to|on|in|into) your (site|website|app|application|store|shop|blog|project|stack|business|career)
		set up
		^^_ (is|are|was|has|now|in|for|of|and|on|at|from|to|by|just|got|gets) _
	`)},
	{says: "advice or a piece of work told", typ: Other, level: Minor, advice: true, words: newPhrases(`
		^^(stop|don't|avoid|learn|discover|master|understand|choose|boost|grow|maximize|maximise|supercharge|unlock|prepare|think|rethink|forget|build|try|use|make|take|keep|find|let's|need) _
		^^(create|design|write|deploy|set up|generate) (a|an|your) ... (with|using|in)
		^^(add|integrate|embed) ... (to|into|with|in|on) your
		^^(building|creating|using|scaling|understanding|exploring|choosing|comparing|migrating|moving|solving|integrating|implementing|designing|debugging|deploying|scraping|making|handling|reducing|fixing|optimizing|optimising|mastering|thinking|rethinking|running|writing|learning|testing|getting|going|avoiding|setting|working|dealing|measuring|sending|connecting|isolating|automating|evaluating|navigating|overcoming|preparing|planning|hosting|classifying|structuring|taking|turning|growing|teaching|talking|developing|porting|tuning|profiling|benchmarking|hardening|demystifying|powering|customizing|customising|governing|thinking|serving|shipping|operating|maintaining|orchestrating) _
		^^*ing (the|a|an|your) _
		^^*ing ... at _$
		^^*ing our _
		^^_ *ing our _
		^^*ing in _
		(broke|broken|crashed|killed|ate) our _
		^^# _
		(trends|predictions) (for|in) 20##
		in 20##$
		_ ?$
	`), unless: newPhrases(`
		(time|times|size|sizes|latency|usage|memory) (reduced|cut|halved)
		(now|can)
		what's new ?
		^^20##
		in _( _)? #.#*$
		^^(_ )?(improving|expanding|upgrading|simplifying|extending|bringing|enhancing|streamlining|updating|adding|opening|increasing|speeding|refreshing|redesigning|revamping|raising|doubling)
		^^# new
		^^# more
		^^(allow*|support*|show*|us*) our _
		^^(use|try|find|make) ... (from|in|directly|without|as)
		^^(build|create|make|write|find|design) ... with (ai|one click|a click|a prompt)$
	`)},
	{says: "more of something it had", typ: Improvement, level: Notable, weak: true, words: newPhrases(`
		^^(rename|renamed|renaming) _
		^(changed|changes|improved) :
		^^(raised|raise|raises|relaxed|widened|tidied) _
		^^(the )?(spring|summer|fall|autumn|winter) (20## )?release$
		(we've|we|is|are|was|been|has) (now )?renamed
		(improv*|enhanc*|upgrad*|update|updates|updated|updating|redesign*|refresh*|revamp*|rework*|overhaul*|extend*|expand*|increas*|optimi*|simplif*|streamlin*|polish*|refactor*|modernized|modernised)
		(faster|better|easier|simpler|smarter|quicker|quieter|larger|bigger|higher|longer|more|richer|cleaner|clearer|calmer|tidier|lighter|shorter|wider|deeper)
		(twice|#x) as
		^^# more _
		^^_( _){0,3} v#$
		(doubled|tripled|halved|reduced|cut) _
		(performance|speed)
		(now|you can|can be|we've added)
		(support|supports|supported)
		^(a |the |our |some )?new
		(our|with|and|of|adds) new
		(added|customizable|customisable|configurable)
		(integration|integrations)$
		(integration|integrations) (with|for|:)
		integrates with
		(is|are) available (on|in|for|to)
		(connect|works|sync) ... (with|to)
		(verbesser*|erweiter*|überarbeitet*|neu gestaltet|neugestalt*|stabiler*|schneller*|einfacher*|neue|neuer|neues|jetzt)
		(amélior*|nouveau*|nouvel*)
		(mejora*|nuevo*|nueva*)
		(migliorat*|melhor*|verbeterd*|ulepszon*|улучшен*)
		*(改善|強化|刷新|向上|リニューアル|最適化)*
		*(优化|優化|改进|改進|升级|升級|增强|增強|提升)*
		*(개선|향상|최적화)*
	`)},
}
