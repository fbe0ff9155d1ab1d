package diff

// announces tells the words of every announcement, which say nothing of what is announced.
func announces(word string) bool {
	switch word {
	case "a", "an", "the", "and", "or", "of", "to", "in", "on", "for", "with", "by", "at", "is", "are", "be", "its", "it", "this", "that",
		"our", "your", "we", "you", "now", "new", "just", "today", "here", "all", "more", "has", "have", "been",
		"introducing", "introduce", "introduces", "announcing", "announce", "announces", "announcement", "meet", "hello", "welcome", "say", "presenting",
		"launch", "launches", "launching", "launched", "release", "releases", "released", "releasing", "ship", "ships", "shipped", "shipping",
		"available", "availability", "update", "updates", "updated", "changelog", "news", "whats", "what", "note", "notes", "version", "product",
		"generally", "+", "#":
		return true
	case "der", "die", "das", "den", "dem", "ein", "eine", "und", "für", "mit", "von", "im", "ist", "jetzt", "neu", "neue", "neues", "neuer", "verfügbar",
		"le", "la", "les", "un", "une", "et", "pour", "avec", "de", "des", "du", "est", "nouveau", "nouvelle", "nouveautés", "disponible",
		"el", "los", "las", "una", "y", "con", "para", "nuevo", "nueva", "novedades", "il", "lo", "gli", "e", "per", "nuovo", "nuova", "novità",
		"o", "os", "as", "um", "uma", "com", "novo", "nova", "novidades", "het", "een", "en", "voor", "met", "nieuw", "nieuwe":
		return true
	}
	return false
}

// general tells words of titles, in the singular, that fit any news and tell no two of them apart.
func general(word string) bool {
	switch word {
	case "fix", "fixe", "fixed", "bug", "bugfix", "bugfixe", "improvement", "improved", "enhancement", "change", "minor", "small", "various", "misc",
		"miscellaneous", "general", "performance", "stability", "quality", "maintenance", "patch", "hotfix", "weekly", "monthly", "digest", "roundup",
		"recap", "feature", "week", "month", "other", "verbesserung", "verbesserungen", "fehlerbehebung", "fehlerbehebungen", "korrekturen",
		"amélioration", "correction", "mejora", "correccione", "correcciones", "miglioramenti", "correzioni":
		return true
	}
	return false
}

// isMonth tells the name of a month, which in a title tells one edition from another.
func isMonth(word string) bool {
	switch word {
	case "january", "february", "march", "april", "june", "july", "august", "september", "october", "november", "december",
		"januar", "februar", "märz", "mai", "juni", "juli", "oktober", "dezember",
		"janvier", "février", "mars", "avril", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
		"enero", "febrero", "marzo", "mayo", "junio", "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre":
		return true
	}
	return false
}
