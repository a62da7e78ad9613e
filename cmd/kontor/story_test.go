package main

import (
	"bufio"
	"database/sql"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	_ "modernc.org/sqlite" // the stories tamper with the database behind the program's back

	"kontor/cli"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"kontor": func() { os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr)) },
	})
}

// The stories in testdata are promises to the user, one file each, told at the command line and over HTTP.
func TestStories(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("..", "..", "testdata"),
		RequireExplicitExec: true,
		Setup:               setUp,
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"sql": runSQL, "field": takeField, "http": request, "serve": serve, "kill": kill, "take": take, "bytes": writeBytes, "repeat": repeatText, "alter": alter,
		},
	})
}

// setUp gives every story its house, its language, its password and the days it speaks of.
func setUp(e *testscript.Env) error {
	e.Setenv("KONTOR_DB", "sqlite:house.db")
	e.Setenv("KONTOR_LANG", "en")
	e.Setenv("KONTOR_PASSWORD", "a sentence that is long enough")
	today := time.Now().UTC()
	e.Setenv("TODAY", today.Format(time.DateOnly))
	e.Setenv("YEAR", today.Format("2006"))
	for name, days := range map[string]int{"TOMORROW": 1, "YESTERDAY": -1, "IN30": 30, "IN60": 60, "IN900": 900, "IN1200": 1200} {
		e.Setenv(name, today.AddDate(0, 0, days).Format(time.DateOnly))
	}
	return nil
}

// runSQL changes the database as nobody should: sql FILE STATEMENT.
func runSQL(ts *testscript.TestScript, _ bool, args []string) {
	db, err := sql.Open("sqlite", ts.MkAbs(args[0]))
	ts.Check(err)
	defer db.Close()
	_, err = db.Exec(args[1])
	ts.Check(err)
}

// takeField puts a field of the JSON on standard output, or in a file, into a variable: field NAME path [FILE].
func takeField(ts *testscript.TestScript, _ bool, args []string) {
	text := ts.ReadFile("stdout")
	if len(args) > 2 {
		text = ts.ReadFile(args[2])
	}
	var v any
	ts.Check(json.Unmarshal([]byte(text), &v))
	for _, step := range strings.Split(args[1], ".") {
		switch x := v.(type) {
		case map[string]any:
			v = x[step]
		case []any:
			var n int
			fmt.Sscan(step, &n)
			if n >= len(x) {
				ts.Fatalf("%s: there are only %d", args[1], len(x))
			}
			v = x[n]
		}
	}
	if v == nil {
		ts.Fatalf("no field %s in %s", args[1], text)
	}
	ts.Setenv(args[0], fmt.Sprint(v))
}

// serve starts the house and waits for its address: serve [FLAG…]; a house that was served before is killed first.
func serve(ts *testscript.TestScript, _ bool, args []string) {
	program := filepath.Join(ts.Getenv("PATH")[:strings.IndexByte(ts.Getenv("PATH"), filepath.ListSeparator)], "kontor")
	cmd := exec.Command(program, append([]string{"serve", "--addr", "127.0.0.1:0"}, args...)...)
	cmd.Dir = ts.MkAbs(".")
	cmd.Env = append(os.Environ(), "KONTOR_DB="+ts.Getenv("KONTOR_DB"), "KONTOR_LANG=en")
	pipe, err := cmd.StderrPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	stop := func() { _ = cmd.Process.Kill(); _ = cmd.Wait() } // kill -9, as the power would
	ts.Defer(stop)
	running[ts] = stop
	line, err := bufio.NewReader(pipe).ReadString('\n')
	ts.Check(err)
	at := strings.Index(line, "http://")
	if at < 0 {
		ts.Fatalf("no address in %q", line)
	}
	ts.Setenv("URL", strings.TrimSpace(line[at:]))
}

// writeBytes makes a file that is no text: bytes FILE HEX.
func writeBytes(ts *testscript.TestScript, _ bool, args []string) {
	b, err := hex.DecodeString(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b, 0o600))
}

// repeatText makes a long file: repeat FILE COUNT TEXT.
func repeatText(ts *testscript.TestScript, _ bool, args []string) {
	count, err := strconv.Atoi(args[1])
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(strings.Repeat(args[2], count)), 0o600))
}

// alter changes a file as a forger would: alter FILE OLD NEW puts the new text in the first place where the old one stands.
func alter(ts *testscript.TestScript, _ bool, args []string) {
	before := ts.ReadFile(args[0])
	after := strings.Replace(before, args[1], args[2], 1)
	if after == before {
		ts.Fatalf("%s does not hold %q", args[0], args[1])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(after), 0o600))
}

// running holds how to kill the house of a story.
var running = map[*testscript.TestScript]func(){}

// kill ends the house at once, as a power failure would.
func kill(ts *testscript.TestScript, _ bool, _ []string) { running[ts]() }

// request sends an HTTP request and writes the answer to the file "answer": http STATUS METHOD PATH [BODY]. The token stands in $TOKEN,
// an idempotency key in $KEY.
func request(ts *testscript.TestScript, _ bool, args []string) {
	var body io.Reader
	if len(args) > 3 {
		body = strings.NewReader(args[3])
	}
	r, err := http.NewRequest(args[1], ts.Getenv("URL")+args[2], body)
	ts.Check(err)
	r.Header.Set("Content-Type", "application/json")
	if token := ts.Getenv("TOKEN"); token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if key := ts.Getenv("KEY"); key != "" {
		r.Header.Set("Idempotency-Key", key)
	}
	res, err := http.DefaultClient.Do(r)
	ts.Check(err)
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs("answer"), b, 0o600))
	if got := fmt.Sprint(res.StatusCode); got != args[0] {
		ts.Fatalf("%s %s: got %s, want %s\n%s", args[1], args[2], got, args[0], b)
	}
}

// What the docs tell a newcomer to type works as it stands there.
func TestGettingStartedWorks(t *testing.T) { typeAlong(t, "getting-started.md") }

func TestGuaranteesWork(t *testing.T) { typeAlong(t, "guarantees.md") }

// copied is what a person copies from the answer of the command before into a variable of the docs: the part in brackets.
var copied = map[string]string{"UNIT": `([A-Z]+[0-9]+-[0-9]{5})`, "DEAL": `(D-[0-9]{5})`, "LATE": `(D-[0-9]{5}) is [0-9]+ days late with .*declare the default`,
	"GUARANTEE": `demand guarantee ([A-Z]+/[0-9]+/[0-9]+)`, "AMOUNT": `demand payment of ([0-9.,\p{Z}]+)\p{Z}USD`, "DEMAND": `(dm_[0-9a-z]+)`}

// typeAlong runs every command of the shell blocks of a document, in its order, with what a person copies from the answers.
func typeAlong(t *testing.T, name string) {
	docs, err := filepath.Abs(filepath.Join("..", "..", "docs"))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := os.ReadFile(filepath.Join(docs, name))
	if err != nil {
		t.Fatal(err)
	}
	var script strings.Builder
	script.WriteString("env KONTOR_DB=sqlite:kontor-demo.db\n")
	inside, commands := false, 0
	for line := range strings.Lines(string(doc)) {
		line = strings.TrimSpace(line)
		variable, _, _ := strings.Cut(line, "=")
		switch {
		case strings.HasPrefix(line, "```"):
			inside = line == "```sh"
		case inside && copied[variable] != "":
			fmt.Fprintf(&script, "take %s '%s'\n", variable, copied[variable])
		case inside && strings.HasPrefix(line, "kontor "):
			commands++
			command, refused := strings.CutSuffix(line, "# refused")
			if refused {
				script.WriteString("! ")
			}
			script.WriteString("exec " + scripted(command) + "\n")
		}
	}
	if commands < 10 {
		t.Fatalf("found only %d commands", commands)
	}
	script.WriteString("stdout ' 0 are broken'\n")
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "typed.txt"), []byte(script.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{Dir: dir, Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"take": take}, Setup: func(e *testscript.Env) error {
		if err := os.CopyFS(filepath.Join(e.WorkDir, "docs", "walk"), os.DirFS(filepath.Join(docs, "walk"))); err != nil {
			return err
		}
		return setUp(e)
	}})
}

// scripted writes a line of the shell as a line of a story: a variable inside of double quotes stands between single ones.
func scripted(command string) string {
	command = strings.ReplaceAll(command, "$(date +%F)", "$TODAY")
	variable := regexp.MustCompile(`\$[A-Z]+`)
	for n, part := range strings.Split(command, `"`) {
		if n%2 == 1 {
			command = strings.Replace(command, `"`+part+`"`, "'"+variable.ReplaceAllString(part, "'$0'")+"'", 1)
		}
	}
	return command
}

// take copies the first text of a pattern, or its part in brackets, from standard output into a variable: take NAME PATTERN.
func take(ts *testscript.TestScript, _ bool, args []string) {
	found := regexp.MustCompile(args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if found == nil {
		ts.Fatalf("nothing like %s in the answer", args[1])
	}
	text := found[0]
	if len(found) > 1 {
		text = strings.Join(strings.Fields(found[1]), "") // an amount is typed without the blanks between thousands
	}
	ts.Setenv(args[0], text)
}
