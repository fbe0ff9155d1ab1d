package extract

import (
	"strings"
	"unicode"

	regexp "github.com/gapwatch/gapwatch/extract/pattern"
)

// sign is what a page says that stands in the place of another.
type sign struct {
	state  HealthState
	reason string         // for the operator
	loud   *regexp.Regexp // what a title or the first heading says, and nothing else
	says   *regexp.Regexp // a sentence to the reader; nil where a loud word is needed
	most   int            // bytes of the page's own text up to which a loud word counts
	firm   bool           // it counts beside prices and dates, too
}

// gateSigns are asked in this order. Their words are those of web servers, delivery networks, shops and content systems in
// the languages that most of them speak; a page about such words says more than them, or says them in quotation marks.
func gateSigns() []sign {
	return []sign{
		{Blocked, saysRegion, regionLoud, regionSays, littleText, false},
		{NotFound, saysNotFound, missingLoud, missingSays, aPage, true},
		{Blocked, saysLimited, limitedLoud, limitedSays, littleText, false},
		{Blocked, saysWaiting, queueLoud, queueSays, littleText, false},
		{Blocked, saysBlocked, refusedLoud, refusedSays, littleText, false},
		{Broken, saysGone, goneLoud, goneSays, littleText, false},
		{Broken, saysBroken, brokenLoud, brokenSays, littleText, false},
		{Blocked, saysSignIn, signInLoud, signInSays, littleText / 2, false},
	}
}

// What the operator is told.
const (
	saysBlocked  = "a bot check or a refusal came instead of the page; look less often, ask the site to let this program in, or watch another page"
	saysLimited  = "the site asks to be visited less often; give the source a longer schedule"
	saysWaiting  = "a waiting room came instead of the page; it is looked at again later"
	saysRegion   = "the site does not show the page in this country; run this program elsewhere, or watch another page"
	saysSignIn   = "a sign-in form came instead of the page; only public pages can be watched"
	saysConsent  = "a consent wall came instead of the page; set render: browser for this source, or watch another page"
	saysNotFound = "the page says that it does not exist, although the status was 200; check the address"
	saysBroken   = "an error or maintenance page came instead of the page; it is looked at again later"
	saysGone     = "nothing is set up at this address, or its domain is for sale; check the address, or remove the source"
	saysOnward   = "the page only leads to another address; watch that one"
	saysShell    = "the page is empty until its scripts run; set render: browser for this source"
	saysNothing  = "the site answered with an empty page; it may be a hiccup, so it is looked at again"
	saysBinary   = "the site sent a picture, an archive or another file instead of a page; check the address"
	saysEmpty    = "there is hardly anything to read on the page; it is looked at again later"
	saysScrap    = "a scrap of text came instead of a page; check the address"
	saysData     = "the site answered with an error in the form of data instead of the page; it is looked at again later"
)

// anyOf joins patterns to one that matches any of them.
func anyOf(patterns ...string) *regexp.Regexp {
	return regexp.MustCompile(strings.Join(patterns, "|"))
}

var (
	missingLoud = anyOf(
		`\b(error |http )?404( error| not found)?\b`, `\bnot[ _]found\b`, `\bnothing (was )?found\b`, `\bnothing( to see)? here\b`,
		`\b(can ?not|can['’]?t|could ?n['’]?t|could not|unable to|did ?n['’]?t|did not) (be )?(find|found|locate|located)\b`,
		`\b(does|do|did) ?(n['’]?t|not) exist\b`, `\bno longer (exists?|available|here|active|live)\b`, `\bno such page\b`,
		`\b(is|are|was|has)(n['’]t| not) (here|available|there|found)\b`, `\bpage (is |has )?(gone|missing|expired|removed|deleted)\b`,
		`\bhas (been )?(moved|removed|deleted|expired)\b`, `\b(broken|dead) link\b`, `\blost your way\b`, `\b(page|you are|you['’]re|you look|you seem)( \w+)? lost\b`,
		`nicht (mehr )?(gefunden|vorhanden|verfügbar|auffindbar|finden)`, `gibt es (hier )?(leider )?nicht`, `existiert (leider )?nicht`, `nichts gefunden`,
		`introuvable`, `(pas|non) (été )?trouvée?s?`, `n['’]existe (pas|plus)`, `n['’]est (pas|plus) disponible`,
		`no (se ha |se |ha sido |fue )?(encontrad[oa]|encontró|encuentra|encontramos|existe|está disponible)`, `no (hemos|pudimos|podemos) encontra(do|r)`,
		`não (foi |está )?(encontrad[oa]|existe|encontramos|localizad[oa]|disponível)`,
		`non (è stat[oa] |è )?(trovat[oa]|esiste|disponibile)`, `non (abbiamo trovato|troviamo)`,
		`niet (worden )?(gevonden|vinden)`, `bestaat (helaas )?niet`, `(hittades|finns) inte`, `inte hitta(s)?`, `ikke (fundet|funnet|findes|finde|finnes|finne)`,
		`(findes|finnes) (desværre |dessverre )?ikke`, `ei (löydy|löytynyt|ole olemassa)`, `nie (została )?(znalezion[oa]|istnieje)`,
		`(nebyla |nebyl )?(nenalezen[ao]?|nalezena)`, `neexistuje`, `nem található`, `nu (a fost|există|am) ?(găsit)?[ăa]?`, `bulunamad[ıi]`,
		`не (найден[аоы]?|существует|знайден[ао]?)`, `見つかりません`, `存在しません`, `ページ(が|は)ありません`, `不存在`, `(未|無法|无法)?找(不)?到`, `찾을 수 없`, `존재하지 않`,
		`không (tìm thấy|tồn tại)`, `tidak ditemukan`, `δεν (βρέθηκε|υπάρχει)`, `לא נמצא`, `غير موجود`,
	)
	missingSays = anyOf(
		`\b(page|url|address|link|file|content|article|post|resource|product)( \w+['’]?\w*){0,12} (not found|not be found|does ?n['’]?t exist|does not exist|`+
			`could ?n['’]?t be found|can ?(no|['’])t be found|no longer (exists?|available)|(has|have|had) (been )?(re)?moved|been deleted|(is|was)( not|n['’]t) (here|available|there|found))`,
		`\b(can ?not|can['’]?t|could ?n['’]?t|could not|unable to) (seem to )?(find|locate) (the|that|this|your|what|any)( \w+['’]?\w*){0,4} (page|url|link|file|address|for|requested)\b`,
		`^(error )?404\b`, `^not found\b`, `\bnothing( to see)? here\b`, `\bcannot (get|post|head) /`, `\bthere is(n['’]t| not) a .{0,40} (page|site) here\b`,
		`\b404[:\s]+(page )?not[ _]found\b`, `\bno route matches\b`, `\bthe specified (key|bucket|container|blob) does not exist\b`,
		`(seite|adresse|inhalt|dokument)( [\pL\d,]+){0,10} (nicht (mehr )?(gefunden|vorhanden|verfügbar|finden)|existiert (leider )?nicht)`, `diese seite gibt es`,
		`page( [\pL\d,'’]+){0,10} (introuvable|(pas|plus|non) (été )?(trouvée?|disponible)|n['’]existe (pas|plus))`,
		`página( [\pL\d,]+){0,10} (no (se ha |se |ha sido )?(encontrad[oa]|encontró|encuentra|existe|está disponible)|não (foi )?(encontrada|existe|encontramos))`,
		`pagina( [\pL\d,]+){0,10} (non (è stata |è )?(trovata|esiste|disponibile)|niet (meer )?(gevonden|bestaat|vinden)|bestaat (helaas )?niet)`,
		`(sidan|siden)( [\pL\d,]+){0,10} (inte|ikke)`, `stron[ay]( [\pL\d,]+){0,10} nie (została |istnieje)`, `страниц[аы]( [\pL\d,]+){0,10} не (найдена|существует)`,
		`(ページ|url)[^。]{0,30}(見つかりません|存在しません)`, `(页面|頁面|网页|網頁)[^。]{0,12}(不存在|找不到|走丢)`, `(找不到|無法找到|无法找到)[^。]{0,12}(页面|頁面|网页|網頁)`, `페이지[^.]{0,20}(찾을 수 없|존재하지)`,
	)

	refusedLoud = anyOf(
		`\bjust a (moment|second|minute)\b`, `\bone (moment|second)\b`, `\bplease (wait|stand by|verify)( a (moment|second))?\b`, `\battention required\b`,
		`\baccess( to .{0,40})? (is |has been |was )?(temporarily )?(denied|restricted|blocked|forbidden|limited)\b`, `\b(error )?40[13]( error)?\b`, `\bforbidden\b`,
		`\b(un|not )authorized\b`, `\bauthorization required\b`, `\brobot check\b`, `\b(are|verify|confirm|prove|making sure)( that)? you['’]?( a)?re( not)? (a |an )?(human|robot|bot)( or a (robot|bot|human))?\b`,
		`\byou are (not )?a?n? ?(human|robot|bot)\b`, `\bnot a (ro)?bot\b`, `\bhuman verification\b`, `\b(security|bot|browser|client|connection|anti-?bot) (check|checkpoint|verification|challenge|validation)\b`,
		`\b(captcha|challenge) (check|verification|required|page)\b`, `\b(checking|verifying|validating) (your|the|that) (browser|connection|request)\b`, `\bverifying\b`, `\bddos protection\b`,
		`\b(request|ip|you|client|connection)( address)?( has been| have been| was| is)? (blocked|rejected|refused|denied)\b`, `\bblocked\b`, `\bpardon (our|the) interruption\b`,
		`\bunusual (traffic|activity)\b`, `\b(web application )?firewall\b`, `\brequest unsuccessful\b`, `\bpermission denied\b`,
		`zugriff (wurde )?verweigert`, `sicherheits(überprüfung|prüfung|check)`, `kein(e)? (roboter|bot)`, `accès (refusé|interdit|bloqué)`, `(pas|êtes) un robot`, `vérification de sécurité`,
		`acceso (denegado|restringido|bloqueado)`, `acesso (negado|bloqueado)`, `accesso (negato|bloccato)`, `toegang geweigerd`, `åtkomst nekad`, `(adgang|tilgang) (nægtet|nektet)`,
		`dostęp (zabroniony|zablokowany)`, `доступ (запрещ[её]н|ограничен|заблокирован)`, `アクセス(が|は)?(拒否|制限|禁止)`, `(访问|訪問|存取)被?(拒绝|拒絕|禁止|限制)`, `安全(验证|驗證|检查)`, `访问验证`, `접근(이)? (거부|차단)`,
	)
	refusedSays = anyOf(
		`\bchecking (your browser|if the site connection|that you)\b`, `\bverif(y|ying) (that )?you['’]?( a)?re (a |not a )?(human|bot|robot)\b`, `\b(confirm|prove|verify|make sure|ensure) (that )?(you|it)['’]?( are|re|s)? ?(you and )?not a (ro)?bot\b`,
		`\b(confirm|prove|verify) (that )?you['’]?( a)?re (a )?human\b`, `\bare you a (ro)?bot\b`, `\bunusual (traffic|activity|requests)( coming)? (from|on)\b`, `\b(detected|seen|noticed) (some )?(unusual|suspicious|automated|malicious)\b`,
		`\baccess to (this|the) (page|site|website|resource|content)( has been| is| was)? (denied|blocked|restricted|forbidden)\b`, `\byou['’]?( ha)?ve been (temporarily )?(blocked|banned|denied|identified as a bot)\b`,
		`\bdo(n['’]?t| not) have (permission|access) to (access|view|see|this|the)\b`, `\b(enable|allow|turn on) (javascript|js|cookies)( in your browser)? and (enable |allow )?(cookies|javascript|js|disable|reload)\b`,
		`\b(complete|solve|pass) (the|this|a) (captcha|security check|challenge|puzzle)\b`, `\byour (request|ip|ip address|connection|access|browser)( has been| was| is| address has been)? (blocked|denied|rejected|limited|flagged|banned)\b`,
		`\b(the|this) request (is|was|has been) (blocked|rejected|denied)\b`, `\brequest unsuccessful\b`, `\bneeds? to (review|verify|check) the security of your connection\b`, `\bpress (and|&) hold\b`,
		`\bautomated (access|requests?|queries|traffic|browser)\b`, `\bsecurity (service|solution) to protect\b`, `\benter the characters you see\b`, `\blimited by the site owner\b`, `\bmade us think (that )?you (were|are|might be) a bot\b`,
		`\byour connection needs to be verified\b`, `\bsupport id\b.*\b\d{8,}`, `^(403 )?forbidden\b`, `^access ?denied\b`, `^unauthorized\b`,
		`zugriff (auf .{0,40} )?(wurde |ist )?(verweigert|gesperrt)`, `(bestätigen|zeigen) sie.{0,30}(mensch|kein roboter)`, `(n['’]êtes|suis) pas un robot`, `(no (eres|soy|es)|que eres) un (robot|humano)`, `não é um robô`, `non sei un robot`,
		`geen robot`, `(что|если) вы не робот`, `ロボットではない`, `(不是|您是否为|确认您是)(机器人|真人)`, `로봇이 아`,
	)

	limitedLoud = anyOf(`\b(error )?429\b`, `\btoo many requests\b`, `\brate[ -]?limit(ed| exceeded| reached)?\b`, `\bslow down\b`, `zu viele anfragen`, `trop de requêtes`, `demasiadas (solicitudes|peticiones)`, `muitas (solicitações|requisições)`, `请求过于频繁`, `リクエストが多すぎます`)
	limitedSays = anyOf(`\btoo many requests\b`, `\byou (are being|have been|['’]ve been) rate[ -]?limited\b`, `\brate limit exceeded\b`, `\b(exceeded|reached) the (request|rate) limit\b`, `zu viele anfragen`, `trop de requêtes`, `demasiadas (solicitudes|peticiones)`, `muitas (solicitações|requisições)`, `请求过于频繁`)

	regionLoud = anyOf(
		`\b(not|un) ?(yet )?available (in|from|to|for) (your|this) (country|region|location|area|territory)\b`, `\b(country|region|location|geo)( is)? ?(not supported|blocked|restricted|restriction)\b`, `\bnot available\b`, `\b(error )?451\b`,
		`\bunavailable (for legal reasons|due to legal reasons)\b`, `(in ihrem land|in ihrer region) nicht verfügbar`, `pas disponible dans votre (pays|région)`, `no (está )?disponible en (su|tu) (país|región)`,
		`não (está )?disponível (no seu país|na sua região)`, `non (è )?disponibile nel tuo paese`, `niet beschikbaar in (jouw|uw) (land|regio)`, `недоступ\pL+ в ваш\pL+ (стране|регионе)`, `お住まいの(地域|国)では`, `您所在的(地区|国家)`,
	)
	regionSays = anyOf(
		`\b(not|un) ?(yet |currently )?(available|offered|accessible|supported) (in|from|to|for) (your|this|the) (country|region|location|area|territory)\b`, `\b(from|in) the country (that )?you are\b`, `\byour (country|region) is not supported\b`,
		`\bunavailable for legal reasons\b`, `(in ihrem land|in ihrer region) (leider )?nicht`, `pas (accessible|disponible) dans votre (pays|région)`, `no (está )?disponible en (su|tu) (país|región)`, `您所在的(地区|国家)`,
	)

	queueLoud = anyOf(`\b(now )?in (line|the queue|a queue|a line|the line)\b`, `\b(virtual )?waiting[ -]room\b`, `\bqueue( page)?\b`, `\bhigh (traffic|demand)\b`, `wart(eschlange|eraum)`, `file d['’]attente`, `(fila|sala) de espera`, `wachtrij`, `順番待ち`, `排队`)
	queueSays = anyOf(`\byou are (now )?(in (line|the queue|a queue)|number \d+ in)\b`, `\bestimated wait(ing)?( time)?\b`, `\b(your )?(place|position) in (the )?(line|queue)\b`, `\bplease wait,? (you will|we will|we['’]ll)\b.{0,60}\bredirect`, `warteschlange`, `file d['’]attente`)

	goneLoud = anyOf(
		`\b(domain|website|web site|site)( name)?( is| may be| has)? (for sale|parked|expired|suspended|not (set up|configured|published|connected))\b`, `\baccount( has been)? suspended\b`, `\bwelcome to (nginx|apache|openresty|caddy|iis|your new|plesk|cpanel)\b`,
		`\bapache2? .{0,20}default page\b`, `\bit works\b`, `\bdefault (web ?)?(site )?page\b`, `\biis windows( server)?\b`, `\bindex of /\S*`, `\bfuture home of\b`, `\bcoming soon\b`, `\b(launching|opening) soon\b`, `\bunder construction\b`,
		`\b(buy|get) this domain\b`, `\bbuydomain\b`, `\bsite not (found|published|installed)\b`, `domain (steht |ist )?(zum verkauf|zu verkaufen)`, `(nom de )?domaine (est )?à vendre`, `dominio (está )?en venta`, `(im aufbau|en construction|en construcción|em construção|in costruzione)`,
		`準備中`, `建设中`, `域名(出售|转让)`,
	)
	goneSays = anyOf(
		`\b(this|the) (domain|website|site)( name)? (is|may be|might be|could be|has) (be )?(available )?(for sale|for purchase|parked|expired|suspended)\b`, `\b(buy|inquire about|make an offer (on|for)|purchase) this domain\b`, `\baccount has been suspended\b`,
		`\b(web server|software) is (successfully )?(installed|running|working)\b`, `\bno such (app|site|bucket|project)\b`, `\bthere['’]?s? (is )?nothing here,? yet\b`, `\bsite (is )?(not (yet )?(configured|published|set up|connected)|under construction)\b`, `\bthis (shop|store) is (currently )?(unavailable|closed|not available)\b`,
		`\bdeployment (was )?not[ _]found\b`, `\bdefault backend\b`, `domain (steht )?zum verkauf`, `\bowner of (this|the) domain\b`,
	)

	brokenLoud = anyOf(
		`\b(error )?5(0[0-4]|2[0-7])( error)?\b`, `\bservice (is )?(temporarily )?unavailable\b`, `\b(internal )?server error\b`, `\bbad gateway\b`, `\bgateway time-? ?out\b`, `\b(application|database|fatal|runtime|unexpected|internal|system|client-side)( \w+)? (error|exception)\b`,
		`\b\w+(error|exception)( at /\S*)?$`, `\berror (has )?(occurred|happened)\b`, `\bsomething( has|['’]s)? (went|gone|is) wrong\b`, `^(an )?error$`, `\b(scheduled|under|site|down for|planned|system|undergoing|in) maintenance\b`, `\bmaintenance (mode|in progress|break|work|page)\b`,
		`\b(doing|performing|carrying out|undergoing)( some| scheduled| a bit of)? maintenance\b`, `\b(be |are )?right back\b`, `\b(be |are )?back (soon|shortly|online|later|in a (bit|moment|few \w+))\b`, `\b(temporarily|currently) (unavailable|down|offline|closed)\b`,
		`\b(site|website|we are|we['’]re|server|page) (is )?(currently )?(down|offline|unavailable)\b`, `\bredirecting\b`, `\b(permanent|temporary) redirect\b`, `\bmoved (permanently|temporarily)\b`, `\b(document|object) (has )?moved\b`, `\bconnection (timed out|refused|reset|error)\b`, `\btimed? ?out\b`,
		`\bcould(n['’]t| not) be loaded\b`, `\bunhandled\b`, `\bbad request\b`, `\b(error )?400\b`,
		`wartungs(arbeiten|modus|pause)`, `in wartung`, `(gleich|bald|in kürze) (wieder )?(da|zurück|online|erreichbar|für sie da)`, `ein fehler( ist)? aufgetreten`, `(interner )?serverfehler`, `(vorübergehend|derzeit|momentan) nicht (verfügbar|erreichbar)`,
		`(en|mode|site en|cours de) maintenance`, `maintenance en cours`, `de retour (bientôt|dans)`, `(une )?erreur (est survenue|s['’]est produite|interne|serveur)`, `(temporairement|momentanément) indisponible`,
		`(en|bajo|por|sitio en) mantenimiento`, `(ha ocurrido|se ha producido|se produjo) un error`, `error (interno|del servidor)`, `volvemos (pronto|enseguida|en)`, `(em|sob) manutenção`, `ocorreu um erro`, `voltamos (já|em breve|logo)`, `in manutenzione`, `si è verificato un errore`, `torniamo (presto|subito)`,
		`(in|voor|gepland) onderhoud`, `iets misgegaan`, `er is een fout`, `(under|för) underhåll`, `(under )?vedlige?hold(else)?`, `huoltokatko`, `(przerwa|prace) (techniczn[ae]|serwisow[ae])`, `wystąpił błąd`, `údržb[aěu]`, `bakım(da)?`,
		`(технические|профилактические) работы`, `произошла ошибка`, `ошибка сервера`, `техническо\pL+ обслуживани\pL+`, `メンテナンス`, `エラーが発生`, `(系统|網站|网站)?(维护|維護)(中)?`, `(出错|發生錯誤|服务器错误)`, `점검`, `오류가 발생`,
	)
	brokenSays = anyOf(
		`\b(be|are|come|check) (right back|back (soon|shortly|later|online|in (a|an|about|\d+)))\b`, `\b(performing|undergoing|under|doing|carrying out|down for|closed for)( \w+){0,3} maintenance\b`, `\b(is|are|we['’]re) (temporarily|currently) (unavailable|down|offline|out of service|closed for)\b`,
		`\bservice (is )?(temporarily )?unavailable\b`, `\binternal server error\b`, `\bbad gateway\b`, `\bgateway time-?out\b`, `\bsomething (has gone|went|is|['’]s gone) wrong\b`, `\b(an?|some|unexpected|unknown|internal)( \w+){0,2} (error|exception) (has |have |was )?(occurred|happened|encountered|caught|thrown)\b`,
		`\b(server|application|site|website) (has )?(encountered|experienced|is experiencing)\b`, `\berror establishing a database\b`, `\bstack ?trace\b`, `\btraceback \(most recent\b`, `\b(fatal|parse|uncaught|unhandled)\b.{0,20}\b(error|exception)\b`,
		`\b(document|object|page) (has )?(permanently |temporarily )?moved (here|to)\b`, `^(permanent|temporary) redirect\b`, `^redirecting\b`, `\b(could not|couldn['’]t|unable to|failed to) (connect|load|be loaded|be reached|reach|fetch)\b`, `\bconnection (refused|timed out)\b`, `\bupstream (connect|request)\b`, `\bno healthy upstream\b`,
		`\.(rb|py|php|js|java|cs|go|ex):\d+\b`, `\bin \S+\.php on line \d+`, `\bcode: '?[a-z_]+'?,? \(?errno\b`, `\bout of memory\b`, `\btry again (later|in a few|in a moment)\b`, `\breload the page\b`,
		`wartungsarbeiten`, `(gleich|bald|in kürze) (wieder )?(da|zurück|online|erreichbar|für sie da)`, `fehler( ist)? aufgetreten`, `(vorübergehend|derzeit|momentan) nicht (verfügbar|erreichbar)`, `versuchen sie es (später|in)`,
		`(en|cours de) maintenance`, `erreur (est survenue|s['’]est produite|interne)`, `(temporairement|momentanément) indisponible`, `réessay(er|ez) (plus tard|dans)`,
		`(en|por|de) mantenimiento`, `(ha ocurrido|se ha producido|se produjo) un error`, `(inténtelo|inténtalo|vuelva|volveremos) (de nuevo |a intentarlo )?(más tarde|pronto|en)`, `em manutenção`, `ocorreu um erro`, `tente novamente`, `in manutenzione`, `si è verificato un errore`, `riprova (più tardi|tra)`,
		`onderhoud`, `iets misgegaan`, `probeer het later`, `underhåll`, `vedligehold`, `wystąpił błąd`, `spróbuj (ponownie )?później`, `(технические|профилактические) работы`, `произошла ошибка`, `попробуйте (еще раз |ещё раз )?позже`,
		`メンテナンス中`, `エラーが発生`, `しばらく(して|たって)から`, `(正在|系统)维护`, `(請|请)?稍后(再试|重试)`, `점검 ?중`, `오류가 발생`,
	)

	signInLoud = anyOf(
		`\b(log|sign)[ -]?in( to .{0,40})?( to continue)?\b`, `\blogin( required| page)?\b`, `\b(enter|using) (store |site )?(using )?password\b`, `\bpassword (required|protected)\b`, `\bprotected( page| content| area)?\b`, `\bmembers only\b`, `\bprivate (site|page|beta)\b`, `\bwelcome back\b`,
		`anmeld(en|ung)`, `einloggen`, `(se )?connect(er|ez-vous|exion)`, `connexion`, `iniciar sesión`, `inicia sesión`, `accedi`, `inloggen`, `entrar`, `logga in`, `logg inn`, `log ind`, `zaloguj się`, `войти`, `вход`, `ログイン`, `登录|登入`, `로그인`,
	)
	signInSays = anyOf(
		`\byou (must|need to|have to) (be )?(log|sign)(ged|ned)?[ -]?in\b`, `\bplease (log|sign)[ -]?in\b`, `\b(log|sign)[ -]?in to (continue|view|see|access|your)\b`, `\bthis (content|page|post|site|store) is (password[ -])?protected\b`, `\b(page|site|workspace|board) is private\b`,
		`bitte (melden sie sich|loggen sie sich|anmelden|einloggen)`, `veuillez vous connecter`, `(debes|debe) iniciar sesión`,
	)

	consentLoud = anyOf(
		`\bbefore you continue\b`, `\b(we )?(value|respect|care about) your privacy\b`, `\byour privacy( choices| matters| settings)?\b`, `\b(cookie |your )?consent\b`, `\bcookies? (consent|choices)\b`, `\byour (data|choices?), your\b`, `\bprivacy (notice|choices|settings|preferences)\b`, `\b(accept|allow) cookies\b`, `\bwe use cookies\b`,
		`bevor sie (fortfahren|weiter)`, `weiterlesen`, `(ihre )?(einwilligung|zustimmung|privatsphäre)`, `avant de continuer`, `votre (vie privée|consentement)`, `antes de continuar`, `tu privacidad`, `sua privacidade`, `la tua privacy`, `prima di continuare`, `jouw privacy`, `voordat je verdergaat`,
	)
	consentTalk = anyOf(
		`\bcookies?\b`, `\bconsent\b`, `\btracking\b`, `\bpersonali[sz]ed (ads|advertising|content)`, `\b(partners|vendors|advertisers)\b`, `\bprivacy\b`, `\b(accept|reject|agree|allow|decline|deny|refuse|manage)( all| and continue| & continue)?\b`, `\b(before|to) (you )?continue\b`, `\bad-?free\b`, `\bpersonal data\b`, `\bstore and/?or access\b`,
		`einwilligung`, `zustimm`, `akzeptier`, `ablehnen`, `werbung`, `werbe(frei|tracking)`, `datenschutz`, `impressum`, `abonnieren`, `accepter`, `refuser`, `consentement`, `confidentialité`, `publicit`, `aceptar`, `rechazar`, `consentimiento`, `privacidad`, `aceitar`, `recusar`, `consentimento`, `privacidade`, `accetta`, `rifiuta`, `consenso`, `akkoord`, `toestemming`, `samtyck`, `samtykke`, `zgod`, `соглас`, `同意`, `クッキー`,
	)

	needsScript = anyOf(
		`\b(enable|turn on|activate|requires?|needs?|without|allow) (to (run|enable) )?(this app )?.{0,20}\b(javascript|js)\b`, `\bjavascript (is |must be |has to be |needs to be )?(required|disabled|enabled|turned off|not enabled)\b`, `javascript (aktivieren|muss|wird benötigt)`, `activer javascript`, `(habilit|activ)\pL+ javascript`, `javascript を有効`, `включите javascript`,
	)
	loadingText  = regexp.MustCompile(`^(loading|please wait|wird geladen|chargement|cargando|carregando|caricamento|laden|読み込み中|加载中|загрузка|one moment)\b?.{0,12}$`)
	missingClass = regexp.MustCompile(`(?i)(^|\s)(error-?404|(is|template|page-template|page-type|route)-(404|not-?found)|not-?found|page-?not-?found|error-page|four-?oh-?four)(\s|$)`)

	// neutral are words that go with every message.
	neutral = anyOf(
		`\b(oops|whoops|oopsie|uh[ -]?oh|yikes|ouch|oh no|hm+|sorry|unfortunately|error|http|status|code|the|a|an|this|that|your|our|my|we|i|it|you|are|re|is|was|be|been|has|have|to|for|of|at|on|in|page|pages|link|url|file|site|website|web|address|content|resource|requested|request|`+
			`looking|searching|were|here|there|can|could|seems?|looks?|like|please|now|currently|right|temporarily|anywhere|but|or|and|moved|deleted|removed|ve|ll|s|t|whatever|something|found|required|first|continue|server|what|trying|reach)\b`,
		`\b(seite|diese|die|leider|der|das|wir|haben|konnten?|wurde|angeforderte|gesuchte|ups|hoppla|entschuldigung|cette|la|le|oups|désolé|nous|que|vous|demandée|esta|página|lo|sentimos|vaya|desculpe|ops|questa|pagina|helaas|deze|de|het|tyvärr|beklager|sidan|siden|denna|sivua|strona|niestety)\b`,
		`страниц[аы]`, `эта`, `к сожалению`, `извините`, `ページ(が|は|を)?`, `この`, `お探しの`, `ご指定の`, `申し訳ございません`, `(页面|頁面|网页|網頁)`, `(抱歉|对不起|很)`, `(您|你)(访问|查找|请求)的`, `(요청하신|페이지를?|해당)`, `죄송합니다`,
	)
	quotedWords = regexp.MustCompile(`“[^”]{0,120}”|„[^“”]{0,120}[“”]|«[^»]{0,120}»|「[^」]{0,60}」|"[^"]{0,120}"|‘[^’]{0,120}’`)
	moneyIn     = regexp.MustCompile(`\p{Sc}\s?\d|\d\s?\p{Sc}|\b(usd|eur|gbp|chf|sek|nok|dkk|pln)\s?\d|\d\s?(usd|eur|gbp|chf|sek|nok|dkk|pln|kr|zł|kč|руб|円|元)`)
	dateIn      = regexp.MustCompile(`\b(19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}\b|\b\d{1,2}[./]\d{1,2}[./](19|20)?\d\d\b|\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}\b|` +
		`\b\d{1,2}\.? (de )?(jan|feb|fév|mar|mär|apr|avr|abr|may|mai|jun|juin|jul|juil|aug|ago|aoû|sep|oct|okt|out|nov|dec|dez|déc|dic)|\d{1,2}月\d{1,2}日`)
)

// only tells a title or heading that is a message of the sign and nothing else: what is left of it when the sign
// and words that go with every message are taken away is next to nothing.
func (g sign) only(s string) bool {
	if s == "" || len(s) > 160 || !g.loud.MatchString(s) {
		return false
	}
	rest := neutral.ReplaceAllString(g.loud.ReplaceAllString(s, " "), " ")
	return 5*lettersIn(rest) <= lettersIn(s)
}

func lettersIn(s string) int {
	n := 0
	for _, r := range s {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			n++
		}
	}
	return n
}
