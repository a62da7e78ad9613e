package main

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// patience is how long a tab waits for what should come at once; generous, because build machines are busy.
const patience = 20 * time.Second

// Size is a window.
type Size struct{ Width, Height int64 }

// The two sizes that every page is looked at in.
var (
	Desk  = Size{1280, 900}
	Phone = Size{390, 844}
)

func (s Size) String() string { return fmt.Sprintf("%dx%d", s.Width, s.Height) }

// Look is the language and the theme that a visitor chose; empty is what the house gives by itself.
type Look struct{ Lang, Theme string }

// Request is one thing that a page asked for over the network.
type Request struct {
	URL    string
	Status int64
	Bytes  int64 // of the body, uncompressed
}

// Tab is a page in a browser profile of its own. It keeps what the page asked for and what it complained about.
type Tab struct {
	ctx  context.Context
	stop func()
	base string // address of the house

	scriptless bool

	mu         sync.Mutex
	loads      int // documents that were loaded
	complaints []string
	requests   []Request
	byID       map[network.RequestID]int
}

// OpenTab opens an empty tab for the house at an address.
func (b *Browser) OpenTab(base string, size Size, look Look) (*Tab, error) {
	ctx, stop, err := b.profile()
	if err != nil {
		return nil, err
	}
	t := &Tab{ctx: ctx, stop: stop, base: strings.TrimSuffix(base, "/"), byID: map[network.RequestID]int{}}
	chromedp.ListenTarget(ctx, t.hear)
	if err := chromedp.Run(ctx, network.Enable(), page.SetLifecycleEventsEnabled(true)); err != nil {
		stop()
		return nil, err
	}
	if err := errFirst(t.SetLook(look), t.Resize(size)); err != nil {
		stop()
		return nil, err
	}
	return t, nil
}

// profile opens a window in a profile of its own. The newer headless mode opens the first tab of a profile only in a new
// window, which chromedp.WithNewBrowserContext does not ask for.
func (b *Browser) profile() (context.Context, func(), error) {
	browser := chromedp.FromContext(b.ctx).Browser
	ctx := cdp.WithExecutor(b.ctx, browser)
	id, err := target.CreateBrowserContext().WithDisposeOnDetach(true).Do(ctx)
	if err != nil {
		return nil, nil, err
	}
	window, err := target.CreateTarget("about:blank").WithBrowserContextID(id).WithNewWindow(true).Do(ctx)
	if err != nil {
		return nil, nil, err
	}
	tab, stop := chromedp.NewContext(b.ctx, chromedp.WithTargetID(window))
	return tab, func() {
		stop()
		_ = target.DisposeBrowserContext(id).Do(ctx) // ends with the browser at the latest
	}, nil
}

// Close closes the tab and forgets its profile.
func (t *Tab) Close() { t.stop() }

// hear keeps count of what happens in the tab.
func (t *Tab) hear(event any) {
	t.mu.Lock()
	defer t.mu.Unlock()
	switch e := event.(type) {
	case *page.EventLoadEventFired:
		t.loads++
	case *page.EventJavascriptDialogOpening: // leaving a form with something typed
		go chromedp.Run(t.ctx, page.HandleJavaScriptDialog(true))
	case *runtime.EventConsoleAPICalled:
		if e.Type == runtime.APITypeError || e.Type == runtime.APITypeWarning || e.Type == runtime.APITypeAssert {
			t.complaints = append(t.complaints, "console: "+sayArgs(e.Args))
		}
	case *runtime.EventExceptionThrown:
		t.complaints = append(t.complaints, "script: "+e.ExceptionDetails.Error())
	case *log.EventEntryAdded:
		if e.Entry.Level == log.LevelError || e.Entry.Level == log.LevelWarning {
			t.complaints = append(t.complaints, strings.TrimSpace(fmt.Sprintf("%s: %s %s", e.Entry.Source, e.Entry.Text, e.Entry.URL)))
		}
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "data:") {
			t.byID[e.RequestID] = len(t.requests)
			t.requests = append(t.requests, Request{URL: e.Request.URL})
		}
	case *network.EventResponseReceived:
		if n, ok := t.byID[e.RequestID]; ok {
			t.requests[n].Status = e.Response.Status
		}
	case *network.EventDataReceived:
		if n, ok := t.byID[e.RequestID]; ok {
			t.requests[n].Bytes += e.DataLength
		}
	}
}

func sayArgs(args []*runtime.RemoteObject) string {
	var out []string
	for _, a := range args {
		text := a.Description
		if text == "" && json.Unmarshal([]byte(a.Value), &text) != nil {
			text = string(a.Value)
		}
		out = append(out, text)
	}
	return strings.Join(out, " ")
}

// Complaints are the errors and warnings since the last call: of scripts, of the network, of the content policy.
func (t *Tab) Complaints() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := t.complaints
	t.complaints = nil
	return out
}

// Requests are all requests since the last call.
func (t *Tab) Requests() []Request {
	t.mu.Lock()
	defer t.mu.Unlock()
	out := slices.Clone(t.requests)
	t.requests, t.byID = nil, map[network.RequestID]int{}
	return out
}

// quiet waits until everything that was asked for was answered.
func (t *Tab) quiet() error {
	return t.until(func() error {
		t.mu.Lock()
		defer t.mu.Unlock()
		for _, r := range t.requests {
			if r.Status == 0 {
				return fmt.Errorf("%s is not answered", r.URL)
			}
		}
		return nil
	})
}

// SetLook chooses language and theme as the page would: by cookies.
func (t *Tab) SetLook(look Look) error {
	for name, value := range map[string]string{"kontor_lang": look.Lang, "kontor_theme": look.Theme} {
		var err error
		if value == "" {
			err = t.run(network.DeleteCookies(name).WithURL(t.base + "/"))
		} else {
			err = t.run(network.SetCookie(name, value).WithURL(t.base + "/"))
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Resize changes the window; a narrow one is a phone with a finger.
func (t *Tab) Resize(s Size) error {
	phone := s.Width < 760
	return t.run(emulation.SetDeviceMetricsOverride(s.Width, s.Height, 1, phone), emulation.SetTouchEmulationEnabled(phone), t.frames())
}

// SystemDark makes the system of the visitor dark or light and keeps it still: colours change at once, without motion.
func (t *Tab) SystemDark(dark bool) error {
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	return t.run(emulation.SetEmulatedMedia().WithFeatures([]*emulation.MediaFeature{
		{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}}), t.frames())
}

// NoScript turns the scripts of pages off; what the tests themselves look up still runs.
func (t *Tab) NoScript() error {
	t.scriptless = true
	return t.run(emulation.SetScriptExecutionDisabled(true))
}

// Go opens a path of the house, or a whole address, and waits until it stands.
func (t *Tab) Go(path string) error {
	if !strings.Contains(path, "://") {
		path = t.base + path
	}
	if err := t.run(chromedp.Navigate(path)); err != nil {
		return fmt.Errorf("open %s: %w", path, err)
	}
	return t.run(t.frames())
}

// Path is where the tab stands: path and query.
func (t *Tab) Path() string {
	var at string
	if err := t.run(chromedp.Location(&at)); err != nil {
		return err.Error()
	}
	u, err := url.Parse(at)
	if err != nil {
		return at
	}
	return u.RequestURI()
}

// Eval evaluates an expression in the page, waiting for a promise.
func (t *Tab) Eval(expression string, out any) error {
	return t.run(chromedp.Evaluate(expression, out, awaited))
}

// frames waits until what was changed is drawn. Without scripts nothing could tell, and nothing is drawn late.
func (t *Tab) frames() chromedp.Action {
	if t.scriptless {
		return chromedp.Tasks{}
	}
	return chromedp.Evaluate("new Promise((ok) => requestAnimationFrame(() => requestAnimationFrame(() => ok(1))))", nil, awaited)
}

func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }

// run does actions with patience.
func (t *Tab) run(actions ...chromedp.Action) error {
	ctx, cancel := context.WithTimeout(t.ctx, patience)
	defer cancel()
	return chromedp.Run(ctx, actions...)
}

// until tries until it works or patience ends, and gives the last error.
func (t *Tab) until(try func() error) error {
	end := time.Now().Add(patience)
	for {
		err := try()
		if err == nil || time.Now().After(end) || t.ctx.Err() != nil {
			return err
		}
		time.Sleep(25 * time.Millisecond)
	}
}

// Shot takes a picture of the window.
func (t *Tab) Shot() ([]byte, error) {
	var png []byte
	err := t.run(chromedp.CaptureScreenshot(&png))
	return png, err
}

// WholeShot takes a picture of the whole page, in a window that is as high as the page and never lower than size.
func (t *Tab) WholeShot(size Size) ([]byte, error) {
	var high int64
	if err := t.Eval("Math.ceil(document.documentElement.scrollHeight)", &high); err != nil {
		return nil, err
	}
	if err := t.Resize(Size{size.Width, min(max(high, size.Height), 12000)}); err != nil {
		return nil, err
	}
	png, err := t.Shot()
	return png, errFirst(err, t.Resize(size))
}

func errFirst(all ...error) error {
	for _, err := range all {
		if err != nil {
			return err
		}
	}
	return nil
}
