package config

import (
	"reflect"
	"slices"
	"strings"
)

// Landscape is landscape.yaml: what Gapwatch should know and watch.
type Landscape struct {
	Areas         []Area         `yaml:"areas" doc:"Our product areas with their features."`
	Competitors   []Competitor   `yaml:"competitors" doc:"The companies to watch."`
	Subscriptions []Subscription `yaml:"subscriptions" doc:"Who is told what, and where."`

	// SourcesOnly: the file lists sources and no more (CSV, OPML); what else is known of a competitor stays.
	SourcesOnly bool `json:"-"`
}

// HasArea tells whether the file lists an area.
func (l Landscape) HasArea(key string) bool {
	return slices.ContainsFunc(l.Areas, func(a Area) bool { return a.Key == key })
}

// HasFeature tells whether the file lists a feature, named area/feature.
func (l Landscape) HasFeature(path string) bool {
	area, key, _ := strings.Cut(path, "/")
	return slices.ContainsFunc(l.Areas, func(a Area) bool {
		return a.Key == area && slices.ContainsFunc(a.Features, func(f Feature) bool { return f.Key == key })
	})
}

// HasCompetitor tells whether the file lists a competitor.
func (l Landscape) HasCompetitor(key string) bool {
	return slices.ContainsFunc(l.Competitors, func(k Competitor) bool { return k.Key == key })
}

// Area is one of our product areas.
type Area struct {
	Key         string    `yaml:"key" required:"true" key:"true" doc:"Short name that stays: addresses and commands use it."`
	Name        string    `yaml:"name" doc:"Name for people; the key where it is left out."`
	Team        string    `yaml:"team" doc:"Who owns the area."`
	Competitors []string  `yaml:"competitors" doc:"Keys of the competitors that matter here. A competitor can say so itself, with areas."`
	Features    []Feature `yaml:"features" doc:"The catalogue of the area, in the order of the matrix."`
}

// Feature is a capability in an area's catalogue.
type Feature struct {
	Key        string   `yaml:"key" required:"true" key:"true" doc:"Short name that stays; unique in the area."`
	Name       string   `yaml:"name" doc:"Name for people; the key where it is left out."`
	Definition string   `yaml:"definition" doc:"One sentence that tells when a product has it."`
	Aliases    []string `yaml:"aliases" doc:"What others call it. Names of renamed products stay."`
	Group      string   `yaml:"group" doc:"Heading in the matrix."`
	Own        Own      `yaml:"own" doc:"Our own state, as a word or with a note."`
}

// Own is our own state of a feature: own: yes, or own: {state: partial, note: "..."}.
type Own struct {
	State State  `yaml:"state" short:"true" doc:"Our own state."`
	Note  string `yaml:"note" doc:"What people should know of it."`
}

// Competitor is a company to watch.
type Competitor struct {
	Key         string   `yaml:"key" required:"true" key:"true" doc:"Short name that stays: addresses and commands use it."`
	Name        string   `yaml:"name" doc:"Name for people; the key where it is left out."`
	Homepage    string   `yaml:"homepage" doc:"Address of its home page."`
	Areas       []string `yaml:"areas" doc:"Keys of the areas it matters in. Left out everywhere, it matters in all."`
	BestInClass []string `yaml:"best_in_class" doc:"Keys of the areas in which it sets the mark."`
	Sources     []Source `yaml:"sources" doc:"The addresses to watch."`
}

// Source is one address to watch.
type Source struct {
	Kind   Kind     `yaml:"kind" required:"true" doc:"What the address shows."`
	URL    string   `yaml:"url" required:"true" doc:"The address."`
	Every  Duration `yaml:"every" min:"1s" doc:"How often to look; the schedule of the settings where it is left out."`
	Window Window   `yaml:"window" doc:"Hours of the day in which to look, such as 06:00-20:00; the schedule of the settings where it is left out."`
	Zone   Zone     `yaml:"zone" doc:"IANA time zone of the window."`
	Jitter Percent  `yaml:"jitter" max:"100%" doc:"Share of every by which a look may be sooner or later, by chance."`
	Render Render   `yaml:"render" doc:"browser, where the page is empty without scripts."`
	Rules  []Rule   `yaml:"rules" doc:"Parts of the page that are not to be read, or not to be alerted on. gapwatch rules try shows what a rule would have hidden."`
}

// Rule is what a person says of a part of a source's pages. The part is named by a selector or by an expression.
type Rule struct {
	Verb  RuleVerb `yaml:"verb" required:"true" doc:"remove takes the part from the text, do-not-alert reads it and tells nobody."`
	CSS   string   `yaml:"css" doc:"CSS selector of the elements."`
	Match string   `yaml:"match" doc:"RE2 expression of the text; in a feed, of the titles."`
}

// Subscription is what a person or channel asks to be told.
type Subscription struct {
	Key         string     `yaml:"key" required:"true" key:"true" doc:"Short name that stays."`
	Channel     Channel    `yaml:"channel" required:"true" doc:"How messages travel."`
	URL         string     `yaml:"url" doc:"Address that messages go to; for mail see to, a feed has none."`
	To          string     `yaml:"to" doc:"Mail address that messages go to, for the channel email."`
	Secret      string     `yaml:"secret" doc:"Signs webhooks (whsec_...); token of an ntfy server. Left out, webhooks get one by themselves."`
	Person      string     `yaml:"person" doc:"Mail address or name of whom it is for, as the customer list calls owners of accounts."`
	Cadence     Cadence    `yaml:"cadence" doc:"When messages go; instant where it is left out."`
	Zone        Zone       `yaml:"zone" doc:"IANA time zone of all its times; UTC where it is left out."`
	At          DayTime    `yaml:"at" doc:"Local time of daily and weekly messages and of the report; 08:30 where it is left out."`
	Weekday     Weekday    `yaml:"weekday" doc:"Day of weekly messages; monday where it is left out."`
	Quiet       Window     `yaml:"quiet" doc:"Hours in which no instant message goes, such as 22:00-07:00; what comes then goes at their end."`
	Report      bool       `yaml:"report" doc:"Also gets the weekly gap report, on Monday at its time; with cadence weekly, instead of the digest."`
	SeesMoney   bool       `yaml:"sees_money" doc:"Whoever reads it may be told accounts and their revenue."`
	Competitors []string   `yaml:"competitors" doc:"Keys of competitors; left out: all."`
	Areas       []string   `yaml:"areas" doc:"Keys of areas; left out: all."`
	Features    []string   `yaml:"features" doc:"Single features, as area/feature by their keys; left out: all, and what speaks of none."`
	Kinds       []NewsKind `yaml:"kinds" doc:"Kinds of sources or of changes; left out: all."`
	Words       []string   `yaml:"words" doc:"Words of which any has to stand in what changed; webhook* takes any ending."`
	MinLevel    Level      `yaml:"min_level" doc:"The least that is told."`
	MyAccounts  bool       `yaml:"my_accounts" doc:"Only what touches a gap on which accounts of the person are annotated."`
	Audience    Audience   `yaml:"audience" doc:"reader, told about competitors; operator, told about sources that fail or fall silent, and nothing else; or both. reader where it is left out."`
}

// Target is where messages go.
func (s Subscription) Target() string {
	if s.To != "" {
		return s.To
	}
	return s.URL
}

// ParseLandscape reads a landscape file in YAML and checks it. The error, if any, is Problems: all that is wrong. Whether
// an address may be fetched is not asked here: a forbidden one becomes a source that fails and says why.
func ParseLandscape(name string, data []byte) (Landscape, error) {
	var l Landscape
	root, err := parseYAML(name, data)
	if err != nil {
		return l, err
	}
	d := newDecoder(name, data)
	d.decode(root, reflect.ValueOf(&l).Elem(), field{})
	if len(d.problems) == 0 {
		for _, f := range l.flaws() {
			if d.enough() {
				break
			}
			d.problems = append(d.problems, f.problem(name, root, d.excerpt))
		}
	}
	if err := d.problems.err(); err != nil {
		return l, err
	}
	l.fill()
	return l, nil
}

// fill gives names to what has only a key, and a state to features of ours that nobody spoke of.
func (l *Landscape) fill() {
	for i := range l.Areas {
		fillName(&l.Areas[i].Name, l.Areas[i].Key)
		for j := range l.Areas[i].Features {
			f := &l.Areas[i].Features[j]
			fillName(&f.Name, f.Key)
			fillName((*string)(&f.Own.State), string(unknownState))
		}
	}
	for i := range l.Competitors {
		fillName(&l.Competitors[i].Name, l.Competitors[i].Key)
	}
	for i := range l.Subscriptions {
		fillName((*string)(&l.Subscriptions[i].Audience), "reader")
		fillName((*string)(&l.Subscriptions[i].Cadence), "instant")
		fillName((*string)(&l.Subscriptions[i].Zone), "UTC")
	}
}

func fillName(name *string, otherwise string) {
	if *name == "" {
		*name = otherwise
	}
}
