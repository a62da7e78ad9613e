// Package col holds the column types of the store that floor 0 does not have already: day.Date and day.Instant map
// themselves, JSON documents are mapped here. Documents live in TEXT on both engines and are decoded in Go, because
// the two engines' JSON operators differ.
package col

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
)

// JSON is a document in a TEXT column.
type JSON string

// Of encodes v; a value that cannot be encoded is a bug and panics.
func Of(v any) JSON {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("col.Of(%T): %v", v, err))
	}
	return JSON(b)
}

// Into decodes the document into v.
func (j JSON) Into(v any) error {
	if err := json.Unmarshal([]byte(j), v); err != nil {
		return fmt.Errorf("stored document: %w", err)
	}
	return nil
}

// Value binds the document as text: bytes would be stored as a BLOB on SQLite and compare unequal.
func (j JSON) Value() (driver.Value, error) { return string(j), nil }

// Scan reads the document.
func (j *JSON) Scan(src any) error {
	switch v := src.(type) {
	case string:
		*j = JSON(v)
	case []byte:
		*j = JSON(v)
	default:
		return fmt.Errorf("a JSON column held %T", src)
	}
	return nil
}
