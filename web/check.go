package web

import (
	"io"
	"net/http"
	"strconv"
	"time"

	"kontor/desk"
	"kontor/errs"
)

// checkMost bounds the file of somebody who is not signed in.
const checkMost = 26 << 20

// knownPage lets anybody who was handed a paper ask whether the house knows exactly this one, without a login.
func knownPage(v *visit) error {
	return v.write(http.StatusOK, checkForm(v.frame(v.lang.T("Is this document known?")), nil, nil))
}

// checkDocument answers yes or no and nothing else. How often one may ask is bounded like signing in.
func checkDocument(v *visit) error {
	f := v.frame(v.lang.T("Is this document known?"))
	from := addressOf(v.r)
	if wait := v.checks.allow(from, from, time.Now()); wait > 0 {
		v.w.Header().Set("Retry-After", strconv.Itoa(int(wait/time.Second)+1))
		return v.write(http.StatusTooManyRequests, checkForm(f, nil, errs.New(errs.Busy, "that were too many tries").Because("wait {n} seconds, then try again", "n", int(wait/time.Second)+1)))
	}
	req := desk.KnownRequest{SHA256: v.r.PostFormValue("sha256")}
	if file, _, err := v.r.FormFile("file"); err == nil {
		defer file.Close()
		if req.File, err = io.ReadAll(io.LimitReader(file, checkMost)); err != nil {
			return errs.New(errs.Invalid, "the file could not be read").Because("choose it again")
		}
	}
	answer, err := v.desk.CheckDocument(v.ctx, req)
	if err != nil {
		if e := errs.As(err); e.Code == errs.Invalid {
			return v.write(e.Code.Status(), checkForm(f, nil, e))
		}
		return err
	}
	return v.write(http.StatusOK, checkForm(f, &answer, nil))
}

// sendDocument sends a file that is kept with an entity to who may see it.
func sendDocument(v *visit) error {
	doc, err := v.desk.ReadDocument(v.ctx, v.actor, v.r.PathValue("id"))
	if err != nil {
		return err
	}
	return v.sendFile(doc.Name, "application/octet-stream", doc.Content, nil) // never shown in the page: a file may be anything
}
