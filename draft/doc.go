// Package draft lets a language model draft what people then decide: a summary of a change, and the feature that a phrase of a
// competitor means. A model is asked only where somebody has switched one on, and what it says is believed in nothing: a
// draft is kept only where its quote stands verbatim on the stored page, and stays a draft until a person takes it.
//
// What is asked holds pages of competitors and the catalogue. Accounts, annotations and money are never in it.
//
// Start at Model, Change and Phrase.
package draft
