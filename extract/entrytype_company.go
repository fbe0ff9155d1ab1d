package extract

// companyRule tells news of the company itself: its people, money, offices, events and papers.
var companyRule = typeRule{says: "the company speaks of itself", typ: Other, level: Minor, words: newPhrases(`
	(acquires|acquired|acquiring|acquisition of|acquisition by|to acquire|merger|merges with|merging with)
	(raises|raised|raising) (#|a|an|our|seed|series|over|more)
	our ... (funding|financing|investment|investors|fundraise)
	(funding|financing|investment) from _
	(seed|growth|debt|bridge) (financing|round)
	series (a|b|c|d|e|f)
	(seed|growth|new|round of|series) funding
	(funding round|seed round|ipo|valuation|investors)
	(is|are) joining
	^^_( _)? (is|are) now (a )?part of (the )?_( _)?$
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
	^(our |a |the )?new (documentation|docs)( site| website| portal| hub| home| home page)?$
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
	^^year (one|two|three|four|five|#)$
	(policy|culture|engineering|design|testing|observability|infrastructure|hiring|onboarding|machine learning|data) at _$
	^(hello|greetings|hi|howdy) from
	^^(we are|we're) (now )?(a|an|the|part|moving|hiring|growing|closed|back|joining|proud|delighted) _*
	^^(leadership|team|staff|board|management|organizational|organisational) (change|changes|update|updates|news|transition)
	(speakers|agenda|winners|finalists|dates|program|programme|venue) (are |is |for _ )?(announced|out|live|online)
	^^our (_ ){1,3}(statement|report|plan|plans|position|stance|take|take on _|view|views|promise|pledge|manifesto)$
	^^an open letter
	q# in (review|numbers)
	^^join (the|our) _
	^^hiring _
	^^(our )?(summer|winter|holiday|christmas) (hours|break|closure|schedule)$
	^^(our )?(summer|winter|holiday|christmas) (hours|break|closure) (of|for|at|in) _
	(driftstopp|planerat underhåll|prace serwisowe|przerwa techniczna)
	^^(wartung|maintenance|onderhoud|mantenimiento|manutenção|manutenzione) (am|on|le|el|em|il|op|del) #
	^^new (hires|hire|colleagues|faces|office|offices)
	^^(guest post|rip|year #|year (one|two|three|four|five))
	our first (year|years|month|months|decade|birthday|anniversary|hire|hires|customer|customers|conference|offsite|retreat|summit|meetup)
	^^(a|our|my) (first |second |# )?(year|years|decade|months) (of|in|with) _
	(a|an|open|quarterly|annual|monthly) letter (from|to)
	better together
	(message|note|word|words) from (our|the)
	(advisory board|ambassador*|champions program|fellowship*)
	our (founder|founders|ceo|cto|story|journey|mission|vision|values|culture|roadmap|commitment|investors|response|approach|philosophy|manifesto|principles)
	our ... (policy|strategy|cadence|process|office|website|brand|logo|community|values|team day)
	(release|hiring|open source|community|company) (strategy|cadence|policy)
	(privacy policy|terms of service|terms of use|terms and conditions|cookie policy|code of conduct)
	(data processing (agreement|addendum)|subprocessor*|sub processor*)
	(datenschutzerklärung|politique de confidentialité|política de privacidad|política de privacidade|aviso de privacidad|informativa sulla privacy)
	(nutzungsbedingungen|agb|conditions générales|condiciones generales|condizioni generali|términos de uso|termos de uso)
	*(利用規約|プライバシーポリシー)*
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
	our (first|second|third|new|newest) (office|colleague|designer|engineer|developer)
	(wir ziehen um|nous déménageons|nos mudamos|we're moving to|we are moving to)
	(nueva|nova|nuova) (sede|oficina)
	(neues büro|neuer standort|nouveaux bureaux|nuovo ufficio|novo escritório)
	(sommerfest|weihnachtsfeier|sommerpause)
	(chiusura (estiva|natalizia)|fermeture (estivale|annuelle)|cierre (de verano|por vacaciones)|férias coletivas)
	(postmortem|post mortem|outage|incident report|downtime|status update|scheduled maintenance|planned maintenance|maintenance window|maintenance announcement|maintenance notice)
	(degraded|elevated) (performance|errors|error rates|latency)
	(culture|perks|benefits) at
	(draft|meeting|committee|board) minutes
	(retreat|offsite|life at|day in the life|behind the scenes)
	(whitepaper|white paper|ebook|e book)
	new (era|chapter|age|beginning|economics|paradigm|normal|standard for)
	(press release|in the news|in the press|as seen)
	(jahresrückblick|rückblick|rétrospective|retrospectiva|retrospettiva)
	(wir stellen ein|wir suchen|stellenangebot*|finanzierung*|übernahme)
	(öffnungszeiten|betriebsferien|betriebsurlaub|feiertags*)
	(wartungsarbeiten|wartungsfenster|geplante wartung)
	(maintenance|manutenção|mantenimiento|manutenzione|onderhoud) (programmée|planifiée|prévue|programada|programado|programmata|gepland)
	(aviso|avis) (de|di) (maintenance|manutenção|mantenimiento|manutenzione)
	gepland onderhoud
	(recrut*|levée de fonds|partenariat)
	(contratando|ronda de inversión)
	*資金調達*
	*(メンテナンス|障害)*
	*(休業|年末年始|営業時間)*
`), unless: newPhrases(`
	part of (every|all|your|our|any|each|free|pro|plus|the (free|pro|plus|starter|team|business|core|standard))
	^welcome ... (screen*|message*|email*|page*|tour*)
	^welcome to (the|our|your|a) (new|redesigned|improved|next|all new|brand new) _
	^(introducing|new|improved|added|fixed|better|faster|simpler|custom|private|public|filter|share) ... (roadmap|roadmaps|newsletter|newsletters|polls|surveys|retrospective*|award*|grants|scholarships|contest*|competition*|giveaway*|anniversar*|birthday*|donat*|sponsor*)
`)}
