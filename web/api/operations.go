package api

import (
	"reflect"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"github.com/gapwatch/gapwatch/report"
)

// operations lists every address of the API with who may use it.
func (a *API) operations() {
	read, money := rule{role: viewer}, rule{role: viewer, money: true}
	add(a, "GET /me", read, "You", "Who asks, and what they may do", a.me)
	add(a, "PUT /me", rule{role: viewer, audit: "change account"}, "You", "Change your name, time zone, looks and keys", a.changeMe)
	add(a, "GET /me/tokens", read, "You", "Your own tokens that work", a.ownTokens)
	add(a, "POST /me/tokens", rule{role: viewer, audit: "make token", once: "secret"}, "You", "Make a token that acts for you", a.makeToken)
	add(a, "DELETE /me/tokens/{id}", rule{role: viewer, audit: "revoke token"}, "You", "End a token of your own", a.revokeOwnToken)

	add(a, "GET /areas", read, "Landscape", "Our product areas", a.areas)
	add(a, "GET /areas/{area}/features", read, "Landscape", "The catalogue of an area", a.features)
	add(a, "GET /competitors", read, "Landscape", "The companies that are watched", a.competitors)
	add(a, "GET /competitors/{competitor}", read, "Landscape", "One company", a.competitor)

	add(a, "GET /areas/{area}/matrix", rule{role: viewer, audit: "export matrix"}, "Matrix", "The matrix of an area, now or as of a day", a.matrix)
	add(a, "GET /areas/{area}/matrix/export/{format}", rule{
		role: viewer, audit: "export matrix", files: typesOf(report.SheetFormats(time.Time{}), "csv", "xlsx", "md", "png"),
	}, "Matrix", "The matrix of an area as a file", a.matrixFile)
	add(a, "GET /cells/{area}/{feature}/{competitor}", read, "Matrix", "A cell with its proof and its history", a.cell)
	add(a, "PUT /cells/{area}/{feature}/{competitor}", rule{role: editor, audit: "verify cell"}, "Matrix", "Verify or correct a cell", a.verify)
	add(a, "POST /cells/{area}/{feature}/{competitor}/proposals", rule{role: contributor, audit: "propose cell"}, "Matrix", "Propose what a cell should say", a.propose)
	add(a, "GET /proposals", read, "Matrix", "Proposals that wait for an editor", a.proposals)
	add(a, "POST /proposals/{id}/take", rule{role: editor, audit: "decide proposal"}, "Matrix", "Make a proposal the cell", a.takeProposal)
	add(a, "POST /proposals/{id}/dismiss", rule{role: editor, audit: "decide proposal"}, "Matrix", "Do not take a proposal", a.dismissProposal)
	add(a, "POST /proposals/{id}/restore", rule{role: editor, audit: "decide proposal"}, "Matrix", "Take the decision on a proposal back", a.restoreProposal)
	add(a, "POST /evidence/{id}/dismiss", rule{role: editor, audit: "dismiss evidence"}, "Matrix", "Say that a quote proves nothing", a.dismissEvidence)
	add(a, "POST /evidence/{id}/restore", rule{role: editor, audit: "restore evidence"}, "Matrix", "Take a dismissal back", a.restoreEvidence)

	add(a, "GET /gaps", read, "Gaps", "Gaps, the most combined ARR first", a.gaps)
	add(a, "GET /gaps/{area}/{feature}", read, "Gaps", "One gap with its arithmetic", a.gap)
	add(a, "PUT /gaps/{area}/{feature}", rule{role: editor, audit: "gap status"}, "Gaps", "Say what we do about a gap", a.changeGap)
	add(a, "GET /leads", read, "Gaps", "Features in which we are ahead of everybody", a.leads)

	add(a, "GET /annotations", read, "Annotations", "What people wrote, the newest first", a.annotations)
	add(a, "POST /annotations", rule{role: contributor, audit: "annotate"}, "Annotations", "Attach what a customer said", a.annotate)
	add(a, "GET /annotations/{id}", read, "Annotations", "One annotation", a.annotation)
	add(a, "PUT /annotations/{id}", rule{role: contributor, audit: "change annotation"}, "Annotations", "Change an annotation", a.changeAnnotation)
	add(a, "POST /annotations/{id}/move", rule{role: editor, audit: "move annotations"}, "Annotations", "Take an annotation to another gap, or to the inbox", a.moveAnnotation)

	add(a, "GET /accounts", money, "Accounts", "Customers and prospects, by name", a.accounts)
	add(a, "GET /accounts/{account}", money, "Accounts", "One account with what was said of it", a.account)
	add(a, "POST /accounts/import", rule{role: editor, money: true, audit: "import accounts"}, "Accounts", "Take a list of accounts", a.importAccounts)

	add(a, "GET /changes", read, "Changes", "What changed, the newest first", a.changes)
	add(a, "GET /changes/{id}", read, "Changes", "One change", a.change)
	add(a, "POST /changes/{id}/accept", rule{role: editor, audit: "accept change"}, "Changes", "Make a change evidence for a cell", a.acceptChange)
	add(a, "POST /changes/{id}/dismiss", rule{role: editor, audit: "dismiss change"}, "Changes", "Say that a change is nothing", a.dismissChange)
	add(a, "GET /changes/{id}/summary", read, "Changes", "What a language model drafted of a change, or a person took", a.summary)
	add(a, "POST /changes/{id}/summary/take", rule{role: editor, audit: "decide summary"}, "Changes", "Take a drafted summary, by your name", a.takeSummary)
	add(a, "POST /changes/{id}/summary/dismiss", rule{role: editor, audit: "decide summary"}, "Changes", "Dismiss a summary", a.dismissSummary)
	add(a, "GET /entries", read, "Changes", "What competitors published, the newest first", a.entries)
	add(a, "GET /search", read, "Changes", "Features, quotes, entries, changes and annotations that hold all words", a.search)

	add(a, "GET /prices", read, "Prices", "What everybody charges now", a.prices)
	add(a, "GET /prices/history", read, "Prices", "How prices moved", a.priceHistory)

	add(a, "GET /sources", read, "Sources", "What is watched, and how it fares", a.sources)
	add(a, "POST /sources", rule{role: editor, audit: "add source"}, "Sources", "Watch an address", a.addSource)
	add(a, "POST /discover", rule{role: editor, asks: true}, "Sources", "Propose what to watch from a home page", a.discover)
	add(a, "POST /sources/preview", rule{role: editor, asks: true}, "Sources", "What is read of an address today", a.look)
	add(a, "POST /begin", rule{role: editor, audit: "begin"}, "Sources", "Watch several companies at once", a.begin)
	add(a, "GET /demo", read, "Sources", "How far the demo's data is", a.demo)
	add(a, "POST /demo", rule{role: admin, audit: "fill with the demo"}, "Sources", "Bring the demo's data into an empty installation", a.fillDemo)
	add(a, "GET /sources/{id}", read, "Sources", "One source", a.source)
	add(a, "PUT /sources/{id}/paused", rule{role: editor, audit: "pause source"}, "Sources", "Stop looking at a source, or start again", a.pauseSource)
	add(a, "POST /sources/{id}/check", rule{role: editor, audit: "look now"}, "Sources", "Ask for a look now", a.checkSource)
	add(a, "GET /sources/{id}/captures", read, "Sources", "Its captures, the newest first", a.captures)

	add(a, "GET /snapshots/{id}/raw", rule{role: viewer, audit: "download page", files: []string{pageType}}, "Sources",
		"A stored page, byte for byte", a.snapshotFile)

	add(a, "GET /sources/{id}/rules", read, "Sources", "Its rules", a.rules)
	add(a, "GET /sources/{id}/rules/trial", read, "Sources", "What a rule would have done to its changes", a.tryRule)
	add(a, "POST /sources/{id}/rules", rule{role: editor, audit: "keep rule"}, "Sources", "Keep a rule", a.addRule)
	add(a, "DELETE /sources/{id}/rules/{number}", rule{role: editor, audit: "take rule back"}, "Sources", "Take a rule back", a.dropRule)

	add(a, "GET /subscriptions", read, "Subscriptions", "Who is told what", a.subscriptions)
	add(a, "POST /subscriptions", rule{role: viewer, audit: "subscribe"}, "Subscriptions", "Make a subscription", a.subscribe)
	add(a, "GET /subscriptions/{subscription}", read, "Subscriptions", "One subscription", a.subscription)
	add(a, "PUT /subscriptions/{subscription}", rule{role: viewer, audit: "change subscription"}, "Subscriptions", "Change a subscription", a.changeSubscription)
	add(a, "PUT /subscriptions/{subscription}/mute", rule{role: viewer, audit: "mute subscription"}, "Subscriptions", "Rest a subscription, or end the rest", a.muteSubscription)
	add(a, "DELETE /subscriptions/{subscription}", rule{role: viewer, audit: "end subscription"}, "Subscriptions", "End a subscription", a.endSubscription)

	add(a, "GET /subscriptions/{subscription}/preview", read, "Subscriptions", "What it would have sent in the last month", a.previewSaved)
	add(a, "POST /subscriptions/preview", rule{role: viewer, asks: true}, "Subscriptions", "What a subscription that is not kept yet would have sent", a.previewWish)

	add(a, "GET /people", rule{role: admin}, "People", "Who may come in", a.people)
	add(a, "POST /people", rule{role: admin, audit: "add person", once: "invitation"}, "People", "Let somebody in", a.letIn)
	add(a, "GET /people/{id}", rule{role: admin}, "People", "One person", a.person)
	add(a, "PUT /people/{id}", rule{role: admin, audit: "change person"}, "People", "Say what somebody may do, or shut them out", a.giveRights)

	add(a, "GET /tokens", rule{role: admin}, "Settings", "Tokens that work, and whom they act for", a.tokens)
	add(a, "DELETE /tokens/{id}", rule{role: admin, audit: "revoke token"}, "Settings", "End a token", a.revokeToken)
	add(a, "GET /channels", rule{role: admin}, "Settings", "Ways to tell people, and how much they are used", a.channels)
	add(a, "GET /model", rule{role: admin}, "Settings", "The language model that drafts, and what became of its drafts", a.model)
	add(a, "GET /audit", rule{role: admin}, "Settings", "What was done, the newest first", a.trail)

	add(a, "GET /queues/phrases", read, "Queues", "Phrases that match no feature", a.phrases)
	add(a, "POST /queues/phrases/{id}", rule{role: editor, audit: "decide phrase"}, "Queues", "Decide what a phrase means, for ever", a.decidePhrase)
	add(a, "GET /queues/cells", read, "Queues", "Cells that are contested or stale", a.waitingCells)

	add(a, "GET /health", rule{role: admin}, "Jobs", "How Gapwatch itself fares", a.health)
	add(a, "GET /jobs", rule{role: admin}, "Jobs", "What the machine is at, the newest first", a.jobs)
	add(a, "POST /jobs/{id}/retry", rule{role: admin, audit: "steer job"}, "Jobs", "Try a job again now", a.retryJob)
	add(a, "POST /jobs/{id}/cancel", rule{role: admin, audit: "steer job"}, "Jobs", "Take a job away", a.cancelJob)

	add(a, "GET /reports", read, "Reports", "Published reports", a.reports)
	add(a, "GET /reports/{week}", rule{role: viewer, audit: "export report"}, "Reports", "The report of a week, published or as it stands", a.report)
	add(a, "GET /reports/{week}/export/{format}", rule{
		role: viewer, audit: "export report", files: typesOf(report.Formats(), "md", "html", "csv", "xlsx"),
	}, "Reports", "The report of a week as a file", a.reportFile)
	add(a, "POST /reports/{week}/publish", rule{role: editor, audit: "publish report"}, "Reports", "Freeze the report of a week", a.publish)
}

// schemaName names a type in the description: those of other packages by their package too, so that none is taken for
// another.
func schemaName(t reflect.Type, hint string) string {
	name := huma.DefaultSchemaNamer(t, hint)
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if path := t.PkgPath(); strings.HasPrefix(path, "github.com/gapwatch/") && !strings.HasSuffix(path, "web/api") {
		at := strings.LastIndexByte(path, '/') + 1
		return strings.ToUpper(path[at:at+1]) + path[at+1:] + name
	}
	return name
}
