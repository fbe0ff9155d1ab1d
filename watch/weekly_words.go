package watch

import (
	"fmt"
	"strings"

	"github.com/gapwatch/gapwatch/alert"
	"github.com/gapwatch/gapwatch/report"
)

// mostItems bounds the lists of a report in a message; all of it is in Gapwatch.
const mostItems = 40

// reportMessage writes a report as a message: all of it for mail, a few lines for channels. Without money it names no
// account and no revenue.
func reportMessage(r report.Report, money bool, links alert.Links) alert.Message {
	m := alert.Message{Title: r.Title(), Text: r.Summary(), Link: links.Report(r.Slug())}
	if len(r.Coverage.Unseen) > 0 {
		m.First = []alert.Part{listed("Could not be seen", r.Coverage.Unseen, unseenItem)}
	}
	m.Rest = []alert.Part{
		{Lines: []string{r.Summary()}},
		shippedPart(r.Shipped),
		orNothing(listed("Prices that moved", r.Prices, changeItem), "No price moved."),
		orNothing(listed("Other changes", r.Other, changeItem), "Nothing else changed."),
		orNothing(listed("The matrix", r.Moves, moveItem), "No cell moved."),
		orNothing(listed("Gaps that customers feel", r.Gaps, gapItem(money)), "No gap has an annotation."),
		annotationsPart(r.Annotations, money),
		{Heading: "What waits for a decision", Lines: r.Queues.Lines()},
	}
	m.Brief = brief(r, money)
	return m
}

// listed makes a part of a list.
func listed[T any](heading string, rows []T, item func(T) alert.Item) alert.Part {
	p := alert.Part{Heading: heading}
	for i, row := range rows {
		if i == mostItems {
			p.More = len(rows) - mostItems
			break
		}
		p.Items = append(p.Items, item(row))
	}
	return p
}

func orNothing(p alert.Part, nothing string) alert.Part {
	if len(p.Items) == 0 {
		p.Lines = []string{nothing}
	}
	return p
}

func unseenItem(u report.Unseen) alert.Item {
	note := u.URL + ", never seen"
	if u.Since != nil {
		note = u.URL + ", last seen " + report.Day(*u.Since)
	}
	return alert.Item{Text: alert.Clean(fmt.Sprintf("%s, %s: %s", u.Competitor, u.Kind, u.Reason)), Note: alert.Clean(note)}
}

func shippedPart(rows []report.Shipped) alert.Part {
	p := alert.Part{Heading: "What shipped"}
	for _, s := range rows {
		if len(s.Entries) == 0 {
			p.Lines = append(p.Lines, alert.Clean(s.Competitor+": "+lowerFirst(s.Quiet())))
		}
		for _, e := range s.Entries {
			if len(p.Items) == mostItems {
				p.More++
				continue
			}
			p.Items = append(p.Items, alert.Item{
				Text: alert.Clean(s.Competitor + ": " + e.Title), Note: alert.Clean(strings.Trim(e.Level+", "+e.Type, ", ")),
			})
		}
	}
	if len(p.Items)+len(p.Lines) == 0 {
		p.Lines = []string{"No changelog or feed is watched."}
	}
	return p
}

func changeItem(c report.ChangeLine) alert.Item {
	return alert.Item{
		Text: alert.Clean(c.Competitor + ": " + c.Sentence), Quote: alert.Clean(c.Quote),
		Note: alert.Clean(fmt.Sprintf("%s, seen %s on %s", c.Level, report.Day(c.SeenAt), c.URL)),
	}
}

func moveItem(m report.Move) alert.Item {
	return alert.Item{Text: alert.Clean(m.Sentence()), Note: alert.Clean(m.Area + ": " + m.Why)}
}

func gapItem(money bool) func(report.Gap) alert.Item {
	return func(g report.Gap) alert.Item {
		ahead := ""
		if len(g.Ahead) > 0 {
			ahead = "Ahead of us: " + strings.Join(g.Ahead, ", ")
		}
		if !money {
			return alert.Item{Text: alert.Clean(g.Feature), Note: alert.Clean(ahead)}
		}
		note := strings.Join(report.Arithmetic(g.ARR), "; ")
		return alert.Item{Text: alert.Clean(g.Sentence()), Note: alert.Clean(strings.Trim(ahead+". "+note, ". "))}
	}
}

func annotationsPart(rows []report.Annotation, money bool) alert.Part {
	if money {
		return orNothing(listed("New annotations", rows, func(a report.Annotation) alert.Item {
			about := strings.Trim(strings.Join([]string{a.Kind, a.Account, a.Feature}, ", "), ", ")
			return alert.Item{Text: alert.Clean(about), Quote: alert.Clean(a.What), Note: alert.Clean(a.Author)}
		}), "Nobody annotated a gap in this week.")
	}
	p := alert.Part{Heading: "New annotations", Lines: []string{"Nobody annotated a gap in this week."}}
	if len(rows) > 0 {
		p.Lines = []string{fmt.Sprintf("%d; they are in Gapwatch.", len(rows))}
	}
	return p
}

// brief is a report in a few lines: what could not be seen is in the summary, then the weightiest of each list.
func brief(r report.Report, money bool) []string {
	lines := []string{r.Summary()}
	for i, c := range r.Prices {
		if i == 3 {
			lines = append(lines, fmt.Sprintf("and %d more prices and plans", len(r.Prices)-3))
			break
		}
		lines = append(lines, alert.Clean("• "+c.Competitor+": "+c.Sentence))
	}
	if money && len(r.Gaps) > 0 {
		lines = append(lines, alert.Clean("First gap: "+r.Gaps[0].Sentence()))
	}
	return lines
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }
