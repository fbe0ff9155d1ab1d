package diff

import "github.com/gapwatch/gapwatch/extract"

// A site that tries two prices on its visitors shows one list today and another tomorrow. The first moves are news, like
// any; what then keeps coming back is not.

// facts are what a price list says, each in one text: a plan, a price of one, a row of one.
func facts(plans []extract.Plan) hashes {
	var out hashes
	said := map[uint32]bool{}
	say := func(subject, words string) {
		if h := hash(fact(subject, words)); !said[h] && len(out) < maxNow {
			said[h] = true
			out = append(out, h)
		}
	}
	for _, p := range plans {
		say(p.Name, planWords(p))
		for _, price := range p.Prices {
			say(p.Name, PriceWords(price))
		}
		for _, f := range p.Features {
			say(p.Name+": "+f.Name, stateWords(f))
		}
	}
	return out
}

func fact(subject, words string) string { return key(subject) + "\x00" + key(words) }

// settled leaves out changes to, or from, what has come back by itself before, often enough.
func (m Memory) settled(changes []Change) []Change {
	if len(m.Back) == 0 {
		return changes
	}
	flips := func(subject, words string) bool {
		return words != "" && count(m.Back, hash(fact(subject, words))) >= manyTimes
	}
	var out []Change
	for _, c := range changes {
		if !flips(c.Subject, c.After) && !(c.After == "" && flips(c.Subject, c.Before)) {
			out = append(out, c)
		}
	}
	return out
}
