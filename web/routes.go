package web

// routes lists every address with who may use it. Whatever is not here is not found, and whoever has not the role is
// turned away: there is no other list.
func (s *Server) routes() []route {
	return []route{
		// Coming in.
		{pattern: "GET /signin", role: Public, handle: s.signInForm},
		{pattern: "POST /signin", role: Public, audit: "sign in", handle: s.signInPost},
		{pattern: "POST /signout", role: Viewer, audit: "sign out", handle: s.signOut},
		{pattern: "GET /setup", role: Public, handle: s.setupForm},
		{pattern: "POST /setup", role: Public, audit: "first admin", handle: s.setupPost},
		{pattern: "GET /oidc/start", role: Public, handle: s.oidcStart},
		{pattern: "GET /oidc/callback", role: Public, audit: "sign in", handle: s.oidcCallback},
		{pattern: "GET /static/", role: Public, handle: s.static},
		{pattern: "GET /healthz", role: Public, handle: s.healthy},
		{pattern: "GET /readyz", role: Public, handle: s.ready},

		// Reading.
		{pattern: "GET /{$}", role: Viewer, handle: s.week},
		{pattern: "POST /week/publish", role: Editor, audit: "publish report", handle: s.weekPublish},
		{pattern: "GET /week/{week}/export/{format}", role: Viewer, audit: "export report", handle: s.weekExport},
		{pattern: "GET /reports/{slug...}", role: Viewer, handle: s.report},
		{pattern: "GET /matrix", role: Viewer, handle: s.matrixStart},
		{pattern: "GET /matrix/{area}", role: Viewer, handle: s.matrix},
		{pattern: "GET /matrix/{area}/export/{format}", role: Viewer, audit: "export matrix", handle: s.matrixExport},
		{pattern: "GET /matrix/{area}/{feature}/{competitor}", role: Viewer, handle: s.cell},
		{pattern: "POST /matrix/{area}/{feature}/{competitor}", role: Editor, audit: "verify cell", handle: s.cellDecide},
		{pattern: "POST /evidence/{id}/dismiss", role: Editor, audit: "dismiss evidence", handle: s.evidenceDismiss},
		{pattern: "GET /gaps", role: Viewer, handle: s.gaps},
		{pattern: "GET /gaps/{area}/{feature}", role: Viewer, handle: s.gap},
		{pattern: "POST /gaps/{area}/{feature}/status", role: Editor, audit: "gap status", handle: s.gapStatus},
		{pattern: "POST /gaps/{area}/{feature}/move", role: Editor, audit: "move annotations", handle: s.gapMove},
		{pattern: "GET /changes", role: Viewer, handle: s.changes},
		{pattern: "GET /changes/{id}", role: Viewer, handle: s.change},
		{pattern: "POST /changes/{id}/accept", role: Editor, audit: "accept change", handle: s.changeAccept},
		{pattern: "POST /changes/{id}/dismiss", role: Editor, audit: "dismiss change", handle: s.changeDismiss},
		{pattern: "GET /pricing", role: Viewer, handle: s.pricing},
		{pattern: "GET /queue", role: Viewer, handle: s.queue},
		{pattern: "POST /queue/phrases/{id}", role: Editor, audit: "decide phrase", handle: s.queueDecide},
		{pattern: "POST /annotations/{id}/assign", role: Editor, audit: "assign annotation", handle: s.annotationAssign},
		{pattern: "GET /competitors", role: Viewer, handle: s.competitors},
		{pattern: "GET /competitors/{key}", role: Viewer, handle: s.competitor},
		{pattern: "GET /search", role: Viewer, handle: s.search},
		{pattern: "GET /annotate", role: Contributor, handle: s.annotateNew},
		{pattern: "POST /annotate", role: Contributor, audit: "annotate", handle: s.annotatePost},
		{pattern: "GET /annotate/accounts", role: Contributor, handle: s.annotateAccounts},
		{pattern: "GET /annotate/gaps", role: Contributor, handle: s.annotateGaps},
		{pattern: "GET /annotations/{id}", role: Contributor, handle: s.annotationForm},
		{pattern: "POST /annotations/{id}", role: Contributor, audit: "change annotation", handle: s.annotationPost},
		{pattern: "GET /accounts", role: Viewer, money: true, handle: s.accounts},
		{pattern: "GET /accounts/{key}", role: Viewer, money: true, handle: s.account},
		{pattern: "GET /accounts/import", role: Editor, money: true, handle: s.accountsImportForm},
		{pattern: "POST /accounts/import", role: Editor, money: true, audit: "import accounts", handle: s.accountsImport},
		{pattern: "GET /sources", role: Viewer, handle: s.sources},
		{pattern: "GET /snapshots/{id}", role: Viewer, handle: s.snapshot},
	}
}
