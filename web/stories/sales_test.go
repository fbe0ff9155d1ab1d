package stories

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"
)

func storiesOfSalesAndSupport(t *testing.T) {
	tellAll(t, []story{
		{"9: an annotation takes six interactions from any page, and the gap is found while typing", func(t *testing.T, b *tab) {
			for _, how := range []look{light, phone} {
				b.see(how)
				for _, from := range []string{"/", "/matrix/session-replay", "/pricing", "/sources/1", "/changes", "/competitors/oxbowry"} {
					b.visit(from)
					b.steps = 0
					if how == phone { // by thumb
						b.follow(".tabs-phone a.go")
					} else {
						b.press("a")
					}
					b.write("#account", "Sable Hotels")
					b.click(`#kind .pick:nth-child(4)`)
					b.write("#what", "They ask for mobile session replay again.")
					b.until(`document.querySelector("#found input[name=feature]")`)
					b.click(`#found .pick`)
					b.follow(".savebar button")
					require.LessOrEqual(t, b.steps, 6, "from %s", from)
					require.Equal(t, "/gaps/session-replay/mobile-replay", b.where())
					require.Contains(t, b.text("[role=status]"), "Annotated")
				}
			}
		}},
		{"9: a gap that was chosen stays chosen when an answer comes late", func(t *testing.T, b *tab) {
			b.visit("/annotate?text=mobile+replay&account=Sable+Hotels&kind=feature+request")
			b.click("#found .pick")
			for _, more := range []string{" and", " something that no feature is called"} {
				ask[bool](b, `(document.querySelector("#found .pick").dataset.old = "1", true)`)
				b.write("#what", more)
				b.until(`!document.querySelector("#found .pick[data-old]") || document.querySelector("#found .pick input:checked")`)
				b.until(`document.querySelector("#found input:checked")?.value === "session-replay/mobile-replay"`)
			}
		}},
		{"9: a draft is kept until it is saved, and takes over no other form", func(t *testing.T, b *tab) {
			b.visit("/annotate?feature=session-replay/heatmaps")
			b.write("#what", "Half a sentence that must not")
			require.Contains(t, b.text("[data-draft-said]"), "Draft kept on this device")
			b.visit("/gaps")
			for _, other := range []string{"/annotate", "/annotate?feature=session-replay/canvas", "/annotations/1"} {
				b.visit(other)
				require.NotContains(t, ask[string](b, `document.querySelector("#what").value`), "Half a sentence", other)
				b.write("#what", "Something else. ")
			}
			b.visit("/annotate?feature=session-replay/heatmaps")
			require.Equal(t, "Half a sentence that must not", ask[string](b, `document.querySelector("#what").value`))
			require.Equal(t, "session-replay/heatmaps", ask[string](b, `document.querySelector("[name=feature]:checked").value`))
			b.follow("[data-draft-drop]:not([hidden])")
			require.Empty(t, ask[string](b, `document.querySelector("#what").value`), "and can be discarded")
		}},
		{"9: on a phone the form is one thumb away and wider than nothing", func(t *testing.T, b *tab) {
			b.see(phone)
			b.visit("/changes")
			b.follow(".tabs-phone a.go")
			require.Equal(t, "/annotate", b.where())
			require.LessOrEqual(t, ask[int](b, `document.documentElement.scrollWidth`), 390, "nothing sticks out")
			require.GreaterOrEqual(t, ask[int](b, `Math.min(...[...document.querySelectorAll(".anform .pick, .savebar button, .anform input.in")]
				.filter((e) => e.offsetParent).map((e) => Math.round(e.getBoundingClientRect().height)))`), 44, "thumbs hit it")
		}},
		{"9: at risk asks for trigger, owner and next key date", func(t *testing.T, b *tab) {
			b.visit("/annotate?feature=session-replay/frustration&account=Larkspur+Foods&kind=at+risk&text=They+may+leave")
			b.follow(".savebar button")
			require.Contains(t, b.text("[role=alert]"), "not kept yet")
			require.Equal(t, "They may leave", ask[string](b, `document.querySelector("#what").value`), "what was typed stays")
			b.forgive("422")
		}},
		{"9: whoever changes what another has changed sees both", func(t *testing.T, b *tab) {
			b.visit("/gaps/session-replay/heatmaps")
			b.follow(`article.ev a[href^="/annotations/"]`)
			at := b.where()
			other := openTab(t, here(t), b.base, light)
			other.visit(at)
			other.write("#what", " Said by another.")
			other.follow(".savebar button")
			b.write("#what", " Said by me.")
			b.follow(".savebar button")
			require.Contains(t, b.text("[role=alert]"), "Somebody else has changed this")
			require.Contains(t, b.text("[role=alert]"), "Said by another.")
			require.Contains(t, ask[string](b, `document.querySelector("#what").value`), "Said by me.")
			b.forgive("409")
		}},
		{"10: a subscription shows the last month before it is kept, and rests for two weeks", func(t *testing.T, b *tab) {
			b.visit("/subscriptions/new")
			b.write("#key", "prices-by-feed")
			b.choose("#channel-in", "feed")
			b.click("#cadence .pick:first-child")
			b.click(`#kind input[value=pricing]`)
			b.follow(`button[name=preview]`)
			require.Contains(t, b.text("[aria-labelledby=would]"), "would have sent")
			require.NotZero(t, b.count("[aria-labelledby=would] article"))
			b.follow(`form[action="/subscriptions/new"] button:not([name])`)
			require.Contains(t, b.text("main"), "prices-by-feed")
			b.follow(`form[action="/subscriptions/prices-by-feed/rest"] button`)
			require.Contains(t, b.text("main table"), "quiet until")
		}},
		{"12: do they have X is answered in three interactions, with a sentence that is safe to say", func(t *testing.T, b *tab) {
			for _, how := range []look{light, phone} {
				b.see(how)
				for _, question := range []string{"mobile replay", "does oxbowry have rage clicks", "heatmaps"} {
					b.visit("/changes")
					b.steps = 0
					if how == phone {
						b.click("#q")
					} else {
						b.key("/")
					}
					b.write("#q", question)
					b.press("\r")
					require.LessOrEqual(t, b.steps, 3, question)
					require.Contains(t, b.text(".answerbox h2"), "Do they have", question)
					require.GreaterOrEqual(t, b.count(".answerbox td .state"), 4, question)
					require.NotEmpty(t, b.text(`.answerbox td[data-l="Safe to say"]`), question)
				}
			}
		}},
		{"12: the sentence is copied from the proof", func(t *testing.T, b *tab) {
			b.visit("/matrix/session-replay/mobile-replay/harrowglass")
			require.NotEmpty(t, b.text(".say .sentence"))
			b.key("y")
			b.until(`document.querySelector("#copied").textContent === "Copied"`)
		}},
		{"13: when a gap ships there is a list of whom to call", func(t *testing.T, b *tab) {
			b.visit("/gaps/session-replay/mobile-replay")
			b.choose("#status", "shipped")
			b.follow(`form[action$="/status"] button`)
			require.Contains(t, b.text("main table"), "Ninefold Rail")
			require.Contains(t, b.text("main"), "Whom to call")
			require.Contains(t, b.text("main table"), "Jonas")
		}},
		{"14: a ticket link and a quote come by share link, without knowing the ARR", func(t *testing.T, b *tab) {
			b.visit("/annotate?url=https%3A%2F%2Ftickets.example%2F99&text=The+canvas+is+blank")
			require.Equal(t, "https://tickets.example/99", ask[string](b, `document.querySelector("#link").value`))
			b.write("#account", "Kestrel Parcel")
			b.click(`#kind .pick:nth-child(4)`)
			b.click(`.found > .stack > .pick:last-child`)
			b.follow(".savebar button")
			require.Contains(t, b.text("[role=status]"), "inbox")
			b.visit("/queue?what=inbox")
			for !strings.Contains(b.text(".qitem blockquote"), "The canvas is blank") {
				b.follow(`[data-key=l]`)
			}
			b.choose("#find", "session-replay/canvas")
			b.follow(`form:has(#find) button`)
			b.visit("/gaps/session-replay/canvas")
			require.Contains(t, b.text("main"), "$61,200", "the account's ARR comes from the list")
		}},
		{"14: a bookmark takes the address and what is selected from any page into the form", func(t *testing.T, b *tab) {
			b.visit("/account")
			require.Equal(t, b.count("#anywhere [data-drag]"), 1)
			b.click("#anywhere [data-drag]")
			require.Contains(t, b.text("#mark-said"), "Drag it", "it runs nowhere here")
			mark := ask[string](b, `document.querySelector("#anywhere [data-drag]").href`)
			require.True(t, ask[bool](b, `(([a, b]) => decodeURIComponent(a.href) === decodeURIComponent(b.dataset.copy))(document.querySelectorAll("#anywhere [data-drag], #anywhere [data-copy]"))`))
			elsewhere := here(t).sites[0]
			b.do(chromedp.Navigate(elsewhere))
			opened := ask[string](b, fmt.Sprintf(`(() => {
				getSelection().selectAllChildren(document.querySelector("h1"));
				let opened;
				window.open = (address) => { opened = address; };
				(0, eval)(decodeURIComponent(%q.slice("javascript:".length)));
				return opened;
			})()`, mark))
			selected := b.text("h1")
			require.NotEmpty(t, selected)
			b.do(chromedp.Navigate(opened))
			require.Equal(t, selected, ask[string](b, `document.querySelector("#what").value`))
			require.Equal(t, elsewhere, ask[string](b, `document.querySelector("#link").value`))
			b.forgive(elsewhere)
		}},
		{"14: a phone shares a page with the form", func(t *testing.T, b *tab) {
			b.visit("/")
			manifest, err := chromedp.Call(b.ctx, page.GetAppManifest, page.GetAppManifestParams{})
			b.must(err)
			for _, e := range manifest.Errors {
				t.Error(e.Message)
			}
			var said struct {
				Target struct {
					Action, Method string
					Params         map[string]string
				} `json:"share_target"`
			}
			require.NoError(t, json.Unmarshal([]byte(manifest.Data), &said))
			require.Equal(t, "GET", said.Target.Method)
			q := url.Values{said.Target.Params["title"]: {"Ticket 7"}, said.Target.Params["text"]: {"The canvas is blank https://tickets.example/7"}}
			b.visit(said.Target.Action + "?" + q.Encode())
			require.Equal(t, "The canvas is blank", ask[string](b, `document.querySelector("#what").value`))
			require.Equal(t, "https://tickets.example/7", ask[string](b, `document.querySelector("#link").value`))
		}},
		{"15: one search finds gaps, quotes, entries and annotations", func(t *testing.T, b *tab) {
			b.visit("/search?q=replay")
			kinds := map[string]bool{}
			for _, k := range ask[[]string](b, `[...document.querySelectorAll("article.ev .tag")].map((e) => e.textContent)`) {
				kinds[k] = true
			}
			require.GreaterOrEqual(t, len(kinds), 3, "%v", kinds)
			require.NotZero(t, b.count("article.ev mark"))
		}},
		{"15: the stream of changes is searched, and says where else the words stand", func(t *testing.T, b *tab) {
			b.visit("/changes")
			b.write("#text", "replay")
			b.press("\r")
			require.Contains(t, b.where(), "q=replay")
			require.NotZero(t, b.count(".changes article"))
			require.NotZero(t, b.count(".elsewhere article mark"))
			require.Empty(t, b.check())
		}},
		{"4: annotations move to another gap and none is lost", func(t *testing.T, b *tab) {
			b.visit("/gaps/session-replay/frustration")
			said := b.text("article.ev blockquote")
			b.click(`article.ev input[name=annotation]`)
			b.click(`form[action$="/move"] details summary`)
			b.choose("#to", "session-replay/search")
			b.follow(`form[action$="/move"] .row button`)
			b.visit("/gaps/session-replay/search")
			require.Contains(t, b.text("main"), said)
		}},
		{"12: the name of a competitor leads to all that is known of it", func(t *testing.T, b *tab) {
			b.visit("/competitors")
			b.follow(`main a[href="/competitors/harrowglass"]`)
			require.Contains(t, b.text("h1"), "Harrowglass")
			require.True(t, strings.Contains(b.text("main"), "Nov"))
		}},
	}, "9: an annotation", "9: whoever", "10: ", "13: ", "14: ", "4: ")
}
