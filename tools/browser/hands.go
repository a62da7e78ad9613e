package main

import (
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

//go:embed hands.js
var handsScript string

// spot is where something stands in the window, or why it cannot be touched.
type spot struct {
	X, Y    float64
	Kind    string
	Value   string
	Checked bool
	Fault   string
}

// look asks hands.js for something on the page.
func (t *Tab) look(what string, args ...any) (spot, error) {
	var s spot
	err := t.ask(&s, what, args...)
	if err == nil && s.Fault != "" {
		err = errors.New(s.Fault)
	}
	return s, err
}

func (t *Tab) ask(out any, what string, args ...any) error {
	list, err := json.Marshal(append([]any{}, args...))
	if err != nil {
		return err
	}
	return t.Eval(strings.TrimSpace(handsScript)+"."+what+"(..."+string(list)+")", out)
}

// touch clicks with the mouse, or taps, at a spot.
func (t *Tab) touch(s spot) error { return t.run(chromedp.MouseClickXY(s.X, s.Y)) }

// Press clicks the button, link or option that bears a name.
func (t *Tab) Press(name string) error {
	return t.until(func() error {
		s, err := t.look("press", name)
		if err != nil {
			return err
		}
		return t.touch(s)
	})
}

// Follow does something that opens another page, and waits for that page.
func (t *Tab) Follow(do func() error) error {
	before := t.loaded()
	if err := do(); err != nil {
		return err
	}
	err := t.until(func() error {
		if t.loaded() == before {
			return errors.New("no other page was opened")
		}
		return nil
	})
	return errFirst(err, t.run(t.frames()))
}

func (t *Tab) loaded() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.loads
}

// Keys presses keys one after the other where the focus is. What the keyboard does not have comes in as text, as from an
// input method.
func (t *Tab) Keys(keys string) error {
	for _, r := range keys {
		key, ok := kb.Keys[r]
		if !ok {
			if err := t.run(input.InsertText(string(r))); err != nil {
				return err
			}
			continue
		}
		if err := t.key(key, 0); err != nil {
			return err
		}
	}
	return nil
}

// Chord presses a key while control is held.
func (t *Tab) Chord(r rune) error { return t.key(kb.Keys[r], input.ModifierCtrl) }

// key presses and lets go of one key. The text comes with the key going down, so that a page can keep it back.
func (t *Tab) key(k *kb.Key, held input.Modifier) error {
	if k.Shift {
		held |= input.ModifierShift
	}
	down := input.DispatchKeyEvent(input.KeyDown).WithKey(k.Key).WithCode(k.Code).WithWindowsVirtualKeyCode(k.Windows).WithNativeVirtualKeyCode(k.Native).WithModifiers(held)
	up := *down
	up.Type = input.KeyUp
	switch {
	case held&input.ModifierCtrl != 0 && k.Key == "a":
		down = down.WithCommands([]string{"selectAll"})
	case held&input.ModifierCtrl == 0:
		down = down.WithText(k.Text)
	}
	return t.run(down, &up)
}

// Set fills the nth field of a label (0 is the first) the way its kind is filled in by hand. A date is "2026-11-24",
// several choices stand on lines of their own, a file is its path; a choice is named by its word or its code.
func (t *Tab) Set(label string, nth int, value string) error {
	var s spot
	err := t.until(func() (err error) {
		s, err = t.look("field", label, nth)
		return err
	})
	if err != nil {
		return err
	}
	switch s.Kind {
	case "choice":
		for _, text := range strings.Split(value, "\n") {
			if err := t.choose(label, nth, text); err != nil {
				return err
			}
		}
		return nil
	case "checkbox":
		if s.Checked == (value == "yes") {
			return nil
		}
		return t.touch(s)
	case "file":
		if _, err := t.look("mark", label, nth); err != nil {
			return err
		}
		return t.run(chromedp.SetUploadFiles("[data-hand]", []string{value}, chromedp.ByQuery))
	case "select":
		return t.pick(label, nth, value)
	case "date":
		return t.typeDate(s, label, nth, value)
	case "search":
		return t.search(s, label, value)
	}
	if err := t.touch(s); err != nil {
		return err
	}
	if err := errFirst(t.Chord('a'), t.Keys(kb.Backspace), t.Keys(value)); err != nil {
		return err
	}
	return t.stands(label, nth, value)
}

// stands checks that a field holds what was typed.
func (t *Tab) stands(label string, nth int, want string) error {
	s, err := t.look("field", label, nth)
	if err == nil && s.Value != want {
		err = fmt.Errorf("field %q holds %q, typed was %q", label, s.Value, want)
	}
	return err
}

func (t *Tab) choose(label string, nth int, text string) error {
	s, err := t.look("choice", label, nth, text)
	if err != nil || s.Checked {
		return err
	}
	return t.touch(s)
}

// pick chooses in a closed list by typing the beginning of its text, as one does after the tab key.
func (t *Tab) pick(label string, nth int, text string) error {
	item, err := t.look("item", label, nth, text)
	if err != nil {
		return err
	}
	if _, err := t.look("mark", label, nth); err != nil {
		return err
	}
	if err := errFirst(t.run(chromedp.Focus("[data-hand]", chromedp.ByQuery)), t.Keys(item.Value)); err != nil {
		return err
	}
	s, err := t.look("mark", label, nth)
	if err == nil && s.Value != item.Value {
		err = fmt.Errorf("%q shows %q, typed was %q", label, s.Value, item.Value)
	}
	return err
}

// typeDate types the parts of a date, month first, as an English browser shows them.
func (t *Tab) typeDate(s spot, label string, nth int, value string) error {
	d, err := time.Parse(time.DateOnly, value)
	if err != nil {
		return err
	}
	if err := errFirst(t.touch(s), t.Keys(d.Format("01022006"))); err != nil {
		return err
	}
	return t.stands(label, nth, value)
}

// search types into a search field and takes the option that shows the text.
func (t *Tab) search(s spot, label, text string) error {
	if err := errFirst(t.touch(s), t.Chord('a'), t.Keys(kb.Backspace), t.Keys(text)); err != nil {
		return err
	}
	err := t.until(func() error {
		o, err := t.look("option", text)
		if err != nil {
			return err
		}
		return t.touch(o)
	})
	if err != nil {
		return fmt.Errorf("field %q: %w", label, err)
	}
	return nil
}

// Text is what a person can read on the page, or in the dialog that lies over it.
func (t *Tab) Text() (string, error) {
	var text string
	err := t.ask(&text, "text")
	return text, err
}

// Fault is what stands below the nth field of a label.
func (t *Tab) Fault(label string, nth int) (string, error) {
	var text string
	err := t.ask(&text, "fault", label, nth)
	return text, err
}
