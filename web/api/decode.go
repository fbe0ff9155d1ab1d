package api

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
)

// decode reads JSON in which every object names a thing once, in whatever case: of two that are there the description is held
// against one, the other may be what is read, and the trail tells the last.
func decode(body []byte, v any) error {
	if err := json.Unmarshal(body, v); err != nil {
		return err
	}
	if _, whole := v.(*any); !whole { // it is looked at once, before it is read into a type
		return nil
	}
	return namedOnce(json.NewDecoder(bytes.NewReader(body)))
}

// namedOnce fails where an object of JSON, which can be read, names a thing twice.
func namedOnce(d *json.Decoder) error {
	var open []map[string]bool // names in the objects that are open, nil for an array
	for name := false; d.More() || len(open) > 0; {
		token, err := d.Token()
		if err != nil {
			return err
		}
		switch token {
		case json.Delim('{'):
			open = append(open, map[string]bool{})
		case json.Delim('['):
			open = append(open, nil)
		case json.Delim('}'), json.Delim(']'):
			open = open[:len(open)-1]
		default:
			if text, ok := token.(string); ok && name {
				if folded := strings.ToLower(strings.ToUpper(text)); !open[len(open)-1][folded] {
					open[len(open)-1][folded] = true
				} else {
					return fmt.Errorf("%q is named twice", text)
				}
				name = false
				continue
			}
		}
		name = len(open) > 0 && open[len(open)-1] != nil
	}
	return nil
}
