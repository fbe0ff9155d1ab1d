package api

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// Guide is the description of the API as people read it.
type Guide struct {
	About  []string // paragraphs
	Parts  []GuidePart
	Models []GuideModel
}

// GuidePart is the operations about one thing.
type GuidePart struct {
	Name       string
	Operations []GuideOperation
}

// GuideOperation is one address.
type GuideOperation struct {
	ID, Method, Path, Summary, Needs string
	Asks                             []GuideField // parameters
	Body, Answer                     string       // names of models; empty: none
	Files                            []string     // types of its answer, where that is no model
}

// GuideModel is what a body is made of.
type GuideModel struct {
	Name   string
	Fields []GuideField
}

// GuideField is one parameter or property.
type GuideField struct {
	Name, Where, Type, Model, Doc string // Model: name of the model that its values are
	Required                      bool
}

// Guide reads the description.
func (a *API) Guide() Guide {
	doc := a.Description()
	g := Guide{About: strings.Split(doc.Info.Description, "\n\n")}
	parts := map[string]int{}
	for _, op := range a.described() {
		i, ok := parts[op.Tags[0]]
		if !ok {
			i = len(g.Parts)
			parts[op.Tags[0]] = i
			g.Parts = append(g.Parts, GuidePart{Name: op.Tags[0]})
		}
		g.Parts[i].Operations = append(g.Parts[i].Operations, guideOperation(op))
	}
	schemas := doc.Components.Schemas.Map()
	for _, name := range slices.Sorted(maps.Keys(schemas)) {
		g.Models = append(g.Models, GuideModel{name, fieldsOf(schemas[name])})
	}
	return g
}

// described are the operations in the order in which they are listed.
func (a *API) described() []*huma.Operation {
	byPattern := map[string]*huma.Operation{}
	for path, item := range a.Description().Paths {
		for method, op := range map[string]*huma.Operation{
			"GET": item.Get, "POST": item.Post, "PUT": item.Put, "DELETE": item.Delete,
		} {
			if op != nil {
				byPattern[method+" "+path] = op
			}
		}
	}
	var out []*huma.Operation
	for _, r := range a.routes {
		out = append(out, byPattern[r.Pattern])
	}
	return out
}

func guideOperation(op *huma.Operation) GuideOperation {
	out := GuideOperation{ID: op.OperationID, Method: op.Method, Path: op.Path, Summary: op.Summary, Needs: op.Description}
	for _, p := range op.Parameters {
		f := field(p.Name, p.Schema, p.Required)
		f.Where = p.In
		f.Doc = cmp.Or(p.Description, f.Doc)
		out.Asks = append(out.Asks, f)
	}
	if op.RequestBody != nil {
		for _, media := range op.RequestBody.Content {
			out.Body = modelOf(media.Schema)
		}
	}
	for _, status := range []string{"200", "201"} {
		r := op.Responses[status]
		switch {
		case r == nil:
		case r.Content["application/json"] != nil:
			out.Answer = modelOf(r.Content["application/json"].Schema)
		default:
			out.Files = slices.Sorted(maps.Keys(r.Content))
		}
	}
	return out
}

func fieldsOf(s *huma.Schema) []GuideField {
	var out []GuideField
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		out = append(out, field(name, s.Properties[name], slices.Contains(s.Required, name)))
	}
	return out
}

func field(name string, s *huma.Schema, required bool) GuideField {
	f := GuideField{Name: name, Required: required, Model: modelOf(s)}
	if s == nil {
		return f
	}
	f.Type, f.Doc = s.Type, s.Description
	if s.Type == "array" && s.Items != nil {
		f.Type = "list of " + s.Items.Type
		f.Model = modelOf(s.Items)
	}
	if s.Format != "" {
		f.Type += ", " + s.Format
	}
	var words []string
	for _, v := range s.Enum {
		if word, ok := v.(string); ok {
			words = append(words, word)
		}
	}
	if len(words) > 0 {
		f.Doc = strings.TrimSpace(f.Doc + " One of: " + strings.Join(words, ", ") + ".")
	}
	return f
}

// modelOf is the name of the model that a schema refers to.
func modelOf(s *huma.Schema) string {
	if s == nil {
		return ""
	}
	return strings.TrimPrefix(s.Ref, "#/components/schemas/")
}
