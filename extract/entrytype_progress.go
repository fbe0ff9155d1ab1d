package extract

// progressRules are the second half of titleRules: what was mended, made and made better, and what only sounds like it.
var progressRules = []typeRule{
	{says: "works again as it should", typ: Fix, level: Minor, words: newPhrases(`
		^(fix|fixes|fixed|fixing|revert|reverts|reverted)
		(bug|bugs) ... (fix*|squash*)
		(bugfix*|hotfix*)
		(fix|fixes)$
		(fast|quick) follow
		glitch*
		(bug|bugs|crash*|issue|issues|problem|problems|error|errors) ... introduced
		(is|are|was|were) (now )?(fixed|resolved|repaired)
		(fix|fixes|fixed) (for|in|of|a|an|the|several|some|bugs|issue*|problem*)
		(fix|fixes) (on|to|when|where|with)
		^^(small |minor |little )?(fixes|bug fixes) :
		fixes and improvements
		(improvements|updates|enhancements|changes) and (fixes|bug fixes)
		^(resolve|resolves|resolved|corrected|corrects)
		^(remove|removes|removed) (invalid|duplicate|duplicated|stray|wrong|incorrect|broken|unwanted) _
		(resolve|resolves|resolved) (an|a|the|some|several) ... (issue|bug|problem|error)*
		(crash|crashes|crashed|crashing)
		regression*
		no longer
		(ne|n'*) ... plus
		(ya no|nicht mehr) _
		(não|non) _ (mais|più)
		(work|works|working) again
		(again|properly|correctly)$
		(now|again) ... (properly|correctly|reliably|gracefully|as expected)
		(now|again) ... the (right|correct) _
		(workaround|workarounds)
		(an|an|login|known) (error|issue|issues|problem|problems)
		(error|bug) (when|where|with|that|in|on)
		(issue|problem) (when|where|with|that)
		patch release
		(fehlerbehebung|fehlerbehebungen|behoben|fehlerkorrektur*|absturz*|abstürze*)
		^(behebt|behebung) _
		corrections? (de bugs|d'erreurs)
		^(correction|corrections) (d'un|d'une|de|du|des) _
		(corrigé|corrigés|corrigée|corrigées|corregido|corregidos|corregida|corregidas)
		(korrigiert|korrekturen)
		wieder (möglich|korrekt|richtig|fehlerfrei|verfügbar|erreichbar)
		(solución|solução|soluzione) ... (problema|problemas|problemi|error|errores|erro|erros|errore|errori)
		(résolu|résolue|résolus|résolues|solucionad*|resuelto|resueltos|resuelta|resueltas|resolvido|resolvidos|resolvida|resolvidas)
		^(correct|corrected) _
		: (missing|wrong|incorrect|broken|duplicate|duplicated) _
		^(missing|wrong|incorrect|garbled|misaligned) _
		(stuck|frozen) (in|on|at|after|while|when)
		^^_( _){0,2} lost (on|after|when|while) _
		^^broken (_ )?*s$
		^^bug bash
		^^_( _)? cut off (the|a|at|in|after) _
		(was|were) (not |sometimes |always |never )?(sent|shown|lost|missing|counted|saved|loaded|displayed|imported|exported|synced|delivered|deleted|ignored|cut off|wrong|broken|duplicated|hidden|stuck|blank|empty|applied|rounded)
		(se )?(corrigió|corrigieron|solucionó|solucionaron|corrigimos|corrigiu|resolvemos|abbiamo corretto)
		^(corretto|corretta|corretti|corrette|risolto|risolti|opgelost|naprawiono|исправлено|corrigido|corrigida|corrigidos) _
		(corrección|correcciones|correções|correção|correzioni|correzione) (de|del|en|no|na|nos|nas|do|da|em|di|nel|nella)
		(sent|shown|counted|charged|imported|exported|listed|displayed|synced|delivered|created|called|saved|applied) (twice|two times|late|too late|too often|too early)
		(arriving|arrived|arrive) (late|twice)
		(failing|fails|failed) (to|with|when|after|if|for|on|in) _
		(went|gone|going) (to spam|missing|blank|unanswered|unnoticed)
		out of (order|sync)
		^^(infinite|endless|blank|broken|invalid|stale|outdated|unexpected|unreadable|truncated) _( _){0,3} (after|in|when|on|with|for|from|at|while) _
		(mix up|mix ups|flicker*|misalign*|off by one)
		(login|redirect|infinite|endless|reload) (loop|loops)
		memory (leak|leaks)
		^^duplicate *s (in|when|after|on|for) _
		(poprawki|oprava|opravy) _
		(rättat|åtgärdat|fixat|napraw*|poprawiono|poprawka|rettet|korjattu|opraven*)
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
	{says: "what went wrong, told in the past", typ: Fix, level: Minor, words: newPhrases(`
		^^(the |some |all )?_( _){0,4} (was|were|wasn't|weren't|did not|didn't|did nothing|could not|couldn't|failed to|ignored|disappeared|vanished|jumped|flickered|overlapped) _*
		^^_( _){0,2} (broke|corrupted|blocked|duplicated|froze|hid) _
	`), unless: newPhrases(`
		^^(_ ){0,4}(we|i|you|they|he|she|our|my|your|who|what|why|how|when|if|that|which|people|nobody|everyone|never) ... (was|were|wasn't|weren't|didn't|did|couldn't|could|failed|ignored|disappeared|vanished|jumped)
		(our|the internet|the web|records)$
		(broke|blocked|froze) (our|my) _
	`)},
	{says: "a release or a list of several changes", typ: Improvement, level: Notable, words: newPhrases(`
		(product|feature|platform|release|monthly|weekly|quarterly|changelog) (update|updates|news|notes|roundup|round up|recap)
		(what's|whats|what is|everything|all that is) new
		(what|everything|all|things|features) (that )?(we|we've) (shipped|launched|built|released|improved|added|announced)
		(january|february|march|april|may|june|july|august|september|october|november|december) in review
		^(new )?release : _
		new in (january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|v#|#)
		(january|february|march|april|may|june|july|august|september|october|november|december|spring|summer|autumn|fall|winter|q#) (20## )?(: )?... (release|releases|update|updates)
		^release #
		^version # :
		^(api )?(change log|changelog) (for )?(january|february|march|april|may|june|july|august|september|october|november|december|#)
		v?# (stable|final|major|maintenance) release$
		(was ist neu|was gibt es neues|quoi de neuf|qué hay de nuevo|o que há de novo|cosa c'è di nuovo|wat is er nieuw)
		(notas|notes|note) (de|da|di) (la )?(versión|version|versão|rilascio|mise à jour)
		(versionshinweise|versionsinfos)
		*(リリースノート|更新情報|更新日志)*
		*アップデート$
		^^(v|version |release )?#.#* (is|are|release|released|available|beta|out|now)
		^^_( _){0,3} (v|version |release )?#.#* (is|are|:|release|released|available|beta|out|now)
		^^_( _){0,2} v?# (is (out|released|available|now available)|released)
		^(announcing|introducing|releasing|presenting|releases|unveiling) _( _){0,3} (v|version )?#.#*
	`), unless: newPhrases(`
		^^(writing|reading|how|why|what makes|the art of|better) ... (release notes|changelog)
		(power|art|value|case|point) (of|for) _
	`)},
	{says: "a better version of something it had", typ: Improvement, level: Notable, words: newPhrases(`
		(introducing|announcing|launching|presenting|meet|introduces|launches|announces|unveils) (an |a |our |the |even )?(new and )?(improved|improvements|enhanced|better|faster|simpler|easier|smarter|quicker|updated|upgraded|redesigned|revamped|reworked|reimagined|refreshed|extended|expanded|recommended|more|larger|next generation)
		(introducing|announcing) ... (improvements|enhancements|upgrades|updates)
		available in (the )?(us|usa|uk|eu|united states|united kingdom|europe|canada|australia|new zealand|japan|india|brazil|germany|france|spain|italy|ireland|mexico|singapore|latin america|asia|apac|emea|more|all|additional|new|# (new |more )?(countries|regions|languages|markets))
		(improved|improvement|improvements|enhanced|enhancement|enhancements|redesigned|revamped|reworked|refreshed) ... (is|are) (here|live|available|now)
		(fresh|new) look
		(rebuilt|reimagined|reinvented|rethought|redone|redrawn|remade)
		(half|a third|a quarter|a fraction) (of )?the (time|size|space|memory|clicks|cost)
		in parallel$
		^^(even |much )?(faster|quicker|snappier|smoother|nicer|neater|lighter|leaner|simpler|easier|cleaner|clearer|sharper|tidier|friendlier|smarter|safer|stronger|bigger|larger|longer|richer|quieter|calmer|better|fewer|less) _( _){0,5}$
		^^_( _){0,3} (works|loads|remembers|handles|respects|honors|honours|follows|survives|understands|remember|respect|honor|honour|load|survive) _
		(used to (be|take|need|cost)|from # to #)
		(raised|increased|lifted|extended|up) (from _ )?to #
		^^*ed from scratch$
		from scratch$
		(instead of|up from|down from) (#|one|two|three|four|five|ten)
		(is|are) (now )?(automatic|optional|instant|unlimited|configurable|consistent)
		automatically$
		(get|gets|got) (a |an |the |some )?(new|fresh|better|second|lighter|cleaner) _
		(moved|moves|move) (to|into) the (top|bottom|left|right|side|sidebar|header|footer|menu|toolbar|settings|main|navigation|editor|dashboard)
		: #x$
		in place$
		^^_( _){0,2} everywhere$
		but (better|faster|simpler|easier|nicer)$
		^^_( _){0,3} now (highlight|highlights|show|shows|open|opens|load|loads|include|includes|keep|keeps|remember|remembers|use|uses|update|updates|work|works|follow|follows|save|saves|display|displays) _
		(fait|font) peau neuve
		(neu gedacht|im neuen (design|look|gewand))
		(snabbare|enklare|förbättra*|sneller|szybsz*|łatwiejsz*|hurtigere|rychlejší)
		*(速く|高速化|見やすく|使いやすく)*
		(support for|now support|now supports|now supported|now works)
	`)},
	{says: "something the product could not do before, by name", typ: Launch, level: Major, words: newPhrases(`
		(introducing|introduce|introduces|introduced|announcing|announce|announces|announced|unveiling|unveil|unveils|unveiled|presenting|debuting|debuts)
		(launching|launches|launched)
		^(launch|product launch|feature launch) :
		(product|app|apps|feature|beta|platform|marketplace|api|public|official) launch$
		^meet _
		say (hello|hi) to
		(it's|it is|they're) (finally |now )?here
		^hello _
		^say goodbye to _
		(is|are) (now |finally |officially |already )?(here|live)
		^^_( _){0,6} (is|are) (now |finally |officially )?out$
		(has|have) (arrived|landed)
		(now|generally|publicly|already) (generally |publicly )?available
		available (now|today)
		general availability
		(is|are|now|is now|are now|goes|go|hits|reaches) ga$
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
		new (app|sdk|cli|api|add on) (for|:)
		new (app|sdk|cli|api|add on)$
		(a|the) new way to
		(production ready|out of beta)
		^^_( _){0,5} for (ios|android|ipad|iphone|mac|macos|windows|linux|apple watch|desktop|mobile)$
		^^_( _)? for (shopify|slack|microsoft teams|teams|salesforce|hubspot|wordpress|jira|figma|vs code|gmail|outlook|chrome|excel|google sheets|sheets|zapier|github|gitlab|notion)$
		(mobile|desktop|android|ios|iphone|ipad|watch|windows|mac|menu bar) app$
		: (the |a |an )?(first|fastest|easiest|simplest|smartest|only|new|next generation) ... (that|to|for|way)
		: (_ ){0,4}(tool|cli|way|platform|library|framework|toolkit|sdk|assistant|app) (for|to|that)
		(einführung|wir stellen vor|jetzt verfügbar|ab sofort verfügbar)
		(découvrez|désormais disponible|désormais disponibles|voici|nous lançons|lancement)
		(presentamos|ya disponible|lanzamos)
		(lançamos|lança|lançamento|apresentamos|já disponível|já disponíveis|já está disponível|já estão disponíveis|conheça|chegou)
		(lanza|lanzamiento|ya está disponible|ya están disponibles|te presentamos)
		(presentiamo|lanciamo|è arrivato|è arrivata|è disponibile|ora disponibile|ora disponibili)
		(anuncia|anunciamos|annonçons)
		*リリースしました*
		*提供開始*
		*新機能*
	`), unless: newPhrases(`
		^^_( _){0,4} (for|in|on|to|of|from) (the |our |your )?(mobile|desktop|android|ios|iphone|ipad|watch|windows|mac|menu bar) app$
		(minor|small|tiny|various) (improvements|enhancements|updates|changes|fixes|tweaks)
		(book|ebook|survey|study|podcast|episode|magazine|newsletter|whitepaper|(20##|annual|quarterly) (_ )?report) (_ ){0,3}(is|are) _
		(improve*|enhance*|better|redesign*|refreshed) ... and (some |several |many |a few )?new features
	`)},
	{says: "something new among the features", typ: Launch, level: Notable, weak: true, words: newPhrases(`
		^(add|adds|added|adding)
		added$
		^(new|neu|neue funktion|neue funktionen|nouveau|nouveauté|nouvelle fonctionnalité|nuevo|nueva función|novo|novità) :
		^^_( _){0,3} (integration|integrations|connector|connectors|exporter|exporters)$
		^^_( _){0,2} (integration|connector|exporter) (for|with) _( _){0,3}$
		^^performance (monitor|dashboard|dashboards|report|reports|graph|graphs|insights)$
		^^(show|allow|display|render|highlight|include|share|schedule|export|import|assign|bring|restore|filter|pin|sync|track|invite|sort|hide|merge|duplicate|copy|archive|undo|upload|download|embed|preview|compare|collaborate|automate|translate|record|annotate|comment|approve|sign|print|scan|publish|manage|control|customize|customise|organize|organise|tag|label|lock|reuse|resize|drag|query|browse|group|view|edit|search|set|send|receive|see|generate|define|limit|require|mention|attach|bookmark|mark|reply|snooze|split|combine|convert|rename|reorder|snapshot|simulate|receive|accept|collect|charge|route|trigger) _
		^^(two|three|four|five|six|seven|eight|nine|ten|#) new _
		^(se )?(agregó|agregaron|añadió|añadieron|agrega|agregamos|añade|añadimos|añadido|añadida|agregado|agregada) _
		^(foi adicionado|foi adicionada|foram adicionados|adicionado|adicionada|adicionamos|aggiunto|aggiunta|aggiunti|aggiunte|ajouté|ajoutée|ajout) _
		hinzugefügt$
		*追加しました*
		*対応しました*
		*(を追加|に対応|リリース|公開)$
		^(新增|添加|支持|上线|推出|上線)*
		^^(first|initial) (public |stable |beta )?(release|version)$
		^^(our |the )?(first|initial) (public|stable|beta) (release|version) _
		^^(erste version|erste veröffentlichung|première version|primera versión|primeira versão|prima versione)$
		*추가$
		추가할 수 있*
		*(추가했습니다|추가되었습니다|추가됐어요)*
		^(a |some )?new _
		^(neue|neuer|neues|nouveau|nouvel|nouvelle|nouveaux|nouvelles|nuevo|nueva|nuevos|nuevas|novo|nova|novos|novas|nuovo|nuova|nuovi|nuove|nieuwe|nowy|nowa|nowe|nya|nye) _
	`), unless: newPhrases(`
		^(neue|neuer|neues|nouveau|nouvel|nouvelle|nouveaux|nouvelles|nuevo|nueva|nuevos|nuevas|novo|nova|novos|novas|nuovo|nuova|nuovi|nuove|nieuwe|nowy|nowa|nowe|nya|nye) ... (design|look|layout|aussehen|oberfläche|version|version*|versión|versão|versione|wersja|interface|interfaz|interfaccia|diseño|visual|apparence|vormgeving|utseende|preise|tarife|prix|tarifs|precios|preços|prezzi|prijzen|ceny|priser|bedingungen|büro|bureau|oficina|escritório|ufficio|kollegen|kunden|clients|clientes|clienti|mais|más|più|plus|schneller*|besser*|sneller*)
		^(a |some )?new ... (look|looks|design|layout|ui|ux|interface|theme|themes|version|versions|home|experience|navigation|menu|menus|architecture|infrastructure|backend|style|styles|icons|release|releases|improvements|changes|region|regions|language|languages|templates|models|way|ways|rules|process|processes|policy|policies|requirements|guidelines|terms)
		^(a |some )?new (mandatory|required) _
		^new and improved
		^^_ new (ways|tips|ideas|trends|reasons|rules|books|posts|articles|customers|colleagues|hires|offices|partners|members|faces)
		(more|better|faster|easier|improved|updated|enhanced|redesigned|simplified|deeper|all|our) ... (integration|integrations|connectors)
		(more|better|faster|easier) _$
		support for
		(to|on|in|into) your (site|website|app|application|store|shop|blog|project|stack|business|career)
		set up
		^^_ (is|are|was|has|may|might|can|could|will|takes|now|in|for|of|and|on|at|from|to|by|just|got|gets) _
		^^_ (improvements|enhancements|changes|fixes)$
	`)},
	{says: "advice or a piece of work told", typ: Other, level: Minor, advice: true, words: newPhrases(`
		^^(stop|don't|avoid|learn|discover|master|understand|choose|boost|grow|maximize|maximise|supercharge|unlock|prepare|think|rethink|forget|build|try|use|make|take|keep|find|let's|need) _
		^^(create|design|write|deploy|set up|generate) (a|an|your) ... (with|using|in)
		^^(add|integrate|embed) ... (to|into|with|in|on) your
		^^(building|creating|using|scaling|understanding|exploring|choosing|comparing|migrating|moving|solving|integrating|implementing|designing|debugging|deploying|scraping|making|handling|reducing|fixing|optimizing|optimising|mastering|thinking|rethinking|running|writing|learning|testing|getting|going|avoiding|setting|working|dealing|measuring|sending|connecting|isolating|automating|evaluating|navigating|overcoming|preparing|accelerating|transforming|reimagining|modernizing|modernising|rolling out|self hosting|open sourcing|unpacking|decoding|bootstrapping|bridging|breaking down|lessening|cutting|debunking|unlocking|planning|hosting|classifying|structuring|taking|turning|growing|teaching|talking|developing|porting|tuning|profiling|benchmarking|hardening|demystifying|powering|customizing|customising|governing|thinking|serving|shipping|operating|maintaining|orchestrating) _
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
		^^#.#* :
		^^20##.#* _
		in _( _)? #.#*$
		^^(_ )?(improving|expanding|upgrading|simplifying|extending|bringing|enhancing|streamlining|updating|adding|opening|increasing|speeding|refreshing|redesigning|revamping|raising|doubling)
		^^# new
		^^# more
		^^master (data|page|pages|template|templates|key|keys|account|accounts|record|records) _
		^^(allow*|support*|show*|us*) our _
		^^(use|try|find|make) ... (from|in|directly|without|as)
		^^(build|create|make|write|find|design) ... with (ai|one click|a click|a prompt)$
	`)},
	{says: "more of something it had", typ: Improvement, level: Notable, weak: true, words: newPhrases(`
		^^(rename|renamed|renaming) _
		^(changed|changes|improved) :
		(changes|changed)$
		^(upcoming |important |planned )?(changes|change) (to|in|of|for) _
		^^(rewrote|rewritten|rebuilt|reorganized|reorganised|restructured|consolidated|replaced|moved|switched) _
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
		up to # _
		(support|supports|supported)
		^(a |the |our |some )?new
		(our|with|and|of|adds) new
		(added|customizable|customisable|configurable|resizable|resizeable|sortable|editable|draggable|searchable|clickable)
		(integration|integrations)$
		(integration|integrations) (with|for|:)
		integrates with
		(is|are) available (on|in|for|to)
		(connect|works|sync) ... (with|to)
		(verbesser*|erweiter*|überarbeitet*|neu gestaltet|neugestalt*|stabiler*|schneller*|einfacher*|neue|neuer|neues|jetzt)
		(amélior*|nouveau*|nouvel*)
		(mejora*|nuevo*|nueva*)
		(migliorat*|melhor*|verbeterd*|ulepszon*|улучшен*)
		(nun|ab sofort|désormais|ahora|agora)
		(permite|permiten|permitem|permet|permettent|permette|erlaubt|ermöglicht)
		(ergänzt|bereinigt|aktualisiert|angepasst|vereinfacht|beschleunigt|umgestaltet|umgebaut)$
		(wurde|wurden) (überarbeitet|optimiert|angepasst|umgestellt)
		(vão|vai|van a|va a) (mudar|cambiar)
		(optimización|otimização|ottimizzazione|optimisation) (de|del|da|do|di|des|du)
		^(novo|nova|novos|novas|nuovo|nuova|nuovi|nuove) _
		^(mudamos|atualiza*|actualiza*|aggiorna*|cambiamos|hemos (cambiado|actualizado))
		^^(cambios|cambio|mudanças|mudança|alterações) (en|em|no|na|nos|nas|de|del) _
		^^(änderungen|änderung|anpassungen|anpassung) (an|am|bei|der|des|im|in|von) _
		^^(changements|modifications) (de|du|des|dans|sur) _
		*(optimierung|optimierungen|verbesserung|verbesserungen|überarbeitung|neugestaltung)
		(ottimizzazion*|ridisegnat*|rinnovat*|rediseñ*|redesenhad*|refonte)
		(stability|stabilität|stabilité|estabilidad|estabilidade|stabilità)
		(plus (rapide|rapides|simple|simples|facile|faciles)|más (rápid*|fácil*|sencill*|segur*)|mais (rápid*|fácil*|segur*|simples)|più (veloc*|facil*|semplic*|sicur*))
		*(新しくなりました|一新|拡張|拡充|変更しました)*
		*(改善|強化|刷新|向上|リニューアル|最適化)*
		*(优化|優化|改进|改進|升级|升級|增强|增強|提升)*
		*(개선|향상|최적화)*
	`)},
}
