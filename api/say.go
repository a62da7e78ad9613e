package api

import (
	"reflect"
	"sync"

	"kontor/errs"
	"kontor/lang"
)

// inLanguage gives a copy of v whose sentences are said in the language; v itself, which others may hold too, stays as
// it is. English is what a sentence writes by itself.
func inLanguage[T any](l lang.Lang, v T) T {
	if l == lang.English {
		return v
	}
	return translated(l, reflect.ValueOf(&v).Elem()).Interface().(T)
}

var textType = reflect.TypeFor[errs.Text]()

func translated(l lang.Lang, v reflect.Value) reflect.Value {
	t := v.Type()
	if t == textType {
		said := errs.Text{Form: l.Say(v.Interface().(errs.Text))}
		return reflect.ValueOf(said)
	}
	if !speaks(t) {
		return v
	}
	switch t.Kind() {
	case reflect.Interface, reflect.Pointer:
		if v.IsNil() {
			return v
		}
		inner := translated(l, v.Elem())
		if t.Kind() == reflect.Interface {
			return inner
		}
		out := reflect.New(t.Elem())
		out.Elem().Set(inner)
		return out
	case reflect.Struct:
		out := reflect.New(t).Elem()
		out.Set(v)
		for i := range t.NumField() {
			if t.Field(i).IsExported() {
				out.Field(i).Set(translated(l, v.Field(i)))
			}
		}
		return out
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		out := reflect.MakeSlice(t, v.Len(), v.Len())
		for i := range v.Len() {
			out.Index(i).Set(translated(l, v.Index(i)))
		}
		return out
	case reflect.Array:
		out := reflect.New(t).Elem()
		for i := range v.Len() {
			out.Index(i).Set(translated(l, v.Index(i)))
		}
		return out
	}
	return v
}

var speaking sync.Map // reflect.Type -> bool

// speaks reports whether values of a type can hold a sentence.
func speaks(t reflect.Type) bool {
	if known, ok := speaking.Load(t); ok {
		return known.(bool)
	}
	found := canSpeak(t, map[reflect.Type]bool{})
	speaking.Store(t, found)
	return found
}

func canSpeak(t reflect.Type, seen map[reflect.Type]bool) bool {
	if t == textType || t.Kind() == reflect.Interface {
		return true
	}
	if seen[t] {
		return false
	}
	seen[t] = true
	switch t.Kind() {
	case reflect.Pointer, reflect.Slice, reflect.Array:
		return canSpeak(t.Elem(), seen)
	case reflect.Struct:
		for i := range t.NumField() {
			if t.Field(i).IsExported() && canSpeak(t.Field(i).Type, seen) {
				return true
			}
		}
	}
	return false
}
