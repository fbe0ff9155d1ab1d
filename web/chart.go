package web

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/gapwatch/gapwatch/matrix"
)

// The picture of a price history, in units of its view box.
const (
	chartLeft, chartRight = 40.0, 276.0
	chartTop, chartBottom = 14.0, 122.0
)

// chart is one small picture: lines of plans over a year, one of them strong. Its numbers stand in the table below.
type chart struct {
	Title string // of the strong line
	Says  string // what the picture shows, for those who do not see it
	Grid  []chartGrid
	Ticks []chartTick
	Lines []chartLine
	Dots  []chartDot
}

type chartGrid struct {
	Y     float64
	Label string
}

type chartTick struct {
	X      float64
	Label  string
	Anchor string
}

type chartLine struct {
	Path   string
	Strong bool
}

type chartDot struct {
	X, Y  float64
	Label string
}

// scale turns times and prices into places.
type scale struct {
	from, until time.Time
	most        float64
}

func (s scale) x(t time.Time) float64 {
	if t.Before(s.from) {
		t = s.from
	}
	if t.After(s.until) {
		t = s.until
	}
	share := float64(t.Sub(s.from)) / float64(s.until.Sub(s.from))
	return math.Round((chartLeft+(chartRight-chartLeft)*share)*10) / 10
}

func (s scale) y(price float64) float64 {
	return math.Round((chartBottom-(chartBottom-chartTop)*price/s.most)*10) / 10
}

// drawPrices draws the plans of one competitor; strong is the index of the line that matters most.
func drawPrices(lines []matrix.PlanLine, strong int, from, until time.Time) chart {
	s := scale{from: from, until: until, most: niceMost(lines)}
	c := chart{Title: lines[strong].Name}
	for _, share := range []float64{0, 0.5, 1} {
		c.Grid = append(c.Grid, chartGrid{s.y(s.most * share), trimNumber(s.most * share)})
	}
	middle, layout := from.Add(until.Sub(from)/2), "Jan 06"
	if until.Sub(from) < 90*24*time.Hour {
		layout = "2 Jan"
	}
	c.Ticks = []chartTick{
		{chartLeft, from.Format(layout), "start"}, {s.x(middle), middle.Format(layout), "middle"},
		{chartRight, until.Format(layout), "end"},
	}
	for i, line := range lines {
		if i != strong {
			c.Lines = append(c.Lines, chartLine{s.path(line), false})
		}
	}
	c.Lines = append(c.Lines, chartLine{s.path(lines[strong]), true})
	for _, move := range lines[strong].Moves() {
		price := move.Price.Decimal().InexactFloat64()
		c.Dots = append(c.Dots, chartDot{s.x(move.From), s.y(price), trimNumber(price)})
	}
	c.Says = saysOf(lines[strong], from, until)
	return c
}

// path draws steps: a price stands until it moves, and where none is known there is a hole.
func (s scale) path(line matrix.PlanLine) string {
	var b strings.Builder
	drawn := false
	for _, step := range line.Steps {
		until := s.until
		if step.Until != nil {
			until = *step.Until
		}
		if !step.Known || until.Before(s.from) {
			drawn = false
			continue
		}
		y := s.y(step.Price.Decimal().InexactFloat64())
		if drawn {
			fmt.Fprintf(&b, "V%g", y)
		} else {
			fmt.Fprintf(&b, "M%g %g", s.x(step.From), y)
		}
		fmt.Fprintf(&b, "H%g", s.x(until))
		drawn = true
	}
	return b.String()
}

func saysOf(line matrix.PlanLine, from, until time.Time) string {
	text := fmt.Sprintf("%s, price per month from %s to %s. ", line.Name, from.Format("January 2006"), until.Format("January 2006"))
	switch n := len(line.Moves()); n {
	case 0:
		text += "It did not move."
	default:
		text += fmt.Sprintf("It moved %s.", countOf(n, "time", "times"))
	}
	return text + " Numbers in the table below."
}

// niceMost is a round number at or above the highest price.
func niceMost(lines []matrix.PlanLine) float64 {
	most := 1.0
	for _, l := range lines {
		for _, s := range l.Steps {
			if s.Known {
				most = max(most, s.Price.Decimal().InexactFloat64())
			}
		}
	}
	unit := math.Pow(10, math.Floor(math.Log10(most)))
	for _, m := range []float64{1, 2, 3, 4, 5, 6, 8, 10} {
		if unit*m >= most {
			return unit * m
		}
	}
	return most
}

func trimNumber(v float64) string {
	return strings.TrimSuffix(strings.TrimRight(fmt.Sprintf("%.2f", v), "0"), ".")
}
