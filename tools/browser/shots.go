package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// shots takes pictures of pages in languages, themes and widths: DIR/today-de-dark-390.png.
func shots(args []string) error {
	f := flag.NewFlagSet("shots", flag.ContinueOnError)
	out := f.String("out", "", "folder for the pictures")
	langs := f.String("lang", "en", "languages, with commas between")
	themes := f.String("theme", "light", "light, dark")
	widths := f.String("width", "1280", "widths of the window in pixels")
	pages := f.String("pages", "", "paths of pages; all pages when empty")
	whole := f.Bool("whole", true, "the whole page, not only the window")
	url := f.String("url", "", "address of a house that runs already; else a demo house is made")
	readme := f.Bool("readme", false, "make docs/screenshot.png: the first page of the demo house")
	if err := f.Parse(args); err != nil {
		return err
	}
	base := *url
	if base == "" {
		defer dropBinary()
		h, err := OpenHouse("demo")
		if err != nil {
			return err
		}
		defer h.Close()
		base = h.URL
	}
	b, err := OpenBrowser()
	if err != nil {
		return err
	}
	defer b.Close()
	if *readme {
		return readmeShot(b, base)
	}
	if *out == "" {
		return fmt.Errorf("say with -out where the pictures go")
	}
	if err := os.MkdirAll(*out, 0o755); err != nil {
		return err
	}
	var paths []string
	if *pages != "" {
		paths = strings.Split(*pages, ",")
	}
	for _, lang := range strings.Split(*langs, ",") {
		for _, theme := range strings.Split(*themes, ",") {
			if err := shotsIn(b, base, *out, Look{lang, theme}, strings.Split(*widths, ","), paths, *whole); err != nil {
				return err
			}
		}
	}
	return nil
}

// shotsIn takes the pictures of one language and theme: each page is opened once and shown in every width.
func shotsIn(b *Browser, base, out string, look Look, widths, paths []string, whole bool) error {
	tab, err := b.OpenTab(base, Desk, look)
	if err != nil {
		return err
	}
	defer tab.Close()
	if paths == nil {
		if paths, err = tab.Places(true); err != nil {
			return err
		}
	}
	for _, path := range paths {
		if err := tab.Go(path); err != nil {
			return err
		}
		for _, width := range widths {
			size, err := sizeOf(width)
			if err != nil {
				return err
			}
			if err := tab.Resize(size); err != nil {
				return err
			}
			png, err := tab.picture(size, whole)
			if err != nil {
				return fmt.Errorf("picture of %s: %w", path, err)
			}
			name := fmt.Sprintf("%s-%s-%s-%s.png", nameOf(path), look.Lang, look.Theme, width)
			if err := os.WriteFile(filepath.Join(out, name), png, 0o644); err != nil {
				return err
			}
			fmt.Println(filepath.Join(out, name))
		}
	}
	return nil
}

func (t *Tab) picture(size Size, whole bool) ([]byte, error) {
	if whole {
		return t.WholeShot(size)
	}
	return t.Shot()
}

// sizeOf is the window of a width: a phone is high, a desk is wide.
func sizeOf(width string) (Size, error) {
	n, err := strconv.ParseInt(width, 10, 64)
	if err != nil || n < 200 || n > 4000 {
		return Size{}, fmt.Errorf("a width is a number of pixels from 200 to 4000, not %q", width)
	}
	if n < 760 {
		return Size{n, Phone.Height}, nil
	}
	return Size{n, Desk.Height}, nil
}

// entityID is the id of an entity; its last digits tell it from others.
var entityID = regexp.MustCompile(`[a-z]{2}_[0-9a-z]{21}([0-9a-z]{5})`)

// nameOf makes a file name of a path: "/list/deals?stage=signed" is "list-deals-stage-signed", "/" is "today".
func nameOf(path string) string {
	if path == "/" {
		return "today"
	}
	path = entityID.ReplaceAllString(path, "$1")
	return strings.Trim(strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' || r == '.' || r >= 'A' && r <= 'Z' {
			return r
		}
		return '-'
	}, path), "-")
}

// pictured are the pictures of the docs: the first page of the demo house, and a lease that a programme levels.
var pictured = []struct {
	file, path string
	size       Size
}{
	{"screenshot.png", "/", Size{1280, 800}},
	{"quote.png", "/ask/lease.quote?find=rental&price=185000&price.cur=USD&advance_pct=20&rate=8.4&count=48&every_months=1&method=annuity&timing=arrears&skip_months=1&skip_months=2&" +
		"programmes=Green+fields", Size{1400, 1180}},
}

// readmeShot makes the pictures of the docs.
func readmeShot(b *Browser, base string) error {
	root, err := repository()
	if err != nil {
		return err
	}
	for _, p := range pictured {
		if err := shotTo(b, base, p.path, p.size, filepath.Join(root, "docs", p.file)); err != nil {
			return err
		}
	}
	return nil
}

func shotTo(b *Browser, base, path string, size Size, file string) error {
	tab, err := b.OpenTab(base, size, Look{"en", "light"})
	if err != nil {
		return err
	}
	defer tab.Close()
	if err := tab.Go(path); err != nil {
		return err
	}
	png, err := tab.Shot()
	if err != nil {
		return err
	}
	fmt.Println(file)
	return os.WriteFile(file, png, 0o644)
}
