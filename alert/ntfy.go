package alert

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
)

// ntfy tells the subscribers of a topic (https://docs.ntfy.sh/publish/#publish-as-json). The secret, if any, is an access
// token. Everything travels in the body, so nothing can slip into a header.
func ntfy() channel {
	return channel{
		name:   "ntfy",
		target: "the address of a topic, such as https://ntfy.sh/our-topic",
		check:  checkTopic,
		mask:   maskAddress,
		people: true,
		send:   sendNtfy,
	}
}

// Bounds of ntfy, in bytes: what is longer becomes a file.
const (
	ntfyTitle   = 240
	ntfyMessage = 3800 // of 4,096
)

type ntfyBody struct {
	Topic    string       `json:"topic"`
	Title    string       `json:"title"`
	Message  string       `json:"message"`
	Click    string       `json:"click,omitempty"`
	Tags     []string     `json:"tags,omitempty"`
	Actions  []ntfyAction `json:"actions,omitempty"`
	Markdown bool         `json:"markdown"`
}

type ntfyAction struct {
	Action string `json:"action"`
	Label  string `json:"label"`
	URL    string `json:"url"`
}

func sendNtfy(ctx context.Context, o Outlet, p parcel) (string, error) {
	server, topic, err := ntfyTopic(p.sub.Target)
	if err != nil {
		return "", errors.Join(err, ErrPermanent)
	}
	header := http.Header{}
	if p.sub.Secret != "" {
		header.Set("Authorization", "Bearer "+p.sub.Secret)
	}
	return postJSON(ctx, o, server, ntfyMessageOf(topic, p.msg), header)
}

func ntfyMessageOf(topic string, m Message) ntfyBody {
	text := plain(m.short(), inert)
	if why := m.because(); why != "" {
		text = cutBytes(text, ntfyMessage-len(why)-2) + "\n\n" + inert(why)
	}
	b := ntfyBody{Topic: topic, Title: cutBytes(inert(clean(m.Title)), ntfyTitle), Message: cutBytes(text, ntfyMessage), Click: m.Link}
	for _, l := range m.links() {
		b.Actions = append(b.Actions, ntfyAction{"view", l.Text, l.Link})
	}
	return b
}

func checkTopic(target string) error {
	if err := checkWeb("https://ntfy.sh/our-topic")(target); err != nil {
		return err
	}
	_, _, err := ntfyTopic(target)
	return err
}

// ntfyTopic parts the address of a topic into the server, which may lie below a path, and the topic.
func ntfyTopic(target string) (server, topic string, err error) {
	u, err := url.Parse(target)
	if err != nil {
		return "", "", err
	}
	path := strings.Trim(u.Path, "/")
	topic = path[strings.LastIndex(path, "/")+1:]
	if topic == "" {
		return "", "", errors.New("the topic is missing; write an address such as https://ntfy.sh/our-topic")
	}
	u.Path, u.RawQuery, u.Fragment = strings.TrimSuffix("/"+path, topic), "", ""
	return u.String(), topic, nil
}
