package extract

import (
	"os"
	"syscall"
	"testing"

	"golang.org/x/net/html"
	"strings"
)

func cpu() float64 {
	var r syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &r)
	return float64(r.Utime.Nano()+r.Stime.Nano()) / 1e6
}

// ratio runs f and html.Parse of the same body alternately and reports f's CPU over the parse's.
func ratio(b *testing.B, file string, f func(body []byte)) {
	body, err := os.ReadFile("/tmp/costlab/pages/" + file)
	if err != nil {
		b.Skip(err)
	}
	f(body)
	var own, floor float64
	for b.Loop() {
		t0 := cpu()
		html.Parse(strings.NewReader(string(body)))
		t1 := cpu()
		f(body)
		own += cpu() - t1
		floor += t1 - t0
	}
	b.ReportMetric(own/float64(b.N), "cpu-ms")
	b.ReportMetric(own/floor, "xparse")
}
func readIt(kind Kind) func([]byte) {
	return func(body []byte) {
		if _, err := Read(Page{Kind: kind, URL: "https://a.example/x", Body: body, ContentType: "text/html; charset=utf-8"}); err != nil {
			panic(err)
		}
	}
}
func BenchmarkZPricing(b *testing.B)   { ratio(b, "pricing.1", readIt(Pricing)) }
func BenchmarkZChangelog(b *testing.B) { ratio(b, "changelog.1", readIt(Changelog)) }
func BenchmarkZFeed(b *testing.B)      { ratio(b, "feed.xml.1", readIt(Feed)) }
func BenchmarkZHealth(b *testing.B) {
	ratio(b, "pricing.1", func(body []byte) { Health(Page{Kind: Pricing, Body: body}) })
}
func BenchmarkZParse(b *testing.B) {
	ratio(b, "pricing.1", func(body []byte) { var d Document; parseTree(string(body), "https://a.example/", &d) })
}
