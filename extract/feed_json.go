package extract

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// parseJSONFeed reads a JSON Feed (jsonfeed.org), also where its values are of other types than the standard says.
func parseJSONFeed(body []byte, _ Limits) (feed, error) {
	if f, err := libraryFeed(body); err == nil && len(f.items) > 0 {
		return f, nil
	}
	z := json.NewDecoder(bytes.NewReader(body))
	z.UseNumber()
	var whole any
	if err := z.Decode(&whole); err != nil {
		return feed{}, fmt.Errorf("%w: this is not a feed that can be read (%s)", ErrParse, oneLine(err.Error()))
	}
	fields, _ := whole.(map[string]any)
	items, ok := fields["items"].([]any)
	if !ok && !strings.Contains(jsonText(fields, "version"), "jsonfeed.org") {
		return feed{}, fmt.Errorf("%w: this is data of another kind and no feed", ErrParse)
	}
	f := feed{title: jsonText(fields, "title"), lang: jsonText(fields, "language")}
	for _, item := range items {
		if fields, ok := item.(map[string]any); ok {
			f.items = append(f.items, jsonItem(fields))
		}
	}
	return f, nil
}

func jsonItem(fields map[string]any) feedItem {
	text := func(keys ...string) string {
		for _, key := range keys {
			if s := jsonText(fields, key); s != "" {
				return s
			}
		}
		return ""
	}
	item := feedItem{
		guid: text("id"), link: text("url", "external_url"), title: text("title"),
		text:  text("summary", "content_text", "content_html"),
		dates: []string{text("date_published"), text("date_modified")},
	}
	if seconds, err := strconv.ParseInt(item.dates[0], 10, 64); err == nil && len(item.dates[0]) == 10 {
		item.when = time.Unix(seconds, 0).UTC()
	}
	tags, _ := fields["tags"].([]any)
	for _, tag := range tags {
		if s, ok := tag.(string); ok {
			item.tags = append(item.tags, s)
		}
	}
	return item
}

// jsonText is a value as text; what is neither text nor a number is none.
func jsonText(fields map[string]any, key string) string {
	switch v := fields[key].(type) {
	case string:
		return strings.TrimSpace(v)
	case json.Number:
		return v.String()
	}
	return ""
}
