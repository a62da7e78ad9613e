package desk_test

import (
	"testing"

	"kontor/desk"
	"kontor/errs"
	"kontor/internal/testdb"
	"kontor/lease"
	"kontor/money"
)
