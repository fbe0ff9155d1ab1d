package config

import (
	"fmt"

	"go.yaml.in/yaml/v3"
)

// outline lists the nodes of a tree with their values and lines.
func outline(n *yaml.Node, list []string) []string {
	if n.Kind == yaml.AliasNode {
		return append(list, fmt.Sprintf("%d alias of line %d", n.Line, n.Alias.Line))
	}
	value := n.Value
	if n.Style == 0 && (value == "~" || value == "null") {
		value = ""
	}
	if n.Kind == yaml.ScalarNode {
		return append(list, fmt.Sprintf("%d %q", n.Line, value))
	}
	list = append(list, fmt.Sprintf("kind %d of %d", n.Kind, len(n.Content)))
	for _, child := range n.Content {
		list = outline(child, list)
	}
	return list
}
