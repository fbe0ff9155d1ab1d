package extract

import "slices"

// titleRules are read from the top; the first one that has a word in the title decides. The order is the argument: what
// kind of text it is comes before what the text is about (a webinar on prices changes no price), what hurts comes before
// what pleases, and an announcement by name comes before the ordinary words of progress.
//
// The lists hold English first and the commonest words of German, French, Spanish, Portuguese, Italian and Japanese. See
// newPhrases for how a line is read.
var titleRules = slices.Concat(kindRules, progressRules)

// kindRules tell what kind of text it is, and what hurts.
var kindRules = []typeRule{
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
		community (call|calls|hour|hours|day|days|event|events|meeting)
		early bird
		20## (speakers|sponsors|agenda|schedule|tickets|lineup)
		speakers announced
		(the|full|our) (agenda|lineup|line up)
		hackathon*
		hacktoberfest
		meetup*
		meet up
		(summit|conference|expo|roadshow|conf)
		(conf|con|day|days|summit|week) 20##
		call for (speakers|papers|proposals)
		on product hunt
		(join|meet|visit) us
		(rejoignez|retrouvez|rencontrez) nous
		(besuchen|treffen|besucht|trefft) (sie )?uns
		(visítanos|acompáñanos|visite nos|venha nos|venite a trovarci)
		see you (at|in|there|next)
		register (now|today|for)
		save the date
		recap
		recap of
	`), unless: newPhrases(`
		^(introducing|announcing|new|improved|fixed|added) (webinar*|workshop*|livestream*|recap*)
		(product|release|feature|monthly|weekly) recap
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
		^(blogged|blog post|new blog post|new on the blog|from the blog) :
		tips (and|&) tricks
		(video|written|new|our) tutorials
		(boas práticas|buenas prácticas|bonnes pratiques|migliori pratiche)
		(a|the|our) tutorial
		step by step
		best practice*
		getting started
		get started with
		(introduction|intro|primer) (to|on)
		: (a|an) ... (primer|guide|tutorial|introduction|walkthrough|overview|retrospective)$
		(cookbook|playbook|handbook)$
		(cookbook|end to end example|worked example)
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
		report (20##|for 20##|q#|h#)
		(transparency|open startup|quarterly|impact|sustainability) report
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
		alternatives$
		glossary
		teardown
		trends (in|for|shaping) _
		ideas for _
		done right$
		^^the (long |rocky |bumpy )?(road|path|quest|race) to _
		(difference|differences) between
		pros and cons
		examples (from|of|for|to) _
		(strategies|tactics|metrics|principles|patterns|techniques|considerations|lessons|habits|questions) (for|that|every|you) _
		(cheat sheet|cheatsheet)*
		checklist for _
		(myths|misconceptions|gotchas|mistakes|antipatterns|anti patterns|war stories|field notes|crash course)
		^(reflections|reflecting|notes|musings) (on|from) _
		the (right|hard|easy|smart|wrong|modern) way$
		on a budget$
		at scale$
		(our|my|the|a) (long |short )?journey (to|from|with|towards)
		made (easy|simple)$
		in (action|practice|production|the wild)$
		in the (age|era|world|cloud era|real world|public sector) _
		in the (public sector|enterprise|real world|cloud era|ai era|age of ai)$
		^^the ... (gap|trap|paradox|dilemma|crisis|fallacy|revolution|mindset)$
		(is|are) dead
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
		(leitfaden|guía|guia|guida) (de|del|di|do|da|para|per|zu|zum|zur|für|completa*)
		^^comment ... (votre|vos|notre|nos|le|la|les|un|une|des|du|son|ses|et|ça|nous|vous|avec|pour|l'*|d'*)
		^^(cómo|qué es|por qué)
		^^the # _ (of|to|for|that|every) _
		^^what (nobody|no one|everyone|everybody|most|people|a|an|the|we|we've|you|i|i've|your|our|makes|happens|really|good|great) _
		^^where _ _
		^^when _ _
		^^(top|best|common|typical|popular|biggest|most) ... (mistakes|features|tools|practices|questions|reasons|myths|examples|tips|ideas|trends|picks|posts|articles|lessons|books)
		(may|might) have missed
	`), unless: newPhrases(`
		^^what ... (shipped|launched|built|released|improved|added|announced|new|changed|changes)
		^^(when|where) ... (you can|now|supported)
		^^(refreshed|redesigned|improved|revamped|updated|better|editable|customizable|customisable|shared|reusable) ... (checklist|handbook|playbook|cookbook)$
		^^(ask|answer|get) (questions|answers) (about|from|in)
	`)},
	{says: "a flaw, its cure, or proof of safety", typ: Security, level: Notable, words: newPhrases(`
		^security :
		(rotate|rotating|revoke|revoking) (your|all|our) ... (key|keys|token|tokens|credential|credentials|secret|secrets|certificate|certificates)
		security (fix*|patch*|update*|release*|advisor*|bulletin*|issue*|incident*|hotfix*|flaw*|hole*|improvement*|notice|alert|hardening)
		(fix*|patch*|clos*) ... security
		vulnerab*
		cve*
		(xss|csrf|ssrf|clickjacking|log4j|log4shell)
		(cross site scripting|sql injection|remote code execution|privilege escalation|zero day)
		(open redirect|path traversal|directory traversal|command injection|code injection|prototype pollution|(session|account|clipboard) (fixation|hijacking|takeover))*
		(data|token|credential) (breach|leak)*
		data incident*
		(soc 2|soc2|iso 27001|iso27001|iso 27701|hipaa|pci dss|fedramp|hitrust|tisax)
		(gdpr|pci|ccpa|dora|nis2|fips) complian*
		(earn|earns|earned|achieve|achieves|achieved|receive|receives|received|now|is|are|gets) ... (certified|certification|attestation)
		(penetration test|pen test|bug bounty|bounty program)*
		(two factor|two step|2fa|mfa|multi factor|passkey|passkeys) ... (mandatory|required|enforced)
		(mandatory|required|requiring|enforcing|enforced) ... (two factor|two step|2fa|mfa|multi factor|password|passwords|sso|saml|single sign on)
		(we|will|now) (now )?(enforce|require) ... (two factor|two step|2fa|mfa|multi factor|password|passwords|sso|single sign on)
		(precisa*|exige*|requiere*|obligatori*|obrigatóri*|obligatoire|verpflichtend*|pflicht|obbligatori*) ... (# fatores|dois fatores|dos factores|# factores|deux facteurs|due fattori|zwei faktor|2fa)
		(# fatores|dois fatores|dos factores|# factores|deux facteurs|due fattori|zwei faktor*|2fa) ... (obligatori*|obrigatóri*|obligatoire|verpflichtend*|pflicht|obbligatori*)
		*(二要素|二段階|2段階|多要素)認証*(必須|義務)*
		(sicherheitslücke*|sicherheitsupdate*|sicherheitsfix*|bezpieczeństw*|correctifs? de sécurité|failles? de sécurité|vulnérabilité*|vulnerabilidad*|vulnerabilità)
		*脆弱性*
	`)},
	{says: "something is taken away, or will be", typ: Deprecation, level: Notable, words: newPhrases(`
		deprecat*
		sunset*
		(end of|end) (life|support|sale)
		eol
		(drop|drops|dropped|dropping|end|ends|ending|remove|removes|removed|removing) ... support
		no longer (support|supports|supported|supporting|available|offer*|maintain*|develop*)
		no longer be (available|supported|offered|maintained|accepted)
		will no longer (support|accept|work|receive|offer|include)
		(shut|shutting|shuts) down
		shutdown of
		(api|v#|service|app|platform|product|cloud|site) shutdown$
		winding down
		(retiring|discontinu*)
		(is|are|be|being|been|will|we) (retire|retired)
		^retire
		(retired|decommissioned|discontinued|sunset)$
		phas* out
		support ends
		support (for|of) ... (ends|ending|ended|stops|is ending|will end)
		^(breaking|deprecated|removed|action required|action needed) :
		^(migrate|upgrade|move|switch) ... (before|by) (january|february|march|april|may|june|july|august|september|october|november|december|#)
		removal$
		(saying|say|says) (goodbye|farewell) to ... (old|classic|legacy|basic|v#|#.#*)
		^(saying goodbye|goodbye|farewell)
		breaking change*
		(is|are) going away
		(end|ends|stop|stops|stopping|expire|expires|retire|retires|close|closes|leave|leaves|switched|turned|(turn|turns|become|becomes|go|goes) read only) ... (on|in|by|after|from) (# )?(january|february|march|april|may|june|july|august|september|october|november|december|q#|20##)
		(required|mandatory) (from|by|as of|starting|after) (# )?(january|february|march|april|may|june|july|august|september|october|november|december|q#|20##)
		(we're|we are|we will be|we'll be) (removing|retiring|dropping|discontinuing) _
		^(removal|retirement) of _
		(switched|turned|shut) off$
		(stop|stops|stopped) working
		(turning|switching) off
		(be|being|is|are) (turned|switched) off
		(turned|switched) off (on|in|by|for good)
		(be|being) (removed|replaced|retired|withdrawn|disabled|blocked)
		(remov*|removal) ... (feature|features|support|option|options|legacy|old|classic|endpoint|endpoints|command|commands|flag|flags|setting|settings|parameter|api|apis)
		(abgekündigt|eingestellt|abgeschaltet|abschaltung)
		(läuft|laufen) ... aus$
		^(fim|fin|fine|ende) (do|da|de|del|della|des|der) (la )?(api|l'api|_ v#)
		(dejamos|dejaremos|deixamos|deixaremos) de (dar|ofrecer|oferecer|soportar|suportar|mantener|manter|admitir|aceitar) _
		(fim|fin|fine|ende) (do|de|del|du|des|der) (suporte|soporte|supporto|support|supports|unterstützung|vida útil|vie|vita)
		(entfällt|entfallen)
		(wird|werden|wurde|wurden) ... (entfernt|eingestellt|abgelöst)
		(ne sera|ne seront) plus
		^(abandon|arrêt) (de|du|des|d'*|progressif)
		descontinu*
		(deixará|deixarão|deixa|dejará|dejarán|dejan) de (existir|funcionar|ser|estar|ter|tener|recibir|receber|soportar|suportar|admitir)
		(será|serão|serán|foi|foram|fue|fueron) (removid*|eliminad*|retirad*|desativad*|desactivad*)
		(dismiss*|dismess*|non sarà più|non saranno più|verrà rimoss*|verranno rimoss*)
		(obsolète|obsoleto|obsoleta)*
		*廃止*
		*(サポート終了|提供終了)*
	`)},
	{says: "plans, prices or limits of the offer", typ: PricingMove, level: Notable, words: newPhrases(`
		pricing
		prices
		price (increase|increases|change|changes|cut|cuts|drop|drops|reduction|freeze|update|adjustment*)
		price (is |was |will be |to be )?(raised|lowered|reduced|increased|cut) _
		(lower|raise|raising|raises|cut|cutting|increase|increasing|change|changing) ... price
		(a|our|the|introducing|announcing) ... new plan
		new plans
		(free|starter|startup|startups|solo|hobby|basic|pro|plus|premium|growth|scale|team|teams|business|enterprise|developer|paid|annual|yearly|monthly|unlimited|nonprofit) (plan|plans|tier|tiers|edition)
		(our|new|cloud|paid|updated|to) tiers
		plan (limits|changes|options)
		^(important |upcoming |planned )?(change|changes|update|updates) (to|of|in) ... (limit|limits|quota|quotas)
		^^(enforcing|enforced|introducing|lowering|lowered) ... (limits|quotas)$
		(all|every|any|our|paid) (plan|plans|tiers)
		(free|unlimited) usage
		(is|are|be) (now )?free (for|to|of|until|forever)
		now free
		(doubled|doubling|tripled|raised|raising|increased|more|lowered|reduced|bigger|larger) (the )?(_ )?free (storage|seats|credits|minutes|usage|events|requests|quota|users|projects|builds)
		free forever
		(billing|subscription) (change|changes|update|updates|options)
		(change|changes|changed|changing) ... billing (cycle|cycles|period|periods|date|dates)
		billing (is )?(now )?(active|begins|starts|in effect)
		(usage based|annual|yearly|monthly|quarterly) billing
		per seat
		(for|at|from|to|à|a|ab|für|von|por|da|desde|dès) (# (€|eur|usd|euros?|dollars?)|[$€£]#*|#€) (a|an|per|par|por|pro|im|al|ao|je|the) _
		ways? to pay for _
		(fee|fees|surcharge|surcharges) ... (change|changes|changing|increase|increases|apply|adjustment*)
		(change|changes|changing|increase|increases|update|updates) (to|in|of) ... (fee|fees|surcharges)
		(cost|costs|costing) less
		(is|are|get|gets|getting) (now |even )?(# )?cheaper
		^^(one|a single|two|three) (plan|price|plans|prices)
		(price|prices|cost|costs|fee|fees) (of|for) ... (drop|drops|dropped|fall|falls|rise|rises|lowered|reduced|raised|cut|halved|increase|increases|go up|goes up|change|changes)
		^cheaper
		(günstiger*|más (barat*|económic*)|mais barat*|più economic*|moins cher*)
		(discount|discounts|discounted|coupon)
		# off
		black friday
		cyber monday
		(preis|preise|preisen|preisänderung*|preisanpassung*|preiserhöhung*|tarife|tarifänderung*)
		(tarif|tarifs|tarification|prix)
		(precio|precios|cennik*|prislista|prisändring*|prijs|prijzen|prijswijziging*)
		*(料金|価格)改定*
		*料金プラン改定*
	`), unless: newPhrases(`
		(price|pricing) (rule|rules|list|lists|table|tables|page|pages|engine|tool|tools|tracking|alerts|history|field|fields|experiments|tests|widget|component|section|block|intelligence)
		available (on|in|for|to) ... (plan|plans|tier|tiers)
		(export|exporting|import|importing|submit|submitting|edit|editing|show|showing|display|sync|syncing|round|rounding|scrape|upload) ... (price|prices|discount|discounts|coupon|coupons)
		(coupon|coupons|discount|discounts) (experience|field|fields|rule|rules|management|report|reports|code field|api|import|export|templates|settings)
		(dynamic|customer specific|volume|wholesale|b2b|competitor|product|model|token|item|unit|custom|list|sale|stock|share) (pricing|price|prices)
		^how _
		(on|during|for|after|before|survive*|handle*) (black friday|cyber monday)
	`)},
	companyRule,
	{says: "a customer's story, or how and why something was done", typ: Other, level: Minor, words: newPhrases(`
		^how
		^why
		^^from ... to
		(case stud*|customer stor*|success stor*|user stor* :|origin story|customer success :)
		(customer|plugin|partner|employee|contributor) of the (month|week|year)
		(customer|community|partner|product|plugin|feature|team|employee|member|contributor|user|maker|developer) (spotlight|highlight|showcase|recipe|interview|profile)*
		(conversation|conversations) with
		(interview with|in conversation with|q a with|questions with|a chat with)
		(lesson|lessons) (we|i)
		need to know
		should know
		^^a day (with|in|at)
		(what|things) (we|i) (learned|learnt|know|wish)
		learned (from|in|about)
		(behind|inside) (the|our)
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
		(moved to|moves to) the (top|bottom|left|right|side|sidebar|header|footer|menu|toolbar|settings|main|navigation|editor|dashboard)
		^(fix*|new|added|improved|changed)
		#.#* ... need to know
		^meet the (new|all new|next|redesigned|improved|reimagined|rebuilt|updated|latest)
	`)},
}
