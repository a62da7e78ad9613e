package api

import (
	"bytes"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/VictoriaMetrics/metrics"
	"github.com/danielgtaylor/huma/v2"
)

// health answers when the database does.
func health(c *call) error {
	if _, err := c.desk.IsSetUp(c.ctx); err != nil {
		return err
	}
	return c.send(http.StatusOK, map[string]string{"status": "ok"})
}

func describeHealth(_ huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary, o.Description = []string{"house"}, "Health", "200 when the database answers, also before the house is set up."
	o.Responses = map[string]*huma.Response{"200": jsonAnswer("It answers.", &huma.Schema{Type: huma.TypeObject, Properties: map[string]*huma.Schema{"status": {Type: huma.TypeString, Enum: []any{"ok"}}}})}
}

// meter counts calls and how long they took.
type meter struct{ set *metrics.Set }

func newMeter() *meter { return &meter{metrics.NewSet()} }

// count notes one call; paths that no operation has are one name, so that nobody can blow up the list of names.
func (m *meter) count(operation string, status int, took time.Duration) {
	if operation == "" {
		operation = "other"
	}
	m.set.GetOrCreateCounter(`kontor_calls_total{operation="` + operation + `",status="` + strconv.Itoa(status) + `"}`).Inc()
	m.set.GetOrCreateHistogram(`kontor_call_seconds{operation="` + operation + `"}`).Update(took.Seconds())
}

// metricsPage answers with the counts in the text form of Prometheus.
func metricsPage(c *call) error {
	var b bytes.Buffer
	c.meter.set.WritePrometheus(&b)
	metrics.WriteProcessMetrics(&b)
	return c.write(http.StatusOK, "text/plain; version=0.0.4; charset=utf-8", b.Bytes())
}

func describeMetrics(_ huma.Registry, o *huma.Operation) {
	o.Tags, o.Summary, o.Description = []string{"house"}, "Metrics", "Counts and durations of calls in the text form of Prometheus. On the machine itself no token is needed."
	o.Responses = map[string]*huma.Response{"200": {Description: "The counts.", Content: map[string]*huma.MediaType{"text/plain": {Schema: &huma.Schema{Type: huma.TypeString}}}}}
}

// fromHere reports whether the request was made on this machine and meant it: it came from a loopback address to a
// loopback name and was not handed on by a proxy.
func fromHere(r *http.Request) bool {
	from, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil || !net.ParseIP(from).IsLoopback() {
		return false
	}
	for _, header := range []string{"X-Forwarded-For", "Forwarded", "X-Real-Ip", "Via"} {
		if r.Header.Get(header) != "" {
			return false
		}
	}
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	host = strings.Trim(host, "[]")
	return host == "localhost" || net.ParseIP(host).IsLoopback()
}
