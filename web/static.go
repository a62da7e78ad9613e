package web

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"net/http"
	"path"
	"regexp"
	"strings"
)

//go:embed static/kontor.css static/kontor.js static/htmx.min.js static/uPlot.min.js static/uPlot.min.css static/icon.svg
var staticFiles embed.FS

// asset is an embedded file under an address that holds the hash of its content, so that browsers may keep it for ever.
type asset struct {
	url, kind string
	content   []byte
}

var assets = loadAssets()

// loadAssets reads what is embedded. The style of the pictures comes in front of our own, in one file: one request less.
func loadAssets() map[string]asset {
	out := map[string]asset{}
	for name, parts := range map[string][]string{
		"kontor.css": {"uPlot.min.css", "kontor.css"}, "kontor.js": {"kontor.js"}, "htmx.js": {"htmx.min.js"}, "uplot.js": {"uPlot.min.js"}, "icon.svg": {"icon.svg"},
	} {
		var content []byte
		for _, part := range parts {
			b, err := staticFiles.ReadFile("static/" + part)
			if err != nil {
				panic(err) // embedded: cannot happen in a program that was built
			}
			content = append(append(content, slim(name, b)...), '\n')
		}
		if name == "kontor.css" {
			content = tighten(content)
		}
		sum := sha256.Sum256(content)
		ext := path.Ext(name)
		kind := map[string]string{".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}[ext]
		out[name] = asset{"/static/" + strings.TrimSuffix(name, ext) + "." + hex.EncodeToString(sum[:6]) + ext, kind, content}
	}
	return out
}

// slim takes indents and comments that fill a line out of what we wrote ourselves; the sources stay readable, the first
// page light.
func slim(name string, b []byte) []byte {
	if name != "kontor.css" && name != "kontor.js" {
		return b
	}
	var out []byte
	for line := range bytes.Lines(b) {
		line = bytes.TrimLeft(line, " ")
		if len(bytes.TrimSpace(line)) > 0 && !bytes.HasPrefix(line, []byte("//")) {
			out = append(out, line...)
		}
	}
	return out
}

// tight are what a style sheet can do without: comments, and blanks beside its signs.
var (
	styleComment = regexp.MustCompile(`(?s)/\*.*?\*/`)
	tight        = strings.NewReplacer(" {", "{", "{ ", "{", "; ", ";", " }", "}", ": ", ":", ", ", ",", ";}", "}", "\n", "")
)

func tighten(style []byte) []byte {
	return []byte(tight.Replace(string(styleComment.ReplaceAll(style, nil))))
}

func assetURL(name string) string { return assets[name].url }

func serveAsset(w http.ResponseWriter, r *http.Request) {
	for _, a := range assets {
		if a.url == r.URL.Path {
			w.Header().Set("Content-Type", a.kind)
			w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
			_, _ = w.Write(a.content) // the browser hung up
			return
		}
	}
	http.NotFound(w, r)
}
