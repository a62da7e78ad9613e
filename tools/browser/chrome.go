package main

import (
	"context"
	"errors"
	"log"
	"os"
	"os/exec"

	"github.com/chromedp/chromedp"
)

// errNoBrowser says that there is no Chromium on this machine.
var errNoBrowser = errors.New("no Chromium was found; install the package chromium, or name one in KONTOR_CHROMIUM")

// browserPath finds Chromium: the one named in KONTOR_CHROMIUM, else the first on the path.
func browserPath() (string, error) {
	if named := os.Getenv("KONTOR_CHROMIUM"); named != "" {
		return named, nil
	}
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome-stable", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errNoBrowser
}

// Browser is one Chromium; its tabs share nothing with each other, as if each were on a computer of its own.
type Browser struct {
	ctx  context.Context
	stop func()
}

// OpenBrowser starts a headless Chromium with an empty profile.
func OpenBrowser() (*Browser, error) {
	path, err := browserPath()
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "kontor-browser-")
	if err != nil {
		return nil, err
	}
	flags := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.ExecPath(path), chromedp.UserDataDir(profile),
		chromedp.Flag("headless", "new"), chromedp.NoSandbox, chromedp.DisableGPU, // a build machine runs as root and has no GPU
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("lang", "en-US"), chromedp.Env("LANGUAGE=en_US", "LC_ALL=en_US.UTF-8"), // how date fields are typed
		chromedp.Flag("hide-scrollbars", true), chromedp.Flag("force-color-profile", "srgb"))
	alloc, stopAlloc := chromedp.NewExecAllocator(context.Background(), flags...)
	ctx, stopBrowser := chromedp.NewContext(alloc, chromedp.WithErrorf(quiet), chromedp.WithLogf(quiet))
	b := &Browser{ctx: ctx, stop: func() {
		stopBrowser()
		stopAlloc()
		os.RemoveAll(profile)
	}}
	if err := chromedp.Run(ctx); err != nil {
		b.Close()
		return nil, err
	}
	return b, nil
}

// Close ends Chromium.
func (b *Browser) Close() { b.stop() }

// quiet keeps what the protocol library says of newer browsers to those who ask for it.
func quiet(format string, args ...any) {
	if os.Getenv("KONTOR_BROWSER_LOG") != "" {
		log.Printf(format, args...)
	}
}
